"""The report over many pairs."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner

from server.cli.main import cli
from server.reports.page import render
from server.reports.pairs import BadLine, Pair, read_pairs
from server.reports.summary import summarise
from style_models.errors import InputError
from style_models.persona.drift import AxisShift, Drift

SECRET = "Marmalade skies over Leeds"


def drift_of(score: float, shift: float | None = 10.0) -> Drift:
    if shift is None:
        axes = {"clarity": AxisShift(None, None, None, None, why="too short")}
    else:
        axes = {"clarity": AxisShift(50.0, 50.0 + shift, shift, (0.0, 20.0), 1.0)}
    axes["hedges"] = AxisShift(2.0, 1.0, -1.0, (-1.0, -1.0))
    return Drift(score, (0.0, 1.0), score / 2, axes)


def pair(writer: str, group: str, line: int = 1) -> Pair:
    return Pair(line, writer, SECRET, SECRET, {"tool": group})


def row(**changed: object) -> str:
    whole = {"id": "1", "writer": "ann", "original": "One two.", "revised": "One too.", "tool": "x"}
    return json.dumps({**whole, **changed})


@pytest.fixture
def two_groups():
    pairs = [
        pair("ann", "a"),
        pair("bob", "a"),
        pair("ann", "b"),
        pair("bob", "b"),
        pair("cy", "c"),
    ]
    drifts = [drift_of(0.1), drift_of(0.1), drift_of(0.5), drift_of(0.7), drift_of(0.3, None)]
    return summarise(pairs, drifts, [BadLine(4, "not JSON")], ["tool"])


def test_figures_by_hand(two_groups):
    assert (two_groups["pairs"], two_groups["writers"]) == (5, 3)
    assert two_groups["drift"]["mean"] == pytest.approx((0.1 + 0.1 + 0.5 + 0.7 + 0.3) / 5)
    assert two_groups["drift"]["tenths"] == [0, 2, 0, 1, 0, 1, 0, 1, 0, 0]
    clarity = two_groups["axes"]["clarity"]
    assert (clarity["pairs"], clarity["before"], clarity["shift"]) == (4, 50.0, 10.0)
    assert clarity["interval"] == [10.0, 10.0]
    found = two_groups["groups"]["tool"]
    assert found["worst"]["value"] == "b"
    assert found["worst"]["mean"] == pytest.approx(0.6)
    assert found["difference"]["mean"] == pytest.approx(0.5)
    # Both writers are in both groups: ann's difference is .4, bob's .6.
    assert found["difference"]["interval"] == pytest.approx([0.4, 0.6])


def test_one_writer_gives_null_with_why_never_zero(two_groups):
    alone = two_groups["groups"]["tool"]["values"]["c"]
    assert alone["drift"]["interval"] is None
    assert "one writer" in alone["drift"]["why"]
    assert alone["axes"]["clarity"]["shift"] is None
    assert alone["axes"]["clarity"]["why"]


def test_neither_texts_nor_names_are_written(two_groups):
    page = render(two_groups)
    for written in (json.dumps(two_groups), page):
        assert "Marmalade" not in written
        assert not re.search(r"\b(ann|bob)\b", written)


def test_the_page_needs_nothing_else(two_groups):
    page = render(two_groups)
    assert page.count("<svg") == 1
    assert not re.search(r"<script|<link|<img|url\(|src=|https?://", page)
    assert "prefers-color-scheme: dark" in page
    assert "unknown" in page


def test_a_groups_name_is_text_and_not_markup():
    name = "<script>alert(1)</script>"
    page = render(summarise([pair("ann", name)], [drift_of(0.2)], [], ["tool"]))
    assert "<script" not in page


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("not json", "not JSON"),
        ("[1]", "not a JSON object"),
        (row(id=None), "'id'"),
        (row(writer=7), "'writer'"),
        (row(original=" "), "'original'"),
        (row(revised="12 😀"), "no words"),
        (row(revised="a " * 100_001), "longer"),
        ("\udcff", "UTF-8"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_goes_on(tmp_path, line, why):
    path = tmp_path / "pairs.jsonl"
    path.write_bytes(f"{row()}\n\n{line}\n{row(tool=3)}\n".encode("utf-8", "surrogateescape"))
    pairs, bad = read_pairs(path, ["tool"])
    assert [found.line for found in pairs] == [1, 4]
    assert [found.groups["tool"] for found in pairs] == ["x", "3"]
    assert [found.line for found in bad] == [3]
    assert why in bad[0].why


def test_input_that_cannot_be_used_is_one_clear_line(tmp_path):
    path = tmp_path / "pairs.jsonl"
    with pytest.raises(InputError, match="not there"):
        read_pairs(path, [])
    path.write_text("")
    with pytest.raises(InputError, match="empty"):
        read_pairs(path, [])
    path.write_text("{}\n")
    with pytest.raises(InputError, match="line 1"):
        read_pairs(path, [])
    path.write_text(row())
    with pytest.raises(InputError, match="no pair has the field 'role'"):
        read_pairs(path, ["role"])


def test_ray_says_that_it_comes_later(tmp_path):
    result = CliRunner().invoke(
        cli, ["report", "x.jsonl", "--out", str(tmp_path), "--engine", "ray"], standalone_mode=False
    )
    assert isinstance(result.exception, InputError)
    assert "later version" in str(result.exception)


@pytest.mark.slow
def test_the_command_writes_both_files(tmp_path, data_dir):
    path = tmp_path / "pairs.jsonl"
    text = "I think we could maybe do a bit more about it, but nobody I know seems to care. " * 3
    rows = [
        row(
            id=str(at),
            writer=f"w{at % 4}",
            original=text,
            revised=text.replace("maybe ", "surely "),
        )
        for at in range(8)
    ]
    path.write_text("\n".join([*rows, "oops"]))
    out = tmp_path / "made" / "here"
    result = CliRunner().invoke(cli, ["report", str(path), "--out", str(out), "--group", "tool"])
    assert result.exit_code == 0, result.output
    assert result.stdout.strip() == str(out / "report.html")
    assert "1 line was left out" in result.stderr
    summary = json.loads((out / "summary.json").read_text())
    assert (summary["pairs"], summary["writers"]) == (8, 4)
    assert summary["bad_lines"] == [{"line": 9, "why": "not JSON"}]
    assert summary["axes"]["hedges"]["shift"] < 0 < summary["axes"]["confidence"]["shift"]
    assert (out / "report.html").read_text().startswith("<!doctype html>")
