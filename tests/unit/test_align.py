"""Edits give the revision back, and are as small and as typed as a person would want them."""

import itertools

import pytest

from style_models.edits.align import align, apply_edits
from style_models.edits.compose import backward, best_set, bound_together, compatible, forward
from style_models.edits.edit import Edit


def shown(original, revised):
    edits = align(original, revised)
    assert apply_edits(original, edits) == revised
    return [(e.before, e.after, e.type) for e in edits]


def test_each_repair_is_an_edit_of_its_own():
    assert shown("She go to school every days.", "She goes to school every day.") == [
        ("go", "goes", "R:VERB:SVA"),
        ("days", "day", "R:NOUN:NUM"),
    ]


def test_a_mended_word_and_the_mark_behind_it_are_two_edits():
    edits = shown("I like tecnologies and cars.", "I like technologies, and cars.")
    assert ("tecnologies", "technologies", "R:SPELL") in edits
    assert ("", ",", "M:PUNCT") in edits


def test_an_insertion_carries_one_space():
    assert shown("I like apples.", "I like red apples.") == [("", "red ", "M:ADJ")]


def test_a_deletion_takes_one_space():
    assert shown("I really like it.", "I like it.") == [("really ", "", "U:ADV")]


@pytest.mark.parametrize(
    ("original", "revised"),
    [
        ("", "abc"), ("abc", ""), (" ", "  "), ("a\r\nb", "a\nb"), ("x", "x "), ("😀", "👩‍👩‍👧"),
        ("e\u0301a", "éa"), ("שלום עולם", "שלום לך"), ("One. Two. Three.", "Three. One. Two."),
        ("Teh cat.\r\n\r\nNew paragraph here is.", "The cat.\n\nNew paragraph is here."),
        ("I has a dog. It are big. The end.", "I have a dog that is big. The end."),
    ],
)  # fmt: skip
def test_all_edits_applied_give_the_revision(original, revised):
    shown(original, revised)


def test_equal_texts_have_no_edits():
    assert align("The same.", "The same.") == []


def test_edits_are_sorted_and_stand_at_places_of_their_own():
    edits = align("a b c d e f", "b x c y y e f g")
    assert all(left.end <= right.start for left, right in itertools.pairwise(edits))
    assert len({edit.start for edit in edits}) == len(edits)


def test_one_changed_word_in_a_long_text_is_one_edit():
    text = "This is the sentence number one of a long text. " * 60
    edits = align(text, text[:1000] + text[1000:].replace("number", "nummer", 1))
    assert [(e.before, e.after) for e in edits] == [("number", "nummer")]


def test_an_edit_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="does not fit"):
        apply_edits("abc", [Edit(0, 1, "x", "y", "R:OTHER", "model")])
    with pytest.raises(ValueError, match="does not fit"):
        apply_edits("abc", [Edit(0, 2, "ab", "y", "", ""), Edit(1, 2, "b", "z", "", "")])


def edit(start, end, before="x", after="y"):
    return Edit(start, end, before, after, "R:OTHER", "model")


def test_the_best_compatible_set_is_chosen():
    candidates = [(edit(0, 5), 0.6), (edit(3, 8), 0.9), (edit(8, 9), 0.5), (edit(20, 20), 0.1)]
    assert best_set(candidates) == [1, 2, 3]
    assert best_set([]) == []


def test_two_edits_at_one_place_are_not_compatible():
    assert not compatible(edit(3, 3), edit(3, 6))
    assert compatible(edit(0, 3), edit(3, 3))


def test_half_a_move_is_no_edit():
    moved = [edit(0, 6, "often ", ""), edit(9, 9, "", "often "), edit(20, 21)]
    assert bound_together(moved) == [{0, 1}]


def test_places_move_with_edits_and_back():
    # "abc def ghi" with "abc" -> "ABCDE" is "ABCDE def ghi": "ghi" moves from 8 to 10.
    made = [Edit(0, 3, "abc", "ABCDE", "R:SPELL", "model")]
    assert forward(8, made) == 10
    later = Edit(10, 13, "ghi", "xyz", "R:SPELL", "model")
    assert backward(later, made) == Edit(8, 11, "ghi", "xyz", "R:SPELL", "model")
    assert backward(Edit(2, 4, "CD", "x", "R:SPELL", "model"), made) is None
    assert backward(Edit(5, 5, "", "x", "M:OTHER", "model"), made) is None
