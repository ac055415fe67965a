"""The ruler: what marks our own compositions, so that nothing marks its own work.

Axis models of another kind than the reading that composes (MiniLM's states and counted forms), learned
from readers' ratings of *other writers* than those measured. Two kinds:

``states``
    A ridge over the pooled states of a causal language model (SmolLM2-135M, which the composing
    reading leaves out). Of single models it agrees best with readers, and it hears word order: a text
    in which half of a phrase's edits are made loses clarity by it, as it would by a reader.
``characters``
    TF-IDF of character n-grams and a ridge. Furthest from any reading of ours, and worth less: it
    hears no broken phrase, and of single edits two such ridges of different writers say things that
    correlate by .40 only (two of ``states`` by .82; training writers, halves of 220).

And two splits:

``strict``
    Writers that the reader model never saw, cut into folds by a stable hash; what is measured on a
    fold is read by a ridge of the other folds. Neither model has seen what the other learned from:
    errors that both would make because of the same paragraphs are ruled out. Few writers, so weak.
``wide``
    The same folds, but every other writer teaches, those of the reader model too. A better ruler,
    of another kind still, but it has read the same paragraphs as the model that chose.

What a ruler is worth (its own agreement with readers) is printed beside whatever it marks. How far a
chooser of the ruler's own kind, learned from other writers than the ruler, comes by it is the most that
can be asked of any: see ``bench disentangle``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from style_models.bench.corpora import data_file, rows_of
from style_models.errors import InputError
from style_models.persona.axes import READER_AXES
from style_models.persona.counted_text import normalise
from style_models.persona.reader_model import ReaderModel, writer_hash
from style_models.persona.statistics import correlation

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

RATED: tuple[str, ...] = tuple(axis.name for axis in READER_AXES if not axis.is_background)
"""The 21 numeric reader axes, in contract order: drift is their root mean square."""

FOLDS = 5
SPLITS = ("strict", "wide")
LONGEST_GRAM = 5
TOGETHER = 8
"""Texts that go through the language model at once: a bench need not read to the last digit."""
KINDS = ("states", "characters")
PENALTY = {"states": 4.0, "characters": 1.0}
"""Ridge penalties, chosen by cross-validation over the writers that the reader model was trained on."""


def fold_of(writer: str, folds: int = FOLDS) -> int:
    """Return the fold of a writer: stable, and independent of the reader model's split."""
    return int(hashlib.sha256(("ruler" + writer).encode()).hexdigest(), 16) % folds


class Teachable(Protocol):
    """A model that learns the rated axes from texts and reads them from others."""

    def fit(self, texts: Sequence[str], ratings: Array) -> Teachable:
        """Learn from ``ratings``, shape (len(texts), axes)."""

    def read(self, texts: Sequence[str]) -> Array:
        """Return the ratings expected of ``texts``, shape (len(texts), axes)."""


class StatesRidge:
    """One ridge from a causal language model's pooled states to the rated axes, on readers' scale."""

    def __init__(self, penalty: float) -> None:
        self._penalty = penalty

    def fit(self, texts: Sequence[str], ratings: Array) -> StatesRidge:
        """Learn from ``ratings``, shape (len(texts), axes)."""
        from sklearn.linear_model import Ridge

        raw = states_of(texts)
        self._ends = raw.min(axis=0), raw.max(axis=0)
        self._mean = raw.mean(axis=0)
        self._scale = np.maximum(raw.std(axis=0), 1e-9) * np.sqrt(raw.shape[1])
        self._ridge: Any = Ridge(alpha=self._penalty).fit(self._inside(raw), ratings)
        return self

    def read(self, texts: Sequence[str]) -> Array:
        """Return the ratings expected of ``texts``, shape (len(texts), axes)."""
        return np.asarray(self._ridge.predict(self._inside(states_of(texts))), dtype=np.float64)

    def _inside(self, raw: Array) -> Array:
        return np.asarray((np.clip(raw, *self._ends) - self._mean) / self._scale)


_states: dict[str, NDArray[np.float32]] = {}


