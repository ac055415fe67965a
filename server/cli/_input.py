"""Reading what the user names: files, standard input, JSON lines; and writing what comes of it."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, nullcontext
from pathlib import Path
from typing import Any, BinaryIO

import click

from style_models.errors import InputError, ModelMissing, NotText

BYTE_ORDER_MARK = "\ufeff"
# Half of a UTF-16 pair: JSON can spell it, but it is no character and has no UTF-8.
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def read_text(name: str) -> str:
    """Return the text of a file, or of standard input for ``-``; line ends are kept as they are."""
    return read_document(name)[0]


def read_document(name: str) -> tuple[str, bool]:
    """Return the text as :func:`read_text` does, and whether a byte order mark stood before it."""
    with _opened(name) as stream:
        try:
            data = stream.read()
        except OSError as error:
            raise _unreadable(name, error) from error
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotText(
            f"{_label(name)} is not UTF-8 text (byte {error.start}): save it as UTF-8 and try again"
        ) from error
    return text.removeprefix(BYTE_ORDER_MARK), text.startswith(BYTE_ORDER_MARK)


def _opened(name: str) -> AbstractContextManager[BinaryIO]:
    if name == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return Path(name).open("rb")
    except FileNotFoundError as error:
        raise InputError(f"there is no file {_label(name)}") from error
    except IsADirectoryError as error:
        raise InputError(f"{_label(name)} is a folder: name a file") from error
    except OSError as error:
        # Windows says "permission denied" of a folder; a text typed as the name is too long for one.
        raise _unreadable(name, error) from error


def _unreadable(name: str, error: OSError) -> InputError:
    reason = (error.strerror or type(error).__name__).lower()
    return InputError(f"{_label(name)} cannot be read ({reason}): name a file, or - for the input")


def _label(name: str) -> str:
    """Return the name as a message shows it; who typed a text as the name sees its beginning."""
    if name == "-":
        return "the input"
    return name if len(name) <= 200 else f"{name[:40]}..."


def write_text(text: str) -> None:
    """Write ``text`` to standard output as UTF-8, with its own line ends.

    A lone surrogate, which has no UTF-8, is written as U+FFFD.
    """
    sys.stdout.flush()
    sys.stdout.buffer.write(_LONE_SURROGATE.sub("\ufffd", text).encode("utf-8"))
    sys.stdout.buffer.flush()


def json_lines(name: str) -> Iterator[tuple[int, dict[str, Any] | None, str]]:
    """Yield (line number, object or None, error) for each line that is not blank.

    Lines are read and decoded one by one, so that a bad one spoils no other and each is answered
    before the next has to be there.
    """
    with _opened(name) as stream:
        for number, line in enumerate(stream, 1):
            if line.strip():
                row, error = _object(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)
                yield number, row, f"line {number}: {error}" if error else ""


def _object(line: bytes) -> tuple[dict[str, Any] | None, str]:
    """Return the JSON object that ``line`` holds, or None and what is wrong with it."""
    try:
        row = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        return None, f"not UTF-8 text (byte {error.start})"
    except json.JSONDecodeError as error:
        return None, f"not JSON ({error.msg})"
    except ValueError:
        return None, "a number with too many digits"
    except RecursionError:
        return None, "nested too deeply"
    return (row, "") if isinstance(row, dict) else (None, "not a JSON object")


def answer_lines(name: str, work: Callable[[dict[str, Any]], Mapping[str, Any]]) -> None:
    """Answer each JSON line of ``name`` with a JSON line on standard output, as soon as it is done.

    An answer holds the line's ``id`` (its number if it has none) and what ``work`` returns for the
    row, or an ``error``; a bad line does not stop the rest. An error that nobody foresaw is named by
    its type alone, for its message may quote the text. :class:`ModelMissing` ends the batch: no
    line could be answered.
    """
    for number, row, error in json_lines(name):
        identifier: Any = number
        answer = ""
        if row is not None:
            try:
                identifier = _identifier(row.get("id", number))
                answer = _json({"id": None, **work(row)} | {"id": identifier})
            except ModelMissing:
                raise
            except InputError as problem:
                error = str(problem)
            except Exception as problem:
                error = f"unexpected error ({type(problem).__name__})"
        # Outside of the try: that the reader of our output is gone is no error of the line.
        write_text((answer or _json({"id": identifier, "error": error})) + "\n")


def _identifier(given: Any) -> Any:
    try:
        _json([[given]])
    except (ValueError, RecursionError) as error:
        raise InputError("'id' is no value that JSON can hold: give text or a number") from error
    return given


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def field(row: Mapping[str, Any], name: str) -> str:
    """Return a text field of a batch row; :class:`InputError` if it is missing or no text."""
    if name not in row:
        raise InputError(f"the line has no {name!r}")
    value = row[name]
    if not isinstance(value, str):
        raise InputError(f"{name!r} is not text")
    if _LONE_SURROGATE.search(value):
        raise NotText(f"{name!r} holds half a character (a lone surrogate): send whole characters")
    return value


def writer_of(row: Mapping[str, Any], otherwise: str | None) -> str | None:
    """Return the writer that a batch row names, or ``otherwise`` if it names none."""
    return otherwise if row.get("writer") is None else field(row, "writer")


def preferences_of(writer: str | None, *, learn: bool = False) -> Any:
    """Return what a writer has taught; a writer who is new here starts from the population.

    With ``learn`` the writer's texts are read first, where some have come since the last time.
    """
    from style_models.learning.preferences import Preferences

    known = None if writer is None else _known_preferences(writer, learn)
    return Preferences.population() if known is None else known


def note_unknown_writer(writer: str | None) -> None:
    """Say on standard error that nothing is known of ``writer`` yet, if that is so."""
    if writer is not None and _known_preferences(writer) is None:
        click.echo(
            f"note: no writer {writer!r} is known here, so most writers' preferences are followed "
            "('ownvoice writer ask NAME' gets to know one)",
            err=True,
        )


def _known_preferences(writer: str, learn: bool = False) -> Any:
    from server.store.errors import UnknownWriter
    from server.store.repository import open_store

    with closing(open_store()) as store:
        try:
            return store.preferences(writer, learn=learn)
        except UnknownWriter:
            return None
