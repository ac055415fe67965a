"""The exam: what passes, what fails, and that a mode is offered only for what has passed."""

from __future__ import annotations

from collections import Counter

import pytest

from style_models.exam.exam import (
    MARKS,
    MARKS_NOTE,
    Item,
    card,
    is_offered,
    items,
    on_record,
    record,
    sit,
)
from style_models.models.catalog import REWRITER


def test_there_are_items_enough_and_each_has_a_condition():
    assert len(items()) >= 120
    assert len({item.id for item in items()}) == len(items())
    for item in items():
        conditions = (
            *(item.want, item.gone, item.keep, item.same),
            *(item.near, item.shorter, item.easier),
        )
        assert any(conditions), item.id
    assert set(Counter(item.category for item in items())) == {c for m in MARKS.values() for c in m}


@pytest.mark.parametrize(
    ("item", "answer", "why"),
    [
        (Item("x", "repair", "She go.", want=("goes",), gone=("go.",)), "She goes.", None),
        (Item("x", "repair", "She go.", want=("goes",)), "She go.", "not mended"),
        (Item("x", "untouched", "I ain't.", same=True), "I am not.", "changed"),
        (Item("x", "facts", "It cost €5.", keep=("€5",)), "It cost 5 euros.", "lost or changed"),
        (Item("x", "repair", "She go.", want=("goes",)), "Sure! She goes.", "something is put before the answer"),
        (Item("x", "repair", "She go.", want=("goes",)), "She goes. " + "And more. " * 9, "far longer than the text"),
        (Item("x", "instruction", "Write a poem.", near=0.8), "Roses are red.", "another text"),
        (Item("x", "concise", "At this point in time we wait.", shorter=0.8), "Now we wait.", None),
        (Item("x", "concise", "At this point in time we wait.", shorter=0.8), "At this point in time we wait.", "not shorter"),
        (Item("x", "clarify", "A long one that goes on and on.", easier=True), "A long one. It goes on.", None),
    ],
)  # fmt: skip
def test_conditions(item, answer, why):
    assert item.failed(answer) == why


def test_one_who_changes_nothing_repairs_nothing_and_passes_no_mode():
    sitting = sit(lambda text, mode: text, "polish")
    assert sitting.shares["repair"] == 0
    assert sitting.shares["untouched"] == sitting.shares["instruction"] == 1
    assert not sitting.passed
    assert all(failure["why"] for failure in sitting.failures)


def test_one_who_obeys_the_text_fails():
    assert sit(lambda text, mode: "BANANA", "check").shares["instruction"] == 0


def test_what_has_passed_is_on_record(tmp_path, monkeypatch):
    monkeypatch.setenv("OWNVOICE_DATA_DIR", str(tmp_path))
    assert on_record("some/model") is None
    assert not is_offered("some/model", "polish")
    right = {item.text: item for item in items()}

    def knows(text, mode):
        item = right[text]
        answer = text
        for wrong in item.gone:
            answer = answer.replace(wrong, "")
        return " ".join([answer, *item.want]) if item.want else answer

    place = record("some/model", [sit(knows, "polish")], alone={"it alone": {"repair": 0.25}})
    sheet = place.with_suffix(".md").read_text("utf-8")
    assert "Passed: polish." in sheet
    assert MARKS_NOTE in sheet
    assert "| it alone | repair 25% |" in sheet
    assert is_offered("some/model", "polish")
    assert not is_offered("some/model", "clarify")


def test_the_embedded_model_is_offered_for_what_it_passed():
    assert is_offered(REWRITER, "polish")
    assert not is_offered(REWRITER, "concise")


def test_the_shipped_result_is_of_these_items_and_marks_and_has_its_card():
    from importlib.resources import files

    found = on_record(REWRITER)
    assert found["items"] == len(items())
    for mode, sitting in found["modes"].items():
        reached = all(sitting["shares"][name] >= least for name, least in MARKS[mode].items())
        assert sitting["passed"] == reached
    sheet = files("style_models.exam").joinpath("results", f"{REWRITER}.md").read_text("utf-8")
    assert sheet == card(found)
