"""Answers and decisions: expected values are worked out by hand in the comments."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from style_models.learning.decisions import Decision
from style_models.learning.items import BY_NAME, ITEMS, NAMES, item_of
from style_models.learning.mixture import fit_mixture
from style_models.learning.population import Beliefs, Population
from style_models.learning.questionnaire import Questionnaire, next_item
from style_models.learning.tolerances import Tolerances
from style_models.persona.axes import READER_AXES

TWO = ("clarity_more", "confidence_more")


def two_items(noise: float = 0.0) -> Beliefs:
    # Means 80 and 60, variances 100 and 400, covariance 100 (r = .5).
    return Beliefs(
        TWO,
        np.ones(1),
        np.array([[80.0, 60.0]]),
        np.array([[[100.0, 100.0], [100.0, 400.0]]]),
        noise,
    )


def decision(action: str, verdict: str = "distortion", **shifts: float) -> Decision:
    return Decision(
        action, "I think so.", "I think so", "So it is", "R:OTHER", verdict, shifts=shifts
    )


def test_an_answer_moves_the_other_item_as_worked_out_by_hand():
    # clarity 70 is 10 under its mean: confidence 60 + 100/100 * (70 - 80) = 50,
    # variance 400 - 100 * 100 / 100 = 300.
    after = two_items().given({"clarity_more": 70.0})
    assert after.expected() == pytest.approx([70.0, 50.0])
    assert after.covariance() == pytest.approx(np.array([[0.0, 0.0], [0.0, 300.0]]))


def test_answer_noise_weakens_the_answer():
    # With noise 100 half of the surprise counts: 80 - 5 = 75, 60 - 5 = 55.
    after = two_items(noise=100.0).given({"clarity_more": 70.0})
    assert after.expected() == pytest.approx([75.0, 55.0])
    # 100 - 100 * 100 / 200 = 50; 400 - 50 = 350.
    assert np.diag(after.covariance()) == pytest.approx([50.0, 350.0])


def test_the_order_of_the_answers_does_not_matter():
    first = two_items(noise=9.0).given({"clarity_more": 70.0, "confidence_more": 20.0})
    second = two_items(noise=9.0).given({"confidence_more": 20.0, "clarity_more": 70.0})
    assert first.expected() == pytest.approx(second.expected())


def test_a_component_that_fits_the_answers_gains_weight():
    means = np.array([[20.0, 20.0], [80.0, 80.0]])
    both = Beliefs(TWO, np.array([0.5, 0.5]), means, np.stack([np.eye(2) * 100.0] * 2), 0.0)
    # Log densities at 50 +- 30: equal at 50; at 80 the second is exp(60 * 60 / 200) times likelier.
    assert both.given({"clarity_more": 50.0}).weights == pytest.approx([0.5, 0.5])
    assert both.given({"clarity_more": 80.0}).weights[1] == pytest.approx(1 - np.exp(-18), abs=1e-8)


def test_the_next_question_is_the_one_that_tells_most():
    # Asking confidence removes its own 400 and 100 * 100 / 400 = 25 of clarity: 425.
    # Asking clarity removes its own 100 and 100 * 100 / 100 = 100 of confidence: 200.
    assert two_items().gains([]) == pytest.approx({"clarity_more": 200.0, "confidence_more": 425.0})
    assert next_item(two_items(), []) == "confidence_more"
    assert next_item(two_items(), ["confidence_more"]) == "clarity_more"
    with pytest.raises(ValueError, match="every item"):
        next_item(two_items(), TWO)


def test_the_second_question_depends_on_the_first_answer():
    first = Questionnaire().next()
    assert first is not None
    seconds = {Questionnaire({first.name: value}).next().name for value in range(0, 101, 5)}
    assert len(seconds) > 1


def test_the_questionnaire_ends_after_ten_and_skipping_counts():
    answers: dict[str, float] = {}
    skipped: list[str] = []
    asked = []
    for number in itertools.count():
        item = Questionnaire(answers, skipped).next()
        if item is None:
            break
        assert item.name not in asked
        asked.append(item.name)
        if number % 3 == 2:
            skipped.append(item.name)
        else:
            answers[item.name] = 40.0
    assert len(asked) == 10
    assert len(skipped) == 3


def test_mixture_of_one_is_the_shrunk_mean_and_covariance():
    answers = np.array([[0.0, 0.0], [10.0, 20.0], [20.0, 40.0]])
    weights, means, covariances = fit_mixture(answers, 1, 5.0)
    assert weights == pytest.approx([1.0])
    assert means[0] == pytest.approx([10.0, 20.0])
    # Scatter 200, 400, 800 over 3 writers; off the diagonal 3% less in the pooled part, which
    # counts 5 of 8: 400/3 * (3 + 5 * .97) / 8 = 130.83.
    assert covariances[0] == pytest.approx(
        np.array([[200 / 3, 130.8333], [130.8333, 800 / 3]]), abs=1e-3
    )


def test_mixture_finds_two_kinds_of_writers():
    random = np.random.default_rng(0)
    low, high = random.normal(20, 5, (80, 3)), random.normal(80, 5, (40, 3))
    weights, means, _ = fit_mixture(np.vstack([low, high]), 2, 20.0)
    assert weights == pytest.approx([2 / 3, 1 / 3], abs=0.03)
    assert means[:, 0] == pytest.approx([20, 80], abs=10)


def test_every_reader_axis_has_its_items_but_valence_and_arousal():
    names = {axis.name for axis in READER_AXES}
    assert len(ITEMS) == len(set(NAMES)) == 49
    assert {item.axis for item in ITEMS if item.axis} <= names
    without = {name for name in names if item_of(name, 1) is None or item_of(name, -1) is None}
    assert without == {"valence", "arousal"}
    assert all(item.question.endswith("?") for item in ITEMS)
    assert BY_NAME["moderate_more"].axis == "stance_polarity"
    assert BY_NAME["moderate_more"].direction == -1


def test_acceptance_is_the_expected_answer():
    plain = Tolerances.population()
    expected = Population.load().beliefs.expected()[NAMES.index("clarity_more")]
    assert plain.acceptance("clarity", 1) == pytest.approx(expected / 100)
    assert plain.acceptance("clarity", 1) > 0.7 > 0.3 > plain.acceptance("clarity", -1)
    assert plain.acceptance("valence", 1) == plain.acceptance("commas", -1) == 0.5
    with pytest.raises(ValueError, match="direction"):
        plain.acceptance("clarity", 0)


def test_an_answer_is_found_again_and_said_to_be_the_writers_own():
    told = Tolerances.population().conditioned({"anger_more": 90.0, "no_such_item": 3.0})
    assert told.acceptance("anger", 1) == pytest.approx(0.9, abs=0.05)
    shares = told.to_json()["anger"]["more"]["evidence"]
    assert shares["answers"] > 0.9
    assert sum(shares.values()) == pytest.approx(1, abs=1e-3)
    assert told.conditioned({"anger_more": 0.0}).acceptance("anger", 1) < 0.1
    with pytest.raises(ValueError, match="anger_more"):
        told.conditioned({"anger_more": 101.0})


def test_decisions_are_counted_as_worked_out_by_hand():
    # valence up starts at .5, worth 2 decisions: Beta(1, 1).
    # Two accepted distortions on it alone: Beta(3, 1), mean .75.
    up = Tolerances.population().updated([decision("accept", valence=0.3)])
    other = Decision("accept", "Other.", "a", "b", verdict="distortion", shifts={"valence": 0.1})
    both = up.updated([other])
    assert both.acceptance("valence", 1) == pytest.approx(0.75)
    assert both.acceptance("valence", -1) == 0.5
    low, high = both.tolerance("valence", 1).interval
    # Beta(3, 1) has the distribution function x ** 3.
    assert (low, high) == pytest.approx((0.05 ** (1 / 3), 0.95 ** (1 / 3)))
    assert both.tolerance("valence", 1).evidence["decisions"] == pytest.approx(0.5)


def test_credit_is_spread_by_the_size_of_the_shifts():
    # One reject: a quarter to valence up, three quarters to arousal down.
    after = Tolerances.population().updated([decision("reject", valence=0.1, arousal=-0.3)])
    assert after.acceptance("valence", 1) == pytest.approx(1 / 2.25)
    assert after.acceptance("arousal", -1) == pytest.approx(1 / 2.75)


def test_accepting_polish_never_raises_a_tolerance():
    plain = Tolerances.population()
    taken = [
        Decision(
            "accept",
            f"Sentence {n}.",
            "go",
            "goes",
            "R:VERB:SVA",
            "polish",
            shifts={"confidence": 0.9, "formality": 0.4},
        )
        for n in range(200)
    ]
    assert plain.updated(taken).to_json() == plain.to_json()


def test_reject_lowers_and_accepted_distortion_raises():
    plain = Tolerances.population()
    before = plain.acceptance("confidence", 1)
    assert plain.updated([decision("reject", confidence=0.2)]).acceptance("confidence", 1) < before
    assert plain.updated([decision("accept", confidence=0.2)]).acceptance("confidence", 1) > before


def test_who_proposed_an_edit_changes_nothing():
    logs = [
        [Decision("reject", "s", "a", "b", "R:NOUN", "unsure", origin, {"hope": 0.2})]
        for origin in ("model", "harper")
    ]
    found = [Tolerances.population().updated(log).to_json() for log in logs]
    assert found[0] == found[1]


@pytest.mark.parametrize("action", ["accept", "reject", "dismiss", "revise"])
def test_a_decision_and_its_undo_leave_nothing(action: str):
    others = [
        Decision(a, s, "a", "b", "R:NOUN", "distortion", shifts={"hope": 0.3, "fear": -0.2})
        for a, s in [("accept", "One."), ("reject", "Two."), ("accept", "Three.")]
    ]
    taken, undone = decision(action, hope=0.5), decision("undo", hope=0.5)
    without = Tolerances.population().updated(others)
    with_both = Tolerances.population().updated([others[0], taken, *others[1:], undone])
    for axis in READER_AXES:
        for direction in (1, -1):
            assert with_both.acceptance(axis.name, direction) == pytest.approx(
                without.acceptance(axis.name, direction), abs=1e-9
            )


def test_undo_of_what_was_applied_unasked_is_a_reject():
    plain = Tolerances.population()
    undone = plain.updated([decision("undo", hope=0.5)])
    rejected = plain.updated([decision("reject", hope=0.5)])
    assert undone.acceptance("hope", 1) == rejected.acceptance("hope", 1)


def test_the_last_of_several_decisions_on_one_edit_counts():
    changed = Tolerances.population().updated(
        [decision("accept", hope=0.5), decision("accept", hope=0.5), decision("reject", hope=0.5)]
    )
    once = Tolerances.population().updated([decision("reject", hope=0.5)])
    assert changed.acceptance("hope", 1) == once.acceptance("hope", 1)
