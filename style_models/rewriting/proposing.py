"""All engines' candidate edits for one sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from style_models.edits.align import align_passage, trimmed
from style_models.edits.edit import Edit
from style_models.rewriting.harper import HarperEngine
from style_models.text.protected import ProtectedSpan, touching

if TYPE_CHECKING:
    from style_models.rewriting.causal import CausalRewriter

ORIGIN = "model"


_BREAK = re.compile(r"[^\S\r\n]*(?:\r\n|\r|\n)\s*")
_SPACE = re.compile(r"\s+")


def with_breaks_kept(edit: Edit) -> Edit | None:
    """Return the edit with the writer's line breaks put back, or ``None`` where that cannot be done.

    The engines see one line: to them a break is a space. A change of white space alone is not theirs
    to make.
    """
    if edit.before.isspace() and edit.after.isspace():
        return None
    breaks = _BREAK.findall(edit.before)
    if not breaks:
        return edit
    if len(_SPACE.findall(edit.after)) < len(breaks):
        return None
    left = iter(breaks)
    after = _SPACE.sub(lambda space: next(left, space.group()), edit.after)
    return (
        trimmed(edit.start, edit.before, after, edit.type, edit.origin)
        if after != edit.before
        else None
    )


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
            found += align_passage(sentence, drafted, ORIGIN)
        found = [kept for edit in found if (kept := with_breaks_kept(edit))]
        distinct = {(edit.start, edit.end, edit.after): edit for edit in found}
        spans = tuple(protected)
        return [e for e in distinct.values() if not touching(spans, e.start, e.end)]
