"""Which edits are behind a shift: the reverse of a reason.

An axis moved between original and revision. Each edit is taken out of the revision in turn (leave
one out); what the axis loses is that edit's part. Parts do not add up exactly to the whole shift,
because words are heard in the company of others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from style_models.edits.align import apply_edits
from style_models.edits.edit import Edit

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_PART = 0.02
"""Parts smaller than this, in SD, are nobody's doing."""


class Reader(Protocol):
    """What is needed of a reader model."""

    axes: tuple[str, ...]
    sd: dict[str, float]

    def read(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return readings of ``texts``, shape (len(texts), len(axes))."""


@dataclass(frozen=True)
class Part:
    """What one edit adds to an axis, in SD: positive where it moved the way the whole moved."""

    edit: Edit
    shift: float


def edits_behind(
    original: str,
    edits: Sequence[Edit],
    axes: Sequence[str],
    reader: Reader,
    most: int = 3,
) -> dict[str, list[Part]]:
    """Return, for each of ``axes``, up to ``most`` edits that moved it the way it moved, largest first.

    ``edits`` are sorted and disjoint; all of them together make the revision. One reading of the
    revision and one an edit, in one batch, whatever the number of axes. An axis that did not move,
    or that texts without words have no reading on, has none behind it.
    """
    found: dict[str, list[Part]] = {axis: [] for axis in axes}
    if not edits:
        return found
    without = [apply_edits(original, [*edits[:at], *edits[at + 1 :]]) for at in range(len(edits))]
    read = np.asarray(reader.read([original, apply_edits(original, edits), *without]))
    for axis in axes:
        column = read[:, reader.axes.index(axis)] / reader.sd[axis]
        way = np.sign(column[1] - column[0])
        parts = [
            Part(edit, float(part))
            for edit, part in zip(edits, column[1] - column[2:], strict=True)
        ]
        behind = [part for part in parts if part.shift * way >= LEAST_PART]
        found[axis] = sorted(behind, key=lambda part: -abs(part.shift))[:most]
    return found
