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
        return [
            wanted or suspicion >= self.open_at
            for wanted, suspicion in zip(asked, suspicions(sentences), strict=True)
        ]


def suspicions(sentences: Sequence[str]) -> list[float]:
    """Return how probably there is a slip at the most suspicious place of each sentence, 0 to 1."""
    from style_models.detecting.detector import Detector

    # The detector reads one line: a break is a space to it.
    readings = Detector.load().read([" ".join(sentence.split()) for sentence in sentences])
    return [reading.sentence for reading in readings]
