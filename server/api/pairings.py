"""Pairing: a program gets its token after the writer typed a code that only the server shows."""

from __future__ import annotations

from flask import Blueprint, Response

from server.api.guard import API_VERSION
from server.api.operation import answer, operation
from server.api.schemas import OpenPairings, Pairing, PairingCode, PairingRequest, Token
from server.api.services import services
from server.store.access import CODE_LIFETIME

blueprint = Blueprint("pairings", __name__)


@blueprint.post("/v1/pairings")
@operation(
    "Start a pairing; its code is shown in the terminal and on the server's page",
    access="open",
    body=PairingRequest,
    answers={201: Pairing},
    causes=("busy", "version"),
)
def start(body: PairingRequest) -> Response:
    """Make a code and show it to the writer, not to the client."""
    name = "".join(c for c in body.client or "" if c.isprintable()).strip() or "a program"
    pairing = services().store.access.start_pairing(name)
    minutes = int(CODE_LIFETIME.total_seconds() // 60)
    services().announce(
        f"{name} wants to use Ownvoice. If that is you, type this code there within {minutes} "
        f"minutes: {pairing.code}"
    )
    return answer(
        {
            "id": pairing.id,
            "client": pairing.client,
            "expires_in": int(CODE_LIFETIME.total_seconds()),
            "next_step": "Ask the writer for the code that Ownvoice shows in its terminal and on "
            "its page, and send it to /v1/pairings/" + pairing.id,
        },
        201,
    )


@blueprint.post("/v1/pairings/<id>")
@operation(
    "Finish a pairing with its code and get the token",
    access="open",
    body=PairingCode,
    answers={200: Token},
    causes=("wrong_code", "unknown_pairing", "version"),
)
def finish(id: str, body: PairingCode) -> Response:
    """Answer the token, once."""
    code = "".join(body.code.split()).replace("-", "")
    token = services().store.access.finish_pairing(id, code)
    services().announce("Paired.")
    return answer({"token": token, "api": API_VERSION})


@blueprint.get("/v1/pairings")
@operation("The pairings that wait for their code", access="page", answers={200: OpenPairings})
def waiting() -> Response:
    """Answer the codes, to the server's own pages alone."""
    found = services().store.access.open_pairings()
    return answer(
        {
            "pairings": [
                {"id": p.id, "client": p.client, "code": p.code, "expires": p.expires}
                for p in found
            ]
        }
    )
