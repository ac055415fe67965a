"""Samples: texts that are the writer's own."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from server.api.operation import answer, operation
from server.api.schemas import Sample, SampleRequest, Samples
from server.api.services import services
from server.store.repository import SampleInfo

blueprint = Blueprint("samples", __name__)


@blueprint.post("/v1/writers/<name>/samples")
@operation(
    "Keep a text of the writer's own",
    access="client",
    body=SampleRequest,
    answers={201: Sample},
    causes=("empty", "not_text", "bad_name", "store"),
)
def create(name: str, body: SampleRequest) -> Response:
    """Keep the text; the writer is added with the first one."""
    from style_models.text.document import check_text

    check_text(body.text)
    store = services().store
    store.writer(name, create=True)
    return answer(_public(store.add_sample(name, body.text, body.kind_of_writing)), 201)


@blueprint.get("/v1/writers/<name>/samples")
@operation(
    "A writer's samples, without their text",
    access="client",
    answers={200: Samples},
    causes=("unknown_writer", "bad_name", "store"),
)
def show(name: str) -> Response:
    """Answer how much there is."""
    return answer({"samples": [_public(s) for s in services().store.samples(name)]})


def _public(sample: SampleInfo) -> dict[str, Any]:
    return {
        "id": sample.id,
        "register": sample.register,
        "words": sample.words,
        "created": sample.created,
    }