def states_of(texts: Sequence[str]) -> Array:
    """Return pooled states of ``texts``, each read once in a process (a quarter of a second each)."""
    from style_models.persona.causal_states import causal_states

    cleaned = [normalise(text) for text in texts]
    fresh = [text for text in dict.fromkeys(cleaned) if text not in _states]
    if fresh:
        read = causal_states(fresh, TOGETHER).astype(np.float32)
        _states.update(zip(fresh, read, strict=True))
    return np.array([_states[text] for text in cleaned], dtype=np.float64)


class CharacterRidge:
    """One ridge from character n-grams to the rated axes, on readers' scale."""

    def __init__(self, penalty: float, longest: int = LONGEST_GRAM) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._penalty = penalty
        self._grams: Any = TfidfVectorizer(
            analyzer="char_wb",
            ngram_range=(1, longest),
            lowercase=False,
            sublinear_tf=True,
            min_df=2,
            max_features=60_000,
        )
        self._ridge: Any = None

    def fit(self, texts: Sequence[str], ratings: Array) -> CharacterRidge:
        """Learn from ``ratings``, shape (len(texts), axes)."""
        from sklearn.linear_model import Ridge

        grams = self._grams.fit_transform([normalise(text) for text in texts])
        self._ridge = Ridge(alpha=self._penalty).fit(grams, ratings)
        return self

    def read(self, texts: Sequence[str]) -> Array:
        """Return the ratings expected of ``texts``, shape (len(texts), axes)."""
        grams = self._grams.transform([normalise(text) for text in texts])
        return np.asarray(self._ridge.predict(grams), dtype=np.float64)


def run(data: Path | None, **options: object) -> dict[str, Any]:
    """Return what each split's ruler is worth; ``data`` as in ``bench persona``."""
    rows = study_rows(data)
    trained_on = ReaderModel.load().trained_on
    return {
        f"{kind}, {split}": Ruler.build(rows, trained_on, split, kind).agreement
        for kind in KINDS
        for split in SPLITS
    }


def render(result: Mapping[str, Any]) -> str:
    """Return the agreement as a table for a terminal."""
    lines = [f"{'r with readers, unseen writers':<34}{'21 axes':>9}{'clarity':>9}{'formality':>10}"]
    for name, views in result.items():
        lines += [
            f"{name + ', ' + view:<34}{line['mean']!s:>9}{line['clarity']!s:>9}"
            f"{line['formality']!s:>10}"
            for view, line in views.items()
        ]
    return "\n".join(lines)


def study_rows(data: Path | None) -> list[dict[str, Any]]:
    """Return the study's paragraphs with their ratings; :class:`InputError` where they are not."""
    rows = list(rows_of(data_file(data, "persona_paragraphs")))
    if not rows or not all(row.keys() >= {"writer", "kind", "text", "ratings"} for row in rows):
        raise InputError(f"{data} does not hold the study's paragraphs (see bench persona)")
    return rows


def targets_of(rows: Sequence[Mapping[str, Any]]) -> Array:
    """Return readers' mean ratings of the rows on the rated axes, shape (len(rows), 21)."""
    axes = {axis.name: axis for axis in READER_AXES}
    return np.array([[axes[name].target(row["ratings"]) for name in RATED] for row in rows])


@dataclass(frozen=True)
class Marks:
    """What the ruler says of one revision of an original.

    ``shifts`` are in SD of own texts, shape (21,), in the order of :data:`RATED`; ``drift`` is their
    root mean square.
    """

    shifts: Array

    @property
    def clarity(self) -> float:
        """Clarity gained, in SD."""
        return float(self.shifts[RATED.index("clarity")])

    @property
    def formality(self) -> float:
        """Formality gained, in SD."""
        return float(self.shifts[RATED.index("formality")])

    @property
    def drift(self) -> float:
        """Distance, in SD: the root mean square of the shifts."""
        return float(np.sqrt(np.mean(self.shifts**2)))

    def minded(self, acceptance: Mapping[tuple[str, int], float]) -> float:
        """Distance with every squared shift weighted by 1 - acceptance of (axis, direction)."""
        weights = [
            1.0 - acceptance[name, 1 if shift > 0 else -1]
            for name, shift in zip(RATED, self.shifts, strict=True)
        ]
        return float(np.sqrt(np.mean(np.array(weights) * self.shifts**2)))


