"""The app over a pipeline of a few rules, and a client whose every response is checked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from checked import CheckedClient, Contract
from served import PORT, Served
from tiny_pipeline import TinyPipeline

from server.api.app import create_app
from server.api.openapi import document
from server.api.services import Services
from server.engine import WAITING, Engine
from server.ports import bound
from server.serving import http_server
from server.store.repository import open_store


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


@pytest.fixture
def url(served: Served) -> Iterator[str]:
    """The app behind the real HTTP server."""
    listener = bound("127.0.0.1", 0)
    served.services.port = listener.getsockname()[1]
    served.engine._most = WAITING
    server = http_server(served.app, listener)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{served.services.port}"
    server.close()
    thread.join(5)
