"""The way a text goes: parse, propose, align, judge, compose, measure.

Data flows one way. Everything a writer has taught comes in as :class:`Preferences`; nothing here
reads a file of the writer's or keeps a text, but for a bounded memory of judged sentences.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from style_models.detecting.detector import forget_readings
from style_models.edits.align import align, apply_edits, forget_passages
from style_models.edits.compose import bound_together
from style_models.edits.edit import Edit
from style_models.edits.restyle import units_of
from style_models.errors import Cancelled
from style_models.exam.exam import is_offered
from style_models.judging.change import Change, parsed
from style_models.judging.guards.dialect import Kept, forget_dialect, kept_in
from style_models.judging.judge import CLASSES, Judge, Judgement
from style_models.judging.lexicon import forget_words
from style_models.judging.witness import UNREAD, Passage, Witness
from style_models.learning.preferences import Preferences
from style_models.models.load import keep_to
from style_models.models.releasing import release
from style_models.persona.home import Home
from style_models.revising import HEARING_RANGE, Reviser, Task, surroundings
from style_models.rewriting.causal import chosen_model, load_rewriter
from style_models.rewriting.engine import (
    CausalEngine,
    NotInstructed,
    RewriteEngine,
    is_own_witness,
    load_engine,
)
from style_models.rewriting.gate import suspicions
from style_models.rewriting.homing import Homing
from style_models.rewriting.modes import Mode, instruction_of, length_shift, licensed, mode_named
from style_models.rewriting.proposing import ENGINES
from style_models.rewriting.tags import forget_inflections
from style_models.text.document import Document, Sentence, check_text, parse
from style_models.text.spelling import forget_spellings

if TYPE_CHECKING:
    from style_models.persona.drift import Drift
    from style_models.rewriting.causal import CausalRewriter

# A repair that this writer wants less often than this is offered, not applied.
LEAST_WELCOME = 0.25
SLIP = 0.3
"""Where the detector is surer of a slip than this, restyling is taken to have left one: sound rewordings
read .1 at most where we looked, "it do not" .7, "we now looking" .97."""
MOST_TOGETHER = 8
"""Sentences of one text that are worked on at once: more would come later, and hardly quicker."""
# A passage longer than this is not read by the language model edit by edit.
LONGEST_PASSAGE = 1200
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
    gain: float = 0.0

    @classmethod
    def of(
        cls, edit: Edit, judgement: Judgement, sentence: Sentence, wants: Preferences
    ) -> Considered:
        """Return a judged edit with how welcome it is to the writer; nothing is decided yet."""
        welcome = wants.welcome(
            sentence=sentence.text,
            before=edit.before,
            after=edit.after,
            type=edit.type,
            verdict=judgement.verdict,
            shifts=judgement.shifts,
        )
        return cls(edit, judgement, sentence, welcome)

    @property
    def restyles(self) -> bool:
        """Whether it is applied though it is no repair."""
        return self.applied and self.judgement.verdict != "polish"

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
    command: str | None = None
    profile_distance: dict[str, float] | None = None

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
            "command": self.command,
            "profile_distance": self.profile_distance,
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


class Run:
    """One text on its way: hands out its sentences, takes them back, decides, measures.

    Used by one thread. ``considered`` holds the edits of the sentences that are done, in order.
    """

    def __init__(
        self,
        pipeline: Pipeline,
        document: Document,
        mode: Mode,
        wants: Preferences,
        on_sentence: Callable[[dict[str, Any]], None] | None,
        gone: Callable[[], bool],
    ) -> None:
        self._pipeline = pipeline
        self._document, self._mode, self._wants = document, mode, wants
        self._on_sentence = on_sentence
        self._gone = gone
        self._dialect = kept_in(document.text, wants)
        # Where the mode is not offered, or the engine follows no instruction, errors are repaired.
        self._restyles = mode.restyles and pipeline.offers(mode)
        self._homing: Homing | None = None
        if self._restyles and mode.by_profile:
            home = Home.of(wants.profile)
            self._homing = Homing(home, document, surroundings, HEARING_RANGE) if home else None
            # A draft that has all of the writer's habits, or a writer without any yet: repaired only.
            self._restyles = bool(self._homing and self._homing.told)
        self._out: list[Task] = []
        self._next = 0
        self._taken = 0
        self.clock = dict.fromkeys(STAGES, 0.0)
        self.started = time.perf_counter()
        self.considered: list[Considered] = []

    @property
    def _instruction(self) -> str | None:
        if not self._restyles:
            return None
        return instruction_of(self._mode, habits=self._homing.told if self._homing else "")

    @property
    def done(self) -> bool:
        """Whether every sentence has been taken back."""
        return self._taken == len(self._document.sentences)

    def todo(self, most: int) -> list[Task]:
        """Return the next sentences to work on, up to ``most``; :class:`Cancelled` if nobody waits.

        Sentences without prose are done already and do not count.
        """
        if self._gone():
            raise Cancelled
        tasks: list[Task] = []
        while len(tasks) < most and self._next < len(self._document.sentences):
            task = Task.of(
                self._document,
                self._next,
                self._dialect,
                self._restyles and self._mode.asks_all,
                self.clock,
                self._gone,
                self._instruction,
            )
            self._out.append(task)
            self._next += 1
            if task.found is None:
                tasks.append(task)
        return tasks

    def batches(self, most: int) -> Iterator[list[Task]]:
        """Yield tasks to work on, up to ``most`` at once, and take them back, until all are done.

        The first sentence is there soon; later ones come in batches, which go quicker.
        """
        together = 1
        while not self.done:
            yield self.todo(together)
            self.take()
            together = min(2 * together, most)

    def take(self) -> None:
        """Decide on the sentences that are done, as far as all before them are, and announce them."""
        if self._gone():
            raise Cancelled
        while self._out and self._out[0].found is not None:
            task = self._out.pop(0)
            fresh = self._decided(task.sentence, task.found or [])
            known = self.considered
            # "it.She": an insertion behind one sentence and an edit before the next share a place.
            if known and fresh and fresh[0].edit.start == known[-1].edit.start:
                fresh = fresh[1:]
            for item in fresh:
                known.append(item)
                item.id, item.order = f"e{len(known)}", len(known) - 1
            if self._on_sentence:
                self._on_sentence(
                    {
                        "index": self._taken,
                        "total": len(self._document.sentences),
                        "start": task.sentence.start,
                        "end": task.sentence.end,
                        "edits": [item.to_json() for item in fresh],
                    }
                )
            self._taken += 1

    def finish(self) -> Rewrite:
        """Measure and return the rewrite; every sentence must have been taken back."""
        if not self.done:
            raise ValueError("a run is finished once all of its sentences are done")
        text, considered = self._document.text, self.considered
        with timed(self.clock, "compose"):
            self._come_home()
        applied = [item for item in considered if item.applied]
        with timed(self.clock, "compose"):
            proposal = apply_edits(text, [item.edit for item in considered])
            result = apply_edits(text, [item.edit for item in applied])
        with timed(self.clock, "measure"):
            made = {"proposal": (proposal, considered), "result": (result, applied)}
            drift = _measured(text, made, self._wants)
        clock = self.clock | {"total": time.perf_counter() - self.started}
        return Rewrite(
            id=uuid.uuid4().hex,
            original=text,
            proposal=proposal,
            result=result,
            edits=considered,
            drift=drift,
            model=self._pipeline.model_of(),
            mode=self._mode.name,
            language=self._document.language,
            timing_ms={stage: round(seconds * 1000, 1) for stage, seconds in clock.items()},
            notes=[*_notes(self._document), *self._pipeline.notes(self._mode), *self._home_notes()],
            command=self._mode.command,
            profile_distance=self._distances(proposal, result),
        )

    def _come_home(self) -> None:
        """See that restyling has brought the whole text nearer to the writer, and put it in order.

        Edits were chosen one by one, in their surroundings; the text as a whole may say otherwise. Then
        the sentences that gained least are given back, half of them at a time.
        """
        if self._homing is None:
            return
        text = self._document.text
        while restyling := [item for item in self.considered if item.restyles]:
            kept = [item.edit for item in self.considered if item.applied]
            repairs = [i.edit for i in self.considered if i.applied and not i.restyles]
            now, before = self._homing.distances(
                [apply_edits(text, kept), apply_edits(text, repairs)]
            )
            if now < before:
                break
            gains: dict[int, float] = {}
            for item in restyling:
                start = item.sentence.start
                gains[start] = gains.get(start, 0.0) + item.gain
            least = sorted(gains, key=lambda start: gains[start])[: (len(gains) + 1) // 2]
            _hold(item for item in restyling if item.sentence.start in least)
        # Repairs first, as they stand in the text; then what brings the text nearest.
        ranked = sorted(
            self.considered,
            key=lambda item: (item.judgement.verdict != "polish", -item.gain, item.edit.start),
        )
        for order, item in enumerate(ranked):
            item.order = order

    def _distances(self, proposal: str, result: str) -> dict[str, float] | None:
        if self._homing is None:
            return None
        texts = {"original": self._document.text, "proposal": proposal, "result": result}
        with timed(self.clock, "measure"):
            found = self._homing.distances(list(texts.values()))
        return {name: round(value, 4) for name, value in zip(texts, found, strict=True)}

    def _home_notes(self) -> Iterator[str]:
        if not self._mode.by_profile or not self._pipeline.offers(self._mode):
            return
        if self._homing is None:
            profile = self._wants.profile
            known = profile.note if profile else "no texts of the writer's own"
            yield f"only errors were repaired: {known} ('ownvoice writer learn NAME FILE')"
        elif not self._homing.told:
            yield "the text has the writer's habits already: only errors were repaired"

    def _decided(
        self, sentence: Sentence, found: Sequence[tuple[Edit, Judgement]]
    ) -> list[Considered]:
        """Turn judgements into applied and held edits, in offsets of the text."""
        wants, mode = self._wants, self._mode
        with timed(self.clock, "compose"):
            items = []
            licences = self._licences(sentence, found)
            for number, (edit, judgement) in enumerate(found):
                item = Considered.of(moved(edit, sentence.start), judgement, sentence, wants)
                item.gain = licences.get(number, 0.0)
                good = judgement.verdict == "polish" or number in licences
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
                    _hold(items[i] for i in group)
            if any(item.restyles for item in items):
                self._keep_whole(sentence, items)
        return items

    def _licences(
        self, sentence: Sentence, found: Sequence[tuple[Edit, Judgement]]
    ) -> dict[int, float]:
        """Return which edits the mode lets through though they are no repairs, with what they gain.

        Gains (in distance to the writer's own texts) are 0 in modes that do not go by the profile.
        """
        if not self._restyles:
            return {}
        if self._homing is not None:
            return self._homing.choose(sentence, found, lambda *told: licensed(self._mode, *told))
        chosen = {}
        for number, (edit, judgement) in enumerate(found):
            counted = length_shift(sentence.text, apply_edits(sentence.text, [edit]))
            if licensed(self._mode, judgement, counted=counted):
                chosen[number] = 0.0
        return chosen

    def _keep_whole(self, sentence: Sentence, items: list[Considered]) -> None:
        """Hold restyling back that is half made: each edit was judged by itself, not what is left of them.

        Edits without a word between them are one rewording. Where some of a sentence's edits are made
        and others not, what comes of it may read worse than both the writer's sentence and the engine's,
        and restyling may leave a slip where there was none ("it do not"): then the writer's stands.
        """
        for unit in units_of(sentence.text, [moved(i.edit, -sentence.start) for i in items]):
            if not all(items[i].applied for i in unit):
                _hold(items[i] for i in unit if items[i].restyles)
        if not any(item.restyles for item in items):
            return
        made, repaired, whole = (
            apply_edits(sentence.text, [moved(item.edit, -sentence.start) for item in chosen])
            for chosen in (
                [item for item in items if item.applied],
                [item for item in items if item.applied and not item.restyles],
                items,
            )
        )
        wrong, before = self._pipeline.suspicion([made, repaired])
        if wrong > max(before, SLIP):
            _hold(item for item in items if item.restyles)
        elif made != whole:
            before, after, proposed = self._pipeline.fluency([sentence.text, made, whole])
            if after < min(before, proposed):
                _hold(item for item in items if item.restyles)


def _hold(items: Iterable[Considered]) -> None:
    for item in items:
        if item.applied:
            item.applied, item.held_by = False, "judge"


class Pipeline:
    """One set of models, used by one thread at a time. Models are loaded on first use."""

    def __init__(
        self,
        model: str | None = None,
        engines: Container[str] = ENGINES,
        engine: RewriteEngine | None = None,
        sits_exam: bool = False,
    ) -> None:
        """Only stores.

        Parameters
        ----------
        model : an engine's name as in :func:`style_models.rewriting.engine.load_engine`.
        engines : which engines propose, of :data:`style_models.rewriting.proposing.ENGINES`.
        engine : an engine itself, instead of that name.
        sits_exam : every mode counts as offered, so that the exam can tell whether it is.
        """
        self._model = model or chosen_model()
        self._given = engine
        self._sits_exam = sits_exam
        self._reviser = Reviser(lambda: self._rewriter, engines, lambda: self._engine)

    @property
    def name(self) -> str:
        """The rewrite model's name."""
        from style_models.models.catalog import REWRITER

        return self._given.name if self._given else self._model or REWRITER

    def offers(self, mode: Mode) -> bool:
        """Tell whether the mode does more here than repair: its exam is passed, and it can be asked.

        There is no exam for a writer's own command: it is enough that the engine can be asked.
        """
        if mode.command is None and not self._sits_exam and not is_offered(self.name, mode.name):
            return False
        return self._engine.instructed

    def notes(self, mode: Mode) -> Iterator[str]:
        """Yield what the writer must be told where the mode does no more here than repair."""
        if mode.command is not None:
            if not mode.sought:
                yield (
                    f"the command {mode.command!r} declares no axes ('ownvoice command add --axes'): "
                    "repairs are applied, everything else is held back for you to choose"
                )
            if not is_offered(self.name, "polish"):
                yield (
                    f"the model {self.name} has not passed the exam for polish ('ownvoice models "
                    "check'): look closely at what it proposes"
                )
            return
        if mode.restyles and not self._engine.instructed:
            yield (
                f"the model {self.name} only repairs errors and follows no instruction, so {mode.name} "
                "did what polish does: name a model that follows instructions in OWNVOICE_MODEL and let "
                "it sit the exam ('ownvoice models check NAME')"
            )
        elif not self._sits_exam and not is_offered(self.name, mode.name):
            yield (
                f"the model has not passed the exam for {mode.name} ('ownvoice models check'): "
                "only errors were repaired"
            )

    @property
    def device(self) -> str:
        """The device that the models run on."""
        from style_models.models.load import best_device

        return best_device()

    @property
    def _rewriter(self) -> CausalRewriter:
        """The judge's witness: the engine itself where it is a causal model, else the embedded one."""
        return load_rewriter(self._model if is_own_witness(self._model) else None)

    @property
    def _engine(self) -> RewriteEngine:
        return self._given or load_engine(self._model)

    def forget(self) -> None:
        """Drop every sentence that is remembered (a writer asked to be erased)."""
        self._reviser.forget()
        forget_passages()
        parsed.cache_clear()
        forget_dialect()
        forget_words()
        forget_readings()
        forget_spellings()
        forget_inflections()

    def unload(self, device: str | None = None) -> None:
        """Drop every model and all that is remembered; the next text loads them again.

        ``device``: what they go to from then on, ``None`` for the best that is here.
        """
        self.forget()
        release()
        keep_to(device)

    def warm(self) -> None:
        """Load every model now, so that the first writer does not wait for it."""
        self.rewrite("This sentence are here to warm the models up.")

    # ------------------------------------------------------------ rewrite

    def rewrite(
        self,
        text: str,
        *,
        mode: str | Mode = "polish",
        preferences: Preferences | None = None,
        on_sentence: Callable[[dict[str, Any]], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Rewrite:
        """Rewrite ``text``.

        Parameters
        ----------
        text : the writer's text, up to 200,000 characters.
        mode : ``check``, ``polish``, ``clarify``, ``concise`` or ``own-voice``, or the mode of a
            :class:`~style_models.rewriting.commands.Command`.
        preferences : what the writer has taught; the population's where ``None``.
        on_sentence : called after each sentence with its edits as JSON.
        cancelled : polled before each sentence; :class:`Cancelled` is raised when it says yes.

        Raises :class:`EmptyText`, :class:`TextTooLong`, :class:`NotText`, :class:`ModelMissing`, and
        :class:`NotInstructed` for a command where the engine only repairs.
        """
        run = self.begin(
            text, mode=mode, preferences=preferences, on_sentence=on_sentence, cancelled=cancelled
        )
        self._through(run)
        return run.finish()

    def begin(
        self,
        text: str,
        *,
        mode: str | Mode = "polish",
        preferences: Preferences | None = None,
        on_sentence: Callable[[dict[str, Any]], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Run:
        """Parse ``text`` and return its run, whose sentences :meth:`work` is to be given.

        For callers that work on several texts at once; parameters and errors as in :meth:`rewrite`.
        """
        chosen = mode_named(mode)
        if chosen.command is not None and not self._engine.instructed:
            raise NotInstructed(self.name, f"the command {chosen.command!r}")
        began = time.perf_counter()
        document = parse(text)
        wants = preferences or Preferences.population()
        run = Run(self, document, chosen, wants, on_sentence, cancelled or (lambda: False))
        run.started = began
        run.clock["detect"] += time.perf_counter() - began
        return run

    def work(self, tasks: Sequence[Task]) -> None:
        """Work on sentences of any number of runs in common batches.

        Those whose run nobody waits for are left; where that is all, :class:`Cancelled` is raised.
        """
        self._reviser.work(tasks)

    def work_through(self, runs: Sequence[Run], most: int) -> None:
        """Work on several texts side by side until all are done, up to ``most`` sentences of each at once."""
        while not all(run.done for run in runs):
            self.work([task for run in runs for task in run.todo(most)])
            for run in runs:
                run.take()

    def considered(
        self,
        document: Document,
        mode: Mode,
        wants: Preferences,
        cancelled: Callable[[], bool] | None = None,
    ) -> list[Considered]:
        """Return every edit of a parsed text with what was decided about it; nothing is measured."""
        run = Run(self, document, mode, wants, None, cancelled or (lambda: False))
        self._through(run)
        return run.considered

    def fluency(self, texts: Sequence[str]) -> list[float]:
        """Return the mean log-probability of each text in nats a character, by the judge's witness."""
        (told,) = self._rewriter.log_probabilities([texts])
        return [p / max(1, len(text)) for p, text in zip(told, texts, strict=True)]

    def suspicion(self, texts: Sequence[str]) -> list[float]:
        """Return how probably there is a slip at the most suspicious place of each sentence."""
        return suspicions(texts)

    def _through(self, run: Run) -> None:
        for tasks in run.batches(MOST_TOGETHER):
            self.work(tasks)

    def model_of(self) -> dict[str, Any]:
        """Return what a rewrite says of the models."""
        adapters = self._engine.adapters if isinstance(self._engine, CausalEngine) else []
        return {"name": self.name, "adapters": adapters, "device": self.device}

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
            item = Considered.of(edit, judgement, passage, wants)
            item.id = f"e{len(considered) + 1}"
            considered.append(item)
        measured = _measured(original, {"revised": (revised, considered)}, wants)
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
            left, right = surroundings(document.text, passage)
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


def _notes(document: Document) -> Iterator[str]:
    foreign: dict[str, int] = {}
    for sentence in document.sentences:
        if not sentence.is_english:
            foreign[sentence.language] = foreign.get(sentence.language, 0) + 1
    for language, count in foreign.items():
        what = "1 sentence" if count == 1 else f"{count} sentences"
        yield f"{what} not in English ({language}) left alone"
