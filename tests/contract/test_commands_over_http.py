"""Custom commands over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from checked import CheckedClient, Contract, events
from endpoint import said, text_of
from served import PORT, Served

from server.api.app import create_app
from server.api.openapi import document
from server.api.services import Services
from server.engine import Engine
from server.store.repository import open_store

FRIENDLIER = {"instruction": "Make it friendlier to a customer.", "axes": ["friendliness"]}
TEXT = "We definately got your 2 letters. You must send it back."


def put(client: CheckedClient, name: str, body: Any) -> Any:
    return client("PUT", f"/v1/commands/{name}", json=body)


def test_commands_are_kept_shown_and_removed(client: CheckedClient) -> None:
    assert client.get("/v1/commands").json == {"commands": []}
    kept = put(client, "kinder", FRIENDLIER)
    assert kept.status_code == 200
    expected = {"name": "kinder", **FRIENDLIER, "axes": ["+friendliness"]}
    assert kept.json == expected
    assert client.get("/v1/commands").json == {"commands": [expected]}
    assert client.get("/v1/commands/kinder").json == expected
    assert put(client, "kinder", {"instruction": "Be kind."}).json["axes"] == []
    assert client.delete("/v1/commands/kinder").json == {"commands": []}
    for answer in (client.get("/v1/commands/kinder"), client.delete("/v1/commands/kinder")):
        assert answer.status_code == 404
        assert answer.json["cause"] == "unknown_command"


@pytest.mark.parametrize(
    ("name", "body", "cause"),
    [
        ("kinder", {"instruction": "x" * 501}, "bad_command"),
        ("kinder", {"instruction": "  "}, "bad_command"),
        ("kinder", {"instruction": "Be kind.", "axes": ["kindness"]}, "bad_command"),
        ("kinder", {"instruction": 5}, "invalid"),
        ("kinder", {}, "invalid"),
        ("kinder", {"instruction": "Be kind.", "mood": 1}, "invalid"),
        ("a$b", {"instruction": "Be kind."}, "bad_name"),
    ],
)
def test_what_cannot_be_kept_is_told(
    client: CheckedClient, name: str, body: Any, cause: str
) -> None:
    answer = put(client, name, body)
    assert answer.status_code == 422
    assert answer.json["cause"] == cause
    assert client.get("/v1/commands").json == {"commands": []}


def test_commands_need_a_token(served: Served) -> None:
    stranger = served.client()
    assert stranger.get("/v1/commands").status_code == 401
    assert put(stranger, "kinder", FRIENDLIER).status_code == 401


def test_a_model_that_only_repairs_is_no_answer_to_a_command(client: CheckedClient) -> None:
    put(client, "kinder", FRIENDLIER)
    for accept in ("application/json", "text/event-stream"):
        answer = client.post(
            "/v1/rewrites", json={"text": TEXT, "command": "kinder"}, headers={"Accept": accept}
        )
        assert answer.status_code == 422
        assert answer.json["cause"] == "not_instructed"
        assert "OWNVOICE_MODEL" in answer.json["next_step"]


def test_a_command_by_a_name_that_is_not_there_or_beside_a_mode(client: CheckedClient) -> None:
    unknown = client.post("/v1/rewrites", json={"text": TEXT, "command": "kinder"})
    assert (unknown.status_code, unknown.json["cause"]) == (404, "unknown_command")
    put(client, "kinder", FRIENDLIER)
    both = client.post("/v1/rewrites", json={"text": TEXT, "command": "kinder", "mode": "polish"})
    assert (both.status_code, both.json["cause"]) == (422, "mode")


# ------------------------------------------------------------------ with the real pipeline


@pytest.fixture
def instructed(endpoint: Any, data_dir: Path) -> Iterator[Served]:
    """The app over the real pipeline and an endpoint that rewrites by rules where it is told to."""
    from style_models.pipeline import Pipeline

    def answer(body: Any, handler: Any) -> Any:
        text = text_of(body).replace("definately", "definitely")
        if "friendlier" in body["messages"][0]["content"]:
            text = text.replace("You must send", "Please send").replace("2 letters", "3 letters")
        return 200, said(text), {}

    name = endpoint(answer).name
    store = open_store()
    pipeline = Pipeline(name, engines=("model",))
    engine = Engine(lambda: pipeline)
    services = Services(store=store, engine=engine, port=PORT, announce=lambda line: None)
    app = create_app(services)
    with app.test_request_context():
        contract = Contract(document(app))
    engine.start(warm=False)
    yield Served(app, store, engine, services, pipeline, contract)  # type: ignore[arg-type]
    engine.stop()
    store.close()


@pytest.mark.slow
def test_a_command_goes_the_whole_way(instructed: Served) -> None:
    client = instructed.client(instructed.pair())
    put(client, "kinder", FRIENDLIER)
    body = {"text": TEXT, "command": "kinder"}
    shown = client.post("/v1/rewrites", json=body).json
    assert (shown["mode"], shown["command"]) == ("command", "kinder")
    assert "We definitely got your 2 letters." in shown["result"]
    restyled = [edit for edit in shown["edits"] if edit["after"].startswith("Please")]
    assert restyled
    assert all(edit["verdict"] != "polish" for edit in restyled)
    (number,) = [edit for edit in shown["edits"] if edit["after"] == "3"]
    assert number["held_by"] == "guard:numbers"
    streamed = client.post("/v1/rewrites", json=body, headers={"Accept": "text/event-stream"})
    last = events(streamed.text)[-1]
    assert last[0] == "rewrite"
    assert last[1]["result"] == shown["result"]


@pytest.mark.slow
def test_an_endpoint_that_is_down_is_told_over_http(endpoint: Any, instructed: Served) -> None:
    from style_models.pipeline import Pipeline

    gone = endpoint(lambda body, handler: (200, said(""), {}))
    gone.close()
    instructed.engine._pipeline = Pipeline(gone.name, engines=("model",))
    client = instructed.client(instructed.pair())
    answer = client.post("/v1/rewrites", json={"text": TEXT})
    assert (answer.status_code, answer.json["cause"]) == (502, "engine_failed")
    assert "start it" in answer.json["next_step"].lower()
