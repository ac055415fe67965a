"""Time and memory against length: the line, the texts, the plot."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from style_models.bench.length import drawn, line, render, run, text_of
from style_models.errors import InputError

STAGES = {"detect": 1.0, "propose": 2.0, "align": 0.0, "judge": 3.0, "compose": 0.0, "measure": 1.0}


def point(words: int, seconds: float, mb: float) -> dict[str, object]:
    return {"words": words, "seconds": seconds, "mb": mb, "edits": 1, "stages": STAGES}


def test_the_line_is_that_of_least_squares() -> None:
    straight = line([0, 1, 2], [1.0, 3.0, 5.0])
    assert straight == pytest.approx({"slope": 2.0, "intercept": 1.0, "r2": 1.0})
    # Worked out by hand: mean 2/3, slope 1/2, intercept 1/6; off 1/6 of 2/3.
    bent = line([0, 1, 2], [0.0, 1.0, 1.0])
    assert bent == pytest.approx({"slope": 0.5, "intercept": 1 / 6, "r2": 0.75})
    assert line([1, 2], [4.0, 4.0])["r2"] == 1.0
    assert line([5], [4.0]) == {"slope": 0.0, "intercept": 4.0, "r2": 1.0}


def test_a_text_has_as_many_words_as_asked_in_paragraphs() -> None:
    text = text_of(["One two three.", "Four five."], 31)
    assert 31 <= len(text.split()) < 34
    assert text.startswith("One two three. Four five. One two three.")
    assert next(len(part.split(". ")) for part in text.split("\n\n")) == 5
    assert text_of(["One two three."], 1) == "One two three."


@pytest.mark.parametrize("most", [0.03, 1.0, 7.3, 60.0, 61.0, 412.7, 20_000.0])
def test_the_plot_holds_every_point(most: float) -> None:
    points = [point(50, most / 50, 0.0), point(200, most, most)]
    told = {"words": [50, 200], "seconds": [most / 50, most]}
    fit = line(told["words"], told["seconds"])
    page = drawn({"points": points, "time": fit, "memory": fit, "plot": "x"})
    root = ElementTree.fromstring(page)
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    circles = [e for e in root.iter() if e.tag.endswith("circle")]
    assert len(circles) == 4
    for circle in circles:
        assert 0 < float(circle.attrib["cx"]) < width
        assert 64 <= float(circle.attrib["cy"]) <= height
    bars = [e for e in root.iter() if e.tag.endswith("rect")]
    assert all(float(bar.attrib.get("x", 0)) + float(bar.attrib["width"]) <= width for bar in bars)


def test_the_table_tells_shares_and_lines() -> None:
    fit = {"slope": 0.01, "intercept": 1.0, "r2": 0.999}
    fits = {"time": fit, "processor": fit, "memory": fit}
    table = render({"points": [point(1000, 7.0, 12.0)], **fits, "plot": "p.svg"})
    assert "1.000 s per 100 words" in table
    assert " 42.9%" in table
    assert "p.svg" in table


@pytest.mark.slow
def test_lengths_are_measured_each_in_a_process(tmp_path: Path) -> None:
    rows = [{"id": f"r{n}", "src": "He have two dogs and they was barking ."} for n in range(3)]
    data = tmp_path / "cweb.jsonl"
    data.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    found = run(data, words=200, out=tmp_path / "plot.svg")
    assert [p["words"] >= length for p, length in zip(found["points"], (50, 200), strict=True)]
    for p in found["points"]:
        assert p["seconds"] == pytest.approx(sum(p["stages"].values()), rel=0.1)
        assert 0 <= p["mb"] < p["warm_mb"]
        assert p["edits"]
        assert p["processor_s"] > 0
    ElementTree.fromstring((tmp_path / "plot.svg").read_text("utf-8"))
    with pytest.raises(InputError, match="--out"):
        run(data, words=50, out=tmp_path / "none" / "plot.svg")
