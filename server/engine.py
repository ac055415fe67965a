"""The engine: one thread owns the pipeline, requests wait in a bounded line.

The models are not safe to use from several threads. Texts of several clients go side by side: each
hands out a few sentences, and all are worked on in one batch, so that a short text does not wait for
a long one. A request whose client has gone leaves the line, or stops where the pipeline looks next.

Models are loaded when they are first needed, and leave memory after an idle time. Where memory runs
out over a batch it is halved, and where it runs out over one sentence on a GPU, the CPU goes on.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeVar

from server.failures import log_error
from style_models.errors import Cancelled, InputError
from style_models.heeding import heeding

# Each waiting request holds one of the HTTP server's threads (server.serving.THREADS).
WAITING = 8
TOGETHER = 4
"""Texts that are worked on side by side."""
BEAT = 0.05
"""Seconds between two looks at whether a client that waits is still there."""

T = TypeVar("T")

log = logging.getLogger("ownvoice.engine")


class Busy(InputError):
    """The line is full; try again in ``wait`` seconds."""

    kind = "busy"

    def __init__(self, wait: int) -> None:
        super().__init__(f"other texts are being worked on: try again in {wait} seconds")
        self.wait = wait


class Answer(Protocol):
    """What the pipeline returns: an object with public JSON."""

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON."""


class PipelineLike(Protocol):
    """The part of :class:`style_models.pipeline.Pipeline` that the engine and its users need."""

    @property
    def name(self) -> str:
        """The model's name."""

    @property
    def device(self) -> str:
        """What the model runs on."""

    def warm(self) -> None:
        """Load every model now."""

    def unload(self, device: str | None = None) -> None:
        """Drop every model; they are loaded again when needed, on ``device`` (``None``: the best)."""

    def drift(self, original: str, revised: str, *, preferences: Any = ...) -> Answer:
        """Measure how far the person heard moved."""

    def begin(
        self,
        text: str,
        *,
        mode: Any = ...,
        preferences: Any = ...,
        on_sentence: Callable[[dict[str, Any]], None] | None = ...,
        cancelled: Callable[[], bool] | None = ...,
    ) -> Any:
        """Return a run: ``batches(most)`` of tasks, then ``finish()``."""

    def work(self, tasks: Sequence[Any]) -> None:
        """Work on tasks of any number of runs."""

    def forget(self) -> None:
        """Drop every sentence that is remembered."""


Steps = Generator[Sequence[Any], None, Answer]
"""Work that goes side by side with other such work: yields tasks for the pipeline, returns the answer."""

Work = Callable[[PipelineLike, "Job"], "Answer | Steps | None"]


class Job:
    """One piece of work in the line. ``events`` gives what happens to it.

    ``alone``: it does not begin before all that is in work has ended.
    """

    def __init__(self, work: Work, *, alone: bool = False) -> None:
        self._work = work
        self.alone = alone
        self.notes: list[str] = []
        """What happened to it that its client should know."""
        self.spared: Callable[[Callable[[], Any]], Any] = _as_it_is
        """Calls what it is given; where memory runs out on a GPU, once more on the CPU."""
        self._events: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
        self._cancelled = threading.Event()

    @property
    def cancelled(self) -> bool:
        """Tell whether nobody waits for the answer any more."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Say that nobody waits for the answer any more."""
        self._cancelled.set()

    def tell(self, sentence: Mapping[str, Any]) -> None:
        """Announce a sentence that is done (called by the pipeline)."""
        self._events.put(("sentence", dict(sentence)))

    def events(self, beat: float = BEAT) -> Iterator[tuple[str, Any]]:
        """Yield ``("sentence", dict)`` as they come and at last ``("done", Answer)``.

        Every ``beat`` seconds without news, ``("wait", None)`` gives the caller a chance to notice
        that the client has gone. Raises what the work raised, :class:`Cancelled` if it was cancelled.
        """
        while True:
            try:
                name, value = self._events.get(timeout=beat)
            except queue.Empty:
                yield "wait", None
                continue
            if name == "failed":
                raise value
            yield name, value
            if name == "done":
                return

    def start(self, load: Callable[[], PipelineLike]) -> Steps | None:
        """Do the work (called by the engine's thread); if it goes in steps, return them undone."""
        try:
            if self.cancelled:
                raise Cancelled
            with heeding(self._cancelled.is_set):
                found = self.spared(lambda: self._work(load(), self))
        except Exception as error:
            self.fail(error)
            return None
        if isinstance(found, Generator):
            return found
        self._events.put(("done", found))
        return None

    def step(self, steps: Steps) -> Sequence[Any] | None:
        """Return the next tasks, or ``None`` once the job has ended, well or not."""
        try:
            with heeding(self._cancelled.is_set):
                return next(steps)
        except StopIteration as end:
            self._events.put(("done", end.value))
        except Exception as error:
            self.fail(error)
        return None

    def fail(self, error: Exception) -> None:
        """End the job without doing it."""
        self._events.put(("failed", error))


