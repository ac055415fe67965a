"""From sentences to judged edits, many at once: detect, propose, align, judge, compose.

Sentences of several texts may share a batch. Cost follows the errors: one pass of the detector and
one of the tagger tell which sentences need anything; small slips are mended by the tagger; the
language model writes only where something is left, and the judge is asked about what differs.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from style_models.edits.align import apply_edits
from style_models.edits.compose import backward, best_set, compatible, forward
from style_models.edits.edit import Edit
from style_models.errors import Cancelled
from style_models.heeding import heeding
from style_models.judging.change import Change
from style_models.judging.guards.dialect import Kept
from style_models.judging.judge import Judge, Judgement
from style_models.judging.witness import Passage, Witness
from style_models.rewriting.engine import CausalEngine
from style_models.rewriting.gate import Gate
from style_models.rewriting.proposing import ENGINES, Proposer
from style_models.text.document import Document, Sentence
from style_models.text.protected import ProtectedSpan

if TYPE_CHECKING:
    from style_models.rewriting.causal import CausalRewriter
    from style_models.rewriting.engine import RewriteEngine

REMEMBERED_SENTENCES = 1024
CONTEXT_CHARACTERS = 300
# Readers rate paragraphs: an edit is heard within about this many characters around it.
HEARING_RANGE = 600

Found = list[tuple[Edit, Judgement]]


@dataclass(slots=True, eq=False)
class Task:
    """One sentence and what counts around it. :meth:`Reviser.work` fills ``found``.

    ``text`` is the whole text, ``protected`` in offsets of the sentence, ``asked`` whether a proposal
    is wanted though nothing seems wrong, ``instruction`` what the engine is told (``None``: to repair),
    ``clock`` where seconds a stage are added up, ``gone`` whether
    nobody waits any more. ``found``: the best set of judged edits, in offsets of the sentence.
    """

    text: str
    sentence: Sentence
    context: str
    protected: tuple[ProtectedSpan, ...]
    dialect: Kept
    asked: bool
    clock: dict[str, float]
    gone: Callable[[], bool]
    found: Found | None = None
    instruction: str | None = None

    @classmethod
    def of(
        cls,
        document: Document,
        index: int,
        dialect: Kept,
        asked: bool,
        clock: dict[str, float],
        gone: Callable[[], bool],
        instruction: str | None = None,
    ) -> Task:
        """Return the task of the document's sentence ``index``; done already if it holds no prose."""
        sentence = document.sentences[index]
        protected = tuple(
            ProtectedSpan(span.start - sentence.start, span.end - sentence.start, span.kind)
            for span in document.protected
            if span.start < sentence.end and sentence.start < span.end
        )
        context = _context(document, index)
        task = cls(document.text, sentence, context, protected, dialect, asked, clock, gone)
        task.instruction = instruction
        if not _is_prose(sentence, protected):
            task.found = []
        return task

    @property
    def key(self) -> tuple[object, ...]:
        """What the outcome depends on."""
        return (
            self.sentence.text,
            self.context,
            self.protected,
            self.dialect,
            self.asked,
            self.instruction,
        )


