"""The OpenAPI document, derived from the views' descriptions and the models of the bodies."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Flask, Response, current_app
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from werkzeug.routing import Rule

from server.api import schemas
from server.api.guard import API_VERSION, VERSION_HEADER
from server.api.operation import Operation, answer, operation
from server.api.problems import CONTENT_TYPE, KINDS
from style_models import __version__

blueprint = Blueprint("openapi", __name__)

EVERYWHERE = ("refused", "method", "internal")
WITH_BODY = ("malformed", "media_type", "invalid", "too_long")
_PARAMETER = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")


@blueprint.get("/v1/openapi.json")
@operation("This document", access="open", answers={200: None})
def show() -> Response:
    """Answer the document."""
    return answer(document(current_app))


def document(app: Flask) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of the app's ``/v1`` addresses."""
    models = [
        found
        for found in vars(schemas).values()
        if isinstance(found, type) and issubclass(found, schemas.Body) and found is not schemas.Body
    ]
    _, definitions = models_json_schema(
        # What comes in and what goes out have the same shape: defaults are always sent.
        [(model, "validation") for model in models],
        ref_template="#/components/schemas/{model}",
    )
    paths: dict[str, dict[str, Any]] = {}
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        described = operation_of(app, rule)
        if described is None:
            continue
        path = paths.setdefault(_PARAMETER.sub(r"{\1}", rule.rule), {})
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            path[method.lower()] = _describe(described, rule)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Ownvoice",
            "version": __version__,
            "summary": "Polish a text and keep its writer's voice, on this machine alone.",
            "description": f"API version {API_VERSION}. Text offsets are Unicode code points.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": definitions["$defs"],
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "ownvoice_PORT"},
            },
        },
    }


def operation_of(app: Flask, rule: Rule) -> Operation | None:
    """Return the description of the view that answers ``rule``, if it is part of the API."""
    return getattr(app.view_functions[rule.endpoint], "operation", None)


def _describe(described: Operation, rule: Rule) -> dict[str, Any]:
    security: dict[str, list[dict[str, list[str]]]] = {
        "open": [],
        "client": [{"token": []}, {"session": []}],
        "page": [{"session": []}],
    }
    spoken = {
        "name": VERSION_HEADER,
        "in": "header",
        "description": "The API version that the client speaks; another than ours is refused.",
        "schema": {"type": "string"},
    }
    parameters: list[dict[str, Any]] = [spoken]
    parameters += [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in _PARAMETER.findall(rule.rule)
    ]
    parameters += [
        {"name": name, "in": "query", "description": meaning, "schema": {"type": "string"}}
        for name, meaning in described.query.items()
    ]
    result: dict[str, Any] = {
        "operationId": rule.endpoint.replace(".", "_"),
        "summary": described.summary,
        "security": security[described.access],
        "parameters": parameters,
        "responses": _responses(described),
    }
    if described.body is not None:
        required = any(field.is_required() for field in described.body.model_fields.values())
        result["requestBody"] = {
            "required": required,
            "content": {"application/json": {"schema": _reference(described.body)}},
        }
    return result


def _responses(described: Operation) -> dict[str, Any]:
    responses: dict[str, Any] = {}
    for status, model in described.answers.items():
        schema = _reference(model) if model else {"type": "object"}
        content: dict[str, Any] = {"application/json": {"schema": schema}}
        if described.events:
            content["text/event-stream"] = {
                "schema": {
                    "type": "string",
                    "description": "Server-sent events; the data of each is JSON: "
                    + ", ".join(f"'{n}' is a {m.__name__}" for n, m in described.events.items()),
                },
                "x-events": {name: _reference(model) for name, model in described.events.items()},
            }
        responses[str(status)] = {
            "description": HTTPStatus(status).phrase,
            "content": content,
        }
    causes = list(EVERYWHERE) + list(described.causes)
    if described.access != "open":
        causes.append("not_paired")
    if described.body is not None:
        causes += WITH_BODY
    if described.query or described.access != "open":
        causes += ["invalid", "version"]
    by_status: dict[int, list[str]] = {}
    for cause in dict.fromkeys(causes):
        by_status.setdefault(KINDS[cause].status, []).append(cause)
    for status, found in sorted(by_status.items()):
        told = "; ".join(f"{cause}: {KINDS[cause].title}" for cause in found)
        responses[str(status)] = {
            "description": told,
            "content": {CONTENT_TYPE: {"schema": _reference(schemas.ProblemDetails)}},
        }
        if status == KINDS["busy"].status:
            responses[str(status)]["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
    return responses


def _reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{model.__name__}"}
