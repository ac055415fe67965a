r"""Compose a result from a proposal's edits under a budget of drift.

Repair is told from re-voicing edit by edit. Restyling is not right or wrong but for a writer: the
same edits that make a paragraph clearer make its writer sound more formal, surer, better schooled.
Here the edits are chosen that bring most of what is *licensed* (clarity, or what the mode names) for
the drift that is let through.

The algorithm:

1. Edits that need each other are one *unit*: the halves of a move, both marks of a pair
   (:func:`~style_models.edits.compose.bound_together`), and edits with fewer than ``apart`` words
   left standing between them.
2. Each unit's shifts are the mean of what it does to the original alone (leave one in) and of what
   is lost when it alone is taken out of the whole proposal (leave one out). Both ends of the path
   from original to proposal count alike, so that the shifts add up nearly to the whole one; what is
   left of it is spread over the units by their size. All texts are read in one batch.
3. With unit shifts :math:`a_{u}` (one number an axis, in SD), weights :math:`w` (how much the writer
   minds each axis in each direction), licensed gain :math:`g_u` and the units' sizes
   :math:`m_u` (share of all characters changed), choose :math:`x \in \{0, 1\}^U` that maximises

   .. math:: \sum_u x_u g_u \quad\text{with}\quad
             \frac{1}{K} \sum_k w_k \Big(\sum_u x_u a_{uk}\Big)^2 + \rho D^2 \sum_u x_u m_u
             \le B^2 (1 + \rho)

   where D is the drift of the whole proposal. The second term is what our reader does not hear: a
   reader model misses part of what people hear, and it misses more of a larger change
   (:data:`UNHEARD`). The relaxation with a price on drift is solved by projected gradient steps, for many
   prices; each solution is rounded by turning single units on or off while that helps and fits.
4. Edits interact, so the candidates are read again as texts. One that drifts too far tightens the
   budget it was solved for, and the best text that was read and fits is the result. The original
   itself always fits.

Everything is a function of readings: no model is loaded here, and any :class:`Reader` will do.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from style_models.edits.align import apply_edits
from style_models.edits.compose import bound_together, merged
from style_models.edits.edit import Edit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

LICENSED = ("clarity",)
APART = 1
"""Edits with fewer unchanged words than this between them stand or fall together. With 0 only those
that :func:`~style_models.edits.compose.bound_together` names do: more to choose from, but half of a
phrase's edits made and half not is no phrase. A ruler that hears word order says so: on ten training
writers' rewrites composition kept .20 of the clarity at a quarter and .47 at half of the drift with 0,
.30 and .59 with 1, .27 and .54 with 2, .27 and .53 with whole sentences. One that counts
characters hears none of it."""

UNHEARD = 2.0
"""Share of the proposal's squared drift that our reader is taken not to hear. Chosen on writers whose
texts are not measured (``bench disentangle``)."""

ROUNDS = 4
_PRICES, _STEPS = 16, 100
_WORD = re.compile(r"\w+")


class Reader(Protocol):
    """What composition needs of a reader model: axes, their units, and readings of texts."""

    axes: tuple[str, ...]
    sd: dict[str, float]

    def read(self, texts: Sequence[str]) -> Array:
        """Return one row of readings a text, shape (len(texts), len(axes))."""


class Accepts(Protocol):
    """A writer's tolerances, as in :class:`style_models.learning.tolerances.Tolerances`."""

    def acceptance(self, axis: str, direction: int) -> float:
        """Return how acceptable a move of ``axis`` up (+1) or down (-1) is, 0 to 1."""


@dataclass(frozen=True)
class Readings:
    """What a reader hears of a proposal's units; everything that composition depends on.

    ``units`` hold positions of edits; ``alone`` and ``without`` the shifts of each unit, shape
    (units, axes), in SD: made alone, and missing from the whole; ``whole`` the proposal's, shape
    (axes,); ``sizes`` the characters that each unit changes, as shares that sum to 1.
    """

    axes: tuple[str, ...]
    units: tuple[tuple[int, ...], ...]
    alone: Array
    without: Array
    whole: Array
    sizes: Array

    @property
    def shifts(self) -> Array:
        """Shifts of each unit, shape (units, axes); they sum to ``whole``."""
        mean = (self.alone + self.without) / 2
        if not len(mean):
            return mean
        return np.asarray(mean + np.outer(self.sizes, self.whole - mean.sum(axis=0)))


