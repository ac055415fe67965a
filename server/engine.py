"""The engine: one thread owns the pipeline, requests wait in a bounded line.

The models are not safe to use from several threads, and two texts at once would only share the same
cores. A request whose client has gone leaves the line, or stops between two sentences.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from server.failures import log_error
from style_models.errors import Cancelled, InputError

# Each waiting request holds one of the HTTP server's threads (server.serving.THREADS).
WAITING = 8

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

    def rewrite(
        self,
        text: str,
        *,
        mode: str = ...,
        preferences: Any = ...,
        on_sentence: Callable[[dict[str, Any]], None] | None = ...,
        cancelled: Callable[[], bool] | None = ...,
    ) -> Answer:
        """Rewrite a text."""

    def drift(self, original: str, revised: str, *, preferences: Any = ...) -> Answer:
        """Measure how far the person heard moved."""

    def forget(self) -> None:
        """Drop every sentence that is remembered."""


class Job:
    """One piece of work in the line. ``events`` gives what happens to it."""

    def __init__(self, work: Callable[[PipelineLike, Job], Answer | None]) -> None:
        self._work = work
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

    def events(self, beat: float = 0.5) -> Iterator[tuple[str, Any]]:
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

    def run(self, load: Callable[[], PipelineLike]) -> None:
        """Do the work (called by the engine's thread)."""
        try:
            if self.cancelled:
                raise Cancelled
            self._events.put(("done", self._work(load(), self)))
        except Exception as error:
            self._events.put(("failed", error))

    def fail(self, error: Exception) -> None:
        """End the job without doing it."""
        self._events.put(("failed", error))


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """What health tells: the model's name and device (``None`` until known), and what is wrong."""

    model: str | None
    device: str | None
    ready: bool
    problem: str | None
    health: Literal["ok", "model_missing", "failed"]


class Engine:
    """Owns the pipeline that ``load`` returns, in one thread; at most ``waiting`` jobs wait."""

    def __init__(self, load: Callable[[], PipelineLike], waiting: int = WAITING) -> None:
        self._load = load
        self._most = waiting
        self._line: deque[Job] = deque()
        self._news = threading.Condition()
        self._running: Job | None = None
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
            if self._running:
                self._running.cancel()
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
        )

    def submit(self, work: Callable[[PipelineLike, Job], Answer | None]) -> Job:
        """Put work in line and return its job; :class:`Busy` if the line is full."""
        with self._news:
            gone = [job for job in self._line if job.cancelled]
            for job in gone:
                self._line.remove(job)
            if self._stopping or len(self._line) >= self._most:
                raise Busy(max(1, min(120, round(self._seconds * len(self._line)))))
            job = Job(work)
            self._line.append(job)
            self._news.notify()
            return job

    def forget(self) -> None:
        """Drop all remembered sentences, after the text in work and before any that waits."""

        def work(pipeline: PipelineLike, job: Job) -> None:
            pipeline.forget()

        with self._news:
            if not self._stopping and (self._running or self._pipeline):
                self._line.appendleft(Job(work))
                self._news.notify()

    def _run(self) -> None:
        while True:
            with self._news:
                while not self._line and not self._stopping:
                    self._news.wait()
                if self._stopping:
                    return
                self._running = self._line.popleft()
            started = time.monotonic()
            self._running.run(self._loaded)
            self._seconds = 0.7 * self._seconds + 0.3 * (time.monotonic() - started)
            self._running = None

    def _loaded(self) -> PipelineLike:
        if self._pipeline is None:
            try:
                self._pipeline = self._load()
            except Exception as error:
                self._failed("the pipeline could not be loaded", error)
                raise
            finally:
                self._known.set()
        return self._pipeline

    def _warm(self, pipeline: PipelineLike) -> None:
        try:
            pipeline.warm()
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
