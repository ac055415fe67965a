"""Drift: how far the person that readers hear moved between two texts.

The distance is the root mean square, over the 21 rated reader axes, of the shifts in standard
deviations of writers' own texts. The score puts it on 0 to 1: the expected percentile of readers'
own distance among the study's pairs of a writer's own text and an AI text on the same question. So
.5 is as far as the typical AI version moved its writer; 0 is the same text. ``unwelcome`` is the same
score with every squared shift weighted by how little the writer accepts it: never above the score.

Readers do hear a mended slip: the writer seems clearer and better schooled. That is not another
person, so repairs do not count as drift: where the judge has named them, the distance is taken from
the *mended* original, the original with those edits made. The axes are still stated from the
original as it was written.

Where there is a profile, a shift towards the writer's own mean is a way home, not away: on each axis
only what carries the text farther from the writer's own than the original was counts in full, the
way towards it counts not at all.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from style_models.edits.align import apply_edits
from style_models.edits.edit import Edit
from style_models.persona.axes import FORM_AXES, READER_AXES
from style_models.persona.counted_text import CountedText, normalise
from style_models.persona.reader_model import Calibration, ReaderModel

if TYPE_CHECKING:
    from style_models.learning.tolerances import Tolerances
    from style_models.persona.profile import Profile
    from style_models.persona.style_profile import StyleProfile

RATED: tuple[str, ...] = tuple(axis.name for axis in READER_AXES if not axis.is_background)
"""The 21 axes that readers rated in numbers: drift is taken over these."""

LEAST_WORDS = 20
"""Reader axes are not stated for texts of fewer words: readers rated paragraphs of 44 or more."""

STYLE = "style"
STYLE_WORDS = 100
"""Shorter texts lie far from any style: how far says nothing."""

NINETY = 1.645  # standard errors on each side of a 90% interval

REPAIR = 0.5
"""An edit whose P(polish) is above this is taken for a repair: readers hear it, drift leaves it out."""

DRAWS = 300

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
    original: str,
    revised: str,
    tolerances: Accepts | Tolerances | None = None,
    *,
    mended: str | None = None,
    profile: Profile | None = None,
    style: StyleProfile | None = None,
    edit_shifts: Sequence[Mapping[str, float]] = (),
) -> Drift:
    """Measure the drift from ``original`` to ``revised``.

    Texts that differ in white space alone do not drift. Where a text holds no words at all there is
    no reading, and the score is the amount of wording that changed, with the interval 0 to 1.

    Parameters
    ----------
    tolerances : the writer's; without them the population's.
    mended : the original with those edits of the revision made that repair and do nothing else
        (:func:`mended_of`); score and ``unwelcome`` are taken from there. ``None``: nothing is known
        to be a repair.
    profile : where the writer's own texts lie on the axes; see the module.
    style : the style of the writer's own texts. With it there is one more axis, :data:`STYLE`: how
        unlike the writer each text is written (one minus the cosine with the mean of the own texts: an
        own text lies well above 0, an unrelated one near 1).
    edit_shifts : shifts of the single edits in SD (as the judge states them), to draw the interval
        over edits; without them it holds the reader model's own error alone.

    Example: ``measure_drift(text, text).score == 0.0``.
    """
    before, after = normalise(original), normalise(revised)
    start = before if mended is None else normalise(mended)
    model = ReaderModel.load()
    counted = CountedText(before), CountedText(after)
    words = min(len(counted[0].words), len(counted[1].words))
    amount = change_amount(before, after)
    axes: dict[str, AxisShift] = {}
    if not words:
        for name in model.axes:
            axes[name] = _too_short(LEAST_WORDS, words)
        axes.update(_form_shifts(*counted))
        if style is not None:
            axes[STYLE] = _too_short(STYLE_WORDS, words)
        score = round(amount, 4)
        return Drift(score, (0.0, 1.0) if amount else (0.0, 0.0), score, axes)

    readings = model.read([before, after, start] if start != before else [before, after])
    by_name = {axis.name: axis for axis in READER_AXES}
    for index, name in enumerate(model.axes):
        axis = by_name[name]
        old, new = float(readings[0, index]), float(readings[1, index])
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
            shift_sd=round((new - old) / model.sd[axis.name], 3),
        )
    axes.update(_form_shifts(*counted))
    if style is not None:
        axes[STYLE] = _style_shift(style, before, after, words)

    from_index = 2 if start != before else 0
    in_sd = {
        name: _counting(
            float(readings[from_index, index]), float(readings[1, index]), name, profile
        )
        / model.sd[name]
        for index, name in enumerate(model.axes)
        if name in RATED
    }
    if not all(map(math.isfinite, in_sd.values())):  # the mended text may hold no word
        in_sd = dict.fromkeys(in_sd, 0.0)
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
    low, high = _interval(distance, in_sd, edit_shifts, model.calibration)
    return Drift(
        score=round(model.calibration.score(distance), 4),
        interval=(round(low, 4), round(high, 4)),
        unwelcome=round(model.calibration.score(minded), 4),
        axes=axes,
    )


def mended_of(original: str, judged: Sequence[tuple[Edit, float]]) -> str:
    """Return the original with the edits made that are more likely a repair than not.

    ``judged`` are the sorted edits between original and revision, each with its P(polish).
    """
    return apply_edits(original, [edit for edit, polish in judged if polish > REPAIR])


def _counting(old: float, new: float, name: str, profile: Profile | None) -> float:
    """Return the part of a shift that counts, in the axis's unit: what leads away from the writer."""
    known = profile.axes.get(name) if profile is not None and profile.reliable else None
    if known is None:
        return new - old
    was, now = abs(old - known.mean), abs(new - known.mean)
    if now <= was and (old - known.mean) * (new - known.mean) >= 0:
        return 0.0
    if (old - known.mean) * (
        new - known.mean
    ) < 0:  # past the writer's own mean, out at the far side
        return new - known.mean
    return new - old


