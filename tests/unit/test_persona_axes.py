"""The axes: registered by being there, all described, all countable on any text."""

from __future__ import annotations

import math

import pytest

from style_models.persona.axes import FORM_AXES, READER_AXES
from style_models.persona.counted_text import CountedText, normalise

CONTRACT = (
    "stance_polarity confidence knowledge importance friendliness optimism community openness "
    "relevance clarity formality informativeness originality hope excitement fear disgust anger "
    "valence arousal age native_english expert_english degree high_income"
)
ODD = ["a", "I", "😀 ok", "مرحبا بالعالم", "你好。世界！", "x" * 5000, "No end", "e\u0301te\u0301"]


def test_reader_axes_have_the_contracts_names_and_order():
    assert " ".join(axis.name for axis in READER_AXES) == CONTRACT


@pytest.mark.parametrize("axis", [*READER_AXES, *FORM_AXES.values()], ids=lambda axis: axis.name)
def test_every_axis_is_described(axis):
    assert axis.label
    assert axis.unit
    assert axis.source
    assert getattr(axis, "hears", "") or getattr(axis, "counts", "")


@pytest.mark.parametrize("axis", FORM_AXES.values(), ids=lambda axis: axis.name)
@pytest.mark.parametrize("text", ODD)
def test_every_count_is_finite_and_not_negative(axis, text):
    assert 0 <= axis.measure(CountedText(text)) < math.inf


def test_a_background_counts_its_yes_answers():
    degree = next(axis for axis in READER_AXES if axis.name == "degree")
    assert degree.target({"writer_education": "Doctorate (PhD)"}) == 1.0
    assert degree.target({"writer_education": "A-levels or equivalent"}) == 0.0


# Ten words, so that one match is 10 per hundred words.
@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("hedges", "Perhaps we see it that way once a year here", 10.0),
        ("boosters", "This is clearly wrong for us all in this town", 10.0),
        ("contractions", "We don’t see it that way once a year here", 10.0),
        ("contractions", "The dog's bone lay in the long grass by here", 0.0),
        ("first_person", "My dog lay in the long grass by the river", 10.0),
        ("questions", "Who saw that dog lie in the long green grass?", 10.0),
        ("slips", "Yesterday i saw that dog lie in the long grass", 10.0),
        ("sentence_length", "One two three. Four five six seven eight nine ten.", 5.0),
        ("plain_openers", "One two three. But five six seven eight nine ten.", 50.0),
    ],
)
def test_counts_worked_out_by_hand(name, text, expected):
    counted = CountedText(text)
    assert name == "sentence_length" or len(counted.words) == 10
    assert FORM_AXES[name].measure(counted) == pytest.approx(expected)


def test_white_space_is_one_space_to_a_reader():
    assert normalise(" a\r\n\tb  c ") == "a b c"
