r"""Bayesian logistic regression that learns from one decision at a time and keeps its uncertainty.

Prior: every feature's weight is normal around 0 with variance ``variance``. After each decision
the posterior is replaced by the normal one at its mode (Laplace, one decision at a time), which
needs no pass over earlier decisions. The probability of an accept allows for the uncertainty of the
logit's mean :math:`\mu` and variance :math:`s`: :math:`\sigma(\mu / \sqrt{1 + \pi s / 8})`.

A hierarchy is a matter of features: one that all decisions share, one that a writer's decisions
share, one that a document's share. A feature that was never seen before costs nothing.

Kept in terms of decisions, not of features: with ``n`` decisions a step takes ``n`` squared
operations, however many features there are.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


class OnlineLogistic:
    """Predict, then learn. Features map names to values of about unit size; absent ones are 0."""

    def __init__(self, variance: float = 0.6) -> None:
        if not variance > 0:
            raise ValueError("the prior variance must be above 0")
        self.variance = variance
        self._seen: dict[str, list[tuple[int, float]]] = {}
        self._count = 0
        # Posterior covariance = prior - prior X' M X prior, mean = prior X' a.
        self._curvature: Array = np.zeros((64, 64))
        self._weights: Array = np.zeros(64)

    def predict(self, features: Mapping[str, float]) -> float:
        """Return the probability of an accept, strictly between 0 and 1."""
        mean, variance, _ = self._logit(features)
        return _sigmoid(mean / math.sqrt(1 + math.pi * variance / 8))

    def learn(self, features: Mapping[str, float], accepted: bool) -> None:
        """Take in one decision."""
        mean, variance, projected = self._logit(features)
        # Mode of the logit along this decision: mean + variance * step, by Newton.
        step = 0.0
        for _ in range(25):
            p = _sigmoid(mean + variance * step)
            move = (float(accepted) - p - step) / (1 + variance * p * (1 - p))
            step += move
            if abs(move) < 1e-12:
                break
        p = _sigmoid(mean + variance * step)
        weight = p * (1 - p)
        shrink = weight / (1 + weight * variance)
        n = self._count
        if n == len(self._weights):
            self._curvature = np.pad(self._curvature, (0, n))
            self._weights = np.pad(self._weights, (0, n))
        self._curvature[:n, :n] += shrink * np.outer(projected, projected)
        self._curvature[:n, n] = self._curvature[n, :n] = -shrink * projected
        self._curvature[n, n] = shrink
        self._weights[:n] -= step * projected
        self._weights[n] = step
        for name, value in features.items():
            self._seen.setdefault(name, []).append((n, float(value)))
        self._count = n + 1

    def _logit(self, features: Mapping[str, float]) -> tuple[float, float, Array]:
        """Return mean and variance of the logit, and its projection on earlier decisions, (n,)."""
        n = self._count
        alike = np.zeros(n)
        for name, value in features.items():
            for number, other in self._seen.get(name, ()):
                alike[number] += value * other
        alike *= self.variance
        projected: Array = self._curvature[:n, :n] @ alike
        own = self.variance * sum(value * value for value in features.values())
        variance = max(own - float(alike @ projected), 0.0)
        return float(alike @ self._weights[:n]), variance, projected


def _sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-min(max(value, -30.0), 30.0)))
