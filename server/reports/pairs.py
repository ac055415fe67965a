"""Read the rows of a report: who wrote what, and what it became."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from style_models.errors import InputError
from style_models.persona.counted_text import CountedText

NOT_GIVEN = "(not given)"
LONGEST = 200_000  # characters, as everywhere


@dataclass(frozen=True)
class Pair:
    """One original and its revision. ``groups`` maps each field asked for to this row's value."""

    line: int
    writer: str
    original: str
    revised: str
    groups: dict[str, str]


@dataclass(frozen=True)
class BadLine:
    """A line that was left out. ``why`` never quotes the line: it may hold a person's words."""

    line: int
    why: str


def read_pairs(path: Path, fields: Sequence[str]) -> tuple[list[Pair], list[BadLine]]:
    """Return the pairs of a JSON-lines file (plain or gzipped) and the lines left out.

    Raises :class:`InputError` where the file cannot be read, no line is a pair, or no pair has one
    of ``fields``.
    """
    pairs: list[Pair] = []
    bad: list[BadLine] = []
    seen: set[str] = set()
    try:
        for number, raw in _lines(path):
            if not raw.strip():
                continue
            found = _pair(number, raw, fields, seen)
            if isinstance(found, Pair):
                pairs.append(found)
            else:
                bad.append(found)
    except FileNotFoundError as error:
        raise InputError(f"{path} is not there: give a file of JSON lines") from error
    except (OSError, EOFError) as error:
        raise InputError(f"{path} cannot be read ({type(error).__name__})") from error
    if not pairs:
        first = f"; line {bad[0].line}: {bad[0].why}" if bad else ": it is empty"
        raise InputError(f"{path} holds no pair of texts{first}")
    for field in fields:
        if field not in seen:
            raise InputError(f"no pair has the field '{field}': check --group")
    return pairs, bad


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as file:
        yield from enumerate(file, start=1)


def _pair(number: int, raw: bytes, fields: Sequence[str], seen: set[str]) -> Pair | BadLine:
    try:
        row = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return BadLine(number, "not UTF-8")
    except (ValueError, RecursionError):
        return BadLine(number, "not JSON")
    if not isinstance(row, dict):
        return BadLine(number, "not a JSON object")
    if not isinstance(row.get("id"), str | int):
        return BadLine(number, "'id' is missing")
    for key in ("writer", "original", "revised"):
        value = row.get(key)
        if not isinstance(value, str) or not value.strip():
            return BadLine(number, f"'{key}' is missing, empty or not text")
    for key in ("original", "revised"):
        if len(row[key]) > LONGEST:
            return BadLine(number, f"'{key}' is longer than {LONGEST:,} characters")
        if not CountedText(row[key]).words:
            return BadLine(number, f"'{key}' holds no words")
    groups = {}
    for field in fields:
        value = row.get(field)
        if value is None or isinstance(value, dict | list) or not str(value).strip():
            groups[field] = NOT_GIVEN
        else:
            groups[field] = str(value).strip()
            seen.add(field)
    return Pair(number, row["writer"].strip(), row["original"], row["revised"], groups)