def untaught(kind: str) -> Teachable:
    """Return a ridge of one of :data:`KINDS` that has learned nothing yet."""
    return StatesRidge(PENALTY[kind]) if kind == "states" else CharacterRidge(PENALTY[kind])


class Ruler:
    """Ridges of every fold, and the units in which they read.

    Build it with :meth:`build`; ``agreement`` holds the mean correlation with readers over the rated
    axes and those of clarity and formality, all on writers that the reading ridge never saw.
    """

    def __init__(
        self, ridges: Sequence[Teachable], unit: Array, agreement: Mapping[str, Any]
    ) -> None:
        self._ridges = list(ridges)
        self.unit = unit
        self.agreement = dict(agreement)

    @classmethod
    def build(
        cls,
        rows: Sequence[Mapping[str, Any]],
        trained_on: Iterable[str],
        split: str = "strict",
        kind: str = "characters",
    ) -> Ruler:
        """Learn the folds' ridges from the study's ``rows``.

        ``trained_on`` are the hashes of the writers that the reader model saw. Raises
        :class:`InputError` where too few writers are left for a ruler.
        """
        seen = frozenset(trained_on)
        measured = [row for row in rows if writer_hash(row["writer"]) not in seen]
        if len({row["writer"] for row in measured}) < 2 * FOLDS:
            raise InputError("too few writers that the reader model never saw: there is no ruler")
        taught = measured if split == "strict" else list(rows)
        ridges: list[Teachable] = []
        for fold in range(FOLDS):
            chosen = [row for row in taught if fold_of(row["writer"]) != fold]
            ridges.append(untaught(kind).fit([row["text"] for row in chosen], targets_of(chosen)))
        truth = targets_of(measured)
        read = np.zeros_like(truth)
        folds = np.array([fold_of(row["writer"]) for row in measured])
        for fold in range(FOLDS):
            at = np.flatnonzero(folds == fold)
            if len(at):
                read[at] = ridges[fold].read([measured[i]["text"] for i in at])
        own = np.array([row["kind"] == "writer" for row in measured])
        return cls(
            ridges, np.maximum(read[own].std(axis=0), 1e-6), _agreement(measured, read, truth, own)
        )

    def mark(self, writer: str, original: str, revisions: Sequence[str]) -> list[Marks]:
        """Mark ``revisions`` of a writer's ``original`` by the ridge that never saw the writer.

        For a text of nobody in the study any fold's ridge will do: the name decides which.
        """
        read = self._ridges[fold_of(writer)].read([original, *revisions])
        return [Marks(row) for row in (read[1:] - read[0]) / self.unit]


def _agreement(
    rows: Sequence[Mapping[str, Any]], read: Array, truth: Array, own: NDArray[np.bool_]
) -> dict[str, Any]:
    by_question = {(r["writer"], r["proposition"]): i for i, r in enumerate(rows) if own[i]}
    pairs = np.array(
        [
            (by_question[row["writer"], row["proposition"]], at)
            for at, row in enumerate(rows)
            if not own[at] and (row["writer"], row["proposition"]) in by_question
        ],
        dtype=np.int64,
    ).reshape(-1, 2)
    views = {"level": (read, truth), "own": (read[own], truth[own])}
    views["change"] = (
        read[pairs[:, 1]] - read[pairs[:, 0]],
        truth[pairs[:, 1]] - truth[pairs[:, 0]],
    )
    found: dict[str, Any] = {}
    for view, (first, second) in views.items():
        by_axis = [correlation(first[:, k], second[:, k]) for k in range(len(RATED))]
        found[view] = {
            "mean": _number(float(np.mean([r for r in by_axis if np.isfinite(r)] or [np.nan]))),
            "clarity": _number(by_axis[RATED.index("clarity")]),
            "formality": _number(by_axis[RATED.index("formality")]),
        }
    return found


def _number(value: float) -> float | None:
    return round(value, 3) if np.isfinite(value) else None
