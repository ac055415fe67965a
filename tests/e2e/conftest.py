"""A real Chromium with the built extension, pages to write in, and pairing through the popup."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from in_browser import PAGES, Extension, Writing, chromium_path
from playwright.sync_api import BrowserContext, Playwright

from server.cli.extension import built_extension


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of a site with the pages to write in."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            pass

    handler = functools.partial(Quiet, directory=str(PAGES))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def browser_start(playwright: Playwright, tmp_path: Path) -> Iterator[Callable[[], Extension]]:
    """A function that starts a browser of its own, with the extension, unpaired."""
    folder = str(built_extension())
    started: list[BrowserContext] = []

    def start() -> Extension:
        context = playwright.chromium.launch_persistent_context(
            str(tmp_path / f"profile{len(started)}"),
            executable_path=chromium_path(playwright),
            headless=False,
            args=[
                "--headless=new",
                "--no-sandbox",
                f"--disable-extensions-except={folder}",
                f"--load-extension={folder}",
                "--disable-features=DisableLoadExtensionCommandLineSwitch",
            ],
        )
        context.set_default_timeout(20_000)
        started.append(context)
        return Extension(context)

    yield start
    for context in started:
        context.close()


@pytest.fixture
def extension(browser_start: Callable[[], Extension]) -> Extension:
    """The extension in a browser of its own, unpaired."""
    return browser_start()


@pytest.fixture
def paired(extension: Extension, live_server: Any) -> Extension:
    """The extension, paired with the live server, whose model is loaded."""
    live_server.wait_ready()
    extension.pair(live_server)
    return extension


@pytest.fixture
def open_page(extension: Extension, site: str) -> Callable[..., Writing]:
    """A function that opens one of the pages."""

    def open_it(name: str, field: str = "#field") -> Writing:
        page = extension.context.new_page()
        page.goto(f"{site}/{name}.html")
        return Writing(page, field)

    return open_it
