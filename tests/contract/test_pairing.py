"""Pairing by a code that the server alone shows."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from served import Served

from server.store import access


def start(served: Served, name: str = "My editor") -> tuple[str, str]:
    response = served.client().post("/v1/pairings", json={"client": name})
    assert response.status_code == 201
    found = re.search(r": (\d{6})$", served.said[-1])
    assert found
    return response.json["id"], found.group(1)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def test_the_code_is_shown_by_the_server_and_not_to_the_client(served: Served) -> None:
    response = served.client().post("/v1/pairings", json={"client": "My editor"})
    code = served.said[-1][-6:]
    assert "My editor" in served.said[-1]
    assert code not in response.text
    assert response.json["expires_in"] == 300


def test_the_right_code_gives_a_token_once(served: Served) -> None:
    pairing, code = start(served)
    typed = f"{code[:3]} {code[3:]}"
    response = served.client().post(f"/v1/pairings/{pairing}", json={"code": typed})
    token = response.json["token"]
    assert served.client(token).get("/v1/writers").status_code == 200
    again = served.client().post(f"/v1/pairings/{pairing}", json={"code": code})
    assert again.status_code == 404
    assert again.json["cause"] == "unknown_pairing"


def test_a_body_is_not_needed(served: Served) -> None:
    assert served.client().post("/v1/pairings").status_code == 201


def test_five_wrong_codes_end_it(served: Served) -> None:
    pairing, code = start(served)
    for left in (4, 3, 2, 1, 0):
        response = served.client().post(f"/v1/pairings/{pairing}", json={"code": wrong(code)})
        assert response.status_code == 403
        assert response.json["cause"] == "wrong_code"
        assert response.json["tries_left"] == left
    right = served.client().post(f"/v1/pairings/{pairing}", json={"code": code})
    assert right.status_code == 404


def test_guessing_closes_pairing_for_a_while(served: Served) -> None:
    for _ in range(access.WRONG_AN_HOUR // access.TRIES):
        pairing, code = start(served)
        for _ in range(access.TRIES):
            served.client().post(f"/v1/pairings/{pairing}", json={"code": wrong(code)})
    response = served.client().post("/v1/pairings")
    assert response.status_code == 429
    assert 3500 < int(response.headers["Retry-After"]) <= 3600
    assert response.json["retry_after"] == int(response.headers["Retry-After"])


def test_only_ten_wait_at_once(served: Served) -> None:
    for _ in range(access.OPEN_AT_ONCE):
        start(served)
    assert served.client().post("/v1/pairings").status_code == 429


def test_an_expired_code_is_worthless(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "CODE_LIFETIME", timedelta(seconds=-1))
    pairing, code = start(served)
    response = served.client().post(f"/v1/pairings/{pairing}", json={"code": code})
    assert response.status_code == 404


@pytest.mark.parametrize("code", ["", "1", "１２３４５６", "x" * 32, "\x00"])
def test_odd_codes_are_wrong_codes(served: Served, code: str) -> None:
    pairing, _ = start(served)
    response = served.client().post(f"/v1/pairings/{pairing}", json={"code": code})
    assert response.status_code == 403
