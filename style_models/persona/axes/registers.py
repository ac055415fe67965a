# ruff: noqa: E501
"""Registers: what goes together in talk, stories, argument and reports, after Biber.

Biber (1988, Variation across Speech and Writing) found dimensions on which kinds of English text
differ. Each is here the mean of the z-scores of those of its features that can be counted without a
parser; 50 stands for the mean of the reference texts and 10 for one standard deviation of a
feature. The reference is 1,700 human passages of ``l2r_rewrites`` and ``persona_paragraphs``, not
Biber's corpus, so values compare versions of a text; they are not his factor scores. The packages
pybiber (needs polars and a parse) and biberplus (pandas, matplotlib, seaborn) would give those.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from style_models.persona.axis import FormAxis
from style_models.persona.counted_text import CountedText

Feature = tuple[str, int, float, float]
# Feature: pattern in the plain text, mean and standard deviation per 100 words in the reference.
_INVOLVED: tuple[Feature, ...] = (
    (r"\b(?:think|thinks|thought|know|knows|knew|feel|feels|felt|believe|believes|guess|mean|see|hope|want)\b", 1, 0.8, 1.1),
    (r"n't\b|'(?:m|re|ve|ll|d)\b|\b(?:it|that|he|she|there|what)'s\b", 1, 0.8, 1.5),
    (r"\b(?:you|your|yours|yourself)\b", 1, 0.5, 1.4),
    (r"\b(?:i|me|my|mine|we|us|our)\b", 1, 2.6, 3.0),
    (r"\b(?:it|this|that|these|those)\b", 1, 3.5, 2.2),
    (r"\b(?:because|so|just|really|very|well|anyway|too|much|lot)\b", 1, 1.2, 1.6),
    (r"\b(?:is|are|was|were|am|be|'s)\b", 1, 4.3, 2.2),
    (r"\b(?:of|in|for|by|with|from|through|between|among|within|at|on|to|into)\b", -1, 11.3, 3.2),
    (r"\b\w{4,}(?:tion|sion|ment|ity|ness|ance|ence|ism)s?\b", -1, 3.6, 3.0),
)  # fmt: skip
_NARRATIVE: tuple[Feature, ...] = (
    (r"\b\w{3,}ed\b|\b(?:was|were|had|did|said|went|came|took|made|got|saw|told|found|left|began|knew|thought)\b", 1, 3.8, 2.9),
    (r"\b(?:he|him|his|she|her|hers|they|them|their)\b", 1, 1.5, 2.0),
    (r"\b(?:had|has|have|having) (?:\w+ly )?(?:\w+ed|been|gone|done|seen|taken|made)\b", 1, 0.3, 0.6),
    (r"\b(?:said|says|told|asked|replied|claimed|announced|explained)\b", 1, 0.1, 0.4),
)  # fmt: skip
_PERSUASIVE: tuple[Feature, ...] = (
    (r"\b(?:should|must|ought|need to|needs to|have to|has to)\b", 1, 0.6, 1.0),
    (r"\b(?:will|would|shall|'ll|'d)\b", 1, 0.8, 1.2),
    (r"\b(?:can|could|may|might)\b", 1, 0.8, 1.0),
    (r"\b(?:if|unless)\b", 1, 0.4, 0.8),
    (r"\bto [a-z]{3,}\b", 1, 2.5, 1.6),
    (r"\b(?:agree|ask|demand|insist|propose|recommend|suggest|urge|argue|support|require)s?\b", 1, 0.2, 0.5),
)  # fmt: skip
_ABSTRACT: tuple[Feature, ...] = (
    (r"\b(?:however|therefore|thus|hence|moreover|furthermore|consequently|nevertheless|additionally|similarly|instead|rather)\b", 1, 0.3, 0.6),
    (r"\b(?:is|are|was|were|be|been|being) (?:\w+ly )?(?:\w{2,}ed|done|made|given|taken|seen|known|held|shown|found)\b", 1, 0.9, 1.0),
    (r"\b(?:although|though|whereas|while|since)\b", 1, 0.2, 0.4),
    (r"\b\w{2,}ed by\b", 1, 0.2, 0.4),
)  # fmt: skip


def _dimension(
    features: tuple[Feature, ...],
) -> Callable[[CountedText], float]:
    compiled = [(re.compile(pattern), sign, mean, sd) for pattern, sign, mean, sd in features]

    def measure(text: CountedText) -> float:
        total = sum(sign * (text.rate(regex) - mean) / sd for regex, sign, mean, sd in compiled)
        return max(0.0, 50.0 + 10.0 * total / len(compiled))

    return measure


_UNIT = "points (50 is the mean of human passages, 10 one standard deviation of a feature)"
_SOURCE = "features after Biber 1988, {}, those that need no parser"

AXES = (
    FormAxis(
        "involved", "talk against report", "as in talk: you, I, contractions, few nouns", _UNIT,
        _dimension(_INVOLVED), 40, source=_SOURCE.format("dimension 1"),
    ),
    FormAxis(
        "narrative", "story-telling", "past tense, he and she, said", _UNIT,
        _dimension(_NARRATIVE), 40, source=_SOURCE.format("dimension 2"),
    ),
    FormAxis(
        "persuasive", "open persuasion", "should, will, if, to do", _UNIT,
        _dimension(_PERSUASIVE), 40, source=_SOURCE.format("dimension 4"),
    ),
    FormAxis(
        "abstract_style", "abstract style", "therefore, was done by, although", _UNIT,
        _dimension(_ABSTRACT), 40, source=_SOURCE.format("dimension 5"),
    ),
)  # fmt: skip
