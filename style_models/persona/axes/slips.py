"""Slips that a reader sees at a glance, told by rule. Not a spelling checker."""

from __future__ import annotations

import re

from style_models.persona.axis import FormAxis
from style_models.persona.counted_text import CountedText

_SMALL_I = re.compile(r"(?<![\w'.’])i(?![\w.])")
_NO_APOSTROPHE = re.compile(
    r"\b(?:dont|doesnt|didnt|isnt|arent|wasnt|werent|cant|couldnt|shouldnt|wouldnt|wont|hasnt"
    r"|havent|hadnt|im|ive|youre|theyre|thats|theres|whats)\b"
)
_SPACING = re.compile(
    r"(?<=\w) [,.;:!?](?=\s|$)|(?<=[a-z])[,;!?](?=[A-Za-z])|(?<=[a-z]\.)(?=[A-Z])"
)
_SMALL_START = re.compile(r"^[\"'“(]*[a-z]")


def _small_starts(text: CountedText) -> float:
    if not text.sentences:
        return 0.0
    small = sum(bool(_SMALL_START.match(sentence)) for sentence in text.sentences)
    return 100.0 * small / len(text.sentences)


def _slips(text: CountedText) -> float:
    seen = len(_SMALL_I.findall(text.text)) + len(_SPACING.findall(text.text))
    return text.per_hundred(seen) + text.rate(_NO_APOSTROPHE)


AXES = (
    FormAxis(
        "slips",
        "slips",
        "small i, missing apostrophes, marks spaced wrongly",
        "per 100 words",
        _slips,
    ),
    FormAxis(
        "small_starts",
        "sentences that start small",
        "sentences that begin with a small letter",
        "per 100 sentences",
        _small_starts,
    ),
    FormAxis(
        "unclosed",
        "open end",
        "1 if the text ends without a closing mark, else 0",
        "0 or 1",
        lambda text: float(not re.search(r"[.!?…][\"'”’)]*\s*$", text.text)),
        reported=False,
    ),
)
