from __future__ import annotations

import pytest

from style_models.learning.decisions import Decision
from style_models.learning.online import OnlineLogistic
from style_models.learning.preferences import Preferences

SENTENCE = "Every day she go to the market with her brother."
EDIT = {"before": "go", "after": "goes"}
OFFSET = SENTENCE.index("go ")


def taken(action: str, **changed: object) -> Decision:
    whole: dict[str, object] = {
        "action": action,
        "sentence": SENTENCE,
        "type": "R:VERB:SVA",
        "verdict": "polish",
        "offset": OFFSET,
        **EDIT,
        **changed,
    }
    return Decision(**whole)  # type: ignore[arg-type]


def welcome(preferences: Preferences, **changed: object) -> float:
    whole: dict[str, object] = {
        "sentence": "He run.",
        "before": "run",
        "after": "runs",
        "type": "R:VERB:SVA",
        "verdict": "polish",
        "shifts": {},
        **changed,
    }
    return preferences.welcome(**whole)  # type: ignore[arg-type]


def test_welcome_follows_verdict_and_tolerance():
    plain = Preferences.population()
    by_verdict = [welcome(plain, verdict=v) for v in ("polish", "unsure", "distortion", "meaning")]
    assert by_verdict == sorted(by_verdict, reverse=True)
    assert by_verdict[0] > 0.9
    clearer = welcome(plain, verdict="distortion", shifts={"clarity": 1.0})
    angrier = welcome(plain, verdict="distortion", shifts={"anger": 1.0})
    assert clearer > welcome(plain, verdict="distortion") > angrier
    told = Preferences.learned({"anger_more": 100.0}, [])
    assert welcome(told, verdict="distortion", shifts={"anger": 1.0}) > angrier


def test_decisions_on_alike_edits_move_welcome_as_worked_out_by_hand():
    # Polish starts at .93, worth 2: one no to the same type gives 1.86 / 3, to the same words
    # 1.86 / 5; an unalike type leaves it.
    learned = Preferences.learned({}, [taken("reject")])
    assert welcome(learned) == pytest.approx(1.86 / 3)
    assert welcome(learned, **EDIT) == pytest.approx(1.86 / 5)
    assert welcome(learned, type="R:PREP") == pytest.approx(0.93)
    assert welcome(Preferences.learned({}, [taken("accept")])) == pytest.approx(2.86 / 3)


def test_accepted_polish_never_makes_a_distortion_more_welcome():
    plain = Preferences.population()
    many = [taken("accept", sentence=f"{n} {SENTENCE}") for n in range(100)]
    learned = Preferences.learned({}, many)
    for verdict in ("distortion", "unsure", "meaning"):
        assert welcome(learned, verdict=verdict) == welcome(plain, verdict=verdict)
    # A no counts across.
    refused = Preferences.learned({}, [taken("reject")])
    assert welcome(refused, verdict="distortion") < welcome(plain, verdict="distortion")


def test_undo_leaves_welcome_as_if_nothing_had_been():
    plain = Preferences.population()
    for action in ("accept", "reject", "revise", "dismiss"):
        learned = Preferences.learned({}, [taken(action), taken("undo")])
        assert welcome(learned) == pytest.approx(welcome(plain), abs=1e-9)


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        ([], False),
        (["reject"], True),
        (["dismiss"], True),
        (["undo"], True),
        (["accept"], False),
        (["ignore"], False),
        (["accept", "undo"], True),
        (["reject", "undo"], False),
        (["reject", "accept"], False),
        (["accept", "reject", "undo"], False),
        (["reject", "reject", "undo"], True),
        (["reject", "ignore"], True),
    ],
)
def test_what_was_last_said_of_this_edit_here_counts(log: list[str], expected: bool):
    learned = Preferences.learned({}, [taken(action) for action in log])
    assert learned.rejected(SENTENCE, OFFSET, "go", "goes") is expected


@pytest.mark.parametrize(
    ("sentence", "before", "after"),
    [
        ("Each day she go to the market with her brother.", "go", "goes"),
        ("Every day she go to the shop with her brother!", "go", "goes"),
        ("Today, every day she go to the market, with her brother.", "go", "goes"),
        (SENTENCE, "she go", "she goes"),
        (SENTENCE, "go to", "goes to"),
    ],
)
def test_a_rejected_edit_is_known_again_when_other_words_changed(
    sentence: str, before: str, after: str
):
    learned = Preferences.learned({}, [taken("reject")])
    assert learned.rejected(sentence, sentence.index(before), before, after)


@pytest.mark.parametrize(
    ("sentence", "before", "after"),
    [
        (SENTENCE, "go", "went"),
        (SENTENCE, "market", "markets"),
        ("The children go home early because it rains a lot.", "go", "goes"),
    ],
)
def test_another_edit_or_place_is_not_rejected(sentence: str, before: str, after: str):
    learned = Preferences.learned({}, [taken("reject")])
    assert not learned.rejected(sentence, sentence.index(before), before, after)


def test_the_same_edit_twice_in_a_sentence_is_told_apart():
    sentence = "I saw the the dog and the the cat."
    first, second = sentence.index("the the"), sentence.index("the the", 12)
    no = Decision("reject", sentence, "the the", "the", offset=first)
    learned = Preferences.learned({}, [no])
    assert learned.rejected(sentence, first, "the the", "the")
    assert not learned.rejected(sentence, second, "the the", "the")


def test_the_same_edit_of_neighbouring_words_is_told_apart():
    sentence = "No no no no that is not what she had meant to say."
    learned = Preferences.learned({}, [Decision("reject", sentence, "no", "", offset=3)])
    assert learned.rejected(sentence, 3, "no", "")
    assert not learned.rejected(sentence, 6, "no", "")


def test_online_regression_learns_keeps_its_doubt_and_needs_no_second_look():
    model = OnlineLogistic(variance=1.0)
    assert model.predict({}) == model.predict({"spelling": 1.0}) == 0.5
    said = []
    for _ in range(30):
        said.append(model.predict({"any": 1.0, "spelling": 1.0}))
        model.learn({"any": 1.0, "spelling": 1.0}, True)
        model.learn({"any": 1.0, "style": 1.0}, False)
    assert said[0] == 0.5
    assert 0.85 < said[-1] < 1
    assert model.predict({"any": 1.0, "style": 1.0}) < 0.15
    assert 0.3 < model.predict({"any": 1.0, "never seen": 1.0}) < 0.7


def test_online_regression_finds_the_mode_of_its_first_decision():
    # Posterior of one weight, prior variance 1, one accept: w = 1 - sigmoid(w), w = .4011;
    # variance 1 / (1 + p (1 - p)) = 1 / (1 + .5990 * .4010) = .8064.
    model = OnlineLogistic(variance=1.0)
    model.learn({"x": 1.0}, True)
    logit = 0.40106 / (1 + 3.14159265 * 0.80635 / 8) ** 0.5
    assert model.predict({"x": 1.0}) == pytest.approx(1 / (1 + 2.718281828**-logit), abs=1e-4)
