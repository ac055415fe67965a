"""``ownvoice writer`` as a user meets it: exit code, stdout and stderr apart."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from style_models.persona.profile import ENOUGH_WORDS, profiles
from style_models.persona.reader_model import READER_AXES


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
    assert done.stderr.startswith("ownvoice: ")
    assert done.stderr.count("\n") == 1
    return done.stderr


def test_ask_learn_show_export_erase(run, tmp_path: Path):
    answered = run("writer", "ask", "Zoë", given="80\n20\n\ns\n55%\n" + "10\n" * 20)
    assert answered.returncode == 0
    assert "Kept 8 answers of Zoë, skipped 2." in answered.stdout

    text = tmp_path / "mine.txt"
    text.write_text("I like to write the way I talk, and I do not mind a long sentence. " * 8)
    learned = run("writer", "learn", "Zoë", str(text), str(text), "--register", "mail")
    assert learned.returncode == 0
    assert "1 new text of Zoë; 1 text known already" in learned.stdout
    assert "models pull" in learned.stderr  # without models the texts are kept all the same

    shown = json.loads(run("writer", "show", "Zoë", "--json").stdout)
    assert shown["name"] == "Zoë"
    assert len(shown["evidence"]["answers"]) == 8
    assert shown["profile"]["samples"] == 1
    assert shown["tolerances"]["clarity"]["more"]["evidence"]["answers"] > 0
    assert "Zoë" in run("writer", "show", "Zoë").stdout

    out = tmp_path / "all.json"
    assert run("writer", "export", "Zoë", str(out)).returncode == 0
    assert len(json.loads(out.read_text(encoding="utf-8"))["answers"]) == 8
    if os.name == "posix":
        assert out.stat().st_mode & 0o777 == 0o600

    assert run("writer", "erase", "Zoë").returncode == 0  # not a terminal: nothing is asked
    assert "no writer is called" in refused(run("writer", "show", "Zoë"))


def test_answers_before_a_wrong_one_are_kept(run):
    assert run("writer", "ask", "me", given="80\n101\n").returncode == 2
    shown = json.loads(run("writer", "show", "me", "--json").stdout)
    assert len(shown["evidence"]["answers"]) == 1


def test_a_finished_questionnaire_asks_again_only_on_demand(run):
    assert run("writer", "ask", "me", given="50\n" * 12).returncode == 0
    assert "nothing more to ask" in run("writer", "ask", "me", given="0\n" * 12).stdout
    assert "Kept 10 answers" in run("writer", "ask", "me", "--again", given="0\n" * 12).stdout


def test_what_cannot_be_done_is_said_in_one_line(run, tmp_path: Path):
    empty, binary = tmp_path / "empty.txt", tmp_path / "binary"
    empty.write_text(" \n")
    binary.write_bytes(b"a\0b")
    assert "there is no file" in refused(run("writer", "learn", "me", "nothing.txt"))
    assert "empty" in refused(run("writer", "learn", "me", str(empty)))
    assert "NUL" in refused(run("writer", "learn", "me", str(binary)))
    refused(run("writer", "learn", "a/b", str(tmp_path)))
    refused(run("writer", "erase", "Nobody"))
    refused(run("writer", "export", "me", str(tmp_path / "no folder" / "x.json")))
    refused(run("writer", "export", "me", str(tmp_path)))


def test_profile_means_and_spread_as_worked_out_by_hand():
    def read(texts):
        # Readers hear 10 in texts about cats and 40 in others, on every axis.
        return np.array([[10.0 if "cat" in text else 40.0] * len(READER_AXES) for text in texts])

    cats = "The cat sat on the mat and looked at us. " * 4  # 40 words
    dogs = "A dog ran over the hill and barked at me. " * 8  # 80 words
    found = profiles([("mail", cats), ("posts", dogs), ("", "Too short.")], read)
    clarity = found["all"].axes["clarity"]
    # (40 * 10 + 80 * 40) / 120 = 30; squares (40 * 400 + 80 * 100) / 120 = 200, times 2 / 1.
    assert clarity.mean == pytest.approx(30)
    assert clarity.spread == pytest.approx(20)
    assert clarity.error == pytest.approx(20 / 2**0.5)
    assert found["mail"].axes["clarity"].mean == 10
    assert found["mail"].axes["clarity"].spread is None  # one passage: unknown, not 0
    assert (found["all"].samples, found["all"].words) == (3, 122)
    assert not found["all"].reliable
    assert f"{ENOUGH_WORDS - 122 + 2:,}" in found["all"].note
    assert profiles([], read)["all"].axes == {}