@dataclass(slots=True, eq=False)
class _Running:
    """A job in work, its steps if it goes in steps, and the tasks that it has handed out."""

    job: Job
    steps: Steps | None = None
    tasks: Sequence[Any] = ()
    started: float = field(default_factory=time.monotonic)


def _as_it_is(work: Callable[[], T]) -> T:
    return work()


def _is_out_of_memory(error: Exception) -> bool:
    # torch.OutOfMemoryError by name: this module does not load torch. Some of its back ends tell it
    # in words alone.
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return True
    told = str(error) if isinstance(error, RuntimeError) else ""
    return "out of memory" in told or "ALLOC_FAILED" in told


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """What health tells: the model's name and device (``None`` until known), and what is wrong.

    ``resting``: the models have left memory and come back with the next text. ``working`` and
    ``waiting`` count the texts in work and in line.
    """

    model: str | None
    device: str | None
    ready: bool
    problem: str | None
    health: Literal["ok", "model_missing", "failed"]
    resting: bool
    working: int
    waiting: int


class Engine:
    """Owns the pipeline that ``load`` returns, in one thread.

    Parameters
    ----------
    load : called once, in the engine's thread.
    waiting : most jobs that wait in line.
    idle_seconds : how long nothing is asked until the models leave memory; 0 or ``None`` for never.
    """

    def __init__(
        self,
        load: Callable[[], PipelineLike],
        waiting: int = WAITING,
        idle_seconds: float | None = None,
    ) -> None:
        self._load = load
        self._most = waiting
        self._idle_seconds = idle_seconds if idle_seconds and idle_seconds > 0 else None
        self._last_used = time.monotonic()
        self._in_memory = False
        self._moved = False
        self._line: deque[Job] = deque()
        self._news = threading.Condition()
        self._running: list[_Running] = []
        self._stopping = False
        self._pipeline: PipelineLike | None = None
        self._problem: str | None = None
        self._health: Literal["ok", "model_missing", "failed"] = "ok"
        self._known = threading.Event()
        self._ready = False
        self._seconds = 5.0
        self._thread = threading.Thread(target=self._run, name="ownvoice-engine", daemon=True)

    def start(self, *, warm: bool = True) -> None:
        """Start the thread; with ``warm`` the models are loaded before anybody asks."""
        self._thread.start()
        if warm:
            self.submit(lambda pipeline, job: self._warm(pipeline))

    def stop(self, patience: float = 3.0) -> bool:
        """Cancel what runs and waits, and end the thread; tell whether it ended in time.

        A text stops between two sentences; loading the models cannot be stopped.
        """
        with self._news:
            self._stopping = True
            for running in self._running:
                running.job.cancel()
            for job in self._line:
                job.fail(Cancelled())
            self._line.clear()
            self._news.notify_all()
        if self._thread.is_alive():
            self._thread.join(patience)
        return not self._thread.is_alive()

    def wait_known(self, patience: float) -> EngineStatus:
        """Wait until the model's name and device, or what is wrong, are known; return the status."""
        self._known.wait(patience)
        return self.status()

    def status(self) -> EngineStatus:
        """Return what is known now."""
        pipeline = self._pipeline
        return EngineStatus(
            model=pipeline.name if pipeline else None,
            device=pipeline.device if pipeline else None,
            ready=self._ready,
            problem=self._problem,
            health=self._health,
            resting=pipeline is not None and not self._in_memory and self._health == "ok",
            working=len(self._running),
            waiting=len(self._line),
        )

    @property
    def waiting(self) -> int:
        """How many jobs are in line, those in work not counted."""
        return len(self._line)

    def submit(self, work: Work) -> Job:
        """Put work in line and return its job; :class:`Busy` if the line is full."""
        with self._news:
            gone = [job for job in self._line if job.cancelled]
            for job in gone:
                self._line.remove(job)
            # Who went away in the middle of the work has left a place, though the batch is not over.
            left = sum(running.job.cancelled for running in self._running)
            if self._stopping or len(self._line) >= self._most + left:
                raise Busy(max(1, min(120, round(self._seconds * len(self._line)))))
            job = Job(work)
            job.spared = self._spared
            self._line.append(job)
            self._news.notify()
            return job

    def forget(self) -> None:
        """Drop all remembered sentences, after the texts in work and before any that waits."""

        def work(pipeline: PipelineLike, job: Job) -> None:
            pipeline.forget()

        with self._news:
            if not self._stopping and (self._running or self._pipeline):
                self._line.appendleft(Job(work, alone=True))
                self._news.notify()

    def _run(self) -> None:
        while True:
            with self._news:
                tired = not self._wait_for_work()
                if self._stopping:
                    for running in self._running:
                        running.job.fail(Cancelled())
                    return
                fresh = _Running(self._line.popleft()) if self._next_may_begin() else None
                if fresh:
                    self._running.append(fresh)
            if tired:
                self._rest()
            elif fresh:
                fresh.steps = fresh.job.start(self._loaded)
                self._advance(fresh)
            else:
                self._step()

    def _wait_for_work(self) -> bool:
        """Wait until there is something to do; tell whether it came before the models may rest."""
        while not self._line and not self._running and not self._stopping:
            left = None
            if self._idle_seconds is not None and self._in_memory:
                left = self._last_used + self._idle_seconds - time.monotonic()
                if left <= 0:
                    return False
            self._news.wait(left)
        return True

    def _rest(self) -> None:
        """Have the models leave memory. Whoever asks meanwhile waits in line."""
        self._ready = self._in_memory = self._moved = False
        try:
            if self._pipeline is not None:
                self._pipeline.unload()
        except Exception as error:
            log_error(log, "the models could not leave memory", error)

    def _next_may_begin(self) -> bool:
        if not self._line:
            return False
        return len(self._running) < (1 if self._line[0].alone else TOGETHER)

    def _step(self) -> None:
        """Work on what all running texts have handed out, in one batch."""
        try:
            self._work([task for running in self._running for task in running.tasks])
        except Cancelled:
            pass  # nobody waits for any of them: each says so itself
        except Exception as error:
            if len(self._running) == 1:
                self._end(self._running[0], error)
            else:
                self._apart()
        for running in list(self._running):
            self._advance(running)

    def _apart(self) -> None:
        """Work on each text by itself, so that one that fails takes no other with it."""
        for running in list(self._running):
            try:
                self._work(running.tasks)
            except Cancelled:
                pass
            except Exception as error:
                self._end(running, error)

    def _work(self, tasks: Sequence[Any]) -> None:
        """Work on the tasks; where memory runs out, on half of them at a time, at last on the CPU."""
        try:
            self._loaded().work(tasks)
            self._ready = True
            return
        except Exception as error:
            if not _is_out_of_memory(error) or (len(tasks) < 2 and not self._may_move()):
                raise
        # Only here have the tensors of the pass that failed gone, with the error that held them.
        if len(tasks) < 2:
            self._move_to_cpu()
            self._work(tasks)
            return
        log.warning("memory ran out over %d sentences: going on with half as many", len(tasks))
        middle = len(tasks) // 2
        self._work(tasks[:middle])
        self._work(tasks[middle:])

    def _spared(self, work: Callable[[], T]) -> T:
        try:
            return work()
        except Exception as error:
            if not _is_out_of_memory(error) or not self._may_move():
                raise
        self._move_to_cpu()
        return work()

    def _may_move(self) -> bool:
        return self._pipeline is not None and self._pipeline.device != "cpu" and not self._moved

    def _move_to_cpu(self) -> None:
        """Load the models anew on the CPU, and stay there until they have rested."""
        pipeline = self._loaded()
        device = pipeline.device
        log.warning("memory ran out on %s over one sentence: going on on the CPU", device)
        pipeline.unload("cpu")
        self._moved = True
        note = (
            f"memory ran out on the GPU ({device}): from there on the CPU worked, which is slower"
        )
        for running in self._running:
            running.job.notes.append(note)

    def _advance(self, running: _Running) -> None:
        tasks = running.job.step(running.steps) if running.steps is not None else None
        if tasks is None:
            self._end(running)
        else:
            running.tasks = tasks

    def _end(self, running: _Running, error: Exception | None = None) -> None:
        if error is not None:
            running.job.fail(error)
        with self._news:
            if running in self._running:
                self._running.remove(running)
        self._last_used = time.monotonic()
        self._seconds = 0.7 * self._seconds + 0.3 * (self._last_used - running.started)

    def _loaded(self) -> PipelineLike:
        if self._pipeline is None:
            try:
                self._pipeline = self._load()
            except Exception as error:
                self._failed("the pipeline could not be loaded", error)
                raise
            finally:
                self._known.set()
        self._in_memory = True
        return self._pipeline

    def _warm(self, pipeline: PipelineLike) -> None:
        try:
            self._spared(pipeline.warm)
        except Exception as error:
            self._failed("the models could not be loaded", error)
        else:
            self._problem, self._health = None, "ok"
            self._ready = True

    def _failed(self, what: str, error: Exception) -> None:
        if isinstance(error, InputError):
            self._problem = str(error)
            self._health = "model_missing" if error.kind == "model_missing" else "failed"
        else:
            self._problem = f"{what} ({type(error).__name__})"
            self._health = "failed"
            log_error(log, what, error)
