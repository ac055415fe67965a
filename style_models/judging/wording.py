"""What an edit's own words say about it: a linear score over character n-grams, before and after.

Trained with the judge (:mod:`style_models.recipes.edit_judge`). By itself it tells repairs from
re-voicings fairly well, since repairs keep most letters of a word; the judge's trees weigh it
against everything else.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import numpy as np

BUCKETS = 1 << 15
SHORTEST, LONGEST_GRAM = 1, 4


def grams(before: str, after: str) -> np.ndarray:
    """Return the buckets (sorted, distinct; 0 to ``BUCKETS - 1``) of an edit's n-grams.

    N-grams that both sides share are told apart from those that go and those that come.
    """
    old, new = set(_of(before)), set(_of(after))
    named = [
        *("-" + gram for gram in old - new),
        *("+" + gram for gram in new - old),
        *("=" + gram for gram in old & new),
    ]
    return np.unique(
        [zlib.crc32(name.encode("utf-8", "surrogatepass")) % BUCKETS for name in named]
    ).astype(np.int64)


def _of(text: str) -> Iterator[str]:
    padded = f"^{text}$"
    for size in range(SHORTEST, LONGEST_GRAM + 1):
        for at in range(len(padded) - size + 1):
            yield padded[at : at + size]


def score(before: str, after: str, weights: np.ndarray) -> float:
    """Return the linear score of an edit's words (above 0 more like a repair); 0 for none."""
    found = grams(before, after)
    return float(weights[found].sum() / np.sqrt(len(found))) if len(found) else 0.0
