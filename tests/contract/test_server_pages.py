"""The server's own pages: in by a one-time link, and by nothing else."""

from __future__ import annotations

import re

import pytest
from checked import BASE
from flask.testing import FlaskClient
from served import HOST, Served

from server.api import schemas
from style_models.rewriting.modes import MODES

PAGES = ("/", "/profile", "/decisions", "/settings")
OWN = {"Origin": f"http://{HOST}"}


@pytest.fixture
def visitor(served: Served) -> FlaskClient:
    """A browser that has not been let in."""
    return served.app.test_client()


def enter(served: Served, visitor: FlaskClient) -> None:
    response = visitor.get(f"/?key={served.services.links.new()}", base_url=BASE)
    assert response.status_code == 303
    assert response.headers["Location"] == "/"


def test_without_a_session_pages_tell_how_to_get_in(visitor: FlaskClient) -> None:
    for page in PAGES:
        response = visitor.get(page, base_url=BASE)
        assert response.status_code == 401
        assert "ownvoice serve" in response.text


def test_a_link_is_good_once(served: Served, visitor: FlaskClient) -> None:
    key = served.services.links.new()
    response = visitor.get(f"/?key={key}", base_url=BASE)
    cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert f"ownvoice_{served.services.port}=" in cookie
    assert key not in response.headers["Location"]
    other = served.app.test_client().get(f"/?key={key}", base_url=BASE)
    assert other.status_code == 401
    assert "Set-Cookie" not in other.headers


def test_a_used_link_is_replaced_in_the_terminal(served: Served, visitor: FlaskClient) -> None:
    enter(served, visitor)
    found = re.search(r"\?key=(\S+)", served.said[-1])
    assert found
    again = served.app.test_client().get(f"/?key={found.group(1)}", base_url=BASE)
    assert again.status_code == 303


def test_pages_are_shown_in_a_session(served: Served, visitor: FlaskClient) -> None:
    enter(served, visitor)
    for page in PAGES:
        response = visitor.get(page, base_url=BASE)
        assert response.status_code == 200
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert "unsafe" not in response.headers["Content-Security-Policy"]
        for file in re.findall(r'(?:src|href)="(/static/[^"]+)"', response.text):
            assert visitor.get(file, base_url=BASE).status_code == 200
        # Everything comes from this server.
        assert not re.search(r'(?:src|href)="(?:https?:)?//', response.text)


def test_the_session_opens_the_api_and_what_only_pages_may(
    served: Served, visitor: FlaskClient
) -> None:
    enter(served, visitor)
    served.store.access.start_pairing("My editor")
    for path in ("/v1/writers", "/v1/pairings", "/v1/clients", "/v1/storage"):
        response = visitor.get(path, base_url=BASE)
        assert response.status_code == 200
        served.contract.check("GET", path, 200, response.content_type, response.text)
    (pairing,) = visitor.get("/v1/pairings", base_url=BASE).json["pairings"]
    assert re.fullmatch(r"\d{6}", pairing["code"])


def test_a_session_changes_something_only_from_our_own_origin(
    served: Served, visitor: FlaskClient
) -> None:
    enter(served, visitor)
    body = {"text": "Mine."}
    path = "/v1/writers/me/samples"
    assert visitor.post(path, json=body, base_url=BASE).status_code == 401
    for origin in ("http://127.0.0.1:9999", "chrome-extension://abcdefgh"):
        response = visitor.post(path, json=body, base_url=BASE, headers={"Origin": origin})
        assert response.status_code in (401, 403)
    assert visitor.post(path, json=body, base_url=BASE, headers=OWN).status_code == 201


def test_revoking_programs_and_this_browser(served: Served, visitor: FlaskClient) -> None:
    token = served.pair()
    enter(served, visitor)
    clients = visitor.get("/v1/clients", base_url=BASE).json["clients"]
    assert [(who["kind"], who["current"]) for who in clients] == [("client", False), ("page", True)]
    for who in clients:
        response = visitor.delete(f"/v1/clients/{who['id']}", base_url=BASE, headers=OWN)
        assert response.status_code == 200
    assert served.client(token).get("/v1/writers").status_code == 401
    assert visitor.get("/", base_url=BASE).status_code == 401


def test_a_page_token_is_no_client_token(served: Served) -> None:
    token = served.store.access.start_session("A browser")
    assert served.client(token).get("/v1/writers").status_code == 401


def test_the_modes_are_those_of_the_pipeline() -> None:
    assert set(schemas.Mode.__args__) == set(MODES)  # type: ignore[attr-defined]
