"""Plain slips are mended whatever the guards watch over; what may be a feature is left to the sure."""

from __future__ import annotations

import pytest

from style_models.edits.edit import Edit
from style_models.judging.change import Change
from style_models.judging.guards import breached, may_yield
from style_models.judging.reasons import reason_for
from style_models.judging.slips import are_swapped, is_plain_slip


def _change(sentence, before, after, kind="R:OTHER", dialect=False, nth=0):
    start = -1
    for _ in range(nth + 1):
        start = sentence.index(before, start + 1)
    return Change(sentence, Edit(start, start + len(before), before, after, kind, "model"), dialect)


@pytest.mark.parametrize(
    ("sentence", "before", "after", "kind"),
    [
        ("He lost faith in his his country.", "his ", "", "U:DET"),
        ("There were more more people than last year.", "more ", "", "U:ADJ"),
        ("One day there willbe no wildlife.", "willbe", "will be", "R:ORTH"),
        ("It was no problem be cause we were early.", "be cause", "because", "R:ORTH"),
        ("That would nevr happen to us.", "nevr", "never", "R:SPELL"),
        ("This shuuldnt be a problem.", "shuuldnt", "shouldn't", "R:SPELL"),
    ],
)
def test_a_plain_slip_breaks_no_guard_of_meaning(sentence, before, after, kind):
    change = _change(sentence, before, after, kind)
    assert is_plain_slip(change)
    assert breached(change) is None


@pytest.mark.parametrize(
    ("sentence", "before", "after"),
    [
        ("We have more people than last year.", "more ", ""),
        ("He never came back.", "never ", ""),
        ("The plan may work.", "may", "will"),
        ("Nobody liked Bery at first.", "Bery", "Barry"),
        ("He saw his brother and his sister.", "his ", ""),
    ],
)
def test_what_carries_meaning_is_no_plain_slip(sentence, before, after):
    change = _change(sentence, before, after)
    assert breached(change) is not None


def test_one_letter_turns_no_article_into_a_person():
    assert breached(_change("We think he UK should decide.", "he", "the", "R:DET")) is None
    assert breached(_change("We think he should decide.", "he", "she", "R:PRON")) is not None


@pytest.mark.slow
def test_a_guess_about_dialect_yields_where_one_word_stands_for_another():
    text = "Una don see am, abi? I went to talk to una about di matter."
    slip = _change(text, "went", "want", "R:VERB", dialect=True)
    feature = _change(text, "see", "saw", "R:VERB:TENSE", dialect=True)
    for change, yields in ((slip, True), (feature, False)):
        breach = breached(change)
        assert breach is not None
        assert breach[0].name == "dialect"
        assert may_yield(change, breach) is yields


def test_two_fingers_in_the_wrong_order_are_a_slip_in_any_english():
    assert are_swapped("teh", "the")
    assert not are_swapped("tow", "two")  # both are words
    assert not are_swapped("dem", "the")
    change = _change("He be at teh shop and he ain't buyin nothin.", "teh", "the", "R:SPELL", True)
    assert breached(change) is None


def test_an_unsure_slip_is_not_called_a_matter_of_taste():
    change = _change("I recieved a text.", "recieved", "received", "R:SPELL")
    assert "slip" in reason_for(change, "unsure", {})
    change = _change("I received a text.", "received", "got", "R:VERB")
    assert "taste" in reason_for(change, "unsure", {})
