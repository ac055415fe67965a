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


BAD_LINES = [
    b'{"id": "bytes", "text": "caf\xe9"}',
    b'{"id": "number", "text": ' + b"1" * 5000 + b"}",
    b"[" * 100_000,
    b'{"id": "half", "text": "a \\ud800 b", "original": "\\udfff", "revised": "x"}',
    b'{"id": NaN, "text": "A text.", "original": "A text.", "revised": "A text."}',
    b'{"id": 1e999, "text": "A text.", "original": "A text.", "revised": "A text."}',
    b'{"id": "\\ud800"}',
    b'{"id": "list", "text": ["A text."], "original": "A text.", "revised": 7}',
    b'{"id": "writer", "writer": 7, "text": "A text.", "original": "A", "revised": "B"}',
    b'["id"]',
]


def strict_rows(out):
    """Parse JSON lines as strictly as the standard: no NaN."""

    def refuse(constant):
        raise AssertionError(f"{constant} is not JSON")

    return [json.loads(line, parse_constant=refuse) for line in out.splitlines()]


@pytest.mark.parametrize("command", ["rewrite", "drift"])
def test_each_bad_line_of_a_batch_is_answered(command, tmp_path):
    # Windows editors put a byte order mark in front: it is not part of the first line.
    lines = b"\xef\xbb\xbf" + b"\n".join([b'{"id": "first"}', *BAD_LINES]) + b"\n\n"
    code, out, err = ownvoice(command, "--batch", "-", stdin=lines, data=tmp_path)
    assert (code, err) == (0, "")
    rows = strict_rows(out)
    assert [row["id"] for row in rows] == [
        "first", 2, 3, 4, "half", 6, 7, "\ufffd", "list", "writer", 11
    ]  # fmt: skip
    assert all(set(row) == {"id", "error"} and row["error"] for row in rows)
    assert "'writer' is not text" in rows[9]["error"]


def test_an_unforeseen_error_in_one_line_is_named_by_its_type_alone(tmp_path, capfdbinary):
    from server.cli._input import answer_lines

    def work(row):
        if "bad" in row:
            raise ZeroDivisionError(row["bad"])
        return {"seen": row["id"], "odd": float("nan")} if "nan" in row else {"seen": row["id"]}

    batch = tmp_path / "in.jsonl"
    batch.write_text(
        '{"id": 1, "bad": "private words"}\n{"id": 2, "nan": 1}\n{"id": {"a": [3]}}', "utf-8"
    )
    answer_lines(str(batch), work)
    rows = strict_rows(capfdbinary.readouterr().out.decode("utf-8"))
    assert rows == [
        {"id": 1, "error": "unexpected error (ZeroDivisionError)"},
        {"id": 2, "error": "unexpected error (ValueError)"},
        {"id": {"a": [3]}, "seen": {"a": [3]}},
    ]


