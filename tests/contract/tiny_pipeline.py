"""A pipeline of a few rules, for tests of the server: same shape as the real one, no models.

Like the embedded model it only repairs, and follows no command. It repairs "they was" and "a apple",
would strengthen "maybe" (and is held back), and calls a text slow if it says so. On its GPU, memory
runs out over more sentences at once than ``room``.
"""

from __future__ import annotations

import re
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from style_models.errors import Cancelled, ModelMissing
from style_models.rewriting.engine import NotInstructed
from style_models.rewriting.modes import Mode

RULES = (
    (re.compile(r"\b(?<=they )was\b"), "were", "R:VERB:SVA", "polish"),
    (re.compile(r"\ba(?= apple)"), "an", "R:DET", "polish"),
    (re.compile(r"\bmaybe\b"), "certainly", "R:ADV", "distortion"),
)
SENTENCE = re.compile(r"\S[^.!?\n]*[.!?]*")
NO_DRIFT: dict[str, Any] = {"score": 0.0, "interval": [0.0, 0.0], "unwelcome": 0.0}


class Answered:
    """Public JSON with a ``to_json``."""

    def __init__(self, body: dict[str, Any]) -> None:
        self._body = body

    def to_json(self) -> dict[str, Any]:
        return self._body


@dataclass(eq=False)
class TinyTask:
    """One sentence of a run."""

    run: TinyRun
    start: int
    end: int
    found: list[dict[str, Any]] | None = None


class TinyRun:
    """One text on its way, with the real run's methods."""

    def __init__(
        self,
        pipeline: TinyPipeline,
        text: str,
        mode: str,
        wants: Any,
        on_sentence: Callable[[dict[str, Any]], None] | None,
        gone: Callable[[], bool],
    ) -> None:
        self.text, self.wants, self.gone = text, wants, gone
        self._pipeline, self._mode, self._on_sentence = pipeline, mode, on_sentence
        self._tasks = [TinyTask(self, *match.span()) for match in SENTENCE.finditer(text)]
        self._next = self._taken = 0
        self._edits: list[dict[str, Any]] = []

    @property
    def done(self) -> bool:
        return self._taken == len(self._tasks)

    def todo(self, most: int) -> list[TinyTask]:
        if self.gone():
            raise Cancelled
        fresh = self._tasks[self._next : self._next + most]
        self._next += len(fresh)
        return fresh

    def batches(self, most: int) -> Iterator[list[TinyTask]]:
        together = 1
        while not self.done:
            yield self.todo(together)
            self.take()
            together = most

    def take(self) -> None:
        if self.gone():
            raise Cancelled
        while not self.done and self._tasks[self._taken].found is not None:
            task = self._tasks[self._taken]
            for edit in task.found or []:
                self._edits.append(edit)
                number = len(self._edits)
                edit["id"] = f"e{number}"
                edit["show"] = {
                    "order": number - 1,
                    "default": "on" if edit["applied"] else "off",
                }
            if self._on_sentence:
                told = {"index": self._taken, "total": len(self._tasks)}
                place = {"start": task.start, "end": task.end}
                self._on_sentence({**told, **place, "edits": task.found})
            self._taken += 1

    def finish(self) -> Answered:
        self._pipeline.need(self._pipeline.room_to_measure)
        text, edits = self.text, self._edits
        proposal = _applied(text, edits)
        result = _applied(text, [edit for edit in edits if edit["applied"]])
        return Answered(
            {
                "id": uuid.uuid4().hex,
                "original": text,
                "proposal": proposal,
                "result": result,
                "edits": edits,
                "drift": {"proposal": drift(text, proposal), "result": drift(text, result)},
                "model": {
                    "name": self._pipeline.name,
                    "adapters": [],
                    "device": self._pipeline.device,
                },
                "mode": self._mode,
                "language": "en",
                "timing_ms": dict.fromkeys(
                    ("detect", "propose", "align", "judge", "compose", "measure", "total"), 0.1
                ),
                "notes": [],
                "command": None,
                "profile_distance": None,
            }
        )


class OutOfMemoryError(RuntimeError):
    """Called as torch calls its own."""


