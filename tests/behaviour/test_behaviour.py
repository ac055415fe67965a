"""The hand-written pairs: whole, varied, and mostly told right by guards and judge."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from style_models.bench.behaviour import (
    PARTS,
    Answer,
    Pair,
    guards_alone,
    guards_and_judge,
    hand_written,
    part,
    render,
    table,
)

FILES = sorted(Path(__file__).parent.glob("*.jsonl"))
ROWS = [json.loads(line) for path in FILES for line in path.read_text("utf-8").splitlines()]
# What the guards alone reached when this was written (held 79 of 134, repairs 55 of 56), less a little.
# The judge can only hold more: what a guard stops, it never lets through.
FLOOR_HELD = 0.56
FLOOR_REPAIRS = 0.94


def test_the_pairs_are_whole_and_varied():
    assert len(ROWS) >= 150
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    assert len({(row["before"], row["after"]) for row in ROWS}) == len(ROWS)
    for row in ROWS:
        assert set(row) == {"id", "about", "before", "after", "expect", "note"}
        assert row["expect"] in {"polish", "distortion", "meaning", "held"}
        assert row["before"] != row["after"]
    assert len({row["about"] for row in ROWS}) >= 20
    assert Counter(row["expect"] for row in ROWS)["polish"] >= 40


def test_an_answer_is_right_if_repairs_pass_and_the_rest_is_held():
    # Two edits, one of them polish: no repair as a whole, and not held either.
    mixed = Answer(("polish", "meaning"), ("names",))
    assert not mixed.right("polish")
    assert not mixed.right("held")
    assert Answer(("polish", "polish"), ()).right("polish")
    assert Answer(("unsure",), ()).right("distortion")
    assert not Answer((), ()).right("polish")
    assert not Answer((), ()).right("held")


def test_the_table_counts_by_hand():
    pair = Pair("hedges", "drop_hedge", "It may be.", "It is.", "distortion")
    answers = [(pair, Answer(("distortion",), ())), (pair, Answer(("polish",), ()))]
    assert table(answers, lambda one: one.kind) == {"hedges": {"pairs": 2, "passed": 0.5}}


def test_the_bench_reads_every_pair_written_by_hand():
    found = hand_written()
    assert len(found) == len(ROWS)
    assert {part(pair) for pair in found} == {"by hand"}
    assert part(Pair("hedges", "drop_hedge", "a", "b", "distortion")) == "axes"
    assert not hand_written(Path(__file__).parent / "nowhere")


def test_the_bench_says_which_pairs_came_out_wrong():
    row = {"pairs": 2, "guards": 0.5, "judged": 1, "judge": 0.0}
    empty = {"pairs": 2, "guards": 1.0, "judged": 0, "judge": None}
    tables = {"all": {"all": row}, "by kind": {"hedges": empty}, "by English": {}}
    wrong = {
        "about": "drop_hedge",
        "before": "It may.",
        "after": "It does.",
        "verdicts": ["polish"],
    }
    text = render(
        {"pairs": 2, "by_hand": 0, "judged": 1, "wrong": [wrong]} | dict.fromkeys(PARTS, tables)
    )
    assert "drop_hedge, called polish" in text
    assert "It may." in text
    assert all(line == line.rstrip() for line in text.splitlines())


def test_the_guards_hold_what_is_another_claim():
    assert guards_alone("It costs 20 pounds.", "It costs 30 pounds.").right("meaning")
    assert guards_alone("I recieved it.", "I received it.").right("polish")


@pytest.mark.slow
@pytest.mark.parametrize("asked", [guards_alone, guards_and_judge], ids=["guards", "judge"])
def test_hand_written_pairs_come_out_right(asked, capsys):
    answers = []
    for row in ROWS:
        pair = Pair(row["about"], row["id"], row["before"], row["after"], row["expect"])
        answers.append((pair, asked(pair.before, pair.after)))
    held = [answer.right(pair.expect) for pair, answer in answers if pair.expect != "polish"]
    repairs = [answer.right(pair.expect) for pair, answer in answers if pair.expect == "polish"]
    with capsys.disabled():
        print()
        for name, found in table(answers, lambda pair: pair.kind).items():
            print(f"  {name:<20}{found['pairs']:>4}{found['passed']:>8.0%}")
        print(
            f"  held {sum(held) / len(held):.1%}, repairs passed {sum(repairs) / len(repairs):.1%}"
        )
        print("  wrong:", " ".join(p.about for p, a in answers if not a.right(p.expect)))
    assert sum(held) / len(held) >= FLOOR_HELD
    # How many repairs the judge is sure of turns on its thresholds, which its own bench states.
    if asked is guards_alone:
        assert sum(repairs) / len(repairs) >= FLOOR_REPAIRS
