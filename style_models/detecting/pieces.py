"""Word pieces with what an uncased tokenizer throws away: capitals and spaces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

SHAPES = 10
"""Shapes of a piece: five of capitals (none, first, all, mixed, no letter), with and without a space before."""

LONGEST = 256
"""Word pieces of a text that are read at once; the model knows no longer ones."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """Word pieces of one text, without the special ones.

    ``ids`` and ``shapes`` (0 to ``SHAPES - 1``) have one number a piece; ``spans`` are code points of
    the text.
    """

    ids: tuple[int, ...]
    shapes: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]


def readable(pieces: Pieces) -> Pieces:
    """Return the pieces that the model reads: as many as it can, from the start."""
    most = LONGEST - 2
    return Pieces(pieces.ids[:most], pieces.shapes[:most], pieces.spans[:most])


def cut(tokenizer: Any, texts: Sequence[str]) -> list[Pieces]:
    """Cut texts into word pieces (a fast tokenizer of transformers)."""
    coded = tokenizer(
        list(texts), add_special_tokens=False, return_offsets_mapping=True, verbose=False
    )
    found = []
    for text, ids, spans in zip(texts, coded["input_ids"], coded["offset_mapping"], strict=True):
        shapes = tuple(shape(text, start, end) for start, end in spans)
        found.append(Pieces(tuple(ids), shapes, tuple((a, b) for a, b in spans)))
    return found


def shape(text: str, start: int, end: int) -> int:
    """Return the shape of ``text[start:end]``."""
    piece = text[start:end]
    if not any(c.isalpha() for c in piece):
        kind = 4
    elif piece == piece.lower():
        kind = 0
    elif piece == piece.upper():
        # "I" and "A" say nothing about the rest of the word: one capital is a first capital.
        kind = 2 if len(piece) > 1 else 1
    else:
        kind = 1 if piece[1:] == piece[1:].lower() else 3
    return kind * 2 + (start == 0 or text[start - 1].isspace())
