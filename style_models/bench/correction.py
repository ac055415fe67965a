"""Scores of corrections against people's: precision and recall of edits, and edits of error types.

As the M2 scorer and ERRANT do (Dahlmeier and Ng 2012; Bryant et al. 2017), a sentence is scored
against the one reference that its F0.5 is best with. Edits come from our own aligner, for hypothesis
and reference alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from style_models.bench.corpora import TokenisedSentence
from style_models.bench.gleu import gleu
from style_models.edits.align import align_passage
from style_models.edits.edit import Edit

FLUENCY = frozenset({"OTHER", "NOUN", "VERB", "ADJ", "ADV"})
"""ERRANT types that are another wording rather than a slip mended (a misspelt word is SPELL)."""

Key = tuple[int, int, str]


class Corrected:
    """Rows of a corpus with people's corrections (``src``, ``refs``), ready to score edits against."""

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self.sentences = [TokenisedSentence.of(row["src"]) for row in rows]
        self.texts = [sentence.text for sentence in self.sentences]
        self.sources = [list(sentence.tokens) for sentence in self.sentences]
        self.references = [[reference.split() for reference in row["refs"]] for row in rows]
        self.written = [[TokenisedSentence.of(r).text for r in row["refs"]] for row in rows]
        self._wanted = [wanted_of(t, w) for t, w in zip(self.texts, self.written, strict=True)]

    def gleu(self, hypotheses: Sequence[Sequence[str]]) -> float:
        """Return GLEU of the tokens, 0 to 100, two digits."""
        return round(gleu(self.sources, self.references, hypotheses), 2)

    def aligned(self, wordings: Sequence[str], origin: str) -> list[list[Edit]]:
        """Return the edits that make the wordings of the sentences."""
        return [align_passage(t, w, origin) for t, w in zip(self.texts, wordings, strict=True)]

    def scores(self, edits: Sequence[Sequence[Edit]]) -> dict[str, float]:
        """Return ``gleu``, ``precision``, ``recall`` and ``f0.5`` of edits, a list a sentence."""
        after = [s.tokens_after(e) for s, e in zip(self.sentences, edits, strict=True)]
        total = sum(
            (counted(keys_of(e), w) for e, w in zip(edits, self._wanted, strict=True)), Counts()
        )
        return {
            "gleu": self.gleu(after),
            "precision": round(total.precision, 3),
            "recall": round(total.recall, 3),
            "f0.5": round(total.f_half, 3),
        }


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
    """Return the reference's edits that mend a slip: none of :data:`FLUENCY`."""
    found = align_passage(source, reference, "human")
    return [edit for edit in found if edit.type.partition(":")[2].partition(":")[0] not in FLUENCY]
