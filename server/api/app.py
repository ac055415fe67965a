"""The app: every resource's blueprint, the guard before them, problem details after them."""

from __future__ import annotations

import importlib
import pkgutil

from flask import Flask

import server.api
from server.api import guard, problems
from server.api.services import Services

# 200,000 characters take at most 2.4 MB as escaped JSON; drift takes two texts.
LARGEST_BODY = 8 * 1024 * 1024
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def create_app(services: Services) -> Flask:
    """Return the app that answers with these services. Resources are found by their files."""
    app = Flask("server.api", static_folder=None, template_folder=None)
    app.extensions["ownvoice"] = services
    app.config.update(MAX_CONTENT_LENGTH=LARGEST_BODY, CSP=CSP)
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False
    guard.register(app)
    problems.register(app)
    for found in pkgutil.iter_modules(server.api.__path__):
        module = importlib.import_module(f"server.api.{found.name}")
        if blueprint := getattr(module, "blueprint", None):
            app.register_blueprint(blueprint)
    _serve_pages(app)
    return app


def _serve_pages(app: Flask) -> None:
    from server.web.pages import blueprint

    app.register_blueprint(blueprint)
