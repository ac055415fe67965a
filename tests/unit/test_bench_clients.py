"""Clients over real HTTP: the whole bench, with a real server, on a few short texts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from style_models.bench.clients import LEAVERS, render, run
from style_models.errors import InputError

WORDS = (
    "The meeting about the garden was moved to Tuesday because nobody had brought a spade or seeds."
)


def test_too_little_text_is_told(tmp_path: Path) -> None:
    data = tmp_path / "blog_18f.jsonl"
    data.write_text(json.dumps({"paragraphs": [WORDS]}) + "\n", "utf-8")
    with pytest.raises(InputError, match="too few texts"):
        run(data)
    data.write_text(json.dumps({"text": WORDS}) + "\n", "utf-8")
    with pytest.raises(InputError, match="blog_18f or cweb"):
        run(data)


@pytest.mark.slow
def test_clients_are_measured(tmp_path: Path) -> None:
    rows = [{"paragraphs": [f"Number {n} of them. {WORDS}"] * 3} for n in range(400)]
    data = tmp_path / "blog_18f.jsonl"
    data.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    found = run(data, rows=2)
    assert found["texts"] == 16
    assert found["one"]["sentences_per_s"] > 0
    assert found["eight"]["first_s"]["worst"] >= found["eight"]["first_s"]["median"] > 0
    assert found["leaving"]["place_ms"]["clients"] == LEAVERS
    assert found["leaving"]["stopped_ms"]["median"] < 1000
    flood = found["flood"]
    assert flood["taken"] + flood["refused"] == flood["sent"]
    assert flood["with_retry_after"] == flood["refused"] > 0
    assert "a client goes away" in render(found)
