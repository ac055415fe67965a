"""Drift: how far the person that readers hear moved between two texts.

The distance is the root mean square, over all reader axes, of the shifts in standard deviations
of writers' own texts. The score puts it on 0 to 1: the expected percentile of readers' own distance
among the study's pairs of a writer's own text and an AI text on the same question. So .5 is as far
as the typical AI version moved its writer; 0 is the same text. ``unwelcome`` is the same score with
every squared shift weighted by how little the writer accepts it: never above the score.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from style_models.persona.axes import FORM_AXES, READER_AXES
from style_models.persona.counted_text import CountedText, normalise
from style_models.persona.reader_model import ReaderModel

if TYPE_CHECKING:
    from style_models.learning.tolerances import Tolerances

LEAST_WORDS = 20
"""Reader axes are not stated for texts of fewer words: readers rated paragraphs of 44 or more."""

NINETY = 1.645  # standard errors on each side of a 90% interval

_TOKEN = re.compile(r"\w+|[^\w\s]")


class Accepts(Protocol):
    """What drift needs of a writer's tolerances."""

    def acceptance(self, axis: str, direction: int) -> float:
        """Return how acceptable a move of ``axis`` up (+1) or down (-1) is, 0 to 1."""


@dataclass(frozen=True)
class AxisShift:
    """One axis before and after.

    All numbers in the axis's unit except ``shift_sd`` (standard deviations of writers' own texts;
    reader axes only). Where a text is too short, everything but ``why`` is ``None``: not measured,
    which is not 0. ``interval`` holds 90%; a counted axis is exact, so both ends are the shift.
    """

    before: float | None
    after: float | None
    shift: float | None
    interval: tuple[float, float] | None
    shift_sd: float | None = None
    why: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the axis as the contract's JSON."""
        found: dict[str, Any] = {
            "before": self.before,
            "after": self.after,
            "shift": self.shift,
            "interval": list(self.interval) if self.interval else None,
        }
        if self.shift_sd is not None:
            found["shift_sd"] = self.shift_sd
        if self.why is not None:
            found["why"] = self.why
        return found


@dataclass(frozen=True)
class Drift:
    """Drift between two texts: ``score`` and ``unwelcome`` 0 to 1, 90% ``interval``, and axes."""

    score: float
    interval: tuple[float, float]
    unwelcome: float
    axes: dict[str, AxisShift]

    def to_json(self) -> dict[str, Any]:
        """Return the drift as the contract's JSON: plain numbers, no NaN."""
        return {
            "score": self.score,
            "interval": list(self.interval),
            "unwelcome": self.unwelcome,
            "axes": {name: axis.to_json() for name, axis in self.axes.items()},
        }


def change_amount(original: str, revised: str) -> float:
    """Return how much of the wording changed: 0 same, 1 nothing in common.

    One minus the shared part of the two bags of neighbouring token pairs. Linear in length, and
    sees order, unlike a bag of words.
    """
    bags = []
    for text in (original, revised):
        tokens = ["", *_TOKEN.findall(text), ""]
        bags.append(Counter(itertools.pairwise(tokens)))
    shared = (bags[0] & bags[1]).total()
    return 1.0 - 2.0 * shared / (bags[0].total() + bags[1].total())


def measure_drift(
    original: str, revised: str, tolerances: Accepts | Tolerances | None = None
) -> Drift:
    """Measure the drift from ``original`` to ``revised``.

    ``tolerances`` are the writer's; without them the population's. Texts that differ in white
    space alone do not drift. Where a text holds no words at all there is no reading, and the score
    is the amount of wording that changed, with the interval 0 to 1.

    Example: ``measure_drift(text, text).score == 0.0``.
    """
    before, after = normalise(original), normalise(revised)
    model = ReaderModel.load()
    counted = CountedText(before), CountedText(after)
    words = min(len(counted[0].words), len(counted[1].words))
    amount = change_amount(before, after)
    axes: dict[str, AxisShift] = {}
    if not words:
        for name in model.axes:
            axes[name] = _too_short(LEAST_WORDS, words)
        axes.update(_form_shifts(*counted))
        score = round(amount, 4)
        return Drift(score, (0.0, 1.0) if amount else (0.0, 0.0), score, axes)

    readings = model.read([before, after])
    in_sd = {}
    by_name = {axis.name: axis for axis in READER_AXES}
    for index, name in enumerate(model.axes):
        axis = by_name[name]
        old, new = float(readings[0, index]), float(readings[1, index])
        in_sd[axis.name] = (new - old) / model.sd[axis.name]
        if words < LEAST_WORDS:
            axes[axis.name] = _too_short(LEAST_WORDS, words)
            continue
        digits = 4 if axis.is_background else 2
        error = NINETY * model.error[axis.name] * math.sqrt(amount)
        span = axis.high - axis.low
        shift = round(new - old, digits)
        axes[axis.name] = AxisShift(
            before=round(old, digits),
            after=round(new, digits),
            shift=shift,
            interval=(
                round(max(-span, shift - error), digits),
                round(min(span, shift + error), digits),
            ),
            shift_sd=round(in_sd[axis.name], 3),
        )
    axes.update(_form_shifts(*counted))

    accepts = tolerances if tolerances is not None else _population()
    distance = distance_of(in_sd)
    minded = math.sqrt(
        sum(
            value**2 * (1.0 - accepts.acceptance(name, 1 if value > 0 else -1))
            for name, value in in_sd.items()
            if value
        )
        / len(in_sd)
    )
    low, high = model.calibration.interval(distance)
    return Drift(
        score=round(model.calibration.score(distance), 4),
        interval=(round(low, 4), round(high, 4)),
        unwelcome=round(model.calibration.score(minded), 4),
        axes=axes,
    )


def distance_of(shifts: dict[str, float]) -> float:
    """Return the root mean square of shifts in standard deviations (0 for none)."""
    if not shifts:
        return 0.0
    return math.sqrt(sum(value**2 for value in shifts.values()) / len(shifts))


def _population() -> Accepts:
    from style_models.learning.tolerances import Tolerances

    return Tolerances.population()


def _too_short(needed: int, words: int) -> AxisShift:
    why = f"too short: the shorter text has {words} words, this axis needs {needed}"
    return AxisShift(None, None, None, None, why=why)


def _form_shifts(before: CountedText, after: CountedText) -> dict[str, AxisShift]:
    found = {}
    words = min(len(before.words), len(after.words))
    for name, axis in FORM_AXES.items():
        if not axis.reported:
            continue
        if words < max(1, axis.least_words):
            found[name] = _too_short(axis.least_words, words)
            continue
        old, new = (round(axis.measure(text), 3) for text in (before, after))
        shift = round(new - old, 3)
        found[name] = AxisShift(old, new, shift, (shift, shift))
    return found
