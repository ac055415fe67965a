"""``ownvoice writer match`` as a user meets it. It needs no pulled model."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.test_style_embedding import BIKES, BOATS, BREAD, CHATTY, GARDENS, STIFF, text


@pytest.fixture
def run(tmp_path: Path):
    environment = {
        **os.environ,
        "OWNVOICE_DATA_DIR": str(tmp_path / "data"),
        "OWNVOICE_MODELS_DIR": str(tmp_path / "no models"),
        "PYTHONIOENCODING": "utf-8",
    }

    def go(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", "from server.cli.main import main; main()", *arguments],
            input=given,
            capture_output=True,
            encoding="utf-8",
            env=environment,
            timeout=120,
        )

    return go


def refused(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    return done.stderr


@pytest.fixture
def written(tmp_path: Path):
    def write(name: str, content: str) -> str:
        (tmp_path / name).write_text(content, encoding="utf-8")
        return str(tmp_path / name)

    return write


def test_match_tells_own_texts_from_another_writers(run, written):
    own = [
        written(f"own{at}.txt", text(CHATTY, words))
        for at, words in enumerate([BREAD, BOATS, BIKES])
    ]
    assert run("writer", "learn", "Zoë", *own, "--register", "mail").returncode == 0
    asked = written("asked.txt", text(CHATTY, GARDENS))
    foreign = written("foreign.txt", text(STIFF, BREAD))
    short = written("short.txt", "I don't know, it's just a garden!")

    done = run("writer", "match", "Zoë", asked, foreign, short, own[0], "--json")
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)
    assert [row["file"] for row in rows] == [asked, foreign, short, own[0]]
    assert all(list(row) == ["file", "same_writer", "words", "reliable"] for row in rows)
    assert rows[0]["same_writer"] > 0.8 > 0.3 > rows[1]["same_writer"]
    assert [row["reliable"] for row in rows] == [True, True, False, False]
    assert rows[0]["words"] == len(text(CHATTY, GARDENS).split())

    table = run("writer", "match", "Zoë", asked, short)
    assert table.returncode == 0
    assert "reliable from" in table.stdout
    piped = run("writer", "match", "Zoë", "-", "--json", given=text(STIFF, BREAD))
    assert json.loads(piped.stdout)[0]["same_writer"] == rows[1]["same_writer"]
    assert "'posts'" in refused(run("writer", "match", "Zoë", asked, "--register", "posts"))


def test_little_own_text_makes_no_answer_reliable(run, written):
    own = written("own.txt", text(CHATTY, BREAD))
    assert run("writer", "learn", "me", own).returncode == 0
    asked = written("asked.txt", text(CHATTY, BOATS))
    (row,) = json.loads(run("writer", "match", "me", asked, "--json").stdout)
    assert row["reliable"] is False


def test_what_cannot_be_matched_is_said_in_one_line(run, written, tmp_path: Path):
    own = written("own.txt", text(CHATTY, BREAD))
    assert "no writer is called" in refused(run("writer", "match", "Nobody", own, "--json"))
    assert "nothing is learned of me" in refused(run("writer", "match", "me", own))
    assert run("writer", "learn", "me", own).returncode == 0
    empty, binary = written("empty.txt", " \n"), tmp_path / "binary"
    binary.write_bytes(b"a\0b")
    assert "is empty" in refused(run("writer", "match", "me", own, empty))
    assert "NUL" in refused(run("writer", "match", "me", str(binary)))
    assert "there is no file" in refused(run("writer", "match", "me", "gone.txt"))
    refused(run("writer", "match", "me", str(tmp_path)))
