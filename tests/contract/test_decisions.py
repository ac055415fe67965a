"""Decisions: kept once, and felt in the next rewrite."""

from __future__ import annotations

import uuid
from typing import Any

from checked import CheckedClient
from served import Served

TEXT = "Yesterday they was late. I ate a apple."


def decision(rewrite: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid4()),
        "rewrite_id": rewrite["id"],
        "edit_id": rewrite["edits"][0]["id"],
        "action": "reject",
        "shown": {"order": 0, "default": "on", "framing": "panel"},
        **more,
    }


def test_a_decision_is_kept_with_its_edit(client: CheckedClient) -> None:
    rewrite = client.post("/v1/rewrites", json={"text": TEXT}).json
    response = client.post("/v1/decisions", json=decision(rewrite))
    assert response.status_code == 201
    kept = response.json
    assert (kept["sentence"], kept["offset"]) == ("Yesterday they was late.", 15)
    assert (kept["before"], kept["after"]) == ("was", "were")
    assert client.get("/v1/decisions").json["decisions"] == [kept]


def test_sending_it_again_changes_nothing(client: CheckedClient) -> None:
    rewrite = client.post("/v1/rewrites", json={"text": TEXT}).json
    sent = decision(rewrite)
    first = client.post("/v1/decisions", json=sent)
    again = client.post("/v1/decisions", json=sent)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    other = client.post("/v1/decisions", json={**sent, "action": "accept"})
    assert other.status_code == 409
    assert other.json["cause"] == "conflict"
    assert len(client.get("/v1/decisions").json["decisions"]) == 1


def test_unknown_rewrites_edits_and_other_writers(client: CheckedClient) -> None:
    rewrite = client.post("/v1/rewrites", json={"text": TEXT, "writer": "Zoë"}).json
    for more in ({"rewrite_id": "none"}, {"edit_id": "e99"}, {"writer": "me"}):
        response = client.post("/v1/decisions", json=decision(rewrite, **more))
        assert response.status_code == 404
        assert response.json["cause"] == "unknown_rewrite"
    own = client.post("/v1/decisions", json=decision(rewrite, writer="Zoë"))
    assert own.json["writer"] == "Zoë"
    assert client.get("/v1/decisions").json["decisions"] == []


def test_actions(client: CheckedClient) -> None:
    rewrite = client.post("/v1/rewrites", json={"text": TEXT}).json
    for action in ("accept", "reject", "undo", "ignore", "dismiss"):
        assert (
            client.post("/v1/decisions", json=decision(rewrite, action=action)).status_code == 201
        )
    revised = decision(rewrite, action="revise", text="had been")
    assert client.post("/v1/decisions", json=revised).json["text"] == "had been"
    assert client.post("/v1/decisions", json=decision(rewrite, action="love")).status_code == 422
    assert client.post("/v1/decisions", json=decision(rewrite, id="")).status_code == 422


def test_a_rejection_holds_the_edit_back_next_time(served: Served, client: CheckedClient) -> None:
    rewrite = client.post("/v1/rewrites", json={"text": TEXT}).json
    client.post("/v1/decisions", json=decision(rewrite))
    again = client.post("/v1/rewrites", json={"text": TEXT}).json
    first, second = again["edits"]
    assert (first["applied"], first["held_by"]) == (False, "preference")
    assert second["applied"]
    assert again["result"] == "Yesterday they was late. I ate an apple."
