"""Words that are seldom met."""

from __future__ import annotations

import functools

from style_models.persona.axis import FormAxis
from style_models.persona.counted_text import CountedText
from style_models.text.common import common_words

_ENDINGS = (("ies", "y"), ("es", ""), ("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"),
            ("ly", ""), ("er", ""), ("est", ""), ("d", ""), ("'s", ""))  # fmt: skip


@functools.lru_cache(maxsize=20_000)
def _rare(word: str) -> bool:
    listed = common_words()
    if word in listed or len(word) < 4 or "'" in word or "-" in word:
        return False
    return not any(
        word.endswith(ending) and word[: -len(ending)] + put in listed for ending, put in _ENDINGS
    )


def _rate(text: CountedText) -> float:
    words = text.words
    # A capital inside a text is mostly a name, which is rare without being a choice.
    rare = sum(
        _rare(low) for word, low in zip(words, text.lower, strict=True) if not word[:1].isupper()
    )
    return text.per_hundred(rare)


AXES = (
    FormAxis(
        "rare_words",
        "rare words",
        "words used less than ten times in a million, names left out",
        "per 100 words",
        _rate,
        source="wordfreq 3.1.1 (Robyn Speer), CC BY-SA 4.0, English words of Zipf 4.0 or more",
    ),
)
