r"""How answers hang together in the population: a small mixture of Gaussians over the 49 items.

With weights :math:`w_k`, means :math:`m_k` and covariances :math:`S_k`, the rest of a writer's
answers given the ones asked, :math:`a`, is again a mixture, in closed form: per component

.. math:: m_k + S_{k,:a} (S_{k,aa} + \sigma^2 I)^{-1} (x_a - m_{k,a}),
          \qquad w_k' \propto w_k \, N(x_a; m_{k,a}, S_{k,aa} + \sigma^2 I)

where :math:`\sigma^2` is the noise of an answer. Since the weights depend on the answers, so does
the next question that tells most (in a single Gaussian it never would).

Fitted by ``style_models.recipes.tolerances``; what it is worth stands in
``weights/tolerances/card.md``.
"""

from __future__ import annotations

import functools
import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from style_models.learning.items import HIGHEST, LOWEST, MIDDLE, NAMES
from style_models.paths import weights_dir

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

NAME = "tolerances"


def writer_hash(writer: str) -> str:
    """Return the short hash by which weights name a writer they were trained on."""
    return hashlib.sha256(writer.encode("utf-8", "surrogatepass")).hexdigest()[:12]


@dataclass(frozen=True)
class Beliefs:
    """What is believed of one writer's answers: a mixture over the items.

    ``weights`` has shape (k,) and sums to 1, ``means`` (k, items), ``covariances``
    (k, items, items); answers are on 0 to 100. ``noise`` is the variance of an answer around what
    it stands for. ``middle`` is the least expected answer that is more likely on the
    acceptable side than not (fitted; 50 would be the plain choice).
    """

    items: tuple[str, ...]
    weights: Array
    means: Array
    covariances: Array
    noise: float
    middle: float = MIDDLE

    def given(self, answers: Mapping[str, float]) -> Beliefs:
        """Return the beliefs after ``answers`` (item to 0..100); without any, these themselves.

        Items that are not known here are left aside. The order of the answers does not matter.
        """
        asked = [place for place, item in enumerate(self.items) if item in answers]
        if not asked:
            return self
        values = np.array([float(answers[self.items[place]]) for place in asked])
        means = np.empty_like(self.means)
        covariances = np.empty_like(self.covariances)
        logs = np.empty_like(self.weights)
        for k, (mean, covariance) in enumerate(zip(self.means, self.covariances, strict=True)):
            seen = covariance[np.ix_(asked, asked)] + self.noise * np.eye(len(asked))
            gain = np.linalg.solve(seen, covariance[asked])
            surprise = values - mean[asked]
            means[k] = mean + surprise @ gain
            rest = covariance - covariance[:, asked] @ gain
            covariances[k] = (rest + rest.T) / 2
            _, size = np.linalg.slogdet(seen)
            distance = surprise @ np.linalg.solve(seen, surprise)
            logs[k] = math.log(self.weights[k]) - (size + distance) / 2
        weights = np.exp(logs - logs.max())
        # A component that the answers rule out keeps a trace, so that its logarithm stays finite.
        weights = np.maximum(weights / weights.sum(), 1e-12)
        return Beliefs(
            self.items, weights / weights.sum(), means, covariances, self.noise, self.middle
        )

    def expected(self) -> Array:
        """Return the expected answer to each item, shape (items,)."""
        mean: Array = self.weights @ self.means
        return mean

    def covariance(self) -> Array:
        """Return the covariance of the answers, within and between components."""
        away = self.means - self.expected()
        within = np.einsum("k,kij->ij", self.weights, self.covariances)
        between = np.einsum("k,ki,kj->ij", self.weights, away, away)
        found: Array = within + between
        return found

    def predicted(self) -> dict[str, float]:
        """Return the answer to expect to each item, 0 to 100.

        The expected answer; where that lies between :attr:`middle` and 50, the answer is more
        likely on the acceptable side than not, and 50 is said.
        """
        values = np.clip(self.expected(), LOWEST, HIGHEST)
        values = np.where((values >= self.middle) & (values < MIDDLE), MIDDLE, values)
        return {item: float(value) for item, value in zip(self.items, values, strict=True)}

    def gains(self, asked: Sequence[str]) -> dict[str, float]:
        """Return, for each item not asked, by how much asking it would lower the open variance.

        The open variance is the sum of variances over the items not asked; an item's own variance
        counts too, since nothing about it is left to guess once it is asked.
        """
        free = [place for place, item in enumerate(self.items) if item not in set(asked)]
        if not free:
            return {}
        open_ = self.covariance()[np.ix_(free, free)]
        own = np.diag(open_)
        explained = open_**2 / (own + self.noise)
        told = explained.sum(axis=0) - np.diag(explained) + own
        return {self.items[place]: float(gain) for place, gain in zip(free, told, strict=True)}

    def open_variance(self, asked: Sequence[str]) -> float:
        """Return the sum of variances over the items not asked."""
        variances = np.diag(self.covariance())
        left = [v for item, v in zip(self.items, variances, strict=True) if item not in set(asked)]
        return float(sum(left))


@dataclass(frozen=True)
class Population:
    """The fitted population: prior beliefs, and the hashes of the writers they come from."""

    beliefs: Beliefs
    trained_on: frozenset[str]

    @classmethod
    def load(cls) -> Population:
        """Return the population that ships with the package; loaded once per process."""
        return _load(weights_dir() / NAME)

    @classmethod
    def open(cls, folder: Path) -> Population:
        """Return the population whose weights and metadata lie in ``folder``."""
        from safetensors.numpy import load_file

        metadata = json.loads((folder / f"{NAME}.json").read_text(encoding="utf-8"))
        arrays = load_file(folder / f"{NAME}.safetensors")
        return cls(
            beliefs_from(arrays, metadata["items"], metadata["noise"], metadata["middle"]),
            frozenset(metadata["trained_on"]),
        )


def beliefs_from(
    arrays: Mapping[str, Any], items: Sequence[str], noise: float, middle: float
) -> Beliefs:
    """Build beliefs from stored arrays; raises ``ValueError`` if they do not hold our items."""
    if sorted(items) != sorted(NAMES):
        raise ValueError("the tolerances' weights were made for other items: run the recipe again")
    weights = np.asarray(arrays["weights"], dtype=np.float64)
    return Beliefs(
        tuple(items),
        weights / weights.sum(),
        np.asarray(arrays["means"], dtype=np.float64),
        np.asarray(arrays["covariances"], dtype=np.float64),
        float(noise),
        float(middle),
    )


@functools.cache
def _load(folder: Path) -> Population:
    return Population.open(folder)