@dataclass(frozen=True)
class Composition:
    """The edits chosen, sorted, with the text they make.

    ``gain`` is the licensed gain in SD, ``drift`` the (weighted) drift in SD as read from the text
    itself, ``budget`` what was allowed.
    """

    edits: tuple[Edit, ...]
    text: str
    gain: float
    drift: float
    budget: float


def units_of(original: str, edits: Sequence[Edit], apart: int = APART) -> list[tuple[int, ...]]:
    """Return groups of positions of ``edits`` (sorted) that stand or fall together, by place.

    Every edit is in one group.
    """
    near = [
        {at, at + 1}
        for at, (left, right) in enumerate(itertools.pairwise(edits))
        if len(_WORD.findall(original[left.end : right.start])) < apart
    ]
    groups = merged([*bound_together(edits), *near])
    bound = set().union(*groups) if groups else set()
    alone = [{at} for at in range(len(edits)) if at not in bound]
    return sorted(tuple(sorted(group)) for group in [*groups, *alone])


def heard(
    original: str,
    edits: Sequence[Edit],
    reader: Reader,
    axes: Sequence[str],
    apart: int = APART,
) -> Readings:
    """Read a proposal's units, all texts in one batch: two a unit, and the two ends.

    ``axes`` are the axes that count (all must be among the reader's).
    """
    units = units_of(original, edits, apart)
    texts = [original, apply_edits(original, edits)]
    texts += [apply_edits(original, [edits[i] for i in unit]) for unit in units]
    texts += [
        apply_edits(original, [edit for i, edit in enumerate(edits) if i not in unit])
        for unit in units
    ]
    read = in_sd(reader, axes, texts)
    sizes = np.array(
        [sum(len(edits[i].before) + len(edits[i].after) for i in unit) for unit in units],
        dtype=np.float64,
    )
    return Readings(
        axes=tuple(axes),
        units=tuple(units),
        alone=read[2 : 2 + len(units)] - read[0],
        without=read[1] - read[2 + len(units) :],
        whole=read[1] - read[0],
        sizes=sizes / max(1.0, sizes.sum()),
    )


def in_sd(reader: Reader, axes: Sequence[str], texts: Sequence[str]) -> Array:
    """Return readings of ``texts`` on ``axes`` in SD; a text without words reads as zeros."""
    columns = [reader.axes.index(name) for name in axes]
    unit = np.array([reader.sd[name] for name in axes])
    read = reader.read(texts)[:, columns] / unit
    return np.nan_to_num(np.asarray(read, dtype=np.float64))


def minds(axes: Sequence[str], accepts: Accepts | None) -> tuple[Array, Array]:
    """Return the weights of moves up and down, each of shape (axes,): 1 - acceptance, or all 1."""
    if accepts is None:
        return np.ones(len(axes)), np.ones(len(axes))
    up, down = (np.array([1.0 - accepts.acceptance(n, way) for n in axes]) for way in (1, -1))
    return up, down


def drift_of(shifts: Array, weights: tuple[Array, Array]) -> Array:
    """Return weighted drift, in SD, of rows of shifts (..., axes)."""
    up, down = weights
    weighed = np.where(shifts > 0, up, down) * shifts**2
    return np.asarray(np.sqrt(weighed.mean(axis=-1)))


def compose(
    original: str,
    edits: Sequence[Edit],
    reader: Reader,
    *,
    share: float,
    axes: Sequence[str],
    licensed: Sequence[str] = LICENSED,
    accepts: Accepts | None = None,
    readings: Readings | None = None,
    apart: int = APART,
    unheard: float = UNHEARD,
    allowed: float | None = None,
) -> Composition:
    """Choose the edits that bring most of the licensed axes within a budget of drift.

    Parameters
    ----------
    original, edits : the writer's text and a proposal's sorted, disjoint edits.
    share : the budget, 0 to 1, as a share of the whole proposal's drift.
    axes : the axes that drift counts; licensed : those whose rise is wanted (among ``axes``).
    accepts : the writer's tolerances, to weight the drift by what they mind; none counts all alike.
    readings : of the same edits, if they were read before (several budgets, several writers).
    allowed : the budget in SD itself, in place of ``share``.

    The result is never over budget as our reader hears it.
    """
    told = readings or heard(original, edits, reader, axes, apart)
    weights = minds(told.axes, accepts)
    whole = float(drift_of(told.whole, weights))
    budget = share * whole if allowed is None else allowed
    nothing = Composition((), original, 0.0, 0.0, budget)
    if not edits or budget <= 0:
        return nothing
    wanted = [told.axes.index(name) for name in licensed]
    gains = told.shifts[:, wanted].mean(axis=1)

    base = in_sd(reader, told.axes, [original])[0]
    best, tried = nothing, set[bytes]()
    aim = budget
    for _ in range(ROUNDS):
        chosen = choose(told, gains, aim, whole, weights, unheard)
        if not chosen.any() or chosen.tobytes() in tried:
            break
        tried.add(chosen.tobytes())
        made = _edits_of(told, chosen, edits)
        text = apply_edits(original, made)
        shifts = in_sd(reader, told.axes, [text])[0] - base
        drift, gain = float(drift_of(shifts, weights)), float(shifts[wanted].mean())
        if drift <= budget and gain > best.gain:
            best = Composition(tuple(made), text, gain, drift, budget)
        if drift <= budget and aim >= budget:
            break
        # Too far: solve for less, in proportion to how much farther it went than it was meant to.
        aim *= min(0.95, budget / max(drift, 1e-9)) if drift > budget else 1.1
        aim = min(aim, budget)
    return best


