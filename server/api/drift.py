"""Drift between two texts."""

from __future__ import annotations

from flask import Blueprint, Response

from server.api.operation import answer, operation
from server.api.schemas import DriftReport, DriftRequest
from server.api.services import services
from server.api.waiting import client_gone, finished
from server.engine import Answer, Job, PipelineLike
from server.store.names import DEFAULT_WRITER, checked_name

blueprint = Blueprint("drift", __name__)


@blueprint.post("/v1/drift")
@operation(
    "How far the person heard moved between two texts",
    access="client",
    body=DriftRequest,
    answers={200: DriftReport},
    causes=(
        *("empty", "not_text", "bad_name", "busy"),
        *("model_missing", "store", "stopped"),
    ),
)
def measure(body: DriftRequest) -> Response:
    """Compare the texts in the engine."""
    from style_models.text.document import check_text

    check_text(body.original)
    check_text(body.revised)
    known = services()
    name = checked_name(body.writer or DEFAULT_WRITER)

    def work(pipeline: PipelineLike, job: Job) -> Answer:
        wants = known.store.preferences_or_population(name, learn=True)
        return pipeline.drift(body.original, body.revised, preferences=wants)

    job = known.engine.submit(work)
    return answer(finished(job, client_gone()).to_json())
