"""Every failure has one shape, a cause and a next step."""

from __future__ import annotations

import json
import threading

import pytest
from checked import PROBLEM, CheckedClient, events
from served import Served

from server.api.problems import KINDS

JSON = "application/json"


@pytest.mark.parametrize(
    ("body", "kind", "status", "cause"),
    [
        (b"{", JSON, 400, "malformed"),
        (b"", JSON, 400, "malformed"),
        (b"[]", JSON, 400, "malformed"),
        (b'{"text": NaN}', JSON, 400, "malformed"),
        (b'{"text": "\xff"}', JSON, 400, "malformed"),
        (b"[" * 100_000, JSON, 400, "malformed"),
        (b'{"text": "a"}', "text/plain", 415, "media_type"),
        (b'{"text": "a"}', "", 415, "media_type"),
        (b"{}", JSON, 422, "invalid"),
        (b'{"text": 3}', JSON, 422, "invalid"),
        (b'{"text": null}', JSON, 422, "invalid"),
        (b'{"text": "a", "mode": "shout"}', JSON, 422, "invalid"),
        (b'{"text": "a", "charter": "x"}', JSON, 422, "charter"),
        (b'{"text": "a", "writer": "a/b"}', JSON, 422, "bad_name"),
        (b'{"text": "a", "writer": ""}', JSON, 200, ""),
        (b'{"text": ""}', JSON, 422, "empty"),
        (b'{"text": " \\n"}', JSON, 422, "empty"),
        (b'{"text": "a\\u0000b"}', JSON, 422, "not_text"),
        (b'{"text": "a\\ud83d"}', JSON, 422, "not_text"),
    ],
)
def test_bad_rewrites(
    client: CheckedClient, body: bytes, kind: str, status: int, cause: str
) -> None:
    response = client.post("/v1/rewrites", data=body, content_type=kind)
    assert response.status_code == status
    if cause:
        assert response.content_type == PROBLEM
        assert response.json["cause"] == cause


def test_unknown_fields_are_named(client: CheckedClient) -> None:
    response = client.post("/v1/rewrites", json={"text": "a", "colour": 1, "b": 2})
    assert response.status_code == 422
    assert response.json["unknown_fields"] == ["b", "colour"]
    assert "colour" in response.json["detail"]


def test_unknown_parameters_are_named(client: CheckedClient) -> None:
    response = client.get("/v1/writers?colour=1")
    assert response.json["unknown_fields"] == ["colour"]


def test_too_long_tells_the_limit(client: CheckedClient) -> None:
    response = client.post("/v1/rewrites", json={"text": "a" * 200_001})
    assert response.status_code == 413
    assert response.json["limit"] == 200_000
    assert response.json["length"] == 200_001
    assert client.post("/v1/rewrites", json={"text": "a" * 200_000}).status_code == 200


def test_a_huge_body_is_refused_in_the_same_shape(client: CheckedClient) -> None:
    response = client.post("/v1/rewrites", data=b" " * 9_000_000, content_type=JSON)
    assert response.status_code == 413
    assert response.json["cause"] == "too_long"
    assert response.json["limit"] == 200_000
    assert response.json["limit_bytes"] == 8 * 1024 * 1024


def test_unknown_addresses_and_methods(client: CheckedClient) -> None:
    assert client.get("/v1/nothing").json["cause"] == "not_found"
    assert client.get("/nothing").json["cause"] == "not_found"
    response = client("PATCH", "/v1/rewrites")
    assert response.status_code == 405
    assert response.json["cause"] == "method"
    assert "POST" in response.headers["Allow"]


@pytest.mark.parametrize("accept", [JSON, "text/event-stream"])
def test_work_that_is_stopped_says_so(served: Served, client: CheckedClient, accept: str) -> None:
    def stop() -> None:
        assert served.pipeline.started.wait(5)
        served.engine.stop()

    thread = threading.Thread(target=stop)
    thread.start()
    body = {"text": "They was here. A slow one."}
    response = client.post("/v1/rewrites", json=body, headers={"Accept": accept})
    thread.join()
    name, told = events(response.text)[-1] if accept != JSON else ("error", response.json)
    assert (name, told["cause"], told["status"]) == ("error", "stopped", 503)


def test_open_addresses_ignore_parameters(served: Served) -> None:
    for path in ("/v1/health", "/v1/openapi.json"):
        assert served.client().get(f"{path}?fresh=1").status_code == 200


def test_a_missing_model_says_what_to_do(served: Served, client: CheckedClient) -> None:
    served.pipeline.missing = True
    for accept in (JSON, "text/event-stream"):
        response = client.post("/v1/rewrites", json={"text": "a"}, headers={"Accept": accept})
        assert response.status_code == 503
        assert response.json["cause"] == "model_missing"
        assert "ownvoice models pull" in response.json["next_step"]
    assert client.post("/v1/drift", json={"original": "a", "revised": "b"}).status_code == 503


def test_an_unexpected_error_tells_and_logs_no_text(
    served: Served, client: CheckedClient, caplog: pytest.LogCaptureFixture
) -> None:
    served.pipeline.broken = True
    response = client.post("/v1/rewrites", json={"text": "my private words"})
    assert response.status_code == 500
    assert response.json["cause"] == "internal"
    for shown in (response.text, caplog.text):
        assert "secret" not in shown
        assert "private words" not in shown
    assert "RuntimeError" in caplog.text


def test_charters_come_later(client: CheckedClient) -> None:
    assert client.get("/v1/charters").json == {"charters": []}
    response = client("PUT", "/v1/charters/review", json={})
    assert response.status_code == 501
    assert response.json["cause"] == "later"


def test_every_cause_is_documented_somewhere(served: Served) -> None:
    described = json.dumps(served.contract.document)
    missing = [cause for cause in KINDS if f"{cause}: " not in described]
    assert missing == ["bad_input"]