def choose(
    told: Readings,
    gains: Array,
    budget: float,
    whole: float,
    weights: tuple[Array, Array],
    unheard: float = UNHEARD,
) -> NDArray[np.bool_]:
    """Return which units to make, shape (units,), by the additive model of step 3."""
    shifts, penalty = told.shifts, unheard * whole**2 * told.sizes
    most = budget**2 * (1.0 + unheard)

    def cost(x: Array) -> float:
        return float(drift_of(x @ shifts, weights)) ** 2 + float(penalty @ x)

    best, best_gain = np.zeros(len(gains)), 0.0
    # Prices from "almost free" to "nothing is worth it".
    top = max(float(np.abs(gains).max()), 1e-9) / max(most, 1e-9)
    start = np.zeros(len(gains))
    for price in top * np.geomspace(30.0, 0.003, _PRICES):
        start = _relaxed(shifts, gains, penalty, float(price), weights, start)
        x = _rounded(start, gains, cost, most)
        gain = float(gains @ x)
        if gain > best_gain:
            best, best_gain = x, gain
    return best > 0.5


def _relaxed(
    shifts: Array,
    gains: Array,
    penalty: Array,
    price: float,
    weights: tuple[Array, Array],
    start: Array,
) -> Array:
    """Maximise gain - price * drift^2 over 0 <= x <= 1 (concave) by projected gradient steps.

    The step is one over the largest curvature, with momentum (Nesterov): a hundred products of a
    small matrix, whatever the number of units.
    """
    axes = shifts.shape[1]
    largest = max(1e-12, float(np.linalg.norm(shifts, 2)) ** 2 * float(max(map(np.max, weights))))
    step = 1.0 / (2.0 * price * largest / axes + 1e-12)
    x = ahead = start
    speed = 1.0
    for _ in range(_STEPS):
        total = ahead @ shifts
        weight = np.where(total > 0, *weights) / axes
        slope = gains - price * (penalty + 2.0 * shifts @ (weight * total))
        new = np.clip(ahead + step * slope, 0.0, 1.0)
        faster = (1.0 + np.sqrt(1.0 + 4.0 * speed**2)) / 2.0
        ahead = new + (speed - 1.0) / faster * (new - x)
        x, speed = new, faster
    return np.asarray(x)


def _rounded(relaxed: Array, gains: Array, cost: Callable[[Array], float], most: float) -> Array:
    """Take units by their relaxed value while they fit, then improve by single changes."""
    x = np.zeros(len(relaxed))
    for u in np.lexsort((-gains, -relaxed)):
        if relaxed[u] < 0.05:
            break
        x[u] = 1.0
        if cost(x) > most:
            x[u] = 0.0
    for _ in range(2):
        changed = False
        for u in np.argsort(-gains):
            trial = x.copy()
            trial[u] = 1.0 - trial[u]
            if (trial - x) @ gains > 0 and cost(trial) <= most:
                x, changed = trial, True
        if not changed:
            break
    return x


def _edits_of(told: Readings, chosen: Any, edits: Sequence[Edit]) -> list[Edit]:
    kept = {i for unit, is_in in zip(told.units, chosen, strict=True) if is_in for i in unit}
    return [edit for at, edit in enumerate(edits) if at in kept]


def weighted(answers: Mapping[tuple[str, int], float]) -> Accepts:
    """Return tolerances that answer from a table of (axis, direction); 0.5 where it is silent."""
    return _Table(answers)


@dataclass(frozen=True)
class _Table:
    answers: Mapping[tuple[str, int], float]

    def acceptance(self, axis: str, direction: int) -> float:
        return self.answers.get((axis, direction), 0.5)
