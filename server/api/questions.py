"""The short adaptive questionnaire on tolerances."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask import Blueprint, Response, request

from server.api.operation import answer, operation
from server.api.problems import Problem
from server.api.schemas import AnswerRequest, Questions
from server.api.services import services
from server.store.errors import UnknownWriter

blueprint = Blueprint("questions", __name__)


@blueprint.get("/v1/writers/<name>/questions")
@operation(
    "The next question",
    access="client",
    answers={200: Questions},
    causes=("bad_name", "store"),
    query={"skipped": "Items that the writer does not want to answer, separated by commas."},
)
def show(name: str) -> Response:
    """Answer the question that tells most, or none when enough was asked.

    A new name gets the first question; the writer is added with the first answer.
    """
    return answer(_next(name, request.args.get("skipped", "").split(",")))


@blueprint.post("/v1/writers/<name>/questions")
@operation(
    "Answer a question and get the next",
    access="client",
    body=AnswerRequest,
    answers={200: Questions},
    causes=("bad_name", "store"),
)
def create(name: str, body: AnswerRequest) -> Response:
    """Keep the answer (the last one to an item counts); the writer is added with the first."""
    from style_models.learning.items import BY_NAME

    if body.item not in BY_NAME:
        raise Problem(
            "invalid",
            f"There is no question {body.item!r}.",
            fields={"item": "not an item of the questionnaire"},
        )
    store = services().store
    store.writer(name, create=True)
    store.set_answer(name, body.item, body.value)
    return answer(_next(name, body.skipped))


def _next(name: str, skipped: Collection[str]) -> dict[str, Any]:
    from style_models.learning.questionnaire import Questionnaire

    try:
        answers = services().store.answers(name)
    except UnknownWriter:
        answers = {}
    questionnaire = Questionnaire(answers=answers, skipped=skipped)
    item = questionnaire.next()
    return {
        "question": None
        if item is None
        else {
            "item": item.name,
            "question": item.question,
            "axis": item.axis or None,
            "direction": item.direction,
        },
        "answers": answers,
        "asked": len(answers),
        "length": questionnaire.length,
    }