class TinyPipeline:
    """See the module. ``released`` lets slow texts go on; ``missing`` plays a model not pulled."""

    name = "rules"
    device = "cpu"

    def __init__(self) -> None:
        self.released = threading.Event()
        self.started = threading.Event()
        self.cancelled = threading.Event()
        self.forgot = threading.Event()
        self.batches: list[int] = []
        self.worked_on = self.worked_on_at_forgetting = 0
        self.missing = False
        self.broken = False
        self.room = 1000
        self.room_to_measure = 1
        self.loaded = False
        self.unloaded: list[str | None] = []

    def warm(self) -> None:
        self._check()
        self.loaded = True

    def unload(self, device: str | None = None) -> None:
        self.loaded = False
        self.unloaded.append(device)
        self.device = device or "cpu"

    def need(self, room: int) -> None:
        """Fail as torch does where a pass needs more memory than the GPU has."""
        self.loaded = True
        if self.device != "cpu" and room > self.room:
            raise OutOfMemoryError("they was out of memory")

    def _check(self) -> None:
        if self.missing:
            raise ModelMissing("the model is not on this machine: run 'ownvoice models pull' once")
        if self.broken:
            raise RuntimeError("a text that is a " + "terces"[::-1])

    def begin(
        self,
        text: str,
        *,
        mode: str | Mode = "polish",
        preferences: Any = None,
        on_sentence: Callable[[dict[str, Any]], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> TinyRun:
        self._check()
        if isinstance(mode, Mode):
            raise NotInstructed(self.name, f"the command {mode.command!r}")
        self.started.set()
        return TinyRun(self, text, mode, preferences, on_sentence, cancelled or (lambda: False))

    def work(self, tasks: Sequence[TinyTask]) -> None:
        self.batches.append(len({id(task.run) for task in tasks}))
        self.need(len(tasks))
        for task in tasks:
            text, run = task.run.text, task.run
            if "slow" in text[task.start : task.end]:
                while not self.released.is_set():
                    if run.gone():
                        self.cancelled.set()
                        raise Cancelled
                    time.sleep(0.01)
            if "explode" in text[task.start : task.end]:
                raise RuntimeError("a text that is a " + "terces"[::-1])
            self.worked_on += 1
            task.found = self._edits(text, task.start, task.end, 0, run.wants)

    def rewrite(self, text: str, **options: Any) -> Answered:
        run = self.begin(text, **options)
        for tasks in run.batches(1):
            self.work(tasks)
        return run.finish()

    def drift(self, original: str, revised: str, *, preferences: Any = None) -> Answered:
        self._check()
        return Answered({"edits": [], "drift": drift(original, revised)})

    def forget(self) -> None:
        self.worked_on_at_forgetting = self.worked_on
        self.forgot.set()

    @staticmethod
    def _edits(text: str, start: int, end: int, count: int, wants: Any) -> list[dict[str, Any]]:
        found = []
        for pattern, after, kind, verdict in RULES:
            for match in pattern.finditer(text, start, end):
                good = verdict == "polish"
                offset = match.start() - start
                again = wants is not None and wants.rejected(
                    text[start:end], offset, match.group(), after
                )
                found.append(
                    {
                        "start": match.start(),
                        "end": match.end(),
                        "before": match.group(),
                        "after": after,
                        "type": kind,
                        "origin": "model",
                        "verdict": verdict,
                        "p": {"polish": 0.9, "distortion": 0.05, "meaning": 0.05}
                        if good
                        else {"polish": 0.1, "distortion": 0.8, "meaning": 0.1},
                        "welcome": 0.9 if good else 0.2,
                        "shifts": {} if good else {"confidence": 0.6},
                        "reason": "agreement" if good else "makes you sound more certain",
                        "applied": good and not again,
                        "held_by": "preference" if again else None if good else "judge",
                    }
                )
        found.sort(key=lambda edit: edit["start"])
        for number, edit in enumerate(found, count):
            edit["id"] = f"e{number + 1}"
            edit["show"] = {"order": number, "default": "on" if edit["applied"] else "off"}
        return found


def drift(before: str, after: str) -> dict[str, Any]:
    """Drift by whether the texts differ at all."""
    if before == after:
        moved, score = 0.0, 0.0
    else:
        moved, score = 4.0, 0.3
    return {
        "score": score,
        "interval": [score / 2, score],
        "unwelcome": score / 3,
        "axes": {
            "confidence": {
                "before": 50.0,
                "after": 50.0 + moved,
                "shift": moved,
                "interval": [moved - 1, moved + 1],
                "shift_sd": moved / 10,
            },
            "age": {
                "before": None,
                "after": None,
                "shift": None,
                "interval": None,
                "why": "fewer than 20 words",
            },
        },
    }


def _applied(text: str, edits: list[dict[str, Any]]) -> str:
    for edit in reversed(edits):
        text = text[: edit["start"]] + edit["after"] + text[edit["end"] :]
    return text
