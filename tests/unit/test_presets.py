"""Presets: known axes, and the two that are each other's reverse where they should be."""

from __future__ import annotations

import pytest

from style_models.errors import InputError
from style_models.learning.presets import preset, preset_names
from style_models.persona.axes import FORM_AXES, READER_AXES

KNOWN = {axis.name for axis in READER_AXES} | set(FORM_AXES)
EMOTION = "valence arousal hope excitement fear disgust anger".split()
STRUCTURE = "formality sentence_length passives rare_words formal_words".split()


@pytest.mark.parametrize("name", preset_names())
def test_every_preset_bounds_known_axes_and_says_what_it_is_for(name):
    found = preset(name)
    assert found.summary.endswith(".")
    assert set(found.bounds) <= KNOWN
    assert all(down >= 0 and up >= 0 for down, up in found.bounds.values())
    assert found.breaches({}) == {}
    # Nobody is made surer, and nobody's dialect goes, whatever the situation.
    assert set(found.breaches({"confidence": 0.5, "dialect_features": -0.5})) == {
        "confidence",
        "dialect_features",
    }


def test_task_locks_emotion_and_leaves_structure():
    task = preset("task")
    for axis in EMOTION:
        assert task.breaches({axis: 0.4}) == {axis: pytest.approx(0.3)}
        assert task.breaches({axis: -0.4}) == {axis: pytest.approx(0.3)}
    assert task.breaches(dict.fromkeys(STRUCTURE, 1.0)) == {}


def test_relational_is_the_reverse():
    relational = preset("relational")
    assert relational.breaches(dict.fromkeys(EMOTION, 1.0)) == {}
    for axis in STRUCTURE:
        assert axis in relational.breaches({axis: 1.0})
        assert axis in relational.breaches({axis: -1.0})


def test_what_gains_may_rise_and_not_fall():
    assert preset("task").breaches({"clarity": 2.0}) == {}
    assert set(preset("task").breaches({"clarity": -0.2})) == {"clarity"}
    assert preset("relational").breaches({"friendliness": 2.0}) == {}
    assert set(preset("relational").breaches({"friendliness": -0.2})) == {"friendliness"}


def test_a_bound_is_met_exactly():
    # At the bound nothing is breached; a hundredth beyond is a hundredth.
    assert preset("task").breaches({"anger": 0.1}) == {}
    assert preset("task").breaches({"anger": 0.11}) == {"anger": pytest.approx(0.01)}


def test_a_name_that_is_none_is_an_error():
    assert preset_names() == ["relational", "task"]
    with pytest.raises(InputError, match="relational, task"):
        preset("../task")
