"""Charters. None can be kept yet; the addresses say so instead of being absent."""

from __future__ import annotations

from flask import Blueprint, Response

from server.api.operation import answer, operation
from server.api.problems import Problem
from server.api.schemas import Charters, ProblemDetails

blueprint = Blueprint("charters", __name__)


@blueprint.get("/v1/charters")
@operation("All charters", access="client", answers={200: Charters})
def index() -> Response:
    """Answer the list, which is empty until charters can be kept."""
    return answer({"charters": []})


@blueprint.put("/v1/charters/<name>")
@operation(
    "Keep a charter (in a later version)",
    access="client",
    answers={501: ProblemDetails},
    causes=("later",),
)
def keep(name: str) -> Response:
    """Say that it comes later."""
    raise Problem("later", "Charters cannot be kept yet; they come in a later version.")