def test_a_batch_answers_each_line_before_the_next_is_there(tmp_path):
    run = subprocess.Popen(
        [OWNVOICE, "rewrite", "--batch", "-", "--data-dir", tmp_path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    for number in (1, 2):
        run.stdin.write(b'{"id": %d}\n' % number)
        run.stdin.flush()
        assert json.loads(run.stdout.readline())["id"] == number
    run.stdin.close()
    assert run.wait() == 0
    run.stdout.close()


def test_a_writer_of_null_is_the_writer_named_for_all():
    from server.cli._input import writer_of

    assert writer_of({"writer": None}, "Ada") == "Ada"
    assert writer_of({}, "Ada") == "Ada"
    assert writer_of({"writer": "Zoë"}, "Ada") == "Zoë"
    assert writer_of({"writer": None}, None) is None


def test_a_batch_without_its_file_or_model(tmp_path):
    refused(ownvoice("rewrite", "--batch", tmp_path / "none", data=tmp_path), "no file")
    line = '{"id": 1, "text": "A sentence."}'
    outcome = ownvoice(
        "rewrite", "--batch", "-", stdin=line, data=tmp_path, models=tmp_path / "no-models"
    )
    refused(outcome, "ownvoice models pull")


@pytest.mark.parametrize("option", [[], ["--batch"]])
def test_a_text_typed_as_the_file_s_name(option, tmp_path):
    refused(ownvoice("rewrite", *option, "a" * 300, data=tmp_path), "name too long", "aaa...")
    refused(ownvoice("writer", "learn", "Ada", "a" * 300, data=tmp_path), "name too long")


def test_an_unforeseen_error_is_one_line_that_holds_no_text(monkeypatch, capsys):
    from server.cli import main

    def fail(**settings):
        raise KeyError("private words")

    monkeypatch.setattr(main.cli, "main", fail)
    with pytest.raises(SystemExit) as ended:
        main.main()
    assert ended.value.code == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "ownvoice: unexpected error (KeyError): please report it\n"


@pytest.mark.parametrize("group", [[], ["writer"], ["charter"], ["models"]])
def test_a_group_without_arguments_shows_its_help(group, tmp_path):
    run = subprocess.run([OWNVOICE, *group], capture_output=True, encoding="utf-8", check=False)
    assert run.returncode == 2
    lines = (run.stdout + run.stderr).splitlines()
    assert lines[0].startswith("Usage: ownvoice")
    assert "Options:" in lines
    assert "Commands:" in lines


def test_data_dir_is_taken_after_any_command_too(tmp_path):
    for number, command in enumerate(
        [
            ["writer", "--data-dir", "DIR", "show", "Ada"],
            ["writer", "show", "--data-dir", "DIR", "Ada"],
            ["writer", "show", "Ada", "--data-dir", "DIR"],
        ]
    ):
        there = tmp_path / str(number)
        command = [str(there) if word == "DIR" else word for word in command]
        refused(ownvoice(*command, data=tmp_path / "before"), "Ada")
        assert any(there.iterdir())
    assert not (tmp_path / "before").exists()
    code, out, _ = ownvoice("rewrite", "--help", data=tmp_path)
    assert code == 0
    assert "--data-dir" in out
    refused(ownvoice("train", "Ada", "--data-dir", tmp_path, data=tmp_path), "later version")


def test_there_are_no_charters_yet(tmp_path):
    assert ownvoice("charter", "list", data=tmp_path) == (0, "", "")
    assert ownvoice("charter", "list", "--json", data=tmp_path) == (0, "[]\n", "")
    refused(ownvoice("charter", "show", "none", data=tmp_path), "later version")


def test_register_says_that_it_changes_no_repairs(tmp_path):
    out = ownvoice("rewrite", "--help", data=tmp_path)[1]
    assert "does not change repairs yet" in " ".join(out.split())


def test_a_byte_order_mark_is_remembered(tmp_path):
    from server.cli._input import read_document, read_text

    file = tmp_path / "marked.txt"
    file.write_bytes(b"\xef\xbb\xbfA text.\r\n")
    assert read_document(str(file)) == ("A text.\r\n", True)
    assert read_text(str(file)) == "A text.\r\n"
    file.write_bytes(b"A text.")
    assert read_document(str(file)) == ("A text.", False)


def test_a_writer_who_is_not_known_here_is_noted(tmp_path):
    def told(*arguments):
        err = ownvoice(*arguments, stdin="  ", data=tmp_path)[2]
        return [line for line in err.splitlines() if line.startswith("note: ")]

    (note,) = told("rewrite", "--writer", "Ada")
    assert "'Ada'" in note
    assert told("rewrite", "--writer", "Ada", "--json") == []
    assert told("rewrite") == []
    code, out, err = ownvoice(
        "rewrite", "--writer", "Ada", "--batch", "-", stdin='{"id": 1}', data=tmp_path
    )
    assert code == 0
    assert [json.loads(line)["id"] for line in out.splitlines()] == [1]
    assert err.count("note: ") == 1
    ownvoice("writer", "ask", "Ada", stdin="50\nq\n", data=tmp_path)
    assert told("rewrite", "--writer", "Ada") == []


def test_doctor_ends_with_2_when_something_is_missing(tmp_path):
    code, out, _ = ownvoice("doctor", data=tmp_path, models=tmp_path / "no-models")
    assert code == 2
    assert "ownvoice models pull" in out


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
def test_a_byte_order_mark_comes_out_again(tmp_path):
    text = b"\xef\xbb\xbfNothing is wrong here.\r\n"
    assert ownvoice("rewrite", stdin=text, data=tmp_path)[:2] == (0, text.decode("utf-8"))


@pytest.mark.slow
def test_drift_of_two_files(tmp_path):
    one, two = tmp_path / "one.txt", tmp_path / "two.txt"
    rest = " Nobody was at home when I came by with the keys on Tuesday evening."
    one.write_text("I think it might be a nice idea to ask them first, maybe." + rest, "utf-8")
    two.write_text("It is absolutely imperative that they be consulted beforehand." + rest, "utf-8")
    code, out, _ = ownvoice("drift", one, two, "--json", data=tmp_path)
    assert code == 0
    report = json.loads(out)
    assert set(report) == {"edits", "drift"}
    assert report["drift"]["score"] > 0
    assert all("applied" not in edit for edit in report["edits"])
    code, out, _ = ownvoice("drift", one, two, data=tmp_path)
    assert code == 0
    assert "formality" in out
    # Each axis that moved most names the edits that moved it.
    assert "imperative" in out.partition("SD, most by")[2]
