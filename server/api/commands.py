"""Custom commands: a writer's own instructions by name; ``POST /v1/rewrites`` takes the name."""

from __future__ import annotations

from flask import Blueprint, Response

from server.api.operation import answer, operation
from server.api.schemas import Command, CommandRequest, Commands
from server.api.services import services

blueprint = Blueprint("commands", __name__)

CAUSES = ("unknown_command", "bad_name", "store")


@blueprint.get("/v1/commands")
@operation("All commands", access="client", answers={200: Commands}, causes=("store",))
def index() -> Response:
    """Answer them by name."""
    return answer({"commands": [command.to_json() for command in services().store.commands()]})


@blueprint.get("/v1/commands/<name>")
@operation("A command", access="client", answers={200: Command}, causes=CAUSES)
def show(name: str) -> Response:
    """Answer its instruction and axes."""
    return answer(services().store.command(name).to_json())


@blueprint.put("/v1/commands/<name>")
@operation(
    "Keep a command, in place of one of that name",
    access="client",
    body=CommandRequest,
    answers={200: Command},
    causes=("bad_name", "bad_command", "store"),
)
def keep(name: str, body: CommandRequest) -> Response:
    """Answer the command as it is kept."""
    return answer(services().store.set_command(name, body.instruction, body.axes).to_json())


@blueprint.delete("/v1/commands/<name>")
@operation("Remove a command", access="client", answers={200: Commands}, causes=CAUSES)
def remove(name: str) -> Response:
    """Answer the commands that are left."""
    services().store.remove_command(name)
    return index.__wrapped__()  # type: ignore[attr-defined,no-any-return]
