"""Check every response against the server's own OpenAPI document."""

from __future__ import annotations

import json
import re
from typing import Any

from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012
from werkzeug.test import TestResponse

PROBLEM = "application/problem+json"
BASE = "http://127.0.0.1:8737"


class Contract:
    """An OpenAPI document that responses are checked against."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        resource = Resource.from_contents(document, default_specification=DRAFT202012)
        self._registry: Registry[Any] = Registry().with_resource("urn:openapi", resource)

    def check_schema(self, reference: str, value: Any) -> None:
        """Fail unless ``value`` fits the component that ``#/components/...`` names."""
        schema = {"$ref": f"urn:openapi{reference}"}
        Draft202012Validator(schema, registry=self._registry).validate(value)

    def operation(self, method: str, path: str) -> dict[str, Any] | None:
        """Return the description of what a request was for."""
        exact = self.document["paths"].get(path)
        candidates = [exact] if exact else []
        candidates += [
            item
            for template, item in self.document["paths"].items()
            if re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", template), path)
        ]
        return next((item[method] for item in candidates if method in item), None)

    def check(self, method: str, path: str, status: int, content_type: str, body: str) -> None:
        """Fail unless the response is one that the document describes."""
        kind = content_type.partition(";")[0]
        found = self.operation(method.lower(), path.partition("?")[0])
        if found is None:
            assert status in (403, 404, 405), f"{method} {path} -> {status} is not described"
            self._check_problem(status, kind, body)
            return
        described = found["responses"].get(str(status))
        assert described is not None, f"{method} {path} -> {status} is not described: {body}"
        assert kind in described["content"], f"{method} {path} -> {kind} is not described"
        if kind == "text/event-stream":
            self._check_events(described["content"][kind]["x-events"], body)
            return
        if kind == PROBLEM:
            self._check_problem(status, kind, body)
        schema = described["content"][kind]["schema"]
        if "$ref" in schema:
            self.check_schema(schema["$ref"], json.loads(body))

    def _check_problem(self, status: int, kind: str, body: str) -> None:
        assert kind == PROBLEM
        problem = json.loads(body)
        self.check_schema("#/components/schemas/ProblemDetails", problem)
        assert problem["status"] == status
        assert problem["detail"]
        assert problem["next_step"]

    def _check_events(self, described: dict[str, Any], body: str) -> None:
        for name, data in events(body):
            self.check_schema(described[name]["$ref"], data)


class CheckedClient:
    """A test client whose every response is checked against the contract."""

    def __init__(self, client: FlaskClient, contract: Contract, token: str | None) -> None:
        self._client = client
        self._contract = contract
        self.token = token

    def __call__(self, method: str, path: str, **options: Any) -> TestResponse:
        headers = dict(options.pop("headers", {}))
        if self.token:
            headers.setdefault("Authorization", f"Bearer {self.token}")
        options.setdefault("base_url", BASE)
        response = self._client.open(path, method=method, headers=headers, **options)
        if path.startswith("/v1/") and method != "OPTIONS":
            self._contract.check(
                method, path, response.status_code, response.content_type, response.text
            )
        return response

    def get(self, path: str, **options: Any) -> TestResponse:
        return self("GET", path, **options)

    def post(self, path: str, **options: Any) -> TestResponse:
        return self("POST", path, **options)

    def delete(self, path: str, **options: Any) -> TestResponse:
        return self("DELETE", path, **options)


def events(body: str) -> list[tuple[str, Any]]:
    """Return name and data of each server-sent event."""
    found = []
    for block in body.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line)
        if "event" in fields:
            found.append((fields["event"], json.loads(fields["data"])))
    return found
