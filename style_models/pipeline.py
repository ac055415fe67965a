"""The way a text goes: parse, propose, align, judge, compose, measure.

Data flows one way. Everything a writer has taught comes in as :class:`Preferences`; nothing here
reads a file of the writer's or keeps a text, but for a bounded memory of judged sentences.
"""

from __future__ import annotations

import time
import uuid
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from style_models.detecting.detector import forget_readings
from style_models.edits.align import align, apply_edits, forget_passages
from style_models.edits.compose import backward, best_set, bound_together, compatible, forward
from style_models.edits.edit import Edit
from style_models.errors import Cancelled
from style_models.judging.change import Change, parsed
from style_models.judging.guards.dialect import Kept, forget_dialect, kept_in
from style_models.judging.judge import CLASSES, Judge, Judgement
from style_models.judging.lexicon import forget_words
from style_models.judging.witness import UNREAD, Passage, Witness
from style_models.learning.preferences import Preferences
from style_models.rewriting.causal import chosen_model, load_rewriter
from style_models.rewriting.modes import Mode, mode_named
from style_models.rewriting.proposing import Proposer
from style_models.text.document import Document, Sentence, check_text, parse
from style_models.text.protected import ProtectedSpan
from style_models.text.spelling import forget_spellings

if TYPE_CHECKING:
    from style_models.persona.drift import Drift
    from style_models.persona.reader_model import ReaderModel
    from style_models.rewriting.causal import CausalRewriter

# A repair that this writer wants less often than this is offered, not applied.
LEAST_WELCOME = 0.25
REMEMBERED_SENTENCES = 1024
CONTEXT_CHARACTERS = 300
# Readers rate paragraphs: an edit is heard within about this many characters around it.
HEARING_RANGE = 600
# A passage longer than this is not read by the language model edit by edit.
LONGEST_PASSAGE = 1200
# What stands for the models' word on a passage that they did not read: nothing speaks for an edit.
STAGES = ("detect", "propose", "align", "judge", "compose", "measure")


@dataclass(slots=True)
class Considered:
    """An edit in offsets of the whole text, with what was decided about it."""

    edit: Edit
    judgement: Judgement
    sentence: Sentence
    welcome: float = 0.5
    applied: bool = False
    held_by: str | None = None
    id: str = ""
    order: int = 0

    def to_json(self, decided: bool = True) -> dict[str, Any]:
        """Return the edit as in the contract; without decisions for ``drift``."""
        shown: dict[str, Any] = {
            "id": self.id,
            "start": self.edit.start,
            "end": self.edit.end,
            "before": self.edit.before,
            "after": self.edit.after,
            "type": self.edit.type,
            "origin": self.edit.origin,
            "verdict": self.judgement.verdict,
            "p": rounded(self.judgement.p),
            "welcome": round(self.welcome, 4),
            "shifts": {axis: round(shift, 3) for axis, shift in self.judgement.shifts.items()},
            "reason": self.judgement.reason,
        }
        if decided:
            shown["applied"] = self.applied
            shown["held_by"] = self.held_by
            shown["show"] = {"order": self.order, "default": "on" if self.applied else "off"}
        return shown


def rounded(p: Any) -> dict[str, float]:
    """Round probabilities so that they still sum to 1."""
    shown = {name: round(float(p[name]), 4) for name in CLASSES}
    largest = max(shown, key=lambda name: shown[name])
    shown[largest] = round(1 - sum(v for k, v in shown.items() if k != largest), 4)
    return shown


