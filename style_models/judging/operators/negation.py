"""Negation put in or taken out: the sentence says the opposite."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import TYPE_CHECKING

from style_models.judging.operator import Operator, Place, like

if TYPE_CHECKING:
    from spacy.tokens import Doc

_CARRY = {
    "is",
    "are",
    "was",
    "were",
    "can",
    "will",
    "would",
    "should",
    "could",
    "has",
    "have",
    "had",
}
_POLAR = {"any", "anyone", "anything", "ever", "yet", "either", "anybody", "anywhere", "much"}


def _negate(doc: Doc, rng: random.Random) -> Iterator[Place]:
    for token in doc:
        if token.lower_ not in _CARRY or token.pos_ != "AUX" or not token.whitespace_:
            continue
        after = doc[token.i + 1] if token.i + 1 < len(doc) else None
        head = token.head if token.dep_ in {"aux", "auxpass"} else token
        if (
            after is None
            or after.pos_ in {"PRON", "DET"}
            or any(c.dep_ in {"neg", "preconj"} for c in head.children)
        ):
            continue
        first_aux = all(c.i >= token.i for c in head.children if c.dep_ in {"aux", "auxpass"})
        subject = [c for c in head.children if c.dep_ in {"nsubj", "nsubjpass", "expl"}]
        if not first_aux or not subject or subject[0].i > token.i or not after.is_alpha:
            continue
        if any(
            t.lower_
            in _POLAR | {"some", "something", "also", "still", "only", "always", "never", "no"}
            for t in token.sent
        ):
            continue
        yield (
            token.idx + len(token),
            token.idx + len(token),
            " not" if token.lower_ != "can" else "not",
        )


def _affirm(doc: Doc, rng: random.Random) -> Iterator[Place]:
    for token in doc:
        if token.dep_ != "neg" or token.lower_ not in {"not", "n't", "n’t"} or not token.i:
            continue
        before, after = doc[token.i - 1], doc[token.i + 1] if token.i + 1 < len(doc) else None
        if after is None or any(t.lower_ in _POLAR | {"but", "only"} for t in token.sent):
            continue
        if before.lower_ not in _CARRY | {"ca", "wo"} or after.dep_ in {
            "nsubj",
            "expl",
            "nsubjpass",
        }:
            continue
        if (
            token.whitespace_ == ""
            or after.pos_ in {"PRON", "CCONJ"}
            or after.lower_ in {"just", "even", "so", "to"}
        ):
            continue
        if token.lower_ == "not":
            end = token.idx + len(token)
            yield before.idx + len(before), end, ""
        else:
            new = {"ca": "can", "wo": "will"}.get(before.lower_, before.lower_)
            yield before.idx, token.idx + len(token), like(new, before.text)


OPERATORS = (
    Operator("negate", "negations", 1, "meaning", "a statement is denied", _negate, "affirm", ("stance_polarity",)),
    Operator("affirm", "negations", -1, "meaning", "a denial becomes a statement", _affirm, "negate", ("stance_polarity",)),
)  # fmt: skip
