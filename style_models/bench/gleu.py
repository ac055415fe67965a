"""GLEU for grammatical error correction (Napoles et al. 2015, without tuning, arXiv 1605.02592).

N-grams of the hypothesis count where a reference has them, and count against it where only the
source has them. With several references one is drawn for each sentence, and the corpus figure is the
mean over many draws.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

import numpy as np

ORDER = 4
DRAWS = 500


def gleu(
    sources: Sequence[Sequence[str]],
    references: Sequence[Sequence[Sequence[str]]],
    hypotheses: Sequence[Sequence[str]],
    draws: int = DRAWS,
    seed: int = 1,
) -> float:
    """Return corpus GLEU, 0 to 100.

    ``sources`` and ``hypotheses`` hold one token list a sentence, ``references`` one or more.
    """
    table = [
        [_statistics(source, reference, hypothesis) for reference in listed]
        for source, listed, hypothesis in zip(sources, references, hypotheses, strict=True)
    ]
    rng = random.Random(seed)
    if all(len(row) == 1 for row in table):
        draws = 1
    scores = []
    for _ in range(draws):
        drawn = np.sum([row[rng.randrange(len(row))] for row in table], axis=0)
        scores.append(_score(drawn))
    return 100 * float(np.mean(scores))


def _ngrams(tokens: Sequence[str], n: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(tokens[i : i + n]) for i in range(len(tokens) - n + 1))


def _statistics(
    source: Sequence[str], reference: Sequence[str], hypothesis: Sequence[str]
) -> np.ndarray:
    values = [len(hypothesis), len(reference)]
    for n in range(1, ORDER + 1):
        h, r, s = _ngrams(hypothesis, n), _ngrams(reference, n), _ngrams(source, n)
        only_source = Counter({gram: count for gram, count in s.items() if gram not in r})
        values.append(max((h & r).total() - (h & only_source).total(), 0))
        values.append(max(len(hypothesis) + 1 - n, 0))
    return np.array(values, dtype=float)


def _score(values: np.ndarray) -> float:
    if (values == 0).any():
        return 0.0
    c, r = values[:2]
    precision = np.log(values[2::2] / values[3::2]).mean()
    return float(np.exp(min(0.0, 1 - r / c) + precision))
