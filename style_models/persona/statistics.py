"""Honest intervals: texts of one writer hang together, so whole writers are resampled.

Errors that treat texts as independent can be three times too small. With one writer the error is
unknown, which is ``None`` here and never 0.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Indices = NDArray[np.int64]

RESAMPLES = 2000
LEVEL = 0.95


def clusters_of(labels: Sequence[Hashable]) -> list[Indices]:
    """Return the positions of each label, in order of first appearance."""
    found: dict[Hashable, list[int]] = {}
    for position, label in enumerate(labels):
        found.setdefault(label, []).append(position)
    return [np.array(positions) for positions in found.values()]


def mean_interval(
    values: Array,
    labels: Sequence[Hashable],
    *,
    level: float = LEVEL,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> tuple[Array, Array] | None:
    """Return the percentile interval of the mean over rows, whole clusters resampled.

    ``values`` has shape (n,) or (n, k), without NaN; ``labels`` names each row's cluster (writer).
    Returns (low, high), each of shape () or (k,), or ``None`` with fewer than two clusters. Same
    input and seed, same output.

    Example: of two writers with means 0 and 1 and one text each, a resample holds the first
    twice, both, or the second twice (1/4, 1/2, 1/4), so the 95% interval runs from 0 to 1.
    """
    clusters = clusters_of(labels)
    if len(clusters) < 2:
        return None
    sums = np.stack([values[rows].sum(axis=0) for rows in clusters])
    sizes = np.array([float(len(rows)) for rows in clusters])
    drawn = np.random.default_rng(seed).multinomial(
        len(clusters), np.full(len(clusters), 1 / len(clusters)), size=resamples
    )
    totals = np.tensordot(drawn, sums, axes=1)
    counts = drawn @ sizes
    means = totals / counts.reshape(-1, *([1] * (values.ndim - 1)))
    tail = (1 - level) / 2
    low, high = np.quantile(means, [tail, 1 - tail], axis=0)
    return low, high


def interval(
    statistic: Callable[[Indices], float],
    labels: Sequence[Hashable],
    *,
    level: float = LEVEL,
    resamples: int = 400,
    seed: int = 0,
) -> tuple[float, float] | None:
    """Return the percentile interval of any ``statistic`` of row positions, clusters resampled.

    ``statistic`` takes positions (repeats allowed) and returns a number; NaN draws are dropped.
    ``None`` with fewer than two clusters, or when no draw gave a number.
    """
    clusters = clusters_of(labels)
    if len(clusters) < 2:
        return None
    random = np.random.default_rng(seed)
    draws = np.array(
        [
            statistic(
                np.concatenate(
                    [clusters[at] for at in random.integers(len(clusters), size=len(clusters))]
                )
            )
            for _ in range(resamples)
        ]
    )
    draws = draws[~np.isnan(draws)]
    if not len(draws):
        return None
    low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def correlation(first: Array, second: Array) -> float:
    """Return Pearson's r of two vectors: 1 same order and spacing, 0 none, -1 reversed.

    NaN with fewer than two values or where either vector is constant.
    """
    if len(first) < 2 or np.ptp(first) == 0 or np.ptp(second) == 0:
        return float("nan")
    return float(np.corrcoef(first, second)[0, 1])


def rank_correlation(first: Array, second: Array) -> float:
    """Return Spearman's rho: Pearson's r of the ranks, ties sharing their mean rank."""
    return correlation(_ranks(first), _ranks(second))


def _ranks(values: Array) -> Array:
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return (last - (counts - 1) / 2)[inverse]
