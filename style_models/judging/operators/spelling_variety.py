"""Spelling variety: "colour" made "color", and the reverse."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import TYPE_CHECKING

from style_models.judging.operator import Operator, Place, like
from style_models.text.spelling_pairs import american_of, british_of

if TYPE_CHECKING:
    from spacy.tokens import Doc


def _respelled(doc: Doc, table: dict[str, str]) -> Iterator[Place]:
    for token in doc:
        new = table.get(token.lower_)
        if new and not token.ent_type_ and token.tag_ not in {"NNP", "NNPS"}:
            yield token.idx, token.idx + len(token), like(new, token.text)


def _to_american(doc: Doc, rng: random.Random) -> Iterator[Place]:
    yield from _respelled(doc, american_of())


def _to_british(doc: Doc, rng: random.Random) -> Iterator[Place]:
    yield from _respelled(doc, british_of())


OPERATORS = (
    Operator(
        "americanise", "british_spellings", -1, "distortion", "a British spelling becomes American",
        _to_american, "anglicise", (),
    ),
    Operator(
        "anglicise", "american_spellings", -1, "distortion", "an American spelling becomes British",
        _to_british, "americanise", (),
    ),
)  # fmt: skip
