"""Writers: samples, answers, export, and being gone."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from checked import CheckedClient
from served import Served

SECRET = "Zanzibar quokka 7141"


def test_samples_make_a_profile(client: CheckedClient) -> None:
    for text, register in (("One two three.", "mail"), ("Four five.", None)):
        body = {"text": text, "register": register}
        assert client.post("/v1/writers/Zoë/samples", json=body).status_code == 201
    again = client.post("/v1/writers/Zoë/samples", json={"text": "Four five."})
    profile = client.get("/v1/writers/Zoë").json["profile"]
    assert again.status_code == 201
    short = {"reliable": False}
    assert profile == {
        "samples": 2,
        "words": 5,
        "reliable": False,
        "note": "5 words: needs about 800 more",
        "registers": {
            "mail": {**short, "samples": 1, "words": 3, "note": "3 words: needs about 800 more"},
            "": {**short, "samples": 1, "words": 2, "note": "2 words: needs about 800 more"},
        },
    }
    assert len(client.get("/v1/writers/Zoë/samples").json["samples"]) == 2


def test_enough_samples_make_a_reliable_profile(client: CheckedClient) -> None:
    client.post("/v1/writers/me/samples", json={"text": "One more word of mine. " * 200})
    profile = client.get("/v1/writers/me").json["profile"]
    assert profile["reliable"] is True
    assert profile["registers"][""]["note"] == profile["note"] == "1,000 words: enough to go by"


def test_unknown_writers(client: CheckedClient) -> None:
    for path in ("", "/export", "/samples"):
        response = client.get(f"/v1/writers/nobody{path}")
        assert response.status_code == 404
        assert response.json["cause"] == "unknown_writer"
    assert client.delete("/v1/writers/nobody").status_code == 404
    assert client.get("/v1/decisions?writer=nobody").status_code == 404


@pytest.mark.parametrize("name", [" x", "x ", "a" * 65, "a:b", "....", "a%09b"])
def test_bad_names(client: CheckedClient, name: str) -> None:
    response = client.post(f"/v1/writers/{name}/samples", json={"text": "a"})
    assert response.status_code == 422
    assert response.json["cause"] == "bad_name"


@pytest.mark.parametrize("name", ["Zoë", "Zoe\u0308", "李小龙", "हिन्दी", "a.b-c_d 1"])
def test_names_of_any_script(served: Served, client: CheckedClient, name: str) -> None:
    assert client.post("/v1/rewrites", json={"text": "a", "writer": name}).status_code == 200
    assert client.get(f"/v1/writers/{name}").status_code == 200
    # The composed and the decomposed letter are one name.
    assert len(served.store.writers()) == 2


def test_questions_until_enough_was_asked(client: CheckedClient) -> None:
    asked = []
    state = client.get("/v1/writers/me/questions").json
    while state["question"] is not None:
        asked.append(state["question"]["item"])
        body = {"item": asked[-1], "value": 80}
        state = client.post("/v1/writers/me/questions", json=body).json
    assert len(asked) == len(set(asked)) <= state["length"]
    assert set(state["answers"]) == set(asked)
    assert client.get("/v1/writers/me").json["evidence"]["answers"] == state["answers"]


def test_a_new_name_is_asked_the_first_question(served: Served, client: CheckedClient) -> None:
    state = client.get("/v1/writers/Ada/questions").json
    assert state == client.get("/v1/writers/me/questions").json
    # To look at a question keeps nothing; to answer it does.
    assert [writer.name for writer in served.store.writers()] == ["me"]
    body = {"item": state["question"]["item"], "value": 80}
    assert client.post("/v1/writers/Ada/questions", json=body).json["asked"] == 1
    assert client.get("/v1/writers/Ada/questions").json["asked"] == 1
    assert client.get("/v1/writers/a:b/questions").json["cause"] == "bad_name"


def test_skipped_questions_are_not_asked(client: CheckedClient) -> None:
    item = client.get("/v1/writers/me/questions").json["question"]["item"]
    other = client.get(f"/v1/writers/me/questions?skipped={item}").json["question"]["item"]
    assert item != other


@pytest.mark.parametrize(
    "body", [{"item": "x", "value": 3}, {"item": "clarity_more", "value": 101}]
)
def test_bad_answers(client: CheckedClient, body: dict[str, object]) -> None:
    assert client.post("/v1/writers/me/questions", json=body).status_code == 422


def fill(client: CheckedClient, writer: str) -> None:
    text = f"They said they was at {SECRET}."
    client.post(f"/v1/writers/{writer}/samples", json={"text": text})
    client.post(f"/v1/writers/{writer}/questions", json={"item": "clarity_more", "value": 80})
    rewrite = client.post("/v1/rewrites", json={"text": text, "writer": writer}).json
    body = {
        "id": str(uuid.uuid4()),
        "rewrite_id": rewrite["id"],
        "edit_id": rewrite["edits"][0]["id"],
        "action": "revise",
        "text": SECRET,
    }
    assert client.post("/v1/decisions", json=body).status_code == 201


def test_export_holds_everything(client: CheckedClient) -> None:
    fill(client, "Zoë")
    export = client.get("/v1/writers/Zoë/export").json
    for part in ("samples", "answers", "rewrites", "decisions"):
        assert len(export[part]) == 1
    assert SECRET in export["samples"][0]["text"]


@pytest.mark.parametrize("writer", ["Zoë", "me"])
def test_erasing_leaves_no_bytes(client: CheckedClient, data_dir: Path, writer: str) -> None:
    fill(client, writer)
    fill(client, "Other")
    before = b"".join(path.read_bytes() for path in data_dir.iterdir())
    assert SECRET.encode() in before
    erased = client.delete(f"/v1/writers/{writer}")
    assert erased.json["erased"] == {"samples": 1, "answers": 1, "rewrites": 1, "decisions": 1}
    assert client.get("/v1/writers/Other/export").json["decisions"]
    client.delete("/v1/writers/Other")
    for path in data_dir.iterdir():
        assert SECRET.encode() not in path.read_bytes(), path.name
        assert "Zoë".encode() not in path.read_bytes(), path.name
    assert [w["name"] for w in client.get("/v1/writers").json["writers"]] == ["me"]


def test_erasing_clears_the_memory_even_if_the_line_is_full(
    served: Served, client: CheckedClient
) -> None:
    jobs = []
    work = {"mode": "polish", "cancelled": lambda: False}
    for _ in range(3):
        jobs.append(served.engine.submit(lambda pipeline, job: pipeline.rewrite("slow", **work)))
        assert served.pipeline.started.wait(5)
    assert client.delete("/v1/writers/me").status_code == 200
    # What the text in work leaves behind goes too.
    assert not served.pipeline.forgot.is_set()
    served.pipeline.released.set()
    assert served.pipeline.forgot.wait(5)
    for job in jobs:
        assert list(job.events())[-1][0] == "done"


def test_erasing_waits_for_the_last_sentence_of_a_text_in_work(served: Served, url: str) -> None:
    sent = {"Authorization": f"Bearer {served.pair()}"}
    with ThreadPoolExecutor(1) as pool:
        body = {"text": "A slow one. A second. A third. And a fourth."}
        text = pool.submit(httpx.post, f"{url}/v1/rewrites", json=body, headers=sent, timeout=30)
        assert served.pipeline.started.wait(5)
        served.engine.forget()
        served.pipeline.released.set()
        assert text.result().status_code == 200
    assert served.pipeline.forgot.wait(5)
    # What is worked on after the memory was cleared would stay in it.
    assert served.pipeline.worked_on_at_forgetting == 4


def test_erasing_clears_the_memory_when_nothing_runs(served: Served, client: CheckedClient) -> None:
    fill(client, "Ada")
    assert client.delete("/v1/writers/Ada").status_code == 200
    assert served.pipeline.forgot.wait(5)
