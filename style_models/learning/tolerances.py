r"""Tolerances: how acceptable a shift is to a writer, per axis and direction, with the evidence.

Three sources, whose shares stay visible. The population's answers and the writer's own give an
expected answer to the axis's item (:mod:`style_models.learning.population`); the **acceptance** is
that expected answer divided by 100, so that a writer finds their own answer in it again. It is then
the mean of a Beta distribution that the writer's decisions update:

.. math:: \alpha = a s + \sum_i w_i [\text{yes}], \qquad
          \beta = (1 - a) s + \sum_i w_i [\text{no}]

``a`` is the acceptance before decisions and ``s`` its worth in decisions, taken from the spread of
the expected answer and kept within :data:`STRENGTHS`. A decision is worth :data:`WORTH` in all,
spread over the axes that its edit moved, in proportion to the shifts.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from style_models.learning.decisions import (
    ACCEPT,
    DISTORTION,
    MEANING,
    POLISH,
    REJECT,
    UNDO,
    UNSURE,
    Decision,
    standing,
)
from style_models.learning.items import BY_NAME, HIGHEST, LESS, LOWEST, MORE, item_of
from style_models.learning.population import Beliefs, Population
from style_models.persona.axes import READER_AXES

NEUTRAL = 0.5
"""Acceptance, before decisions, of axes that nobody was asked about (valence, form axes)."""

STRENGTHS = (2.0, 12.0)
"""Least and most that population and answers are worth, in decisions."""

WORTH: Mapping[tuple[str, str], float] = {
    (ACCEPT, DISTORTION): 1.0,
    (ACCEPT, UNSURE): 0.5,
    (REJECT, DISTORTION): -1.0,
    (REJECT, UNSURE): -1.0,
    # Something else than the picture may have been the reason.
    (REJECT, POLISH): -0.5,
    (REJECT, MEANING): -0.5,
}
"""What a decision says of the shift it was about. A yes to polish, or to a change of meaning, says
nothing of it: the writer took the repair, or the fact, and the shift came along."""

DIRECTIONS = {MORE: "more", LESS: "less"}
_LEVEL = 0.9


@dataclass(frozen=True)
class Tolerance:
    """One axis in one direction: ``alpha`` and ``beta`` of its Beta distribution.

    ``prior`` is the part of ``alpha + beta`` that population and answers hold, ``answered`` the
    share (0 to 1) of the population's variance that the answers removed.
    """

    alpha: float
    beta: float
    prior: float
    answered: float

    @property
    def value(self) -> float:
        """Return the acceptance, 0 to 1."""
        return self.alpha / (self.alpha + self.beta)

    @property
    def interval(self) -> tuple[float, float]:
        """Return the 90% interval of the acceptance."""
        from scipy.special import betaincinv

        low, high = (1 - _LEVEL) / 2, (1 + _LEVEL) / 2
        return (
            float(betaincinv(self.alpha, self.beta, low)),
            float(betaincinv(self.alpha, self.beta, high)),
        )

    @property
    def evidence(self) -> dict[str, float]:
        """Return the shares of population, answers and decisions; they sum to 1."""
        before = self.prior / (self.alpha + self.beta)
        return {
            "population": before * (1 - self.answered),
            "answers": before * self.answered,
            "decisions": max(0.0, 1 - before),
        }


class Tolerances:
    """A writer's tolerances. Immutable: each method returns new ones."""

    def __init__(
        self,
        answers: Mapping[str, float] | None = None,
        decisions: Iterable[Decision] = (),
        *,
        population: Beliefs | None = None,
    ) -> None:
        """Keep what is known of the writer.

        ``answers`` maps items to 0..100, others than the questionnaire's are left aside;
        ``decisions`` is the whole log, oldest first; ``population`` is the prior (the shipped one).
        """
        self.answers = {item: float(v) for item, v in (answers or {}).items() if item in BY_NAME}
        wrong = [item for item, v in self.answers.items() if not LOWEST <= v <= HIGHEST]
        if wrong:
            raise ValueError(f"the answer to {wrong[0]} is not within 0 to 100")
        self.decisions = tuple(decisions)
        self._population = population

    @classmethod
    def population(cls) -> Tolerances:
        """Return the tolerances of a writer of whom nothing is known."""
        return cls()

    def conditioned(self, answers: Mapping[str, float]) -> Tolerances:
        """Return the tolerances given more ``answers`` (item to 0..100); a new answer replaces."""
        return Tolerances({**self.answers, **answers}, self.decisions, population=self._population)

    def updated(self, decisions: Iterable[Decision]) -> Tolerances:
        """Return the tolerances after more ``decisions``, oldest first."""
        return Tolerances(self.answers, (*self.decisions, *decisions), population=self._population)

    def acceptance(self, axis: str, direction: int) -> float:
        """Return how acceptable it is (0 to 1) that ``axis`` moves up (+1) or down (-1)."""
        return self.tolerance(axis, direction).value

    def tolerance(self, axis: str, direction: int) -> Tolerance:
        """Return the tolerance on ``axis`` in ``direction`` (+1 or -1; its sign counts)."""
        if not direction:
            raise ValueError("a direction is +1 (more) or -1 (less)")
        direction = MORE if direction > 0 else LESS
        value, strength, answered = self._before.get(
            (axis, direction), (NEUTRAL, STRENGTHS[0], 0.0)
        )
        yes, no = self._credit.get((axis, direction), (0.0, 0.0))
        return Tolerance(value * strength + yes, (1 - value) * strength + no, strength, answered)

    def to_json(self) -> dict[str, Any]:
        """Return per axis ``more`` and ``less``, each with value, 90% interval and evidence."""
        axes = [axis.name for axis in READER_AXES]
        axes += sorted({axis for axis, _ in self._credit} - set(axes))
        return {
            axis: {
                name: _plain(self.tolerance(axis, direction))
                for direction, name in DIRECTIONS.items()
            }
            for axis in axes
        }

    @functools.cached_property
    def _before(self) -> dict[tuple[str, int], tuple[float, float, float]]:
        """Acceptance, strength and share of the answers before decisions, for axes with an item."""
        prior = self._population or Population.load().beliefs
        now = prior.given(self.answers)
        expected = now.expected()
        variances = now.covariance().diagonal()
        at_first = prior.covariance().diagonal()
        found = {}
        for axis in READER_AXES:
            for direction in DIRECTIONS:
                item = item_of(axis.name, direction)
                if item is None:
                    continue
                if item.name not in now.items:
                    continue
                place = now.items.index(item.name)
                value = min(max(expected[place] / 100, 0.01), 0.99)
                spread = (variances[place] + now.noise) / 100**2
                strength = min(max(value * (1 - value) / spread - 1, STRENGTHS[0]), STRENGTHS[1])
                told = min(max(1 - variances[place] / at_first[place], 0.0), 1.0)
                found[axis.name, direction] = (
                    float(value),
                    float(strength),
                    float(told) if self.answers else 0.0,
                )
        return found

    @functools.cached_property
    def _credit(self) -> dict[tuple[str, int], tuple[float, float]]:
        """Yes and no of the decisions, by axis and direction."""
        found: dict[tuple[str, int], tuple[float, float]] = {}
        for decision in standing(self.decisions).decisions:
            action = REJECT if decision.action == UNDO else decision.action
            worth = WORTH.get((action, decision.verdict), 0.0)
            size = sum(abs(shift) for shift in decision.shifts.values())
            if not worth or not size:
                continue
            for axis, shift in decision.shifts.items():
                if not shift:
                    continue
                place = axis, MORE if shift > 0 else LESS
                credit = abs(worth * shift) / size
                yes, no = found.get(place, (0.0, 0.0))
                found[place] = (yes + credit, no) if worth > 0 else (yes, no + credit)
        return found


def _plain(tolerance: Tolerance) -> dict[str, Any]:
    return {
        "value": round(tolerance.value, 4),
        "interval": [round(end, 4) for end in tolerance.interval],
        "evidence": {name: round(share, 4) for name, share in tolerance.evidence.items()},
    }
