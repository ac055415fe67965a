"""What the judge sees of an edit, checked by hand; "not asked" is never 0."""

from __future__ import annotations

import math

import numpy as np
import pytest

from style_models.edits.edit import Edit
from style_models.judging.change import Change
from style_models.judging.features import FEATURES, features, rival_leads
from style_models.judging.judge import Judge
from style_models.judging.lexicon import nearness, rarity, same_lemma
from style_models.judging.witness import Passage, Testimony, _surprises
from style_models.judging.wording import BUCKETS, grams, score


def _change(sentence, before, after, kind="R:SPELL"):
    start = sentence.index(before)
    return Change(sentence, Edit(start, start + len(before), before, after, kind, "foreign"))


def test_the_same_words_before_and_after_share_all_their_grams():
    assert len(grams("", "")) == len(set(grams("", "")))
    assert set(grams("recieve", "receive")) != set(grams("receive", "recieve"))
    assert all(0 <= g < BUCKETS for g in grams("café 👩‍👩‍👧", "مرحبا"))


def test_the_wording_score_is_the_sum_over_the_root_of_the_number():
    weights = np.ones(BUCKETS, np.float32)
    found = grams("a", "b")
    assert score("a", "b", weights) == pytest.approx(math.sqrt(len(found)))


def test_leads_are_over_the_best_rival_and_unknown_where_nobody_was_asked():
    # Two rivals at 0-3 with evidence 4 and 1, one edit apart; cut at 6.
    leads = rival_leads([(0, 3), (0, 3), (8, 9)], [(4.0, 2.0), (1.0, 3.0), (0.5, 0.0)])
    assert leads[0] == (3.0, -1.0, 1.0)
    assert leads[1] == (-3.0, 1.0, 0.0)
    assert leads[2] == (6.0, 6.0, 1.0)
    unknown = rival_leads([(0, 3)], [(math.nan, math.nan)])[0]
    assert all(math.isnan(value) for value in unknown)


def test_surprise_is_read_off_the_edits_own_tokens():
    sentence, revised = "He go home.", "He goes home."
    change = _change(sentence, "go", "goes", "R:VERB:SVA")
    before = [(0, 2, -1.0), (2, 5, -6.0), (5, 10, -2.0), (10, 11, -1.0)]
    after = [(0, 2, -1.0), (2, 7, -2.0), (7, 12, -1.0), (12, 13, -1.0)]
    (facts,) = _surprises(Passage([change], revised), before, after)
    # Before: 6 + 2 + 1 = 9 from the edit to the end; after: 2 + 1 + 1 = 4.
    assert facts["fluency"] == pytest.approx(5.0)
    assert facts["surprise_before"] == pytest.approx(6.0)
    assert facts["surprise_after"] == pytest.approx(2.0)


def test_a_rival_that_is_not_in_the_revision_was_not_asked():
    change = _change("He go home.", "go", "goes", "R:VERB:SVA")
    (facts,) = _surprises(Passage([change], "He went home."), [(0, 2, -1.0)], [(0, 2, -1.0)])
    assert all(math.isnan(value) for value in facts.values())


@pytest.mark.slow
def test_features_have_one_row_an_edit_and_keep_what_is_unknown():
    change = _change("I recieve it.", "recieve", "receive")
    rows = features([change], [Testimony()], np.zeros(BUCKETS, np.float32))
    assert rows.shape == (1, len(FEATURES))
    at = {name: rows[0, i] for i, name in enumerate(FEATURES)}
    assert math.isnan(at["evidence"])
    assert math.isnan(at["wrong_before"])
    assert at["misspelt_mended"] == 1.0
    assert at["is_spelling"] == 1.0


@pytest.mark.slow
def test_words_are_weighed_by_how_rare_and_how_near_they_are():
    assert rarity("the") < rarity("house") < rarity("perspicacious")
    assert nearness(["big"], ["large"]) > nearness(["big"], ["piano"])
    assert nearness([], ["piano"]) == 0.0
    assert same_lemma(["go"], ["went"])
    assert not same_lemma(["go"], ["walk"])
    assert not same_lemma([], [])


@pytest.mark.slow
def test_probabilities_sum_to_one_even_where_nothing_is_known():
    judge = Judge.load()
    rows = np.full((3, len(FEATURES)), np.nan, np.float32)
    p = judge.probabilities(rows)
    assert p.shape == (3, 3)
    assert np.allclose(p.sum(axis=1), 1.0)


def test_the_conformal_threshold_lets_at_most_the_share_through():
    from style_models.recipes.edit_judge import conformal

    scores = np.arange(1, 100) / 100
    # 99 scores, 2%: the ceil(100 * .98) = 98th smallest is .98; only .99 passes: 1 of 99.
    threshold = conformal(scores, 0.02)
    assert (scores >= threshold).sum() == 1
    assert conformal(np.array([0.1, 0.2]), 0.02) > 1
