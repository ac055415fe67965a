"""Run the server: store, engine and app behind waitress, until a signal ends it."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
from types import FrameType
from typing import Any

import waitress
from flask import Flask

from server.api.app import create_app
from server.api.services import Services
from server.engine import TOGETHER, WAITING, Engine, PipelineLike
from server.ports import PortTaken
from server.store.repository import open_store

# A text that is worked on or waits holds a thread. As many again and more are left, so that a full
# line is told as busy at once, and health, decisions and pages are answered meanwhile.
THREADS = WAITING + TOGETHER + 16
# Bodies larger than this would go through temporary files; texts stay in memory.
IN_MEMORY = 64 * 1024 * 1024
"""Default of ``ownvoice serve --idle-minutes``."""


def load() -> PipelineLike:
    """Return the pipeline (models are loaded on first use)."""
    from style_models.pipeline import load_pipeline

    pipeline: PipelineLike = load_pipeline()
    return pipeline


def serve(listener: socket.socket, idle_minutes: float) -> None:
    """Serve on the bound socket until SIGINT or SIGTERM.

    After ``idle_minutes`` without a text the models leave memory (0: never).
    """
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    # It warns of a full queue of its own whenever more than a few requests wait.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    host, port = listener.getsockname()[:2]
    store = open_store()
    store.forget_undecided()
    engine = Engine(load, idle_seconds=60 * idle_minutes)
    services = Services(
        store=store,
        engine=engine,
        port=port,
        announce=_say,
        # An IPv6 address stands in brackets in an address.
        host=f"[{host}]" if ":" in host else host,
    )
    # waitress dispatches in one thread, which the signal interrupts.
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, _end)
    engine.start()
    try:
        # Health tells model and device from its first answer on.
        status = engine.wait_known(60)
        server = http_server(create_app(services), listener)
        _greet(services, status.problem)
        server.run()
    except (KeyboardInterrupt, SystemExit):
        pass
    finally:
        ended = engine.stop()
        store.close()
        _say("Ownvoice has stopped.")
    if not ended:
        # Everything is on disk. A thread in the middle of loading a model would not survive the
        # interpreter's own end.
        os._exit(0)


def http_server(app: Flask, listener: socket.socket) -> Any:
    """Return the HTTP server on the bound socket; :class:`PortTaken` if another was quicker."""
    _listen(listener)
    return waitress.create_server(
        app,
        sockets=[listener],
        threads=THREADS,
        # Watch the connection while a request is worked on, so that hanging up is noticed.
        channel_request_lookahead=1,
        inbuf_overflow=IN_MEMORY,
        outbuf_overflow=IN_MEMORY,
        max_request_body_size=IN_MEMORY,
        ident="ownvoice",
        clear_untrusted_proxy_headers=True,
    )


def _listen(listener: socket.socket) -> None:
    try:
        listener.listen(128)
    except OSError as error:
        # Another server took the port between our look at it and now.
        raise PortTaken(listener.getsockname()[1], error) from None


def _greet(services: Services, problem: str | None) -> None:
    _say(f"Ownvoice is at {services.url}/ on this machine alone.")
    if problem:
        _say(f"It cannot rewrite yet: {problem}")
    _say(f"Open its page with this link, good once: {services.page_link()}")
    _say("Browser extension: press Pair in it, then type the code that appears here.")
    _say("Ctrl-C ends it.")


def _say(line: str) -> None:
    print(line, flush=True, file=sys.stdout)


def _end(number: int, frame: FrameType | None) -> None:
    # A second signal ends the program at once.
    signal.signal(number, signal.SIG_DFL)
    raise KeyboardInterrupt
