"""Marks, digits and capitals."""

from __future__ import annotations

import re
from collections.abc import Callable

from style_models.persona.axis import FormAxis
from style_models.persona.counted_text import CountedText

_UPPER_WORD = re.compile(r"\b[A-Z]{2,}\b")


def _marks(pattern: str) -> Callable[[CountedText], float]:
    compiled = re.compile(pattern)
    return lambda text: text.rate(compiled)


AXES = (
    FormAxis("commas", "commas", "commas", "per 100 words", _marks(",")),
    FormAxis("semicolons", "semicolons", "semicolons and colons", "per 100 words", _marks("[;:]")),
    FormAxis("dashes", "dashes", "dashes between words", "per 100 words", _marks(r"—|–| --? ")),
    FormAxis("brackets", "brackets", "opening brackets", "per 100 words", _marks(r"[(\[]")),
    FormAxis(
        "quotes", "quotation marks", "double quotation marks", "per 100 words", _marks('["“”]')
    ),
    FormAxis(
        "exclamations", "exclamation marks", "exclamation marks", "per 100 words", _marks("!")
    ),
    FormAxis("questions", "questions", "question marks", "per 100 words", _marks(r"\?")),
    FormAxis("ellipses", "ellipses", "three dots", "per 100 words", _marks(r"\.\.+|…")),
    FormAxis("digits", "figures", "numbers in figures", "per 100 words", _marks(r"\d[\d.,]*")),
    FormAxis(
        "capitals",
        "words in capitals",
        "words wholly in capitals, acronyms included",
        "per 100 words",
        lambda text: text.per_hundred(len(_UPPER_WORD.findall(text.text))),
    ),
    FormAxis(
        "hyphens", "hyphens", "hyphens within words", "per 100 words", _marks(r"(?<=\w)-(?=\w)")
    ),
)
