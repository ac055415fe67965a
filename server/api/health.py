"""Whether the server runs, and with what."""

from __future__ import annotations

from flask import Blueprint, Response

from server.api.guard import API_VERSION
from server.api.operation import answer, operation
from server.api.schemas import Health
from server.api.services import services
from style_models import __version__

blueprint = Blueprint("health", __name__)


@blueprint.get("/v1/health")
@operation("Whether the server runs, and with what", access="open", answers={200: Health})
def show() -> Response:
    """Answer at once, also while the models load."""
    status = services().engine.status()
    return answer(
        {
            "status": status.health,
            "version": __version__,
            "api": API_VERSION,
            "model": status.model,
            "device": status.device,
            "ready": status.ready,
            "resting": status.resting,
            "working": status.working,
            "waiting": status.waiting,
        }
    )
