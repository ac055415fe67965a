"""Writers: what is known of them, all that is kept of them, and nothing at all if they wish."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response

from server.api.operation import answer, operation
from server.api.schemas import Erased, Writer, WriterExport, Writers
from server.api.services import services
from server.store.repository import SampleInfo

blueprint = Blueprint("writers", __name__)

CAUSES = ("unknown_writer", "bad_name", "store")


@blueprint.get("/v1/writers")
@operation("All writers", access="client", answers={200: Writers})
def index() -> Response:
    """Answer the writers' names."""
    return answer({"writers": [asdict(writer) for writer in services().store.writers()]})


@blueprint.get("/v1/writers/<name>")
@operation(
    "A writer's profile, tolerances and the evidence behind them",
    access="client",
    answers={200: Writer},
    causes=CAUSES,
)
def show(name: str) -> Response:
    """Answer what is known of the writer."""
    store = services().store
    writer = store.writer(name)
    return answer(
        {
            "name": writer.name,
            "created": writer.created,
            "profile": _profile(store.samples(name)),
            "tolerances": store.preferences(name).tolerances.to_json(),
            "evidence": {
                "answers": store.answers(name),
                "decisions": dict(Counter(d["action"] for d in store.decision_list(name))),
            },
        }
    )


def _profile(samples: list[SampleInfo]) -> dict[str, Any]:
    """Return how much of the writer's own is known, and whether it is enough to go by."""
    registers: dict[str, list[SampleInfo]] = {}
    for sample in samples:
        registers.setdefault(sample.register, []).append(sample)
    return {
        **_extent(samples),
        "registers": {register: _extent(found) for register, found in registers.items()},
    }


def _extent(samples: list[SampleInfo]) -> dict[str, Any]:
    from style_models.persona.profile import POOLED, Profile

    # The axes would need the reader model, which the engine's thread alone may use.
    known = Profile(
        POOLED, len(samples), sum(sample.words for sample in samples), axes={}
    ).to_json()
    return {key: known[key] for key in ("samples", "words", "reliable", "note")}


@blueprint.get("/v1/writers/<name>/export")
@operation(
    "Everything that is kept of a writer",
    access="client",
    answers={200: WriterExport},
    causes=CAUSES,
)
def export(name: str) -> Response:
    """Answer all of it, texts and decisions included."""
    response = answer(services().store.export_writer(name))
    response.headers["Content-Disposition"] = "attachment; filename=ownvoice-writer.json"
    return response


@blueprint.delete("/v1/writers/<name>")
@operation(
    "Erase a writer and all that is kept of them",
    access="client",
    answers={200: Erased},
    causes=CAUSES,
)
def erase(name: str) -> Response:
    """Answer when nothing is left in the file; the engine drops what it remembers."""
    known = services()
    try:
        erased = known.store.erase_writer(name)
    finally:
        # Also if the file is not clean yet: the memory can be.
        known.engine.forget()
    return answer({"erased": erased})
