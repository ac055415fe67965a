"""A writer's profile, first version: where their own texts lie on each axis, and how widely.

Texts are cut into passages of about the length that readers rated; the mean over passages
(weighted by words) is where readers are expected to hear the writer, the spread how much that varies
from passage to passage. Kept per register and pooled.
"""

from __future__ import annotations

import functools
import hashlib
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from style_models.persona.axes import FORM_AXES
from style_models.persona.counted_text import CountedText, normalise
from style_models.persona.drift import LEAST_WORDS
from style_models.persona.reader_model import PASSAGE_WORDS, READER_AXES, ReaderModel, passages

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Read = Callable[[Sequence[str]], NDArray[np.float64]]

ENOUGH_PASSAGES = 5
ENOUGH_WORDS = ENOUGH_PASSAGES * PASSAGE_WORDS
"""Words from which a profile is called reliable: with five passages the mean's standard error is
less than half of the spread from passage to passage."""

POOLED = "all"


@dataclass(frozen=True)
class AxisProfile:
    """One axis over ``passages`` passages: mean and spread in the axis's unit.

    ``spread`` is the standard deviation from passage to passage, ``error`` the mean's standard
    error; both ``None`` with fewer than two passages, where they are unknown, not 0.
    """

    mean: float
    spread: float | None
    error: float | None
    passages: int

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> AxisProfile:
        """Return the profile that :meth:`to_json` wrote."""
        return cls(kept["mean"], kept["spread"], kept["error"], kept["passages"])

    def to_json(self) -> dict[str, Any]:
        """Return plain numbers."""
        return {
            "mean": _rounded(self.mean),
            "spread": _rounded(self.spread),
            "error": _rounded(self.error),
            "passages": self.passages,
        }


@dataclass(frozen=True)
class Profile:
    """A writer's profile in one register, or over all of them (:data:`POOLED`)."""

    register: str
    samples: int
    words: int
    axes: dict[str, AxisProfile]

    @property
    def reliable(self) -> bool:
        """Whether there is enough text for the means to say something."""
        return self.words >= ENOUGH_WORDS

    @property
    def note(self) -> str:
        """Return what the profile is worth, in one line."""
        if self.reliable:
            return f"{self.words:,} words: enough to go by"
        missing = max(10, round(ENOUGH_WORDS - self.words, -1))
        return f"{self.words:,} words: needs about {missing:,} more"

    @classmethod
    def of_json(cls, register: str, kept: Mapping[str, Any]) -> Profile:
        """Return the profile of ``register`` that :meth:`to_json` wrote."""
        axes = {name: AxisProfile.of_json(axis) for name, axis in kept["axes"].items()}
        return cls(register, kept["samples"], kept["words"], axes)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON."""
        return {
            "samples": self.samples,
            "words": self.words,
            "reliable": self.reliable,
            "note": self.note,
            "axes": {name: axis.to_json() for name, axis in self.axes.items()},
        }


LEARNED_WORDS = 20_000
"""A profile is made of the newest texts up to about so many words: reading them takes 20 seconds, and
more would not make its means surer."""


@functools.cache
def profile_version() -> str:
    """Return a short name of all that a profile is made with: one of another version is out of date."""
    from style_models.paths import weights_dir

    made_with = hashlib.sha256(
        " ".join(n for n, axis in FORM_AXES.items() if axis.reported).encode()
    )
    for name in ("reader_axes", "style_embedding"):
        made_with.update((weights_dir() / name / f"{name}.safetensors").read_bytes())
    return f"1-{made_with.hexdigest()[:16]}"


def profiles(samples: Sequence[tuple[str, str]], read: Read | None = None) -> dict[str, Profile]:
    """Return the profile of each register and of all texts together, under :data:`POOLED`.

    ``samples`` are (register, text); an empty register counts in the pool alone. ``read`` gives
    the reader axes of passages, shape (n, axes) in contract order (by default the shipped
    model, which needs the pulled embedder). Without samples the pool is there, and empty.
    """
    cut = [(register, *_passages(text)) for register, text in samples]
    texts = [passage for _, found, _ in cut for passage, _ in found]
    rows: list[dict[str, float]] = []
    for text, line in zip(texts, _read(texts, read), strict=True):
        row = dict(zip(READER_AXES, line, strict=True))
        counted = CountedText(text)
        for name, axis in FORM_AXES.items():
            if axis.reported and len(counted.words) >= axis.least_words:
                row[name] = float(axis.measure(counted))
        rows.append(row)
    at = 0
    members: dict[str, list[tuple[dict[str, float], int]]] = {POOLED: []}
    sizes: dict[str, list[int]] = {POOLED: []}
    for register, found, words in cut:
        own = [(rows[at + k], held) for k, (_, held) in enumerate(found)]
        at += len(found)
        for name in {POOLED, register or POOLED}:
            members.setdefault(name, []).extend(own)
            sizes.setdefault(name, []).append(words)
    return {
        name: Profile(name, len(sizes[name]), sum(sizes[name]), _axes(held))
        for name, held in members.items()
    }


def _read(texts: Sequence[str], read: Read | None) -> list[list[float]]:
    """Return the readings of ``texts``; without texts the model is not even loaded."""
    if not texts:
        return []
    found: list[list[float]] = (read or ReaderModel.load().read)(texts).tolist()
    return found


def _passages(text: str) -> tuple[list[tuple[str, int]], int]:
    """Return the passages long enough to be read, with their words, and all words of the text."""
    found = passages(normalise(text))
    return [one for one in found if one[1] >= LEAST_WORDS], sum(held for _, held in found)


def _axes(held: Sequence[tuple[dict[str, float], int]]) -> dict[str, AxisProfile]:
    names = [name for name in [*READER_AXES, *FORM_AXES] if any(name in row for row, _ in held)]
    found = {}
    for name in names:
        values = [
            (row[name], weight) for row, weight in held if math.isfinite(row.get(name, math.nan))
        ]
        if not values:
            continue
        total = sum(weight for _, weight in values)
        mean = sum(value * weight for value, weight in values) / total
        spread = error = None
        if len(values) > 1:
            squares = sum(weight * (value - mean) ** 2 for value, weight in values) / total
            spread = math.sqrt(squares * len(values) / (len(values) - 1))
            error = spread / math.sqrt(len(values))
        found[name] = AxisProfile(mean, spread, error, len(values))
    return found


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
