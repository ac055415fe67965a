"""All engines' candidate edits for one sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping, Sequence
from typing import TYPE_CHECKING

from style_models.edits.align import align_passage, trimmed
from style_models.edits.edit import Edit
from style_models.rewriting.gate import Gate
from style_models.rewriting.harper import ORIGIN as HARPER
from style_models.rewriting.harper import HarperEngine
from style_models.rewriting.tagger import NAME as TAGGER
from style_models.rewriting.tagger import Tagger
from style_models.text.protected import ProtectedSpan, touching

if TYPE_CHECKING:
    from style_models.rewriting.engine import RewriteEngine

ORIGIN = "model"
INSTRUCTED = "instructed"
"""Origin of what a causal model writes when it is told what to do: the judge was fitted to its repairs
alone, so these edits are judged as a foreign text's."""
ENGINES = ("tagger", "model", "harper")
LEFT = 0.04
"""Least probability of a slip in what the tagger has mended for the language model to write."""

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

    def __init__(self, engines: Container[str] = ENGINES) -> None:
        """``engines``: the names of those that are asked, of :data:`ENGINES`."""
        use_harper = HARPER in engines and HarperEngine.is_available()
        self._harper = HarperEngine() if use_harper else None
        self._uses_tagger = TAGGER in engines and Tagger.is_available()
        self._uses_model = ORIGIN in engines

    def propose(
        self,
        engine: RewriteEngine,
        sentences: Sequence[str],
        contexts: Sequence[str],
        asked: Sequence[bool],
        cancelled: Callable[[], bool] = lambda: False,
        instructions: Sequence[str | None] | None = None,
    ) -> list[dict[str, str]]:
        """Return each sentence's wordings by origin, on one line each.

        The tagger goes first. The engine writes where the detector still suspects something once the
        tagger's slips are mended, and where it was ``asked`` in any case; elsewhere there is no
        wording of its. ``instructions``: what it is to do with each sentence, ``None`` to repair.
        """
        lines = [" ".join(sentence.split()) for sentence in sentences]
        proposals: list[dict[str, str]] = [{} for _ in lines]
        open_ = list(range(len(lines)))
        if self._uses_tagger:
            mended = Tagger.load().mend(lines)
            for proposal, wording in zip(proposals, mended, strict=True):
                proposal[TAGGER] = wording
            left = Gate(LEFT).passed(mended, asked)
            open_ = [number for number, passes in enumerate(left) if passes]
        if not self._uses_model:
            return proposals
        for wanted in dict.fromkeys(instructions[i] for i in open_) if instructions else [None]:
            part = [i for i in open_ if not instructions or instructions[i] == wanted]
            drafted = engine.propose_all(
                [lines[i] for i in part], [contexts[i] for i in part], cancelled, wanted
            )
            origin = INSTRUCTED if wanted and engine.origin == ORIGIN else engine.origin
            for number, wording in zip(part, drafted, strict=True):
                proposals[number][origin] = wording
        return proposals

    def candidates(
        self, sentence: str, proposal: Mapping[str, str], protected: Sequence[ProtectedSpan] = ()
    ) -> list[Edit]:
        """Return the distinct edits of all engines, in offsets of ``sentence``.

        ``proposal`` holds wordings by origin; ``protected`` is in offsets of the sentence too. Where
        engines agree, the edit is that of the last: rules, then the order of ``proposal``.
        """
        found = self._harper.candidates(sentence) if self._harper else []
        for origin, wording in proposal.items():
            if wording != " ".join(sentence.split()):
                found += align_passage(sentence, wording, origin)
        found = [kept for edit in found if (kept := with_breaks_kept(edit))]
        distinct = {(edit.start, edit.end, edit.after): edit for edit in found}
        spans = tuple(protected)
        return [e for e in distinct.values() if not touching(spans, e.start, e.end)]
