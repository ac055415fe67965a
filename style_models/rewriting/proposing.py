"""All engines' candidate edits for one sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from style_models.edits.align import align_passage
from style_models.edits.edit import Edit
from style_models.rewriting.harper import HarperEngine
from style_models.text.protected import ProtectedSpan, touching

if TYPE_CHECKING:
    from style_models.rewriting.causal import CausalRewriter

ORIGIN = "model"


class Proposer:
    """Ask every engine; candidates may overlap, and none touches a protected span."""

    def __init__(self) -> None:
        self._harper = HarperEngine() if HarperEngine.is_available() else None

    def draft(
        self,
        rewriter: CausalRewriter,
        sentence: str,
        context: str = "",
        cancelled: Callable[[], bool] = lambda: False,
    ) -> str:
        """Return the model's own wording of the sentence, on one line."""
        return rewriter.propose(" ".join(sentence.split()), context, cancelled)

    def candidates(
        self, sentence: str, drafted: str, protected: Sequence[ProtectedSpan] = ()
    ) -> list[Edit]:
        """Return the distinct edits of all engines, in offsets of ``sentence``.

        ``drafted`` is the model's wording; ``protected`` is in offsets of the sentence too. Where
        the model and a rule agree, the edit is the model's.
        """
        found = self._harper.candidates(sentence) if self._harper else []
        if drafted != " ".join(sentence.split()):
            # A line break inside the sentence is the writer's; the model saw a space there.
            found += [
                edit
                for edit in align_passage(sentence, drafted, ORIGIN)
                if not (edit.before.isspace() and edit.after.isspace())
            ]
        distinct = {(edit.start, edit.end, edit.after): edit for edit in found}
        spans = tuple(protected)
        return [e for e in distinct.values() if not touching(spans, e.start, e.end)]
