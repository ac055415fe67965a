"""Polish, distortion or meaning: a calibrated answer per edit, and the guards' veto.

Gradient-boosted trees over :mod:`~style_models.judging.features`, trained by
:mod:`style_models.recipes.edit_judge` on planted errors and language-model rewrites of the same
originals. What it is not sure of is ``unsure`` and is not applied.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from style_models.judging.change import Change
from style_models.judging.features import FAMILIES, FEATURES, family, features
from style_models.judging.guards import breached, may_yield
from style_models.judging.reasons import reason_for
from style_models.judging.slips import is_plain_slip
from style_models.judging.witness import Testimony
from style_models.models.releasing import releasable
from style_models.paths import weights_dir

CLASSES = ("polish", "distortion", "meaning")
PLAIN_SLIP = "plain_slip"
THRESHOLDS = (*FAMILIES, "other", PLAIN_SLIP)
"""What has a threshold of its own: the families of edits, and misspelt words apart from them."""
# A guard's breach is certain as far as the text goes; the rest stays for what it misreads.
GUARDED = 0.96
# So sure of a repair the judge must be to overrule a guard's guess: none of 2,000 standardised dialect
# features that the guard held scored as high (``bench judge``).
OVERRULES = 0.9


@dataclass(frozen=True, slots=True)
class Judgement:
    """``p`` sums to 1 over the three classes; ``guard`` names the guard that was broken, if any."""

    verdict: str
    p: Mapping[str, float]
    reason: str
    guard: str | None = None
    shifts: Mapping[str, float] = field(default_factory=dict)


class Judge:
    """Judge the edits of one sentence.

    Attributes
    ----------
    thresholds : least P(polish) for a verdict of polish, per engine and family of edits, set so that
        few edits of other kinds pass (see the card of ``edit_judge``). An engine that is not named
        is judged as a foreign text.
    """

    def __init__(self, weights: Mapping[str, np.ndarray], metadata: Mapping[str, object]) -> None:
        if tuple(metadata["features"]) != FEATURES:  # type: ignore[arg-type]
            raise ValueError("the judge's weights were trained on other features: train them again")
        self._weights = weights
        self._depth = int(metadata["depth"])  # type: ignore[call-overload]
        self.thresholds: Mapping[str, Mapping[str, float]] = metadata["thresholds"]  # type: ignore[assignment]
        self.wording = weights["wording"]
        self.sure = float(metadata["sure"])  # type: ignore[arg-type]

    @classmethod
    def load(cls, folder: Path | None = None) -> Judge:
        """Return the judge of ``folder`` (by default the shipped weights)."""
        return _load(folder or weights_dir() / "edit_judge")

    @classmethod
    def open(cls, folder: Path) -> Judge:
        """Return the judge whose weights and metadata lie in ``folder``, read anew."""
        from safetensors.numpy import load_file

        metadata = json.loads((folder / "metadata.json").read_text("utf-8"))
        return cls(load_file(folder / "judge.safetensors"), metadata)

    def probabilities(self, rows: np.ndarray) -> np.ndarray:
        """Return P(class), shape (n, 3), for feature rows of shape (n, len(FEATURES)).

        All trees are walked at once: ``at`` holds, per row and tree, the node reached so far. A leaf
        points at itself, so that walking on does no harm. ``nan`` goes the way it went in training.
        """
        w = self._weights
        at = np.broadcast_to(w["roots"], (len(rows), len(w["roots"])))
        index = np.arange(len(rows))[:, None]
        for _ in range(self._depth):
            value = rows[index, w["feature"][at]]
            goes_left = np.where(np.isnan(value), w["nan_left"][at], value <= w["threshold"][at])
            at = np.where(goes_left, w["left"][at], w["right"][at])
        scores = np.tile(w["baseline"], (len(rows), 1))
        for number in range(len(CLASSES)):
            scores[:, number] += w["value"][at[:, w["tree_class"] == number]].sum(axis=1)
        scores *= w["sharpness"]
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(scores / scores.sum(axis=1, keepdims=True))

    def judge(
        self,
        changes: Sequence[Change],
        testimonies: Sequence[Testimony],
    ) -> list[Judgement]:
        """Return one judgement per change; the changes share one sentence."""
        if not changes:
            return []
        judged = []
        found = self.probabilities(features(changes, testimonies, self.wording))
        for change, row, testimony in zip(changes, found, testimonies, strict=True):
            moved = testimony.shifts
            p = {name: float(value) for name, value in zip(CLASSES, row, strict=True)}
            breach = breached(change)
            if breach and not (p["polish"] >= OVERRULES and may_yield(change, breach)):
                guard, reason = breach
                p = _lifted(p, guard.verdict)
                judged.append(Judgement(guard.verdict, p, reason, guard.name, moved))
                continue
            verdict = self.verdict(p, threshold_name(change), change.edit.origin)
            judged.append(Judgement(verdict, p, reason_for(change, verdict, moved), None, moved))
        return judged

    def verdict(self, p: Mapping[str, float], name: str, origin: str) -> str:
        """Return the verdict for probabilities: polish or another class only where sure of it.

        ``name``: whose threshold counts (:func:`threshold_name`).
        """
        engine = self.thresholds.get(origin, self.thresholds["foreign"])
        if p["polish"] >= engine[name]:
            return "polish"
        other = max(("distortion", "meaning"), key=lambda name: p[name])
        return other if p["polish"] <= 1 - self.sure else "unsure"


def threshold_name(change: Change) -> str:
    """Return which of :data:`THRESHOLDS` an edit has to reach."""
    name = family(change.edit.type)
    return PLAIN_SLIP if name == "spelling" and is_plain_slip(change) else name


def _lifted(p: Mapping[str, float], name: str) -> dict[str, float]:
    """Raise P(name) to at least ``GUARDED`` and let the others share what is left as before."""
    most = max(p[name], GUARDED)
    rest = sum(value for key, value in p.items() if key != name) or 1.0
    return {key: most if key == name else value / rest * (1 - most) for key, value in p.items()}


@releasable
@functools.cache
def _load(folder: Path) -> Judge:
    return Judge.open(folder)
