# ruff: noqa: E501
"""Connectives: "But" made "However,", and the reverse."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from style_models.judging.operator import Operator, Place, starts

if TYPE_CHECKING:
    from spacy.tokens import Doc

_OPENERS = {"but": "however,", "so": "therefore,", "also": "additionally,", "and": "furthermore,", "still": "nevertheless,", "plus": "moreover,"}  # fmt: skip
_PLAIN = {"however": "but", "therefore": "so", "thus": "so", "hence": "so", "furthermore": "and", "moreover": "and", "additionally": "and", "consequently": "so", "nevertheless": "but", "nonetheless": "but"}  # fmt: skip
_MIDDLE = re.compile(
    r"(?<=[a-z]), (but|so) (?=(?:the|it|he|she|they|we|you|this|that|there|i)\b)", re.I
)


def _formal(doc: Doc, rng: random.Random) -> Iterator[Place]:
    for token in doc:
        new = _OPENERS.get(token.lower_)
        after = doc[token.i + 1] if token.i + 1 < len(doc) else None
        if new is None or after is None or not starts(doc, token.idx) or not token.whitespace_:
            continue
        if (
            after.lower_ in {"far", "that", "much", "many", "then", "what", "if", "yet"}
            or not after.is_alpha
        ):
            continue
        if (
            token.lower_ == "so" and after.pos_ in {"ADJ", "ADV"}
        ) or token.sent.text.rstrip().endswith("?"):
            continue
        if token.lower_ in {"also", "still", "so", "plus"} and after.pos_ not in {
            "PRON",
            "DET",
            "NOUN",
            "PROPN",
        }:
            continue
        yield token.idx, token.idx + len(token), new[:1].upper() + new[1:]
    for match in _MIDDLE.finditer(doc.text):
        yield match.start(), match.end(), f"; {_OPENERS[match.group(1).lower()]} "


def _plain(doc: Doc, rng: random.Random) -> Iterator[Place]:
    for token in doc:
        new = _PLAIN.get(token.lower_)
        after = doc[token.i + 1] if token.i + 1 < len(doc) else None
        if new is None or after is None or not starts(doc, token.idx):
            continue
        end = after.idx + 1 if after.text == "," else token.idx + len(token)
        following = doc[token.i + 2] if after.text == "," and token.i + 2 < len(doc) else after
        if (
            following.tag_ in {"JJ", "RB", "IN", "VBG"}
            or following.text == ","
            or not following.is_alpha
        ):
            continue
        yield token.idx, end, new[:1].upper() + new[1:]


OPERATORS = (
    Operator(
        "formal_connective", "formal_connectives", 1, "distortion", "a plain link becomes a formal one",
        _formal, "plain_connective", ("formality",),
    ),
    Operator(
        "plain_connective", "formal_connectives", -1, "distortion", "a formal link becomes a plain one",
        _plain, "formal_connective", ("formality",),
    ),
)  # fmt: skip
