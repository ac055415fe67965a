"""Paired programs and sessions, and what is kept: for the server's own settings page."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, g

from server.api.operation import answer, operation
from server.api.problems import Problem
from server.api.schemas import Clients, Storage
from server.api.services import services
from server.store.database import FILE
from style_models.paths import data_dir

blueprint = Blueprint("clients", __name__)


@blueprint.get("/v1/clients")
@operation("All that may talk to the server", access="page", answers={200: Clients})
def index() -> Response:
    """Answer paired programs and browsers with a session."""
    found = services().store.access.clients()
    return answer({"clients": [{**asdict(who), "current": who.id == g.client.id} for who in found]})


@blueprint.delete("/v1/clients/<id>")
@operation(
    "Revoke a program's or a browser's access",
    access="page",
    answers={200: Clients},
    causes=("not_found",),
)
def revoke(id: str) -> Response:
    """Make the token worthless, and answer who is left."""
    if not services().store.access.revoke(id):
        raise Problem("not_found", "No client has this id.")
    return index.__wrapped__()  # type: ignore[attr-defined,no-any-return]


@blueprint.get("/v1/storage")
@operation("What is kept, and where", access="page", answers={200: Storage})
def storage() -> Response:
    """Answer the folder and the size of all files of the database."""
    folder = data_dir()
    size = sum(path.stat().st_size for path in folder.glob(f"{FILE}*"))
    writers = len(services().store.writers())
    return answer({"folder": str(folder), "bytes": size, "writers": writers})
