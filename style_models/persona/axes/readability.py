"""How many years of school a text asks for."""

from __future__ import annotations

import functools
import re

from style_models.persona.axis import FormAxis
from style_models.persona.counted_text import CountedText

_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^laeiouy]e|[^td]ed|[^aeiouycsxz]es|[^aeiouy]e(?=ly|ment|ful|less))$")


@functools.lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """Return the syllables of a lower-case word: runs of vowels, less a silent e; at least 1."""
    return max(1, len(_VOWELS.findall(word)) - len(_SILENT.findall(word)))


def grade(text: CountedText) -> float:
    """Return the Flesch-Kincaid grade, 0 at least: .39 words per sentence + 11.8 syllables per word - 15.59."""
    words = len(text.words)
    if not words:
        return 0.0
    spoken = sum(syllables(word) for word in text.lower)
    sentences = max(1, len(text.sentences))
    return max(0.0, 0.39 * words / sentences + 11.8 * spoken / words - 15.59)


AXES = (
    FormAxis(
        "reading_grade",
        "reading grade",
        "years of school that the text asks for",
        "US school grades",
        grade,
        least_words=20,
        source="Kincaid, Fishburne, Rogers and Chissom 1975; syllables by own rule",
    ),
)
