"""How sentences and clauses are joined, and how they begin."""

from __future__ import annotations

import re
from collections.abc import Callable

from style_models.persona.axis import FormAxis
from style_models.persona.counted_text import CountedText, phrases

FORMAL = phrases(
    [
        "additionally",
        "consequently",
        "furthermore",
        "hence",
        "however",
        "in addition",
        "in conclusion",
        "moreover",
        "nevertheless",
        "nonetheless",
        "therefore",
        "thereby",
        "thus",
        "ultimately",
        "whereas",
        "while",
    ]
)
PLAIN = phrases(["also", "because", "but", "cos", "if", "plus", "so", "then", "when"])
_OPENERS = ("and", "but", "so", "because", "or", "also")
_TRAILING_ING = re.compile(r", (?:\w+ly )?(?!\b(?:during|including)\b)\w{3,}ing\b")
_NOT_ONLY = re.compile(r"\bnot (?:only|just|merely|simply|about)\b|\brather than\b")
_AND_LIST = re.compile(r"\w+, [\w' -]{2,30},? and \w+")


def _opens_plainly(text: CountedText) -> float:
    sentences = text.sentences
    if not sentences:
        return 0.0
    opened = sum(
        sentence.lower().startswith(tuple(f"{word} " for word in _OPENERS))
        for sentence in sentences
    )
    return 100.0 * opened / len(sentences)


def _pattern(compiled: re.Pattern[str]) -> Callable[[CountedText], float]:
    return lambda text: text.rate(compiled)


AXES = (
    FormAxis(
        "formal_connectives",
        "formal connectives",
        "furthermore, therefore, however",
        "per 100 words",
        _pattern(FORMAL),
    ),
    FormAxis(
        "plain_connectives",
        "plain connectives",
        "because, but, so, also",
        "per 100 words",
        _pattern(PLAIN),
    ),
    FormAxis(
        "plain_openers",
        "sentences opened by and, but, so",
        "sentences that begin with a plain connective",
        "per 100 sentences",
        _opens_plainly,
    ),
    FormAxis(
        "trailing_clauses",
        "trailing -ing clauses",
        "a comma and a verb in -ing",
        "per 100 words",
        _pattern(_TRAILING_ING),
    ),
    FormAxis(
        "contrasts",
        "not only, rather than",
        "set-piece contrasts",
        "per 100 words",
        _pattern(_NOT_ONLY),
    ),
    FormAxis("lists", "lists of three", "x, y and z", "per 100 words", _pattern(_AND_LIST)),
)
