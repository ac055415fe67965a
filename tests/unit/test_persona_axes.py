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


def test_a_background_says_what_readers_would_assume_and_not_what_a_writer_is():
    backgrounds = [axis for axis in READER_AXES if axis.is_background]
    assert len(backgrounds) == 4
    assert all(axis.hears.startswith("readers would assume") for axis in backgrounds)


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
        ("courtesy", "Please send it to us some day in this month", 10.0),
        ("formal_words", "We utilised that old hammer once a year over here", 10.0),
        ("informal_words", "Those kids lay in the long grass by the river", 10.0),
        ("strong_feelings", "We were furious about that dog in the long grass", 10.0),
        ("strong_verdicts", "That was an appalling thing for us in this town", 10.0),
        ("british_spellings", "That grey dog lay in the long grass over there", 10.0),
        ("american_spellings", "My favorite dog lay in the long grass over there", 10.0),
        ("dialect_features", "Them people lay in the long grass by the river", 10.0),
        ("emoji", "That dog lay in the long grass by the river 😀", 10.0),
        ("lengthenings", "That dog lay in the looong grass by the river", 10.0),
        ("slang", "That dog lay in the grass by the river lol", 10.0),
        ("rare_words", "That mastiff lay in the long grass by the river", 10.0),
        # Ten words, 12 syllables, one sentence: 3.9 + 11.8 * 1.2 - 15.59 = 2.47.
        ("reading_grade", "The happy dog lay in the long grass over there.", 2.47),
        ("plain_openers", "One two three. But five six seven eight nine ten.", 50.0),
    ],
)
def test_counts_worked_out_by_hand(name, text, expected):
    counted = CountedText(text)
    assert name == "sentence_length" or len(counted.words) == 10
    assert FORM_AXES[name].measure(counted) == pytest.approx(expected, abs=1e-4)


def test_there_are_the_form_axes_that_are_asked_for():
    asked = (
        "hedges boosters contractions first_person second_person sentence_length "
        "sentence_length_spread rare_words exclamations dashes ellipses passives reading_grade involved "
        "narrative slang emoji lengthenings british_spellings american_spellings dialect_features "
        "machine_accent"
    )
    assert set(asked.split()) <= set(FORM_AXES)


def test_a_machines_wording_has_more_of_its_accent():
    plain = (
        "I went to the market last week with my sister. We bought apples and some bread, and then "
        "it rained, so we ran home. It was a good day, I think."
    )
    machine = (
        "Furthermore, the market offered a vibrant tapestry of fresh produce, highlighting the crucial "
        "role of local communities. Ultimately, it was a meaningful and enriching experience."
    )
    measure = FORM_AXES["machine_accent"].measure
    assert measure(CountedText(machine)) > measure(CountedText(plain)) + 10


def test_white_space_is_one_space_to_a_reader():
    assert normalise(" a\r\n\tb  c ") == "a b c"