def _interval(
    distance: float,
    shifts: Mapping[str, float],
    edit_shifts: Sequence[Mapping[str, float]],
    calibration: Calibration,
) -> tuple[float, float]:
    """Return the 90% interval of the score, which it holds.

    The reader model's error (measured against readers) and, with shifts of single edits, what the
    distance would be had other edits like these been made: edits are drawn anew, with repeats, and
    their sum scaled to the whole. The two are independent: their half-widths on a logarithmic scale
    add in squares.
    """
    low, high = calibration.low, calibration.high
    heard = [[edit.get(name, 0.0) for name in shifts] for edit in edit_shifts]
    if len(heard) > 1 and distance > 0:
        import numpy as np

        table = np.array(heard)
        random = np.random.default_rng(0)
        counts = random.multinomial(len(table), np.full(len(table), 1 / len(table)), size=DRAWS)
        whole = np.array([shifts[name] for name in shifts])
        # What the edits do together but not apart stays as it is.
        drawn = (counts - 1.0) @ table + whole
        ratio = np.sqrt((drawn**2).mean(axis=1)) / distance
        least, most = np.quantile(ratio, [0.05, 0.95])
        low = math.exp(-math.hypot(math.log(low), math.log(min(1.0, max(float(least), 1e-3)))))
        high = math.exp(math.hypot(math.log(high), math.log(max(1.0, float(most)))))
    score = calibration.score(distance)
    return (
        min(score, calibration.score(distance * low)),
        max(score, calibration.score(distance * high)),
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


def _style_shift(style: StyleProfile, before: str, after: str, words: int) -> AxisShift:
    from style_models.persona.style_embedding import StyleEmbedding

    needed = StyleEmbedding.load().profile_words
    if style.words < needed:
        why = f"the writer's own texts have {style.words} words, this axis needs {needed}"
        return AxisShift(None, None, None, None, why=why)
    found = style.compare(before, after) if words >= STYLE_WORDS else None
    if found is None:
        return _too_short(STYLE_WORDS, words)
    old, new = round(found.original, 3), round(found.revised, 3)
    shift = round(new - old, 3)
    return AxisShift(old, new, shift, (shift, shift))


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
