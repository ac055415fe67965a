"""GLEU against values worked out by hand."""

import math

import pytest

from style_models.bench.corpora import TokenisedSentence, smallest
from style_models.bench.gleu import gleu
from style_models.edits.edit import Edit


def test_a_perfect_correction_scores_100():
    source, reference = ["a", "b", "c", "d", "e"], ["a", "b", "x", "d", "e"]
    assert gleu([source], [[reference]], [reference]) == pytest.approx(100)


def test_an_uncorrected_error_costs_twice():
    # Source = hypothesis "a b c d e f", reference "a b c d e g".
    # 1-grams: 5 shared, 1 (f) only in the source: (5-1)/6. 2-grams: 4-1 of 5. 3: 3-1 of 4. 4: 2-1 of 3.
    source, reference = ["a", "b", "c", "d", "e", "f"], ["a", "b", "c", "d", "e", "g"]
    expected = math.exp(sum(map(math.log, (4 / 6, 3 / 5, 2 / 4, 1 / 3))) / 4) * 100
    assert gleu([source], [[reference]], [source]) == pytest.approx(expected)


def test_nothing_shared_scores_0():
    assert gleu([["a", "b", "c", "d"]], [[["e", "f", "g", "h"]]], [["a", "b", "c", "d"]]) == 0


def test_edits_of_running_text_are_counted_in_corpus_tokens():
    sentence = TokenisedSentence.of(
        "He do n't know , it 's a ultra - bright day .", join_hyphens=True
    )
    assert sentence.text == "He don't know, it's a ultra-bright day."
    assert sentence.tokens_after([]) == list(sentence.tokens)
    at = sentence.text.index("a ultra")
    assert sentence.correction(Edit(at, at + 1, "a", "an", "R:DET", "model")) == (7, 8, "an")
    at = sentence.text.index(" day")
    assert sentence.correction(Edit(at, at, "", ",", "M:PUNCT", "model")) == (11, 11, ",")


def test_the_smallest_difference_between_token_lists():
    assert smallest(["a", "b", "c", "d"], ["a", "x", "c", "d"]) == (1, 2, "x")
    assert smallest(["a", "b"], ["a", "b", "c"]) == (2, 2, "c")
    assert smallest(["a"], ["a"]) == (1, 1, "")
