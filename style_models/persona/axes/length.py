"""How long the text, its sentences and its words are, and how varied."""

from __future__ import annotations

import math
import statistics

from style_models.persona.axis import FormAxis
from style_models.persona.counted_text import CountedText

LONG_WORD = 7  # letters
WINDOW = 50  # words in which distinct words are counted: longer texts repeat themselves anyway


def _spread(text: CountedText) -> float:
    lengths = text.sentence_lengths
    return statistics.pstdev(lengths) if len(lengths) > 1 else 0.0


def _variety(text: CountedText) -> float:
    """Distinct words in a hundred, averaged over windows of :data:`WINDOW` words."""
    words = text.lower
    size = min(WINDOW, len(words))
    step = max(1, size // 2)
    starts = range(0, len(words) - size + 1, step)
    return statistics.fmean(100.0 * len(set(words[at : at + size])) / size for at in starts)


AXES = (
    FormAxis(
        "words", "length", "words", "words", lambda text: float(len(text.words)), reported=False
    ),
    FormAxis(
        "log_words",
        "length",
        "logarithm of the number of words",
        "natural logarithm",
        lambda text: math.log1p(len(text.words)),
        reported=False,
    ),
    FormAxis(
        "sentence_length",
        "sentence length",
        "words in a sentence, mean",
        "words",
        lambda text: statistics.fmean(text.sentence_lengths or [len(text.words)]),
    ),
    FormAxis(
        "sentence_length_spread",
        "variety of sentence length",
        "standard deviation of words in a sentence",
        "words",
        _spread,
        least_words=20,
    ),
    FormAxis(
        "word_length",
        "word length",
        "letters in a word, mean",
        "letters",
        lambda text: statistics.fmean(len(word) for word in text.words),
    ),
    FormAxis(
        "long_words",
        "long words",
        f"words of {LONG_WORD} letters or more",
        "per 100 words",
        lambda text: text.per_hundred(sum(len(word) >= LONG_WORD for word in text.words)),
    ),
    FormAxis(
        "word_variety",
        "variety of words",
        f"distinct words in windows of {WINDOW} words",
        "per 100 words",
        _variety,
        least_words=20,
    ),
)
