"""The app over a pipeline of a few rules, with everything behind it."""

from __future__ import annotations

from dataclasses import dataclass, field

from checked import CheckedClient, Contract
from flask import Flask
from tiny_pipeline import TinyPipeline

from server.api.services import Services
from server.engine import Engine
from server.store.repository import Store

PORT = 8737
HOST = f"127.0.0.1:{PORT}"


@dataclass
class Served:
    """Everything behind the client. ``said`` is what the server printed."""

    app: Flask
    store: Store
    engine: Engine
    services: Services
    pipeline: TinyPipeline
    contract: Contract
    said: list[str] = field(default_factory=list)

    def client(self, token: str | None = None) -> CheckedClient:
        return CheckedClient(self.app.test_client(), self.contract, token)

    def pair(self) -> str:
        pairing = self.store.access.start_pairing("a test")
        return self.store.access.finish_pairing(pairing.id, pairing.code)
