"""What an axis is: one thing that readers perceive in a writer, or one thing that can be counted.

A *reader axis* is learned from readers' own ratings and speaks in their scale. A *form axis* is
counted from the letters alone; it is exact, cheap, and both a feature of the reader model and an
axis of every drift report.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from style_models.persona.counted_text import CountedText

STUDY = "paul-rottger/ai-distortion@fa89d43 (arXiv 2604.22503), CC BY 4.0"


@dataclass(frozen=True)
class ReaderAxis:
    """One axis that readers rated.

    ``name`` is the public name, ``label`` two or three words for people, ``hears`` what a reader
    perceives when the value is high. ``column`` is the study's column. For a rated axis ``yes`` is
    empty and values run from ``low`` to ``high`` in ``unit``; for a perceived background ``yes``
    holds the answers that count as yes, and values are the probability (0 to 1) that most readers
    would give one of them. ``position`` orders the axes as the public contract lists them.
    """

    name: str
    label: str
    hears: str
    column: str
    position: int
    unit: str = "points of 100"
    low: float = 0.0
    high: float = 100.0
    yes: frozenset[str] = frozenset()
    source: str = STUDY

    @property
    def is_background(self) -> bool:
        """Whether the axis is a yes-or-no background and its values are probabilities."""
        return bool(self.yes)

    def target(self, ratings: dict[str, object]) -> float:
        """Return the axis's value in one paragraph's ``ratings`` (keyed by study column)."""
        value = ratings[self.column]
        if self.yes:
            return float(str(value) in self.yes)
        return float(str(value))


@dataclass(frozen=True)
class FormAxis:
    """One axis that is counted.

    ``measure`` takes a :class:`CountedText` with at least ``least_words`` words and returns a
    finite number in ``unit``. ``reported`` axes appear in drift reports; the others only inform
    the reader model. ``source`` says where word lists come from (our own unless stated).
    """

    name: str
    label: str
    counts: str
    unit: str
    measure: Callable[[CountedText], float]
    least_words: int = 1
    reported: bool = True
    source: str = "Ownvoice's own list or rule"
