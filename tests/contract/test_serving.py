"""Behind the real HTTP server: many streams at once, and clients that hang up."""

from __future__ import annotations

import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import islice

import httpx
import pytest
from checked import events
from served import Served

from server.engine import TOGETHER, WAITING


def headers(served: Served, accept: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {served.pair()}", "Accept": accept}


def test_eight_streams_at_once_and_health_meanwhile(served: Served, url: str) -> None:
    sent = headers(served, "text/event-stream")

    def stream(number: int) -> str:
        body = {"text": f"Then they was {number}. A slow one."}
        return httpx.post(f"{url}/v1/rewrites", json=body, headers=sent, timeout=30).text

    with ThreadPoolExecutor(8) as pool:
        streams = [pool.submit(stream, number) for number in range(8)]
        assert served.pipeline.started.wait(5)
        assert httpx.get(f"{url}/v1/health", timeout=5).status_code == 200
        served.pipeline.released.set()
        for number, found in enumerate(streams):
            told = events(found.result())
            assert told[-1][0] == "rewrite"
            assert told[-1][1]["result"] == f"Then they were {number}. A slow one."


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_hanging_up_stops_the_work(served: Served, url: str, accept: str) -> None:
    body = json.dumps({"text": "They was here. A slow one."})
    lines = [
        "POST /v1/rewrites HTTP/1.1",
        f"Host: {url.removeprefix('http://')}",
        *(f"{name}: {value}" for name, value in headers(served, accept).items()),
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    ]
    with socket.create_connection(("127.0.0.1", served.services.port)) as connection:
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n" + body).encode())
        assert served.pipeline.started.wait(5)
        assert not served.pipeline.cancelled.is_set()
    assert served.pipeline.cancelled.wait(5)
    assert served.store.export_writer("me")["rewrites"] == []


def test_a_flood_is_told_to_wait_and_health_answers_meanwhile(served: Served, url: str) -> None:
    sent = headers(served, "application/json")

    def post(number: int) -> httpx.Response:
        body = {"text": f"Slow text {number}, a slow one."}
        return httpx.post(f"{url}/v1/rewrites", json=body, headers=sent, timeout=30)

    # Some are worked on side by side while others fill the line; all the rest is refused at once.
    taken = TOGETHER + WAITING
    with ThreadPoolExecutor(40) as pool:
        posts = [pool.submit(post, number) for number in range(40)]
        try:
            refused = [
                found.result() for found in islice(as_completed(posts, timeout=20), 40 - taken)
            ]
            for path in ("/v1/health", "/v1/decisions"):
                assert httpx.get(f"{url}{path}", headers=sent, timeout=5).status_code == 200
        finally:
            served.pipeline.released.set()
        codes = [posted.result().status_code for posted in posts]
    assert {response.status_code for response in refused} == {429}
    assert all(int(response.headers["Retry-After"]) >= 1 for response in refused)
    assert 1 + WAITING <= codes.count(200) <= taken


def test_texts_of_several_clients_are_worked_on_side_by_side(served: Served, url: str) -> None:
    sent = headers(served, "application/json")

    def post(text: str) -> httpx.Response:
        return httpx.post(f"{url}/v1/rewrites", json={"text": text}, headers=sent, timeout=30)

    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(post, "A slow text.")
        assert served.pipeline.started.wait(10)
        others = [pool.submit(post, f"Text {n}: they was here.") for n in range(2)]
        bad = pool.submit(post, "This will explode.")
        while served.engine.waiting < 3:
            time.sleep(0.01)
        served.pipeline.released.set()
        assert first.result().status_code == 200
        # One that fails takes no other with it.
        assert [o.result().json()["result"][-15:] for o in others] == [" they were here."[-15:]] * 2
        assert bad.result().status_code == 500
    assert max(served.pipeline.batches) > 1
