"""Scores of corrections against people's: precision and recall of edits, and edits of error types.

As the M2 scorer and ERRANT do (Dahlmeier and Ng 2012; Bryant et al. 2017), a sentence is scored
against the one reference that its F0.5 is best with. Edits come from our own aligner, for hypothesis
and reference alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from style_models.edits.align import align_passage, apply_edits
from style_models.edits.edit import Edit

FLUENCY = frozenset({"OTHER", "NOUN", "VERB", "ADJ", "ADV"})
"""ERRANT types that are another wording rather than a slip mended (a misspelt word is SPELL)."""

Key = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Counts:
    """Edits that a reference has too, edits in all, the reference's edits."""

    right: int = 0
    made: int = 0
    wanted: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.right + other.right, self.made + other.made, self.wanted + other.wanted)

    @property
    def precision(self) -> float:
        """Share of the edits made that are right; 1 where none is made."""
        return self.right / self.made if self.made else 1.0

    @property
    def recall(self) -> float:
        """Share of the wanted edits that are made; 1 where none is wanted."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f_half(self) -> float:
        """F0.5: precision counts twice as much as recall."""
        p, r = self.precision, self.recall
        return 1.25 * p * r / (0.25 * p + r) if p + r else 0.0


def keys_of(edits: Sequence[Edit]) -> set[Key]:
    """Return edits as (start, end, replacement)."""
    return {(edit.start, edit.end, edit.after) for edit in edits}


def wanted_of(source: str, references: Sequence[str]) -> list[set[Key]]:
    """Return each reference's edits."""
    return [keys_of(align_passage(source, reference, "human")) for reference in references]


def counted(made: set[Key], wanted: Sequence[set[Key]]) -> Counts:
    """Count against the reference that suits best."""
    options = [Counts(len(made & each), len(made), len(each)) for each in wanted]
    return max(options, key=lambda c: (c.f_half, c.right, -c.wanted))


def without_fluency(source: str, reference: str) -> list[Edit]:
    """Return the reference's edits that mend a slip: none of :data:`FLUENCY`, none that breaks the rest."""
    found = align_passage(source, reference, "human")
    kept = [edit for edit in found if edit.type.partition(":")[2].partition(":")[0] not in FLUENCY]
    apply_edits(source, kept)
    return kept
