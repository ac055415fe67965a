"""Spellings that are British only or American only."""

from __future__ import annotations

from style_models.persona.axis import FormAxis
from style_models.persona.counted_text import CountedText
from style_models.text.spelling_pairs import american_of, british_of


def _british(text: CountedText) -> float:
    table = american_of()
    return text.per_hundred(sum(word in table for word in text.lower))


def _american(text: CountedText) -> float:
    table = british_of()
    return text.per_hundred(sum(word in table for word in text.lower))


AXES = (
    FormAxis(
        "british_spellings", "British spellings", "colour, organise", "per 100 words", _british
    ),
    FormAxis(
        "american_spellings", "American spellings", "color, organize", "per 100 words", _american
    ),
)
