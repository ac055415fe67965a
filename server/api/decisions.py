"""Decisions: the writer's answers on single edits."""

from __future__ import annotations

from flask import Blueprint, Response, request

from server.api.operation import answer, operation
from server.api.schemas import Decision, DecisionRequest, Decisions
from server.api.services import services
from server.store.names import DEFAULT_WRITER

blueprint = Blueprint("decisions", __name__)


@blueprint.post("/v1/decisions")
@operation(
    "Keep a decision on one edit; sending it again changes nothing",
    access="client",
    body=DecisionRequest,
    answers={201: Decision, 200: Decision},
    causes=("unknown_rewrite", "conflict", "bad_name", "not_text", "store"),
)
def create(body: DecisionRequest) -> Response:
    """Answer 201 for a new decision, 200 for one that was there already. Both are on disk."""
    from style_models.text.document import LONGEST_TEXT, check_text

    if body.text:
        check_text(body.text, LONGEST_TEXT)
    decision, new = services().store.add_decision(
        id=body.id,
        rewrite_id=body.rewrite_id,
        edit_id=body.edit_id,
        action=body.action,
        text=body.text,
        shown=body.shown.model_dump(exclude_none=True) if body.shown else None,
        writer=body.writer,
    )
    return answer(decision, 201 if new else 200)


@blueprint.get("/v1/decisions")
@operation(
    "A writer's decisions, oldest first",
    access="client",
    answers={200: Decisions},
    causes=("unknown_writer", "bad_name", "store"),
    query={"writer": f"Whose; by default {DEFAULT_WRITER!r}."},
)
def show() -> Response:
    """Answer all decisions of the writer."""
    writer = request.args.get("writer", DEFAULT_WRITER)
    return answer({"decisions": services().store.decision_list(writer)})
