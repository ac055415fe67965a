"""Composition under a budget of drift, with a reader made of words."""

from __future__ import annotations

import numpy as np
import pytest

from style_models.edits.align import apply_edits
from style_models.edits.edit import Edit
from style_models.edits.restyle import compose, drift_of, heard, minds, units_of, weighted

AXES = ("clarity", "formality", "optimism")
TEXT = "aa filler bb filler cc filler dd filler ee"


class WordReader:
    """Adds up what each word is worth on the axes; two words together may be worth more."""

    axes = AXES
    sd = {"clarity": 2.0, "formality": 1.0, "optimism": 1.0}  # noqa: RUF012

    def __init__(self, worth, together=()):
        self.worth = worth
        self.together = together
        self.batches = 0

    def read(self, texts):
        self.batches += 1
        rows = []
        for text in texts:
            words = text.split()
            row = sum((np.array(self.worth.get(w, (0, 0, 0)), float) for w in words), np.zeros(3))
            for pair, extra in self.together:
                if pair <= set(words):
                    row = row + np.array(extra, float)
            rows.append(row)
        return np.array(rows)


def swaps(*pairs):
    found = []
    for before, after in pairs:
        start = TEXT.index(before)
        found.append(Edit(start, start + len(before), before, after, "R:OTHER", "foreign"))
    return found


EDITS = swaps(("aa", "AA"), ("bb", "BB"), ("cc", "CC"), ("dd", "DD"))
# In SD: AA is clear and costs little, BB is clear and formal, CC is formal only, DD undoes BB.
WORTH = {"AA": (2, 0.1, 0), "BB": (2, 2, 0), "CC": (0, 2, 0), "DD": (0.2, -1, 0)}


def made(composition):
    return {edit.after for edit in composition.edits}


def test_the_budget_is_kept_and_the_clear_edits_come_first():
    reader = WordReader(WORTH)
    for share in (0.2, 0.5, 0.8, 1.0):
        found = compose(TEXT, EDITS, reader, share=share, axes=AXES, unheard=0.0)
        assert found.drift <= found.budget + 1e-9
        assert apply_edits(TEXT, found.edits) == found.text
    half = compose(TEXT, EDITS, reader, share=0.5, axes=AXES, unheard=0.0)
    assert "AA" in made(half)
    assert "CC" not in made(half)
    assert half.gain >= 1.0


def test_shifts_that_cancel_are_made_together():
    # BB alone costs 2 SD of formality; DD takes one of it back and so makes room for it.
    reader = WordReader(WORTH)
    found = compose(TEXT, EDITS, reader, share=1.0, axes=AXES, unheard=0.0, allowed=1.4)
    assert made(found) == {"AA", "BB", "DD"}


def test_no_budget_no_edits_and_nothing_is_read_for_nothing():
    reader = WordReader(WORTH)
    assert compose(TEXT, EDITS, reader, share=0.0, axes=AXES).text == TEXT
    assert compose(TEXT, [], reader, share=1.0, axes=AXES).edits == ()
    told_reader = WordReader(WORTH)
    heard(TEXT, EDITS, told_reader, AXES)
    assert told_reader.batches == 1


def test_edits_that_interact_are_read_again():
    # Together AA and BB are far more formal than apart: the additive guess is over budget.
    reader = WordReader(
        {"AA": (2, 0.2, 0), "BB": (2, 0.2, 0), "CC": (0, 4, 0)},
        together=[({"AA", "BB"}, (0, 3, 0))],
    )
    found = compose(TEXT, EDITS[:3], reader, share=1.0, axes=AXES, unheard=0.0, allowed=1.2)
    assert found.drift <= 1.2
    assert len(made(found) & {"AA", "BB"}) == 1


def test_two_writers_get_different_results_from_the_same_proposal():
    worth = {"AA": (2, 2, 0), "BB": (2, 0, 2), "CC": (0, 0.1, 0.1)}
    reader = WordReader(worth)
    likes = {("clarity", 1): 1.0}
    formal = weighted({**likes, ("formality", 1): 1.0, ("optimism", 1): 0.0})
    cheerful = weighted({**likes, ("formality", 1): 0.0, ("optimism", 1): 1.0})
    for accepts, wanted in ((formal, "AA"), (cheerful, "BB")):
        found = compose(TEXT, EDITS[:3], reader, share=0.3, axes=AXES, accepts=accepts, unheard=0.0)
        assert made(found) == {wanted}


def test_what_belongs_together_is_one_unit():
    text = "we (the few) went home quickly"
    move = [
        Edit(3, 4, "(", "", "U:PUNCT", "x"),
        Edit(11, 12, ")", "", "U:PUNCT", "x"),
        Edit(18, 22, "home", "back", "R:NOUN", "x"),
        Edit(23, 30, "quickly", "fast", "R:ADV", "x"),
    ]
    assert units_of(text, move, apart=1) == [(0, 1), (2, 3)]
    assert units_of(text, move, apart=0) == [(0, 1), (2,), (3,)]


def test_shifts_add_up_to_the_whole():
    reader = WordReader(WORTH, together=[({"AA", "BB"}, (0, 3, 1))])
    told = heard(TEXT, EDITS, reader, AXES)
    assert told.shifts.sum(axis=0) == pytest.approx(told.whole)
    assert told.sizes.sum() == pytest.approx(1.0)


def test_weighted_drift_by_hand():
    weights = minds(
        AXES, weighted({("formality", 1): 1.0, ("clarity", 1): 1.0, ("optimism", -1): 0})
    )
    assert drift_of(np.array([3.0, 2.0, -3.0]), weights) == pytest.approx(np.sqrt(3.0))
    assert drift_of(np.array([0.0, -2.0, 0.0]), weights) == pytest.approx(np.sqrt(0.5 * 4 / 3))
