"""The app over a pipeline of a few rules, and a client whose every response is checked."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask

sys.path.insert(0, str(Path(__file__).parent))

from checked import CheckedClient, Contract
from tiny_pipeline import TinyPipeline

from server.api.app import create_app
from server.api.openapi import document
from server.api.services import Services
from server.engine import Engine
from server.store.repository import Store, open_store

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


@pytest.fixture
def served(data_dir: Path) -> Iterator[Served]:
    store = open_store()
    pipeline = TinyPipeline()
    engine = Engine(lambda: pipeline, waiting=2)
    said: list[str] = []
    services = Services(store=store, engine=engine, port=PORT, announce=said.append)
    app = create_app(services)
    with app.test_request_context():
        contract = Contract(document(app))
    engine.start(warm=False)
    yield Served(app, store, engine, services, pipeline, contract, said)
    pipeline.released.set()
    engine.stop()
    store.close()


@pytest.fixture
def client(served: Served) -> CheckedClient:
    """A paired client."""
    return served.client(served.pair())