@dataclass(slots=True)
class Rewrite:
    """What ``rewrite`` hands back. ``result`` is the original with the applied edits only."""

    id: str
    original: str
    proposal: str
    result: str
    edits: list[Considered]
    drift: dict[str, Drift]
    model: dict[str, Any]
    mode: str
    language: str
    timing_ms: dict[str, float]
    notes: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Return the JSON of the contract (design, section 5)."""
        return {
            "id": self.id,
            "original": self.original,
            "proposal": self.proposal,
            "result": self.result,
            "edits": [edit.to_json() for edit in self.edits],
            "drift": {name: drift.to_json() for name, drift in self.drift.items()},
            "model": self.model,
            "mode": self.mode,
            "language": self.language,
            "timing_ms": self.timing_ms,
            "notes": self.notes,
        }


@dataclass(slots=True)
class DriftReport:
    """What ``drift`` hands back: the edits between two texts, judged, and the drift in all."""

    edits: list[Considered]
    drift: Drift

    def to_json(self) -> dict[str, Any]:
        """Return the JSON of the contract (design, section 5)."""
        return {
            "edits": [edit.to_json(decided=False) for edit in self.edits],
            "drift": self.drift.to_json(),
        }


@dataclass(frozen=True, slots=True)
class _Work:
    """What stays the same while one sentence is worked on."""

    text: str
    context: str
    dialect: Kept
    clock: dict[str, float]
    gone: Callable[[], bool]


class Pipeline:
    """One set of models, used by one thread at a time. Models are loaded on first use."""

    def __init__(self, model: str | None = None) -> None:
        self._model = model or chosen_model()
        self._proposer = Proposer()
        self._memory: OrderedDict[tuple[str, str, Kept], list[tuple[Edit, Judgement]]] = (
            OrderedDict()
        )

    @property
    def name(self) -> str:
        """The rewrite model's name."""
        from style_models.models.catalog import REWRITER

        return self._model or REWRITER

    @property
    def device(self) -> str:
        """The device that the models run on."""
        from style_models.models.load import best_device

        return best_device()

    @property
    def _rewriter(self) -> CausalRewriter:
        return load_rewriter(self._model)

    @property
    def _readers(self) -> ReaderModel:
        from style_models.persona.reader_model import ReaderModel

        return ReaderModel.load()

    def forget(self) -> None:
        """Drop every sentence that is remembered (a writer asked to be erased)."""
        self._memory.clear()
        forget_passages()
        parsed.cache_clear()
        forget_dialect()
        forget_words()
        forget_readings()
        forget_spellings()

    def warm(self) -> None:
        """Load every model now, so that the first writer does not wait for it."""
        self.rewrite("This sentence are here to warm the models up.")

    # ------------------------------------------------------------ rewrite

    def rewrite(
        self,
        text: str,
        *,
        mode: str = "polish",
        preferences: Preferences | None = None,
        on_sentence: Callable[[dict[str, Any]], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Rewrite:
        """Rewrite ``text``.

        Parameters
        ----------
        text : the writer's text, up to 200,000 characters.
        mode : ``check``, ``polish``, ``clarify``, ``concise`` or ``own-voice``.
        preferences : what the writer has taught; the population's where ``None``.
        on_sentence : called after each sentence with its edits as JSON.
        cancelled : polled before each sentence; :class:`Cancelled` is raised when it says yes.

        Raises :class:`EmptyText`, :class:`TextTooLong`, :class:`NotText`, :class:`ModelMissing`.
        """
        started = time.perf_counter()
        clock = dict.fromkeys(STAGES, 0.0)
        chosen = mode_named(mode)
        wants = preferences or Preferences.population()
        with timed(clock, "detect"):
            document = parse(text)
        considered = self.considered(document, chosen, wants, clock, on_sentence, cancelled)
        with timed(clock, "compose"):
            proposal = apply_edits(text, [item.edit for item in considered])
            result = apply_edits(text, [item.edit for item in considered if item.applied])
        with timed(clock, "measure"):
            made = {
                "proposal": (proposal, considered),
                "result": (result, [item for item in considered if item.applied]),
            }
            drift = self._measured(text, made, wants)
        clock["total"] = time.perf_counter() - started
        return Rewrite(
            id=uuid.uuid4().hex,
            original=text,
            proposal=proposal,
            result=result,
            edits=considered,
            drift=drift,
            model={"name": self.name, "adapters": self._rewriter.adapters, "device": self.device},
            mode=chosen.name,
            language=document.language,
            timing_ms={stage: round(seconds * 1000, 1) for stage, seconds in clock.items()},
            notes=list(_notes(document, chosen)),
        )

    def considered(
        self,
        document: Document,
        mode: Mode,
        wants: Preferences,
        clock: dict[str, float] | None = None,
        on_sentence: Callable[[dict[str, Any]], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> list[Considered]:
        """Return every edit of a parsed text with what was decided about it; nothing is measured."""
        clock = clock if clock is not None else dict.fromkeys(STAGES, 0.0)
        gone = cancelled or (lambda: False)
        dialect = kept_in(document.text, wants)
        considered: list[Considered] = []
        for index, sentence in enumerate(document.sentences):
            if gone():
                raise Cancelled
            fresh = []
            if self._wants_work(document, sentence):
                found = self._worked_on(document, index, dialect, clock, gone)
                fresh = self._decided(sentence, found, mode, wants, clock)
            # "it.She": an insertion behind one sentence and an edit before the next share a place.
            if considered and fresh and fresh[0].edit.start == considered[-1].edit.start:
                fresh = fresh[1:]
            for item in fresh:
                considered.append(item)
                item.id, item.order = f"e{len(considered)}", len(considered) - 1
            if on_sentence:
                on_sentence(
                    {
                        "index": index,
                        "total": len(document.sentences),
                        "start": sentence.start,
                        "end": sentence.end,
                        "edits": [item.to_json() for item in fresh],
                    }
                )
        return considered

    @staticmethod
    def _wants_work(document: Document, sentence: Sentence) -> bool:
        """Tell whether there is English prose outside the protected spans."""
        if not sentence.is_english:
            return False
        covered = {
            at
            for span in document.protected
            if span.start < sentence.end and sentence.start < span.end
            for at in range(span.start, span.end)
        }
        letters = [i for i, c in enumerate(sentence.text, sentence.start) if c.isalpha()]
        return sum(at not in covered for at in letters) >= 2

    def _worked_on(
        self,
        document: Document,
        index: int,
        dialect: Kept,
        clock: dict[str, float],
        gone: Callable[[], bool],
    ) -> list[tuple[Edit, Judgement]]:
        """Return the best set of judged edits of one sentence, in offsets of the sentence."""
        sentence = document.sentences[index]
        context = _context(document, index)
        protected = [
            ProtectedSpan(span.start - sentence.start, span.end - sentence.start, span.kind)
            for span in document.protected
            if span.start < sentence.end and sentence.start < span.end
        ]
        key = (sentence.text, f"{context}\0{protected}", dialect)
        if key in self._memory:
            self._memory.move_to_end(key)
            return self._memory[key]
        work = _Work(document.text, context, dialect, clock, gone)
        kept = self._read(sentence, protected, work)
        good = [edit for edit, judgement in kept if judgement.verdict == "polish"]
        if good:
            # Once the plain slips are mended, what they hid can be seen: one more look, at the mended
            # sentence. A sentence that needed nothing is never read twice.
            mended = replace(sentence, text=apply_edits(sentence.text, good))
            spans = [
                ProtectedSpan(forward(s.start, good), forward(s.end, good), s.kind)
                for s in protected
            ]
            for edit, judgement in self._read(mended, spans, work):
                origin = backward(edit, good)
                if origin is not None and judgement.verdict == "polish":
                    kept = [item for item in kept if compatible(item[0], origin)]
                    kept.append((origin, judgement))
            kept.sort(key=lambda item: item[0].start)
        with timed(clock, "compose"):
            kept = self._whole(sentence, kept, context)
        self._memory[key] = kept
        if len(self._memory) > REMEMBERED_SENTENCES:
            self._memory.popitem(last=False)
        return kept

    def _read(
        self, sentence: Sentence, protected: Sequence[ProtectedSpan], work: _Work
    ) -> list[tuple[Edit, Judgement]]:
        """Propose, align and judge once; return the best compatible set, sorted by place."""
        with timed(work.clock, "propose"):
            drafted = self._proposer.draft(self._rewriter, sentence.text, work.context, work.gone)
            if work.gone():
                raise Cancelled
        with timed(work.clock, "align"):
            candidates = self._proposer.candidates(sentence.text, drafted, protected)
        with timed(work.clock, "judge"):
            judged = self._judged(work.text, sentence, candidates, work.context, work.dialect)
            worth = [j.p["polish"] - (1 if j.guard else 0) for j in judged]
        with timed(work.clock, "compose"):
            chosen = best_set(list(zip(candidates, worth, strict=True)))
        return [(candidates[i], judged[i]) for i in chosen]

    def _judged(
        self, text: str, sentence: Sentence, candidates: Sequence[Edit], context: str, dialect: Kept
    ) -> list[Judgement]:
        if not candidates:
            return []
        changes = [Change(sentence.text, edit, *dialect) for edit in candidates]
        left, right = _surroundings(text, sentence)
        # Rivals stand side by side here, so no one revision holds all edits.
        passage = Passage(changes, sentence.text, left, right)
        testimonies = Witness(self._rewriter).testify([passage], [context])[0]
        return Judge.load().judge(changes, testimonies)

    def _whole(
        self, sentence: Sentence, kept: list[tuple[Edit, Judgement]], context: str
    ) -> list[tuple[Edit, Judgement]]:
        """Judge the composed sentence again: repairs that only fit apart are all left to the writer."""
        good = [edit for edit, judgement in kept if judgement.verdict == "polish"]
        if len(good) < 2:
            return kept
        composed = apply_edits(sentence.text, good)
        wordings = [sentence.text, composed]
        copying, restored = self._rewriter.restorations(sentence.text, wordings, context)
        before, after = self._rewriter.log_probabilities(wordings)
        if restored >= copying or after >= before:
            return kept
        return [
            (edit, _demoted(judgement) if judgement.verdict == "polish" else judgement)
            for edit, judgement in kept
        ]

    def _decided(
        self,
        sentence: Sentence,
        found: list[tuple[Edit, Judgement]],
        mode: Mode,
        wants: Preferences,
        clock: dict[str, float],
    ) -> list[Considered]:
        """Turn judgements into applied and held edits, in offsets of the text."""
        with timed(clock, "compose"):
            items = []
            for edit, judgement in found:
                item = Considered(moved(edit, sentence.start), judgement, sentence)
                item.welcome = wants.welcome(
                    sentence=sentence.text,
                    before=edit.before,
                    after=edit.after,
                    type=edit.type,
                    verdict=judgement.verdict,
                    shifts=judgement.shifts,
                )
                good = judgement.verdict == "polish"
                if wants.rejected(sentence.text, edit.start, edit.before, edit.after):
                    item.held_by = "preference"
                elif not good:
                    item.held_by = f"guard:{judgement.guard}" if judgement.guard else "judge"
                elif item.welcome < LEAST_WELCOME:
                    item.held_by = "preference"
                item.applied = mode.applies and item.held_by is None
                items.append(item)
            for group in bound_together([item.edit for item in items]):
                if not all(items[i].applied for i in group):
                    for i in group:
                        if items[i].applied:
                            items[i].applied, items[i].held_by = False, "judge"
        return items

    # ------------------------------------------------------------ drift

    def drift(
        self, original: str, revised: str, *, preferences: Preferences | None = None
    ) -> DriftReport:
        """Judge every edit between two texts, and measure how far the person heard has moved.

        Raises what :meth:`rewrite` raises, for either text.
        """
        check_text(original)
        check_text(revised)
        wants = preferences or Preferences.population()
        document = parse(original)
        dialect = kept_in(original, wants)
        considered: list[Considered] = []
        for passage, edit, judgement in self.judged(document, align(original, revised), dialect):
            item = Considered(edit, judgement, passage, id=f"e{len(considered) + 1}")
            item.welcome = wants.welcome(
                sentence=passage.text,
                before=edit.before,
                after=edit.after,
                type=edit.type,
                verdict=judgement.verdict,
                shifts=judgement.shifts,
            )
            considered.append(item)
        measured = self._measured(original, {"revised": (revised, considered)}, wants)
        return DriftReport(considered, measured["revised"])

    def judged(
        self, document: Document, edits: Sequence[Edit], dialect: Kept
    ) -> list[tuple[Sentence, Edit, Judgement]]:
        """Judge the edits of a pasted revision, all in one go.

        ``edits`` are sorted and disjoint, in offsets of the document. Returns each with the passage
        that it was judged in, in the same order.
        """
        found = list(by_passage(document, edits))
        passages = []
        for passage, listed in found:
            inner = [moved(edit, -passage.start) for edit in listed]
            changes = [Change(passage.text, edit, *dialect) for edit in inner]
            left, right = _surroundings(document.text, passage)
            passages.append(Passage(changes, apply_edits(passage.text, inner), left, right))
        short = [p for p in passages if len(p.sentence) <= LONGEST_PASSAGE]
        told = iter(Witness(self._rewriter).testify(short))
        judged = []
        for (passage, listed), known in zip(found, passages, strict=True):
            read = len(known.sentence) <= LONGEST_PASSAGE
            testimonies = next(told) if read else [UNREAD] * len(listed)
            judgements = Judge.load().judge(known.changes, testimonies)
            judged += [(passage, e, j) for e, j in zip(listed, judgements, strict=True)]
        return judged

    @staticmethod
    def _measured(
        text: str,
        revisions: Mapping[str, tuple[str, Sequence[Considered]]],
        wants: Preferences,
    ) -> dict[str, Drift]:
        """Return the drift of each revision, with the edits that made it, from the mended original.

        A repair is no move of the writer's: what the edits repair is made in the original first.
        """
        from style_models.persona.drift import measure_drift, mended_of

        known: dict[str, Drift] = {}
        for revised, made in revisions.values():
            if revised not in known:
                judged = [(item.edit, item.judgement.p["polish"]) for item in made]
                known[revised] = measure_drift(
                    text,
                    revised,
                    wants.tolerances,
                    mended=mended_of(text, judged),
                    profile=wants.profile,
                    style=wants.style,
                    edit_shifts=[item.judgement.shifts for item in made],
                )
        return {name: known[revised] for name, (revised, _) in revisions.items()}


def load_pipeline(model: str | None = None) -> Pipeline:
    """Return a pipeline for ``model`` (by default ``OWNVOICE_MODEL`` or the embedded one).

    Cheap: models are loaded on first use, and :class:`ModelMissing` is raised then.
    """
    return Pipeline(model)


@contextmanager
def timed(clock: dict[str, float], stage: str) -> Iterator[None]:
    """Add the seconds spent inside to ``clock[stage]``."""
    began = time.perf_counter()
    try:
        yield
    finally:
        clock[stage] += time.perf_counter() - began


def moved(edit: Edit, by: int) -> Edit:
    """Return the edit ``by`` characters further on."""
    return Edit(edit.start + by, edit.end + by, edit.before, edit.after, edit.type, edit.origin)


def _surroundings(text: str, passage: Sentence) -> tuple[str, str]:
    """Return the text on both sides that readers hear a passage in."""
    around = max(0, HEARING_RANGE - len(passage.text)) // 2
    return text[max(0, passage.start - around) : passage.start], text[
        passage.end : passage.end + around
    ]


def _demoted(judgement: Judgement) -> Judgement:
    reason = "the repairs of this sentence do not fit together: you decide"
    return Judgement("unsure", judgement.p, reason, None, judgement.shifts)


def _context(document: Document, index: int) -> str:
    """Return the sentence before, if it stands in the same paragraph."""
    if index == 0:
        return ""
    before, here = document.sentences[index - 1], document.sentences[index]
    if before.paragraph != here.paragraph or not before.is_english:
        return ""
    return " ".join(before.text.split())[-CONTEXT_CHARACTERS:]


def by_passage(document: Document, edits: Sequence[Edit]) -> Iterator[tuple[Sentence, list[Edit]]]:
    """Group edits by the sentences they touch; an edit over several makes one longer passage."""
    passages: list[tuple[int, int, list[Edit]]] = []
    for edit in edits:
        inside = [s for s in document.sentences if s.start <= edit.end and edit.start <= s.end]
        # At a border between two sentences the edit belongs to the one that it lies in.
        if len(inside) > 1 and edit.start == edit.end:
            inside = [s for s in inside if s.start <= edit.start < s.end] or inside[:1]
        start = min([edit.start, *(s.start for s in inside)])
        end = max([edit.end, *(s.end for s in inside)])
        if passages and passages[-1][1] > start:
            first, last, listed = passages.pop()
            passages.append((min(first, start), max(last, end), [*listed, edit]))
        else:
            passages.append((start, end, [edit]))
    for start, end, listed in passages:
        yield Sentence(start, end, document.text[start:end], "en", 0), listed


def _notes(document: Document, mode: Mode) -> Iterator[str]:
    foreign: dict[str, int] = {}
    for sentence in document.sentences:
        if not sentence.is_english:
            foreign[sentence.language] = foreign.get(sentence.language, 0) + 1
    for language, count in foreign.items():
        what = "1 sentence" if count == 1 else f"{count} sentences"
        yield f"{what} not in English ({language}) left alone"
    if not mode.offered:
        yield f"no model here has learned the mode {mode.name} yet: only errors were repaired"
