"""Rewrites and drift over HTTP."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from checked import CheckedClient, events
from served import Served

TEXT = "👍🏽 Yesterday they was late. I ate a apple, maybe two."
STREAM = {"Accept": "text/event-stream"}


def wait_until(true: Callable[[], bool], timeout: float = 5) -> None:
    deadline = time.monotonic() + timeout
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_rewrite_is_answered_and_kept(served: Served, client: CheckedClient) -> None:
    response = client.post("/v1/rewrites", json={"text": TEXT, "writer": "Zoë", "site": "x.org"})
    body = response.json
    assert body["original"] == TEXT
    assert body["result"] == TEXT.replace("they was", "they were").replace("a apple", "an apple")
    # Offsets are code points: the emoji with its skin tone counts two.
    assert TEXT[body["edits"][0]["start"] : body["edits"][0]["end"]] == "was"
    kept = served.store.export_writer("Zoë")["rewrites"]
    assert [(row["id"], row["site"]) for row in kept] == [(body["id"], "x.org")]
    assert kept[0]["sentences"] == [[0, 27], [28, 53]]


def test_new_texts_of_the_writer_are_read_after_a_rewrite(
    served: Served, client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    monkeypatch.setattr(type(served.store), "learn_profiles", lambda _, name: read.append(name))
    client.post("/v1/rewrites", json={"text": TEXT, "writer": "Zoë"})
    assert not read  # there are no texts
    client.post("/v1/writers/Zoë/samples", json={"text": "A text of my own."})
    client.post("/v1/rewrites", json={"text": TEXT, "writer": "Zoë"}, headers=STREAM)
    wait_until(lambda: read == ["Zoë"])


def test_a_stream_tells_sentences_and_then_the_rewrite(client: CheckedClient) -> None:
    response = client.post("/v1/rewrites", json={"text": TEXT}, headers=STREAM)
    assert response.content_type.startswith("text/event-stream")
    told = events(response.text)
    assert [name for name, _ in told] == ["sentence", "sentence", "rewrite"]
    listed = [edit["id"] for _, data in told[:-1] for edit in data["edits"]]
    assert listed == [edit["id"] for edit in told[-1][1]["edits"]]


def test_all_fields_of_the_contract_are_taken(client: CheckedClient) -> None:
    body = {
        "text": TEXT,
        "mode": "check",
        "writer": "me",
        "register": "mail",
        "charter": None,
        "site": "mail.example.org",
    }
    assert client.post("/v1/rewrites", json=body).json["mode"] == "check"


def test_a_full_line_is_busy(served: Served, client: CheckedClient) -> None:
    done: list[int] = []

    def send() -> None:
        token = served.client(client.token)
        done.append(token.post("/v1/rewrites", json={"text": "slow"}).status_code)

    threads = [threading.Thread(target=send) for _ in range(3)]
    threads[0].start()
    assert served.pipeline.started.wait(5)
    for thread in threads[1:]:
        thread.start()
    # One is worked on and two wait, which fills this line.
    wait_until(lambda: len(served.engine._line) == 2)
    response = client.post("/v1/rewrites", json={"text": "one more"})
    assert response.status_code == 429
    assert response.json["cause"] == "busy"
    assert int(response.headers["Retry-After"]) >= 1
    served.pipeline.released.set()
    for thread in threads:
        thread.join()
    assert done == [200, 200, 200]


def test_closing_the_stream_stops_the_work(served: Served, client: CheckedClient) -> None:
    raw = served.app.test_client().post(
        "/v1/rewrites",
        json={"text": "They was here. And a slow one."},
        headers={"Authorization": f"Bearer {client.token}", "Host": "127.0.0.1:8737", **STREAM},
        buffered=False,
    )
    assert next(iter(raw.response)).startswith(b"event: sentence")
    raw.close()
    assert served.pipeline.cancelled.wait(5)
    assert served.store.export_writer("me")["rewrites"] == []


def test_a_writer_erased_meanwhile_is_not_brought_back(
    served: Served, client: CheckedClient
) -> None:
    thread = threading.Thread(
        target=lambda: client.post("/v1/rewrites", json={"text": "a slow text"})
    )
    thread.start()
    assert served.pipeline.started.wait(5)
    time.sleep(0.01)
    served.store.erase_writer("me")
    served.pipeline.released.set()
    thread.join()
    assert served.store.export_writer("me")["rewrites"] == []


def test_drift_is_measured(client: CheckedClient) -> None:
    response = client.post("/v1/drift", json={"original": "One text.", "revised": "Another."})
    assert response.json["drift"]["score"] == 0.3
    same = client.post("/v1/drift", json={"original": "One.", "revised": "One.", "writer": "me"})
    assert same.json["drift"]["score"] == 0.0
    nobody = client.post("/v1/drift", json={"original": "a", "revised": "b", "writer": "nobody"})
    assert nobody.json["drift"]["score"] == 0.3
    assert [writer["name"] for writer in client.get("/v1/writers").json["writers"]] == ["me"]
    bad = client.post("/v1/drift", json={"original": "a", "revised": "b", "writer": "a:b"})
    assert bad.json["cause"] == "bad_name"


def test_health_tells_no_secrets(served: Served) -> None:
    health = served.client().get("/v1/health").json
    assert set(health) == {
        "status",
        "version",
        "api",
        "model",
        "device",
        "ready",
        "resting",
        "working",
        "waiting",
    }
