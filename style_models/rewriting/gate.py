"""The gate: which sentences need anything at all.

One batched pass of the detector. What it lets through is looked at by the engines; the rest comes
back untouched, without generation.
"""

from __future__ import annotations

from collections.abc import Sequence

OPEN_AT = 0.04
"""Least probability of a slip, at the most suspicious place, for a sentence to be worked on."""


class Gate:
    """Reads sentences, many at once."""

    def __init__(self, open_at: float = OPEN_AT) -> None:
        self.open_at = open_at

    def passed(self, sentences: Sequence[str], asked: Sequence[bool]) -> list[bool]:
        """Tell of each sentence whether the engines should look at it (``asked``: in any case)."""
        from style_models.detecting.detector import Detector

        readings = Detector.load().read([" ".join(s.split()) for s in sentences])
        return [
            wanted or reading.sentence >= self.open_at
            for wanted, reading in zip(asked, readings, strict=True)
        ]
