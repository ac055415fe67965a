"""own-voice: what counts as nearer to a writer, which edits lead there, and how the exam marks it."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace

import pytest
from click.testing import CliRunner
from endpoint import said, text_of

from server.cli.main import cli
from style_models.exam.exam import Sitting, items, profile_of, record, samples_of, sit
from style_models.learning.preferences import Preferences
from style_models.learning.tolerances import Tolerances
from style_models.persona.home import FAR, Home, Reading, distance_of_gaps, gain
from style_models.persona.profile import AxisProfile, Profile
from style_models.rewriting.modes import MODES, instruction_of

DRAFT = (
    "Following a lengthy discussion with the teachers, I wish to inform you that the excursion to Leeds "
    "on 12 June would be rescheduled. It is necessary to purchase additional paint, and approximately "
    "3 litres will be required for the kitchen. I am grateful for the assistance that Mr Okafor provided."
)
FACTS = ("Leeds", "12 June", "3 litres", "Mr Okafor")
PLAIN = {
    "Following": "After", "lengthy": "long", "discussion": "talk", "inform": "tell", "purchase": "buy",
    "additional": "more", "required": "needed", "assistance": "help", "provided": "gave",
}  # fmt: skip


def home_of(**axes):
    """Return the home of a writer with (mean, spread) on each axis; 1 unit of a reader axis is 10."""
    kept = {name: AxisProfile(mean, spread, 0.1, 9) for name, (mean, spread) in axes.items()}
    return Home.counted(Profile("all", 3, 2000, kept), dict.fromkeys(("formality", "degree"), 10.0))


# ------------------------------------------------------------------ nearer


def test_distance_is_of_both_families_and_large_gaps_count_by_their_logarithm():
    assert distance_of_gaps({}) == 0
    assert distance_of_gaps({"formality": 0.0, "commas": 0.0}) == 0
    one = FAR * math.log(1 + 1 / FAR)
    assert distance_of_gaps({"formality": -1.0}) == pytest.approx(one)
    # Half the mean square of each family: (1 + 0) / 2 for the habits, 1 for the readers.
    both = distance_of_gaps({"formality": 1.0, "commas": 1.0, "dashes": 0.0})
    assert both == pytest.approx(one * math.sqrt(0.5 * 1 + 0.5 * 0.5))
    # What readers do not rate is no part of it.
    assert distance_of_gaps({"degree": 5.0}) == 0


def test_a_step_home_is_a_gain_and_one_too_far_is_none():
    gaps = {"formality": -2.0, "sentence_length": -9.0}
    assert gain(gaps, {"formality": -0.5}) > gain(gaps, {"formality": -0.5}, share=0.5) > 0
    assert gain(gaps, {"sentence_length": -1.0}) > 0, "however far off"
    assert gain(gaps, {"formality": 0.5}) < 0
    assert gain(gaps, {"formality": -5.0}) < 0
    assert gain(gaps, {"hope": 1.0}) == 0


def test_gaps_are_in_the_writers_own_spread():
    home = home_of(sentence_length=(9.0, 2.0), formality=(40.0, 5.0), semicolons=(0.0, 0.0))
    gaps = home.gaps(Reading({"formality": 60.0}, {"sentence_length": 13.0, "semicolons": 1.0}))
    # (9 - 13) / 2, (40 - 60) / 10; a spread of 0 is taken for 0.5.
    assert gaps == {"sentence_length": -2.0, "formality": -2.0, "semicolons": -2.0}


def test_an_axis_may_move_home_and_within_the_writers_spread():
    home = home_of(formality=(40.0, 5.0))
    assert home.allows({"formality": -2.0}, {"formality": -0.3}) == {"formality": -1}
    assert home.allows({"formality": -2.0}, {"formality": 0.3}) == {"formality": -1}
    # Within half a unit of the mean the writer's own texts lie on both sides.
    assert home.allows({"formality": -0.1}, {"formality": 0.3}) == {"formality": 1}
    assert home.allows({"formality": -0.1}, {"formality": 0.6}) == {"formality": -1}
    assert home.allows({"formality": -2.0}, {"formality": 0.1}) == {"formality": 1}, "slight"
    assert home.allows({}, {"hope": 0.3}) == {}


def test_the_instruction_tells_the_habits_that_the_text_lacks():
    home = home_of(sentence_length=(9.0, 2.0), contractions=(5.0, 1.0), commas=(5.0, 2.0))
    (reading,) = home.read(
        ["It is a long sentence, and it is one that I do not think she is fond of."]
    )
    told = home.instruction(reading)
    assert "contractions (don't, it's)" in told
    assert "shorter sentences, about 9 words each (here 18)" in told
    assert "commas" not in told
    assert told in instruction_of(MODES["own-voice"], habits=told)
    assert home.instruction(Reading({}, {"sentence_length": 9.5})) == ""


def test_there_is_no_home_without_texts_enough():
    assert Home.of(None) is None
    assert Home.of(Profile("all", 1, 100, {})) is None


# ------------------------------------------------------------------ the exam of it

# By hand, as the two writers might have put it.
RIGHT = {
    "own-voice-1": "The heating man couldn't fix the boiler. So the new one won't go in till 14 March.",
    "own-voice-2": "The meeting with Mrs Alvarez on Tuesday is off for now, because she isn't well.",
    "own-voice-6": "We talked to the teachers for a long time. The trip's moved, because it might rain hard.",
    "own-voice-8": (
        "The roof, I am afraid, leaks; although it has been examined by 2 builders, they do not agree as "
        "to the cause, and it is not possible for us to undertake the repair at present."
    ),
    "own-voice-11": (
        "I regret that Ms Okoro, who is suffering from a cold, is unable to attend on Friday; a new date "
        "will be found, and it will be communicated to you."
    ),
}  # fmt: skip


def test_the_exam_has_two_opposite_writers_and_marks_the_way_home():
    asked = {item.id: item for item in items() if item.category == "own_voice"}
    assert len(asked) >= 10
    assert {item.writer for item in asked.values()} == {"short", "long"}
    for item in asked.values():
        assert item.failed(item.text) == "not nearer", item.id
        assert all(fact in item.text for fact in item.keep)
    for name, answer in RIGHT.items():
        assert asked[name].failed(answer) is None, name
    # The same wording, asked for by the other writer, does not pass.
    other = {"short": "long", "long": "short"}
    for name, answer in RIGHT.items():
        wrong = replace(asked[name], writer=other[asked[name].writer])
        assert wrong.failed(answer) == "not nearer", name


def test_one_taste_for_all_does_not_pass():
    def plain(text, mode, writer=""):
        for long, short in PLAIN.items():
            text = re.sub(rf"\b{long}\b", short, text)
        return text

    sitting = sit(plain, "own-voice")
    assert sitting.shares["own_voice"] < 0.6
    assert not sitting.passed


def test_the_exams_writers_have_texts_enough():
    for writer in ("short", "long"):
        assert sum(len(text.split()) for text in samples_of(writer)) >= 800


# ------------------------------------------------------------------ through the whole


@pytest.fixture
def plainly(endpoint, data_dir):
    """An endpoint that puts plain words where it is told that the writer is brief."""

    def answer(body, handler):
        text = text_of(body)
        if "shorter sentences" in body["messages"][0]["content"]:
            for long, short in PLAIN.items():
                text = re.sub(rf"\b{long}\b", short, text)
            text = text.replace("3 litres", "4 litres")
        return 200, said(text), {}

    return endpoint(answer)


def rewritten(name, writer):
    from style_models.pipeline import Pipeline

    profile = profile_of(writer) if writer else None
    wants = Preferences(Tolerances.population(), profile=profile)
    pipeline = Pipeline(name, engines=("model",), sits_exam=True)
    return pipeline.rewrite(DRAFT, mode="own-voice", preferences=wants).to_json()


@pytest.mark.slow
def test_a_draft_comes_nearer_to_its_writer_and_keeps_its_facts(plainly):
    shown = rewritten(plainly.name, "short")
    far = shown["profile_distance"]
    assert far["result"] < far["original"]
    applied = [edit for edit in shown["edits"] if edit["applied"]]
    assert any(edit["after"] in PLAIN.values() for edit in applied)
    assert all(edit["verdict"] != "polish" for edit in applied if edit["after"] in PLAIN.values())
    for fact in FACTS:
        assert fact in shown["result"]
    (number,) = [edit for edit in shown["edits"] if edit["after"] == "4"]
    assert number["held_by"] == "guard:numbers"
    # What is applied brings the text nearer, so it is shown before what is not.
    restyled = [e for e in shown["edits"] if e["verdict"] != "polish"]
    restyled.sort(key=lambda edit: edit["show"]["order"])
    assert restyled[0]["applied"]
    assert sorted(edit["show"]["order"] for edit in shown["edits"]) == list(
        range(len(shown["edits"]))
    )


@pytest.mark.slow
def test_another_writer_is_another_way(plainly):
    shown = rewritten(plainly.name, "long")
    assert not any(
        "shorter sentences" in asked["messages"][0]["content"] for asked in plainly.asked
    )
    assert shown["result"] == DRAFT


@pytest.mark.slow
def test_without_texts_of_the_writer_it_repairs_and_says_so(plainly):
    shown = rewritten(plainly.name, None)
    assert shown["profile_distance"] is None
    assert any("writer learn" in note for note in shown["notes"])
    assert shown["result"] == DRAFT


@pytest.mark.slow
def test_a_learnt_writer_on_the_command_line(plainly, tmp_path, monkeypatch):
    monkeypatch.setenv("OWNVOICE_MODEL", plainly.name)
    files = []
    for number, text in enumerate(samples_of("short")):
        files.append(tmp_path / f"{number}.txt")
        files[-1].write_text(text, "utf-8")

    def ran(*words):
        found = CliRunner().invoke(cli, list(words), input=DRAFT)
        assert found.exit_code == 0, found.exception
        return found.stdout

    ran("writer", "learn", "bea", *map(str, files))
    ask = ("rewrite", "-", "--mode", "own-voice", "--writer", "bea", "--json")
    # A model that has not passed the exam for it is not asked.
    before = json.loads(ran(*ask))
    assert any("has not passed the exam for own-voice" in note for note in before["notes"])
    assert before["result"] == DRAFT
    record(plainly.name, [Sitting("own-voice", {"own_voice": 1.0}, True)])
    after = json.loads(ran(*ask))
    assert after["profile_distance"]["result"] < after["profile_distance"]["original"]
    assert all(fact in after["result"] for fact in FACTS)
