"""What all tests share: an own data folder, and the real server on a free port."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from endpoint import Endpoint

from style_models.paths import models_dir

MODELS = models_dir()


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder for this test; models stay where they are pulled."""
    folder = tmp_path / "data"
    monkeypatch.setenv("OWNVOICE_DATA_DIR", str(folder))
    monkeypatch.setenv("OWNVOICE_MODELS_DIR", str(MODELS))
    return folder


class LiveServer:
    """``ownvoice serve`` as a process of its own. What it prints is kept and shown if it dies."""

    def __init__(self, data: Path, port: int = 0, models: Path = MODELS) -> None:
        self.data_dir = data
        self._lines: list[str] = []
        self._news = threading.Condition()
        # The command as users have it, from the same environment as these tests.
        command = [str(Path(sys.executable).with_name("ownvoice")), "--data-dir", str(data)]
        self.process = subprocess.Popen(
            [*command, "serve", "--port", str(port), "--no-pull"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "OWNVOICE_MODELS_DIR": str(models), "PYTHONUNBUFFERED": "1"},
        )
        threading.Thread(target=self._read, daemon=True).start()
        self.url = self.wait_for(r"(http://127\.0\.0\.1:\d+)/ ").group(1)
        self.port = int(self.url.rpartition(":")[2])
        self.link = self.wait_for(r"(http://\S+\?key=\S+)").group(1)

    @property
    def output(self) -> str:
        """All that it printed so far."""
        return "".join(self._lines)

    def wait_for(self, pattern: str, after: int = 0, timeout: float = 60) -> re.Match[str]:
        """Wait until it prints something that fits, from character ``after`` on; return the match."""
        deadline = time.monotonic() + timeout
        with self._news:
            while True:
                if found := re.compile(pattern).search(self.output, after):
                    return found
                left = deadline - time.monotonic()
                if self.process.poll() is not None or left <= 0:
                    state = "hangs" if left <= 0 else f"died ({self.process.returncode})"
                    pytest.fail(f"the server {state}; it printed:\n{self.output}")
                self._news.wait(min(left, 0.5))

    def pairing_code(self, start: Callable[[], Any]) -> str:
        """Call ``start``, which makes a client begin a pairing; return the code that is printed."""
        before = len(self.output)
        start()
        return self.wait_for(r"type this code .*: (\d{6})", before).group(1)

    def pair(self, client: str = "a test") -> str:
        """Pair as a client does, and return the token."""
        started: dict[str, str] = {}

        def start() -> None:
            reply = httpx.post(f"{self.url}/v1/pairings", json={"client": client})
            started.update(reply.raise_for_status().json())

        code = self.pairing_code(start)
        reply = httpx.post(f"{self.url}/v1/pairings/{started['id']}", json={"code": code})
        return str(reply.raise_for_status().json()["token"])

    def client(self) -> httpx.Client:
        """Return a paired HTTP client."""
        headers = {"Authorization": f"Bearer {self.pair()}"}
        return httpx.Client(base_url=self.url, headers=headers, timeout=180)

    def wait_ready(self, timeout: float = 180) -> None:
        """Wait until the models are loaded."""
        deadline = time.monotonic() + timeout
        while not (health := httpx.get(f"{self.url}/v1/health").json())["ready"]:
            hopeless = health["status"] != "ok" or self.process.poll() is not None
            if hopeless or time.monotonic() > deadline:
                pytest.fail(f"the server is not ready; it printed:\n{self.output}")
            time.sleep(0.2)

    def stop(self) -> int:
        """End it as Ctrl-C would, and return its exit code."""
        self.process.terminate()
        return self.process.wait(30)

    def kill(self) -> None:
        """End it without warning, as a power cut would."""
        self.process.kill()
        self.process.wait(30)

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._news:
                self._lines.append(line)
                self._news.notify_all()
        with self._news:
            self._news.notify_all()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., LiveServer]]:
    """A function that starts servers; they end with the test."""
    running: list[LiveServer] = []

    def start(data: Path = tmp_path / "served", **options: Any) -> LiveServer:
        running.append(LiveServer(data, **options))
        return running[-1]

    yield start
    for server in running:
        if server.process.poll() is None:
            server.kill()


@pytest.fixture(scope="session")
def live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """One real server, with the real model, for all tests of the run."""
    server = LiveServer(tmp_path_factory.mktemp("served"))
    yield server
    if server.process.poll() is None:
        server.stop()


@pytest.fixture
def endpoint() -> Iterator[Callable[..., Endpoint]]:
    """A function that starts endpoints speaking the OpenAI protocol; see :class:`Endpoint`."""
    running: list[Endpoint] = []

    def start(answer: Any) -> Endpoint:
        running.append(Endpoint(answer))
        return running[-1]

    yield start
    for one in running:
        one.close()
