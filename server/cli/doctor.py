"""``ownvoice doctor``: is everything there that is needed?"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import click

from style_models.errors import InputError

Check = Callable[[], str]


@click.command("doctor")
@click.option("--port", default=None, type=click.IntRange(1, 65535), help="The server's port.")
def command(port: int | None) -> int:
    """Check what Ownvoice needs, and say what to do about what is missing.

    Exit code 0 if all is well, 2 if something is missing.
    """
    from server.ports import DEFAULT_PORT

    failed = 0
    for name, check in _checks(port or DEFAULT_PORT):
        try:
            told, mark = check(), click.style("ok     ", fg="green")
        except InputError as error:
            told, mark = str(error), click.style("missing", fg="red")
            failed += 1
        click.echo(f"{mark} {name}: {told}")
    return 2 if failed else 0


def _checks(port: int) -> Iterator[tuple[str, Check]]:
    yield "Python", _python
    yield "models", _models
    yield "parser", _parser
    yield "device", _device
    yield "store", _store
    yield "port", lambda: _port(port)
    yield "extension", _extension


def _python() -> str:
    version = ".".join(map(str, sys.version_info[:3]))
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        raise InputError(f"{version} is not supported: use Python 3.11 to 3.13")
    return version


def _models() -> str:
    from style_models.models.catalog import CATALOG
    from style_models.models.pull import is_pulled
    from style_models.paths import models_dir

    missing = [model.name for model in CATALOG if not is_pulled(model)]
    if missing:
        raise InputError(f"{', '.join(missing)} not pulled: run 'ownvoice models pull'")
    return f"all {len(CATALOG)} in {models_dir()}"


def _parser() -> str:
    from style_models.models.load import parser_path

    path = parser_path()
    try:
        import spacy

        loaded = spacy.load(path)
    except (ImportError, OSError, ValueError) as error:
        raise InputError(
            f"{path} does not load ({type(error).__name__}): run 'ownvoice models pull', or correct "
            "OWNVOICE_SPACY_MODEL"
        ) from error
    return f"{loaded.meta['name']} {loaded.meta['version']}"


def _device() -> str:
    from style_models.models.load import best_device

    return best_device()


def _store() -> str:
    from server.store.repository import open_store
    from style_models.paths import data_dir

    store = open_store()
    try:
        count = len(store.writers())
    finally:
        store.close()
    return f"{count} {'writer' if count == 1 else 'writers'} in {data_dir()}"


def _port(port: int) -> str:
    from server.ports import PortTaken, bound

    try:
        bound("127.0.0.1", port).close()
    except PortTaken:
        if version := _running_version(port):
            return f"{port}: Ownvoice {version} is running there"
        raise
    return f"{port} is free"


def _running_version(port: int) -> str | None:
    import json
    import urllib.request

    # No proxy: this asks our own machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://127.0.0.1:{port}/v1/health", timeout=3) as reply:
            return str(json.load(reply)["version"])
    except (OSError, ValueError, KeyError):
        return None


def _extension() -> str:
    from server.cli.extension import built_extension

    return str(built_extension())
