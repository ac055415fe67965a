from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from style_models.bench import preference, tolerance
from style_models.errors import InputError
from style_models.learning.items import NAMES


@pytest.fixture
def writers(tmp_path: Path) -> Path:
    random = np.random.default_rng(1)
    rows = []
    for number in range(6):
        level = random.normal(0, 15)
        answers = {
            item: float(np.clip(50 + level + random.normal(0, 20), 0, 100)) for item in NAMES
        }
        rows.append({"writer": f"w{number}", "tolerance": answers, "age": "44", "race": "Asian"})
    path = tmp_path / "rows.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    return path


def decisions(path: Path, answers: list[str]) -> Path:
    rows = [
        {
            "setting": "human_human",
            "annotator": "someone",
            "file": f"someone-HUMAN-{n // 5}-depth-1",
            "op": "R",
            "before": "teh" if n % 2 else "however",
            "after": "the" if n % 2 else None,
            "intent": "fluency" if n % 2 else "style",
            "decision": said,
        }
        for n, said in enumerate(answers)
    ]
    path.write_text("\n".join(map(json.dumps, rows)))
    return path


@pytest.mark.parametrize("asked", [0, 1, 10, 49])
def test_every_item_is_asked_or_predicted(writers: Path, asked: int):
    result = tolerance.run(writers, asked=asked)
    assert result == tolerance.run(writers, asked=asked)
    for one in result["writers"].values():
        assert len(one["asked"]) == len(set(one["asked"])) == asked
        assert set(one["asked"]) | set(one["predicted"]) == set(NAMES)
        assert not set(one["asked"]) & set(one["predicted"])
        assert all(0 <= value <= 100 for value in one["predicted"].values())
    assert tolerance.render(result)


def test_nothing_but_the_answers_asked_for_is_read(writers: Path, tmp_path: Path):
    first = tolerance.run(writers, asked=10)["writers"]
    rows = [json.loads(line) for line in gzip.decompress(writers.read_bytes()).splitlines()]
    for row in rows:
        kept = set(first[row["writer"]]["asked"])
        row["tolerance"] = {item: v for item, v in row["tolerance"].items() if item in kept}
        row.pop("race")
    bare = tmp_path / "bare.jsonl"
    bare.write_text("\n".join(map(json.dumps, rows)))
    again = tolerance.run(bare, asked=10)
    assert again["writers"] == first
    assert again["figures"] is None


@pytest.mark.parametrize(
    "content", ["", "not json", '{"writer": "a"}', '{"writer":"a","tolerance":1}']
)
def test_other_files_are_refused_in_one_line(tmp_path: Path, content: str):
    path = tmp_path / "x.jsonl"
    path.write_text(content)
    with pytest.raises(InputError) as caught:
        tolerance.run(path)
    assert "\n" not in str(caught.value)
    for bench in (tolerance, preference):
        with pytest.raises(InputError):
            bench.run(None)
        with pytest.raises(InputError):
            bench.run(tmp_path / "not there")
    with pytest.raises(InputError):
        tolerance.run(path, asked=50)


def test_a_decision_is_foreseen_without_itself_and_later_ones(tmp_path: Path):
    said = ["Accept" if n % 2 else "Reject" for n in range(40)]
    before = preference.run(decisions(tmp_path / "a", said))["p"]
    for change in (0, 17, 39):
        other = [*said[:change], *("Reject" if d == "Accept" else "Accept" for d in said[change:])]
        after = preference.run(decisions(tmp_path / "b", other))["p"]
        assert after[: change + 1] == before[: change + 1]
        assert after[change + 1 :] != before[change + 1 :] or change == 39


def test_a_plain_taste_is_learned(tmp_path: Path):
    said = ["Accept" if n % 2 else "Reject" for n in range(60)]
    result = preference.run(decisions(tmp_path / "a", said))
    assert len(result["p"]) == 60
    assert all(0 < p < 1 for p in result["p"])
    assert result["p"][-1] > 0.9
    assert result["figures"]["gain"] > 0.5
    # One accept, one reject at the start; then Reject, Accept: 1/2, 1/3, 2/4.
    rows = preference.read_rows(tmp_path / "a")
    assert preference.base_rate(rows)[:3] == [1 / 2, 1 / 3, 2 / 4]
    assert preference.render(result)


def test_no_decision_of_a_person_means_not_measured(tmp_path: Path):
    path = tmp_path / "only"
    row = {"setting": "system_only", "annotator": None, "before": "a", "after": "b"}
    path.write_text(json.dumps({**row, "decision": "Accept"}))
    result = preference.run(path)
    assert result == {"p": [0.5], "figures": None}
