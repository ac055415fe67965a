"""Rewrites: at once as JSON, or sentence by sentence as server-sent events."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from flask import Blueprint, Response, request

from server.api.operation import answer, operation
from server.api.problems import Problem, as_json, problem_of
from server.api.schemas import ProblemDetails, Rewrite, RewriteRequest, SentenceEvent
from server.api.services import Services, services
from server.api.waiting import client_gone, finished
from server.engine import BEAT, Answer, Job, PipelineLike, Steps
from server.store.names import DEFAULT_WRITER, checked_name
from server.store.repository import WriterInfo
from style_models.errors import InputError
from style_models.rewriting.modes import Mode

blueprint = Blueprint("rewrites", __name__)

EVENT_STREAM = "text/event-stream"
MOST_TOGETHER = 4
"""Sentences of one text in a batch: several texts share one."""
BEATS_A_COMMENT = 10
"""A stream without news says that it is still there every so many looks at the client."""


@blueprint.post("/v1/rewrites")
@operation(
    "Rewrite a text; with 'Accept: text/event-stream' sentence by sentence",
    access="client",
    body=RewriteRequest,
    answers={200: Rewrite},
    causes=(
        *("empty", "not_text", "mode", "charter", "bad_name", "busy"),
        *("unknown_command", "not_instructed"),
        *("engine_failed", "model_missing", "store", "stopped"),
    ),
    events={"sentence": SentenceEvent, "rewrite": Rewrite, "error": ProblemDetails},
)
def create(body: RewriteRequest) -> Response:
    """Put the text in line, and answer when it is done or as it gets done."""
    from style_models.text.document import check_text

    check_text(body.text)
    if body.charter is not None:
        raise Problem("charter", f"There is no charter called {body.charter!r}.")
    if body.kind_of_writing:
        checked_name(body.kind_of_writing, "register")
    known = services()
    mode = _mode_of(body, known)
    writer = known.store.writer(body.writer or DEFAULT_WRITER, create=True)
    work = _Work(known, writer, body, mode)
    job = known.engine.submit(work.run)
    if request.accept_mimetypes.best_match(["application/json", EVENT_STREAM]) != EVENT_STREAM:
        return answer(work.keep(finished(job, client_gone())))
    return _stream(work, job)


def _mode_of(body: RewriteRequest, known: Services) -> str | Mode:
    """Return the mode that is asked for, or what stands in its place for a command."""
    if body.command is None:
        return body.mode
    if "mode" in body.model_fields_set:
        raise Problem("mode", "A command takes the place of a mode: send one of the two.")
    return known.store.command(body.command).mode()


class _Work:
    """One rewrite for one writer: what is done in the engine, and what is kept of it."""

    def __init__(
        self, known: Services, writer: WriterInfo, body: RewriteRequest, mode: str | Mode
    ) -> None:
        self._known = known
        self._writer = writer
        self._body = body
        self._mode = mode
        self._sentences: list[tuple[int, int]] = []
        self._notes: list[str] = []

    def run(self, pipeline: PipelineLike, job: Job) -> Steps:
        """Rewrite (in the engine's thread), with the writer's wishes as they are now."""
        self._notes = job.notes

        def tell(sentence: dict[str, Any]) -> None:
            self._sentences.append((sentence["start"], sentence["end"]))
            job.tell(sentence)

        started = pipeline.begin(
            self._body.text,
            mode=self._mode,
            preferences=self._known.store.preferences(
                self._writer.name, learn=self._mode == "own-voice"
            ),
            on_sentence=tell,
            cancelled=lambda: job.cancelled,
        )
        yield from started.batches(MOST_TOGETHER)
        rewrite: Answer = job.spared(started.finish)
        return rewrite

    def keep(self, rewrite: Any) -> dict[str, Any]:
        """Keep the rewrite, so that decisions can refer to it, and return its public JSON."""
        public: dict[str, Any] = rewrite.to_json()
        public["notes"] = [*public["notes"], *self._notes]
        self._known.store.add_rewrite(
            self._writer,
            public,
            sentences=self._sentences,
            register=self._body.kind_of_writing,
            site=self._body.site,
        )
        self._learn_later()
        return public

    def _learn_later(self) -> None:
        """Have texts of the writer's read that have come since the last time, once nobody waits."""
        store, name = self._known.store, self._writer.name
        with suppress(InputError):
            if store.profiles_are_due(name):

                def work(pipeline: Any, job: Job) -> None:
                    with suppress(InputError):
                        store.learn_profiles(name)

                self._known.engine.submit(work)


def _stream(work: _Work, job: Job) -> Response:
    gone = client_gone()
    events = job.events(BEAT)
    # What fails at once (no model, a mode that is not offered) gets its status, not a stream.
    first = next(events)

    def lines() -> Iterator[bytes]:
        waits = 0
        try:
            name, value = first
            while True:
                if name == "wait":
                    if gone():
                        return
                    # The first at once: the head of the answer goes out with it.
                    if waits % BEATS_A_COMMENT == 0:
                        yield b": still at it\n\n"
                    waits += 1
                elif name == "sentence":
                    yield _event("sentence", value)
                else:
                    yield _event("rewrite", work.keep(value))
                    return
                name, value = next(events)
        except Exception as error:
            yield _event("error", as_json(problem_of(error)))
        finally:
            # Reached also when the client went away and the server closed this generator.
            job.cancel()

    response = Response(lines(), content_type=f"{EVENT_STREAM}; charset=utf-8")
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _event(name: str, data: Any) -> bytes:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return f"event: {name}\ndata: {text}\n\n".encode()
