"""The command line from outside: exit codes, one clear line on stderr, JSON lines on stdout."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from style_models.paths import models_dir

OWNVOICE = Path(sys.executable).with_name("ownvoice")
MODELS = str(models_dir())


def ownvoice(*arguments, stdin="", data, models=MODELS):
    given = stdin if isinstance(stdin, bytes) else stdin.encode("utf-8")
    run = subprocess.run(
        [OWNVOICE, "--data-dir", data, *map(str, arguments)],
        input=given,
        capture_output=True,
        env={**os.environ, "OWNVOICE_MODELS_DIR": str(models)},
        check=False,
    )
    return run.returncode, run.stdout.decode("utf-8"), run.stderr.decode("utf-8")


def refused(outcome, *words):
    code, out, err = outcome
    assert code == 2
    assert out == ""
    assert len(err.strip().splitlines()) == 1, err
    for word in words:
        assert word in err


def test_help_is_quick_and_loads_nothing_heavy():
    program = (
        "import sys; from server.cli.main import cli\n"
        "cli.main(['--help'], standalone_mode=False)\n"
        "print([m for m in ('torch', 'spacy', 'transformers', 'numpy', 'flask', 'sqlalchemy') if m in sys.modules])"
    )
    out = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout
    assert out.strip().splitlines()[-1] == "[]"
    best = min(_seconds([OWNVOICE, "--help"]) for _ in range(3))
    assert best < 0.5


def _seconds(command):
    began = time.perf_counter()
    subprocess.run(command, capture_output=True, check=True)
    return time.perf_counter() - began


def every_command():
    from server.cli.main import cli

    return cli.list_commands(None)


@pytest.mark.parametrize("name", every_command())
def test_every_command_has_help(name, tmp_path):
    code, out, _ = ownvoice(name, "--help", data=tmp_path)
    assert code == 0
    assert "Usage: ownvoice" in out


def test_the_contract_s_commands_are_there():
    wanted = {
        "rewrite",
        "drift",
        "writer",
        "charter",
        "train",
        "serve",
        "report",
        "audit",
        "arena",
        "doctor",
        "models",
        "bench",
    }
    assert wanted <= set(every_command())


def test_empty_text(tmp_path):
    refused(ownvoice("rewrite", stdin="  \n ", data=tmp_path), "empty")


def test_too_long_a_text(tmp_path):
    refused(ownvoice("rewrite", stdin="word " * 40_001, data=tmp_path), "200,005", "200,000")


def test_nul_bytes(tmp_path):
    refused(ownvoice("rewrite", stdin=b"abc\x00def", data=tmp_path), "NUL")


def test_not_utf8(tmp_path):
    refused(ownvoice("rewrite", stdin=b"caf\xe9 au lait", data=tmp_path), "UTF-8")


def test_missing_file(tmp_path):
    refused(ownvoice("rewrite", tmp_path / "none.txt", data=tmp_path), "none.txt")


def test_a_folder_is_no_text(tmp_path):
    refused(ownvoice("rewrite", tmp_path, data=tmp_path), "folder")


def test_model_not_pulled(tmp_path):
    outcome = ownvoice("rewrite", stdin="A sentence.", data=tmp_path, models=tmp_path / "no-models")
    refused(outcome, "ownvoice models pull")


def test_an_unknown_mode_command_bench_and_charter(tmp_path):
    refused(ownvoice("rewrite", "--mode", "poetry", stdin="A text.", data=tmp_path), "poetry")
    refused(ownvoice("nonsense", data=tmp_path), "nonsense")
    refused(ownvoice("bench", "nonsense", data=tmp_path), "nonsense", "polish")
    refused(ownvoice("bench", "polish", data=tmp_path), "--data")
    refused(ownvoice("rewrite", "--charter", "none", stdin="A text.", data=tmp_path), "none")


def test_drift_needs_two_texts(tmp_path):
    refused(ownvoice("drift", data=tmp_path), "two files")


@pytest.mark.slow
def test_a_batch_goes_on_after_a_bad_line(tmp_path):
    lines = [
        json.dumps({"id": "a", "text": "She go to school every days."}),
        "{broken",
        json.dumps({"id": "c", "text": "   "}),
        json.dumps({"id": "d"}),
        json.dumps({"id": "e", "text": "Nothing is wrong here."}),
    ]
    batch = tmp_path / "in.jsonl"
    batch.write_text("\n".join(lines), "utf-8")
    code, out, _ = ownvoice("rewrite", "--batch", batch, data=tmp_path)
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [row["id"] for row in rows] == ["a", 2, "c", "d", "e"]
    assert rows[0]["original"].startswith("She go")
    assert all("error" in row for row in rows[1:4])
    assert rows[4]["result"] == "Nothing is wrong here."


@pytest.mark.slow
def test_the_result_alone_is_on_stdout_with_its_own_line_ends(tmp_path):
    text = "Nothing is wrong here.\r\nNor is it there.\n"
    code, out, err = ownvoice("rewrite", stdin=text, data=tmp_path)
    assert code == 0
    assert out == text
    assert "drift" in err


@pytest.mark.slow
def test_drift_of_two_files(tmp_path):
    one, two = tmp_path / "one.txt", tmp_path / "two.txt"
    one.write_text("I think it might be a nice idea to ask them first, maybe.", "utf-8")
    two.write_text("It is absolutely imperative that they be consulted beforehand.", "utf-8")
    code, out, _ = ownvoice("drift", one, two, "--json", data=tmp_path)
    assert code == 0
    report = json.loads(out)
    assert set(report) == {"edits", "drift"}
    assert report["drift"]["score"] > 0
    assert all("applied" not in edit for edit in report["edits"])
    code, out, _ = ownvoice("drift", one, two, data=tmp_path)
    assert code == 0
    assert "formality" in out
