"""Writers: what is known of them, all that is kept of them, and nothing at all if they wish."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict

from flask import Blueprint, Response

from server.api.operation import answer, operation
from server.api.schemas import Erased, Writer, WriterExport, Writers
from server.api.services import services

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
    samples = store.samples(name)
    registers: dict[str, dict[str, int]] = {}
    for sample in samples:
        counts = registers.setdefault(sample.register, {"samples": 0, "words": 0})
        counts["samples"] += 1
        counts["words"] += sample.words
    return answer(
        {
            "name": writer.name,
            "created": writer.created,
            "profile": {
                "samples": len(samples),
                "words": sum(sample.words for sample in samples),
                "registers": registers,
            },
            "tolerances": store.preferences(name).tolerances.to_json(),
            "evidence": {
                "answers": store.answers(name),
                "decisions": dict(Counter(d["action"] for d in store.decision_list(name))),
            },
        }
    )


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
