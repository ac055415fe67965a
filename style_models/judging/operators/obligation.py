"""Duty: "could" made "should", "should" made "could"."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import TYPE_CHECKING

from style_models.judging.operator import Operator, Place, like

if TYPE_CHECKING:
    from spacy.tokens import Doc


def _modal(doc: Doc, table: dict[str, str]) -> Iterator[Place]:
    for token in doc:
        new = table.get(token.lower_)
        if new is None or token.tag_ != "MD":
            continue
        subject = [c for c in token.head.children if c.dep_ in {"nsubj", "nsubjpass", "expl"}]
        if (
            subject
            and subject[0].i < token.i
            and "have" not in {c.lower_ for c in token.head.children}
        ):
            yield token.idx, token.idx + len(token), like(new, token.text)


def _oblige(doc: Doc, rng: random.Random) -> Iterator[Place]:
    yield from _modal(
        doc, {"could": "should", "can": "must", "may": "must", "might": "should", "would": "should"}
    )


def _release(doc: Doc, rng: random.Random) -> Iterator[Place]:
    yield from _modal(doc, {"should": "could", "must": "can"})


_HEARD = ("stance_polarity", "importance", "confidence")
OPERATORS = (
    Operator("oblige", "obligation", 1, "meaning", "what one may do becomes a duty", _oblige, "release", _HEARD),
    Operator("release", "obligation", -1, "meaning", "a duty becomes a choice", _release, "oblige", _HEARD),
)  # fmt: skip
