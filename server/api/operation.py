"""Describe a view where it stands: who may call it, what goes in, what comes out.

    @blueprint.post("/v1/drift")
    @operation("Compare two texts", access="client", body=DriftRequest, answers={200: DriftReport})
    def measure(body: DriftRequest) -> Response: ...

The view is called only after the guard let the request pass and the body was read and checked.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from flask import Response, request
from pydantic import BaseModel, ValidationError

from server.api.guard import require
from server.api.problems import Problem

View = Callable[..., Response]


@dataclass(frozen=True)
class Operation:
    """What a view does, for the guard and for OpenAPI. ``query`` maps parameters to meanings."""

    summary: str
    access: Literal["open", "client", "page"]
    answers: Mapping[int, type[BaseModel] | None]
    body: type[BaseModel] | None = None
    causes: tuple[str, ...] = ()
    query: Mapping[str, str] = field(default_factory=dict)
    events: Mapping[str, type[BaseModel]] = field(default_factory=dict)


def operation(
    summary: str,
    *,
    access: Literal["open", "client", "page"],
    answers: Mapping[int, type[BaseModel] | None],
    body: type[BaseModel] | None = None,
    causes: tuple[str, ...] = (),
    query: Mapping[str, str] | None = None,
    events: Mapping[str, type[BaseModel]] | None = None,
) -> Callable[[View], View]:
    """Describe a view; see the module. ``causes`` are problems beyond those that any view has."""
    described = Operation(summary, access, answers, body, causes, query or {}, events or {})

    def describe(view: View) -> View:
        @functools.wraps(view)
        def checked(**arguments: Any) -> Response:
            require(access)
            unknown = sorted(set(request.args) - set(described.query))
            # What anybody may read is read by probes that add a parameter of their own.
            if unknown and (access != "open" or body is not None):
                raise Problem(
                    "invalid",
                    f"Unknown parameters: {', '.join(unknown)}.",
                    unknown_fields=unknown,
                )
            if body is not None:
                arguments["body"] = read_body(body)
            return view(**arguments)

        checked.operation = described  # type: ignore[attr-defined]
        return checked

    return describe


def read_body(model: type[BaseModel]) -> BaseModel:
    """Return the request's body as ``model``; :class:`Problem` says what is wrong with it."""
    raw = request.get_data(cache=False)
    # A body may be left out where nothing in it is needed.
    if raw or any(field.is_required() for field in model.model_fields.values()):
        if request.mimetype != "application/json":
            raise Problem("media_type", "The body must be JSON.")
        data = _parse(raw)
    else:
        data = {}
    if not isinstance(data, dict):
        raise Problem("malformed", "The body must be a JSON object.")
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise _invalid(error) from None


def answer(body: Mapping[str, Any], status: int = 200) -> Response:
    """Return ``body`` as a JSON response."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Response(text, status=status, content_type="application/json")


def _parse(raw: bytes) -> Any:
    try:
        return json.loads(raw.decode("utf-8"), parse_constant=_no_constant)
    except RecursionError:
        raise Problem("malformed", "The JSON is nested too deeply.") from None
    except ValueError as error:
        # The error's own words would repeat parts of the body; its place is enough.
        line = getattr(error, "lineno", None)
        place = f" (line {line}, column {getattr(error, 'colno', 0)})" if line else ""
        raise Problem("malformed", f"The body is not valid JSON in UTF-8{place}.") from None


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _invalid(error: ValidationError) -> Problem:
    unknown, fields = [], {}
    for found in error.errors(include_url=False, include_context=False, include_input=False):
        name = ".".join(str(part) for part in found["loc"])
        if found["type"] == "extra_forbidden":
            unknown.append(name)
        else:
            fields[name] = found["msg"]
    told = []
    if unknown:
        told.append(f"Unknown fields: {', '.join(unknown)}.")
    told += [f"{name}: {message}." for name, message in fields.items()]
    more: dict[str, Any] = {}
    if unknown:
        more["unknown_fields"] = sorted(unknown)
    if fields:
        more["fields"] = fields
    return Problem("invalid", " ".join(told), **more)
