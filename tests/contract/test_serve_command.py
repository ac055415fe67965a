"""``ownvoice serve`` and its neighbours, as processes of their own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from checked import Contract, events

from server.store.repository import open_store

OWNVOICE = str(Path(sys.executable).with_name("ownvoice"))
EDIT = {
    "id": "e1",
    "start": 5,
    "end": 8,
    "before": "was",
    "after": "were",
    "type": "R:VERB:SVA",
    "verdict": "polish",
    "origin": "model",
    "shifts": {},
}


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [OWNVOICE, *arguments], capture_output=True, text=True, timeout=60, check=False
    )


def fails_in_one_line(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 2, done
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    return done.stderr


def test_a_taken_port_is_told_before_anything_else(data_dir: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        told = fails_in_one_line(run("serve", "--port", str(port)))
    assert str(port) in told
    assert "--port" in told
    assert not data_dir.exists()


def test_other_hosts_than_this_machine_are_refused(data_dir: Path) -> None:
    assert "127.0.0.1" in fails_in_one_line(run("serve", "--host", "0.0.0.0"))


@pytest.mark.parametrize(
    "command",
    [
        ["train", "me"],
        ["audit", "--by", "group"],
        ["arena", "a", "b"],
        ["charter", "check", "file"],
        ["charter", "add", "file"],
        ["charter", "show", "name"],
    ],
)
def test_what_comes_later_says_so(command: list[str]) -> None:
    assert "later version" in fails_in_one_line(run(*command))
    assert run(*command[:1], "--help").returncode == 0


def test_doctor_tells_what_is_missing(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OWNVOICE_MODELS_DIR", str(tmp_path / "none"))
    monkeypatch.delenv("OWNVOICE_SPACY_MODEL", raising=False)
    done = run("doctor")
    assert done.returncode == 2
    lines = done.stdout.splitlines()
    names = [line[8:].partition(":")[0] for line in lines]
    assert names == ["Python", "models", "parser", "device", "store", "port", "extension"]
    assert "ownvoice models pull" in lines[1]


def test_it_serves_and_ends_cleanly(serve: Callable[..., Any], tmp_path: Path) -> None:
    server = serve()
    health = httpx.get(f"{server.url}/v1/health").json()
    assert health["api"] == 1
    token = server.pair("My editor")
    headers = {"Authorization": f"Bearer {token}"}
    assert httpx.get(f"{server.url}/v1/writers", headers=headers).status_code == 200
    page = httpx.Client(follow_redirects=True)
    assert "Try it" in page.get(server.link).text
    assert server.stop() == 0, server.output
    # Who was paired and who was let in still is after a restart.
    again = serve(port=server.port)
    assert httpx.get(f"{again.url}/v1/writers", headers=headers).status_code == 200
    assert page.get(f"{again.url}/settings").status_code == 200


def test_the_link_is_of_the_address_that_is_served(data_dir: Path, tmp_path: Path) -> None:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no IPv6")
    command = [OWNVOICE, "serve", "--host", "::1", "--port", "0", "--no-pull"]
    environment = {**os.environ, "OWNVOICE_MODELS_DIR": str(tmp_path / "none")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        try:
            assert server.stdout is not None
            link = next(line for line in server.stdout if "?key=" in line).split()[-1]
            assert link.startswith("http://[::1]:")
            assert "Try it" in httpx.Client(follow_redirects=True).get(link).text
        finally:
            server.terminate()


def test_without_models_it_says_so_and_goes_on(serve: Callable[..., Any], tmp_path: Path) -> None:
    server = serve(models=tmp_path / "none")
    deadline = time.monotonic() + 30
    while httpx.get(f"{server.url}/v1/health").json()["status"] != "model_missing":
        assert time.monotonic() < deadline, server.output
        time.sleep(0.1)
    with server.client() as client:
        response = client.post("/v1/rewrites", json={"text": "They was here."})
    assert response.status_code == 503
    assert response.json()["cause"] == "model_missing"


def test_a_confirmed_decision_survives_a_kill(serve: Callable[..., Any], tmp_path: Path) -> None:
    folder = tmp_path / "served"
    store = open_store(folder)
    body = {"id": "r1", "original": "They was here.", "edits": [EDIT]}
    store.add_rewrite(store.writer("me"), body, sentences=[(0, 14)])
    store.close()
    server = serve(folder)
    with server.client() as client:
        kept = []
        for _ in range(5):
            sent = {"id": str(uuid.uuid4()), "rewrite_id": "r1", "edit_id": "e1"}
            response = client.post("/v1/decisions", json={**sent, "action": "reject"})
            assert response.status_code == 201
            kept.append(sent["id"])
        server.kill()
    assert [decision["id"] for decision in open_store(folder).decision_list("me")] == kept


@pytest.mark.slow
def test_a_real_rewrite_fits_the_contract(live_server: Any) -> None:
    with live_server.client() as client:
        contract = Contract(client.get("/v1/openapi.json").json())
        text = "👍🏽 Yesterday they was very late. She don't like apples, and I has told her so."
        body = {"text": text, "writer": "Real"}
        plain = client.post("/v1/rewrites", json=body)
        stream = client.post("/v1/rewrites", json=body, headers={"Accept": "text/event-stream"})
        for response in (plain, stream):
            kind = response.headers["Content-Type"]
            contract.check("POST", "/v1/rewrites", response.status_code, kind, response.text)
        told = events(stream.text)
        names = [name for name, _ in told]
        assert set(names[:-1]) == {"sentence"}
        assert names[-1] == "rewrite"
        rewrite = plain.json()
        for edit in rewrite["edits"]:
            assert text[edit["start"] : edit["end"]] == edit["before"]
        drift = client.post("/v1/drift", json={"original": text, "revised": rewrite["result"]})
        kind = drift.headers["Content-Type"]
        contract.check("POST", "/v1/drift", drift.status_code, kind, drift.text)


@pytest.mark.slow
def test_a_rejection_is_felt_in_the_next_real_rewrite(live_server: Any) -> None:
    text = "I read the the letter twice. He go to school every days."
    with live_server.client() as client:
        rewrite = client.post("/v1/rewrites", json={"text": text}).json()
        edit = next(edit for edit in rewrite["edits"] if edit["applied"])
        sent = {"rewrite_id": rewrite["id"], "edit_id": edit["id"], "action": "reject"}
        client.post("/v1/decisions", json={"id": str(uuid.uuid4()), **sent}).raise_for_status()
        again = client.post("/v1/rewrites", json={"text": text}).json()
        same = next(
            e for e in again["edits"] if (e["start"], e["after"]) == (edit["start"], edit["after"])
        )
        assert (same["applied"], same["held_by"]) == (False, "preference")
        client.delete("/v1/writers/me").raise_for_status()
        fresh = client.post("/v1/rewrites", json={"text": text}).json()
        assert fresh["result"] == rewrite["result"]
