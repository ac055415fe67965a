"""The error model plants what it says, and every slip can be taken back."""

import itertools
import random

import pytest

from style_models.rewriting.corruption import DIALECT_SAFE, OPERATORS, Slip, apply, corrupt
from style_models.text.document import parser

SENTENCE = (
    "However, the students' results show that she doesn't usually go to a well-known school in Paris, "
    "because it was the best idea. They went home quickly; however, nobody has seen them since Monday."
)


@pytest.fixture(scope="module")
def doc():
    return parser()(SENTENCE)


@pytest.mark.parametrize("name", sorted(OPERATORS))
def test_each_operator_finds_a_place_and_its_slip_can_be_taken_back(doc, name):
    text, slips = corrupt(doc, random.Random(3), 1, [name])
    assert [slip.kind for slip in slips] == [name]
    assert text != SENTENCE
    slip = slips[0]
    restored = (
        text[: slip.start] + SENTENCE[slip.start : slip.end] + text[slip.start + len(slip.text) :]
    )
    assert restored == SENTENCE


def test_slips_never_touch_each_other_and_are_sorted(doc):
    for seed in range(30):
        text, slips = corrupt(doc, random.Random(seed), 6)
        assert apply(SENTENCE, slips) == text
        assert all(a.end < b.start for a, b in itertools.pairwise(slips))


def test_the_same_seed_plants_the_same_slips(doc):
    assert corrupt(doc, random.Random(9), 4) == corrupt(doc, random.Random(9), 4)


def test_dialect_safe_slips_leave_grammar_alone():
    assert not DIALECT_SAFE & {"agreement", "article", "verb_form", "missing_word", "noun_number"}


def test_apply_works_out_by_hand():
    # "abcdef" with b->X and de->"" is "aXcf".
    assert apply("abcdef", [Slip(1, 2, "X", "k"), Slip(3, 5, "", "k")]) == "aXcf"
