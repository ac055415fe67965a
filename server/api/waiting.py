"""Wait for a job, and notice when the client went away meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import request

from server.api.problems import problem_of
from server.engine import Job
from style_models.errors import Cancelled


def client_gone() -> Callable[[], bool]:
    """Return a function that tells whether the current request's client has hung up."""
    # waitress watches the connection while it works (channel_request_lookahead).
    told = request.environ.get("waitress.client_disconnected")
    return told if callable(told) else lambda: False


def finished(job: Job, gone: Callable[[], bool]) -> Any:
    """Return what the job comes to; cancel it if the client goes away."""
    try:
        for name, value in job.events():
            if name == "done":
                return value
            if gone():
                break
    finally:
        job.cancel()
    raise problem_of(Cancelled())
