"""Fit the population's mixture by expectation and maximisation, every covariance shrunk.

Few writers and many items: a component's own covariance would be singular. It is drawn towards
the covariance pooled within all components (``pull`` counts as that many writers), which in turn is
drawn a little towards its diagonal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

DIAGONAL = 0.03  # share of the pooled covariance that is replaced by its diagonal
MEAN_PULL = 10.0  # a component's mean is drawn to the overall one as by so many writers
WEIGHT_PULL = 5.0
STEPS = 60


def fit_mixture(answers: Array, components: int, pull: float) -> tuple[Array, Array, Array]:
    """Return weights (k,), means (k, d) and covariances (k, d, d) for ``answers`` of shape (n, d).

    ``pull`` > 0. Deterministic: components start from the writers' order along the first
    principal direction of the answers, cut into equal parts. With one component this is the
    shrunk mean and covariance.
    """
    n = len(answers)
    centre = answers.mean(axis=0)
    direction = np.linalg.svd(answers - centre, full_matrices=False)[2][0]
    order = np.argsort(np.argsort((answers - centre) @ direction, kind="stable"))
    belongs = np.full((n, components), 0.1 / components)
    belongs[np.arange(n), order * components // n] += 0.9
    weights = means = covariances = np.empty(0)
    for _ in range(STEPS if components > 1 else 1):
        if components == 1:
            belongs = np.ones((n, 1))
        sizes = belongs.sum(axis=0)
        weights = (sizes + WEIGHT_PULL) / (n + WEIGHT_PULL * components)
        means = (belongs.T @ answers + MEAN_PULL * centre) / (sizes + MEAN_PULL)[:, None]
        away = answers - means[:, None]
        scatter = np.stack(
            [(own[:, None] * a).T @ a for own, a in zip(belongs.T, away, strict=True)]
        )
        pooled = scatter.sum(axis=0) / n
        pooled = (1 - DIAGONAL) * pooled + DIAGONAL * np.diag(np.diag(pooled))
        covariances = (scatter + pull * pooled) / (sizes + pull)[:, None, None]
        logs = np.log(weights) + _log_densities(answers, means, covariances)
        logs -= logs.max(axis=1, keepdims=True)
        belongs = np.exp(logs)
        belongs /= belongs.sum(axis=1, keepdims=True)
    order_of = np.argsort(-weights, kind="stable")
    return weights[order_of], means[order_of], covariances[order_of]


def _log_densities(answers: Array, means: Array, covariances: Array) -> Array:
    """Return log N(answer; mean, covariance) up to a constant, shape (n, k)."""
    found = np.empty((len(answers), len(means)))
    for k, (mean, covariance) in enumerate(zip(means, covariances, strict=True)):
        factor = np.linalg.cholesky(covariance)
        scaled = np.linalg.solve(factor, (answers - mean).T)
        found[:, k] = -(scaled**2).sum(axis=0) / 2 - np.log(np.diag(factor)).sum()
    return found
