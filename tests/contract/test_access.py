"""Who is answered, and who is not."""

from __future__ import annotations

import pytest
from checked import CheckedClient
from served import HOST, Served

EXTENSION = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"
OPEN = {("GET", "/v1/health"), ("GET", "/v1/openapi.json")}
PAIRING = {("POST", "/v1/pairings"), ("POST", "/v1/pairings/{id}")}


def every_operation(served: Served) -> list[tuple[str, str]]:
    paths = served.contract.document["paths"]
    return [(method.upper(), path) for path, item in paths.items() for method in item]


def test_everything_but_health_openapi_and_pairing_needs_a_token(served: Served) -> None:
    stranger, wrong = served.client(), served.client("wrong")
    for method, path in every_operation(served):
        if (method, path) in OPEN | PAIRING:
            continue
        for who in (stranger, wrong):
            response = who(method, path.replace("{name}", "me").replace("{id}", "x"))
            assert response.status_code == 401, (method, path)
            assert response.json["cause"] == "not_paired"
            assert "WWW-Authenticate" in response.headers


def test_open_addresses_need_no_token(served: Served) -> None:
    for method, path in OPEN:
        assert served.client()(method, path).status_code == 200


def test_a_paired_client_cannot_see_codes_or_revoke_others(client: CheckedClient) -> None:
    for method, path in (("GET", "/v1/pairings"), ("GET", "/v1/clients"), ("GET", "/v1/storage")):
        assert client(method, path).status_code == 401
    assert client.delete("/v1/clients/x").status_code == 401


@pytest.mark.parametrize(
    "host", ["evil.example:8737", "127.0.0.1:80", "127.0.0.1", "127.0.0.1.evil.example:8737", ""]
)
def test_foreign_hosts_are_refused(client: CheckedClient, host: str) -> None:
    for path in ("/v1/health", "/v1/writers", "/"):
        response = client.get(path, headers={"Host": host})
        assert response.status_code == 403
        assert response.json["cause"] == "refused"


@pytest.mark.parametrize("host", ["127.0.0.1:8737", "localhost:8737", "[::1]:8737"])
def test_loopback_names_are_answered(client: CheckedClient, host: str) -> None:
    assert client.get("/v1/writers", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "http://127.0.0.1:9999", "null", "http://localhost:8737", "file://"],
)
def test_foreign_origins_are_refused(client: CheckedClient, origin: str) -> None:
    response = client.post("/v1/rewrites", json={"text": "a"}, headers={"Origin": origin})
    assert response.status_code == 403
    assert response.json["cause"] == "refused"
    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize("origin", [EXTENSION, "moz-extension://0a-1b", f"http://{HOST}"])
def test_own_pages_and_extensions_are_answered(client: CheckedClient, origin: str) -> None:
    assert client.get("/v1/writers", headers={"Origin": origin}).status_code == 200


def test_other_sites_cannot_embed_or_fetch_without_origin(client: CheckedClient) -> None:
    response = client.get("/v1/health", headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403


def test_preflight_is_answered_for_extensions_alone(served: Served) -> None:
    asked = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Private-Network": "true",
    }
    good = served.client()("OPTIONS", "/v1/rewrites", headers={"Origin": EXTENSION, **asked})
    assert good.status_code == 204
    assert good.headers["Access-Control-Allow-Origin"] == EXTENSION
    assert "Authorization" in good.headers["Access-Control-Allow-Headers"]
    assert good.headers["Access-Control-Allow-Private-Network"] == "true"
    for origin in ("https://evil.example", f"http://{HOST}"):
        bad = served.client()("OPTIONS", "/v1/rewrites", headers={"Origin": origin, **asked})
        assert bad.status_code == 403
        assert "Access-Control-Allow-Origin" not in bad.headers


def test_another_api_version_is_told_apart(client: CheckedClient) -> None:
    response = client.get("/v1/writers", headers={"X-Ownvoice-Api": "2"})
    assert response.status_code == 409
    assert response.json["cause"] == "version"
    assert response.json["supported"] == [1]
    assert client.get("/v1/writers", headers={"X-Ownvoice-Api": "1"}).status_code == 200
    # A client has to be able to find out.
    assert client.get("/v1/health", headers={"X-Ownvoice-Api": "2"}).json["api"] == 1


def test_a_revoked_token_is_worthless(served: Served) -> None:
    client = served.client(served.pair())
    assert client.get("/v1/writers").status_code == 200
    (who,) = served.store.access.clients()
    served.store.access.revoke(who.id)
    assert client.get("/v1/writers").status_code == 401


def test_tokens_and_codes_are_not_kept_readable(served: Served, data_dir) -> None:  # type: ignore[no-untyped-def]
    token = served.pair()
    for path in data_dir.iterdir():
        assert token.encode() not in path.read_bytes()
