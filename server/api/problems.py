"""Problem details (RFC 9457): one table of all that can go wrong, one shape for all of it."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from server.failures import log_error
from style_models.errors import Cancelled, InputError

CONTENT_TYPE = "application/problem+json"

log = logging.getLogger("ownvoice.api")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: HTTP status, what happened, and what the reader can do about it."""

    status: int
    title: str
    next_step: str


# By cause. A cause is also the ``kind`` of the error that leads to it.
KINDS: dict[str, Kind] = {
    "malformed": Kind(400, "The request cannot be read", "Send valid JSON in UTF-8."),
    "bad_input": Kind(422, "The request cannot be worked on", "Correct what the detail names."),
    "not_paired": Kind(
        401,
        "This program is not paired with Ownvoice",
        "Start a pairing, then type the code that Ownvoice shows in its terminal and on its page.",
    ),
    "refused": Kind(
        403,
        "Ownvoice does not answer this site",
        "Use Ownvoice from its own page or from the browser extension.",
    ),
    "wrong_code": Kind(
        403, "The code is wrong", "Type the code that Ownvoice shows in its terminal."
    ),
    "not_found": Kind(404, "There is nothing here", "See /v1/openapi.json for all addresses."),
    "unknown_writer": Kind(404, "No such writer", "Name a writer that GET /v1/writers lists."),
    "unknown_rewrite": Kind(404, "No such rewrite or edit", "Rewrite the text anew."),
    "unknown_command": Kind(404, "No such command", "Name a command that GET /v1/commands lists."),
    "unknown_pairing": Kind(404, "No such pairing", "Start a new pairing."),
    "method": Kind(405, "This address does not know the method", "See /v1/openapi.json."),
    "version": Kind(
        409,
        "The program and Ownvoice speak different versions",
        "Update the older of the two: the browser extension or Ownvoice.",
    ),
    "conflict": Kind(409, "The id is already used", "Make a new id for a new decision."),
    "too_long": Kind(413, "The text is too long", "Split the text and send the parts."),
    "media_type": Kind(
        415, "The request is not JSON", "Send the header 'Content-Type: application/json'."
    ),
    "invalid": Kind(422, "The request has wrong fields", "Correct the fields that are named."),
    "bad_name": Kind(422, "The name cannot be used", "Choose another name."),
    "empty": Kind(422, "The text is empty", "Send a text with at least one word."),
    "not_text": Kind(422, "This is not text", "Send text without NUL characters, in UTF-8."),
    "bad_command": Kind(422, "The command cannot be kept", "Correct what the detail names."),
    "not_instructed": Kind(
        422,
        "The model follows no instructions",
        "Name a model that does in OWNVOICE_MODEL, or use the mode 'polish'.",
    ),
    "mode": Kind(422, "The mode is not offered", "Use another mode, for example 'polish'."),
    "charter": Kind(422, "No such charter", "Leave the charter out; GET /v1/charters lists all."),
    "busy": Kind(429, "Ownvoice is busy", "Wait as long as Retry-After says and try again."),
    "internal": Kind(
        500,
        "Something went wrong in Ownvoice",
        "Try again; if it happens again, report it with the terminal's last lines.",
    ),
    "later": Kind(501, "This comes in a later version", "Go on without it."),
    "engine_failed": Kind(
        502,
        "The model that proposes wordings could not be asked",
        "See that the endpoint named in OWNVOICE_MODEL runs and knows the model, or name another model.",
    ),
    "model_missing": Kind(
        503, "A model is missing", "Run 'ownvoice models pull' once, then try again."
    ),
    "store": Kind(503, "What is kept cannot be reached", "Run 'ownvoice doctor'."),
    "stopped": Kind(503, "The work was stopped", "Try again."),
}


class Problem(Exception):
    """Raised by a view: answered as problem details. ``more`` are further members."""

    def __init__(self, cause: str, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.cause = cause
        self.detail = detail
        self.more = more


def problem_of(error: Exception) -> Problem:
    """Return the problem that an exception means to the client."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, Cancelled):
        return Problem("stopped", "The work was stopped before it was done.")
    if isinstance(error, InputError):
        names = ("limit", "length", "tries_left")
        more = {name: getattr(error, name) for name in names if hasattr(error, name)}
        if hasattr(error, "wait"):
            more["retry_after"] = error.wait
        # Our errors say what is wrong, a colon, and what to do.
        what, _, step = str(error).rpartition(": ")
        if what:
            more["next_step"] = _sentence(step)
        cause = error.kind if error.kind in KINDS else "bad_input"
        return Problem(cause, _sentence(what or step), **more)
    return Problem("internal", "An unexpected error; the text was left as it was.")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def as_json(problem: Problem) -> dict[str, Any]:
    """Return the problem's details."""
    kind = KINDS[problem.cause]
    return {
        "type": f"urn:ownvoice:problem:{problem.cause.replace('_', '-')}",
        "title": kind.title,
        "status": kind.status,
        "detail": problem.detail,
        "cause": problem.cause,
        "next_step": kind.next_step,
        **problem.more,
    }


def respond(problem: Problem) -> Response:
    """Return the problem as an HTTP response."""
    body = as_json(problem)
    response = Response(
        json.dumps(body, ensure_ascii=False), status=body["status"], content_type=CONTENT_TYPE
    )
    if problem.cause == "not_paired":
        response.headers["WWW-Authenticate"] = 'Bearer realm="ownvoice"'
    if "retry_after" in problem.more:
        response.headers["Retry-After"] = str(problem.more["retry_after"])
    return response


def register(app: Flask) -> None:
    """Answer every error of the app as problem details."""
    app.register_error_handler(Exception, _handle)


def _handle(error: Exception) -> Response:
    if isinstance(error, HTTPException):
        return _handle_http(error)
    problem = problem_of(error)
    if problem.cause == "internal":
        log_error(log, "an unexpected error", error)
    return respond(problem)


def _handle_http(error: HTTPException) -> Response:
    if error.code == 404:
        return respond(Problem("not_found", "No page or resource has this address."))
    if error.code == 405:
        response = respond(Problem("method", f"{request.method} is not possible here."))
        if allowed := getattr(error, "valid_methods", None):
            response.headers["Allow"] = ", ".join(sorted(allowed))
        return response
    if error.code == 413:
        from style_models.text.document import LONGEST_TEXT

        # The limit that a writer can go by is the text's; the body's only guards the memory.
        told = f"The request is too large; a text may have {LONGEST_TEXT:,} characters."
        limits = {"limit": LONGEST_TEXT, "limit_bytes": request.max_content_length}
        return respond(Problem("too_long", told, **limits))
    if error.code == 415:
        return respond(Problem("media_type", "The body must be JSON."))
    if error.code is not None and error.code < 400:
        return Response(status=error.code, headers=error.get_headers())
    if error.code is not None and error.code < 500:
        return respond(Problem("malformed", error.description or error.name))
    return respond(problem_of(error))