class Reviser:
    """Works on batches of sentences; remembers the last ones, in memory only.

    ``rewriter`` bears witness for the judge, ``engine`` proposes (by default the same model).
    """

    def __init__(
        self,
        rewriter: Callable[[], CausalRewriter],
        engines: Container[str] = ENGINES,
        engine: Callable[[], RewriteEngine] | None = None,
    ) -> None:
        self._rewriter = rewriter
        self._engine = engine or (lambda: CausalEngine("", rewriter()))
        self._proposer = Proposer(engines)
        self._gate = Gate()
        self._memory: OrderedDict[tuple[object, ...], Found] = OrderedDict()

    def forget(self) -> None:
        """Drop every sentence that is remembered."""
        self._memory.clear()

    def work(self, tasks: Sequence[Task]) -> None:
        """Fill ``found`` of every task, but of those that nobody waits for.

        Raises :class:`Cancelled` where that is none of them.
        """
        for task in tasks:
            if task.found is None and task.key in self._memory:
                self._memory.move_to_end(task.key)
                task.found = self._memory[task.key]
        undone = [task for task in tasks if task.found is None]
        left = [task for task in undone if not task.gone()]
        if undone and not left:
            raise Cancelled
        if not left:
            return
        # The same sentence twice in a batch is worked on once.
        first = {task.key: task for task in left}
        with heeding(lambda: _all_gone(left)):
            worked_on = self._worked_on(list(first.values()))
        for key, found in worked_on.items():
            self._memory[key] = found
            for task in left:
                if task.key == key:
                    task.found = found
        while len(self._memory) > REMEMBERED_SENTENCES:
            self._memory.popitem(last=False)

    def _worked_on(self, tasks: list[Task]) -> dict[tuple[object, ...], Found]:
        with _timed(tasks, "detect"):
            open_ = self._gate.passed([t.sentence.text for t in tasks], [t.asked for t in tasks])
        found: dict[tuple[object, ...], Found] = {
            task.key: [] for task, passes in zip(tasks, open_, strict=True) if not passes
        }
        suspected = [task for task, passes in zip(tasks, open_, strict=True) if passes]
        kept = self._read([(task, task.sentence, task.protected) for task in suspected])
        # Once the plain slips are mended, what they hid can be seen: one more look, at the mended
        # sentence. A sentence that needed nothing is never read twice.
        again = []
        for task, seen in zip(suspected, kept, strict=True):
            if good := _good(seen):
                mended = replace(task.sentence, text=apply_edits(task.sentence.text, good))
                spans = tuple(
                    ProtectedSpan(forward(s.start, good), forward(s.end, good), s.kind)
                    for s in task.protected
                )
                again.append((task, mended, spans))
        more = iter(self._read(again))
        for number, seen in enumerate(kept):
            if good := _good(seen):
                for edit, judgement in next(more):
                    origin = backward(edit, good)
                    if origin is not None and judgement.verdict == "polish":
                        seen = [item for item in seen if compatible(item[0], origin)]
                        seen.append((origin, judgement))
                seen.sort(key=lambda item: item[0].start)
                kept[number] = seen
        with _timed(suspected, "compose"):
            kept = self._whole(suspected, kept)
        return found | {task.key: seen for task, seen in zip(suspected, kept, strict=True)}

    def _read(
        self, batch: Sequence[tuple[Task, Sentence, tuple[ProtectedSpan, ...]]]
    ) -> list[Found]:
        """Propose, align and judge once; return the best compatible set of each, sorted by place."""
        if not batch:
            return []
        tasks = [task for task, _, _ in batch]
        with _timed(tasks, "propose"):
            proposals = self._proposer.propose(
                self._engine(),
                [sentence.text for _, sentence, _ in batch],
                [task.context for task in tasks],
                [task.asked for task in tasks],
                lambda: _all_gone(tasks),
                [task.instruction for task in tasks],
            )
            if _all_gone(tasks):
                raise Cancelled
        with _timed(tasks, "align"):
            candidates = [
                self._proposer.candidates(sentence.text, proposal, protected)
                for (_, sentence, protected), proposal in zip(batch, proposals, strict=True)
            ]
        with _timed(tasks, "judge"):
            judged = self._judged(batch, candidates)
        found = []
        with _timed(tasks, "compose"):
            for edits, judgements in zip(candidates, judged, strict=True):
                worth = [j.p["polish"] - (1 if j.guard else 0) for j in judgements]
                chosen = best_set(list(zip(edits, worth, strict=True)))
                found.append([(edits[i], judgements[i]) for i in chosen])
        return found

    def _judged(
        self,
        batch: Sequence[tuple[Task, Sentence, tuple[ProtectedSpan, ...]]],
        candidates: Sequence[Sequence[Edit]],
    ) -> list[list[Judgement]]:
        passages, contexts = [], []
        for (task, sentence, _), edits in zip(batch, candidates, strict=True):
            if edits:
                changes = [Change(sentence.text, edit, *task.dialect) for edit in edits]
                left, right = surroundings(task.text, task.sentence)
                # Rivals stand side by side here, so no one revision holds all edits.
                passages.append(Passage(changes, sentence.text, left, right))
                contexts.append(task.context)
        told = iter(Witness(self._rewriter()).testify(passages, contexts))
        judge, known = Judge.load(), iter(passages)
        return [judge.judge(next(known).changes, next(told)) if e else [] for e in candidates]

    def _whole(self, tasks: Sequence[Task], kept: Sequence[Found]) -> list[Found]:
        """Judge composed sentences again: repairs that only fit apart are all left to the writer."""
        result = list(kept)
        several = [number for number, seen in enumerate(kept) if len(_good(seen)) > 1]
        if not several:
            return result
        texts = [tasks[number].sentence.text for number in several]
        wordings = [
            [text, apply_edits(text, _good(kept[number]))]
            for number, text in zip(several, texts, strict=True)
        ]
        rewriter = self._rewriter()
        contexts = [tasks[number].context for number in several]
        restored = rewriter.restorations(texts, wordings, contexts)
        read = rewriter.log_probabilities(wordings)
        for number, (copying, writing), (before, after) in zip(
            several, restored, read, strict=True
        ):
            if writing < copying and after < before:
                result[number] = [
                    (edit, _demoted(judgement) if judgement.verdict == "polish" else judgement)
                    for edit, judgement in kept[number]
                ]
        return result


def surroundings(text: str, passage: Sentence) -> tuple[str, str]:
    """Return the text on both sides that readers hear a passage in."""
    around = max(0, HEARING_RANGE - len(passage.text)) // 2
    return text[max(0, passage.start - around) : passage.start], text[
        passage.end : passage.end + around
    ]


def _good(found: Found) -> list[Edit]:
    return [edit for edit, judgement in found if judgement.verdict == "polish"]


def _all_gone(tasks: Sequence[Task]) -> bool:
    return all(task.gone() for task in tasks)


def _demoted(judgement: Judgement) -> Judgement:
    reason = "the repairs of this sentence do not fit together: you decide"
    return Judgement("unsure", judgement.p, reason, None, judgement.shifts)


def _is_prose(sentence: Sentence, protected: Sequence[ProtectedSpan]) -> bool:
    """Tell whether there is English prose outside the protected spans."""
    if not sentence.is_english:
        return False
    covered = {at for span in protected for at in range(span.start, span.end)}
    letters = (at for at, c in enumerate(sentence.text) if c.isalpha())
    return sum(at not in covered for at in letters) >= 2


def _context(document: Document, index: int) -> str:
    """Return the sentence before, if it stands in the same paragraph."""
    if index == 0:
        return ""
    before, here = document.sentences[index - 1], document.sentences[index]
    if before.paragraph != here.paragraph or not before.is_english:
        return ""
    return " ".join(before.text.split())[-CONTEXT_CHARACTERS:]


@contextmanager
def _timed(tasks: Sequence[Task], stage: str) -> Iterator[None]:
    """Share the seconds spent inside among the clocks of the tasks."""
    began = time.perf_counter()
    try:
        yield
    finally:
        share = (time.perf_counter() - began) / max(1, len(tasks))
        for task in tasks:
            task.clock[stage] += share
