"""What the views work with, handed to the app once."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

from flask import current_app

from server.engine import Engine
from server.store.repository import Store


@dataclass
class Links:
    """One-time links to the pages. A key is good once, in the run that printed it."""

    _keys: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def new(self) -> str:
        """Return a fresh key."""
        key = secrets.token_urlsafe(24)
        with self._lock:
            self._keys.add(key)
        return key

    def use(self, key: str) -> bool:
        """Tell whether the key was good; it is not any more."""
        with self._lock:
            if key not in self._keys:
                return False
            self._keys.remove(key)
            return True


@dataclass
class Services:
    """The store, the engine, the host and port served, ``announce`` writes to the terminal."""

    store: Store
    engine: Engine
    port: int
    announce: Callable[[str], None]
    host: str = "127.0.0.1"
    links: Links = field(default_factory=Links)

    @property
    def cookie(self) -> str:
        """Return the session cookie's name: browsers share cookies between the ports of a host."""
        return f"ownvoice_{self.port}"

    @property
    def url(self) -> str:
        """Return where the server is, without a slash at the end."""
        return f"http://{self.host}:{self.port}"

    def page_link(self) -> str:
        """Return a fresh one-time link to the pages."""
        return f"{self.url}/?key={self.links.new()}"


def services() -> Services:
    """Return the services of the app that answers the current request."""
    return cast(Services, current_app.extensions["ownvoice"])
