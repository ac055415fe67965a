"""Reading what the user names: files, standard input, JSON lines."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from style_models.errors import InputError, NotText


def read_text(name: str) -> str:
    """Return the text of a file, or of standard input for ``-``; line ends are kept as they are."""
    if name == "-":
        data = sys.stdin.buffer.read()
        name = "the input"
    else:
        path = Path(name)
        if not path.exists():
            raise InputError(f"there is no file {name}")
        if path.is_dir():
            raise InputError(f"{name} is a folder: name a file")
        try:
            data = path.read_bytes()
        except OSError as error:
            raise InputError(f"{name} cannot be read: {error.strerror}") from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotText(
            f"{name} is not UTF-8 text (byte {error.start}): save it as UTF-8 and try again"
        ) from error


def write_text(text: str) -> None:
    """Write ``text`` to standard output as UTF-8, with its own line ends."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8"))
    sys.stdout.buffer.flush()


def json_lines(name: str) -> Iterator[tuple[int, dict[str, Any] | None, str]]:
    """Yield (line number, object or None, error) for each line that is not blank."""
    for number, line in enumerate(read_text(name).split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            yield number, None, f"line {number}: not JSON ({error.msg})"
            continue
        if not isinstance(row, dict):
            yield number, None, f"line {number}: not a JSON object"
        else:
            yield number, row, ""


def field(row: dict[str, Any], name: str) -> str:
    """Return a text field of a batch row; :class:`InputError` if it is missing or no text."""
    if name not in row:
        raise InputError(f"the line has no {name!r}")
    if not isinstance(row[name], str):
        raise InputError(f"{name!r} is not text")
    return str(row[name])


def preferences_of(writer: str | None) -> Any:
    """Return what a writer has taught; a writer who is new here starts from the population."""
    from style_models.learning.preferences import Preferences

    if writer is None:
        return Preferences.population()
    if not isinstance(writer, str):
        raise InputError("'writer' is not text")
    from server.store.errors import UnknownWriter
    from server.store.repository import open_store

    with closing(open_store()) as store:
        try:
            return store.preferences(writer)
        except UnknownWriter:
            return Preferences.population()
