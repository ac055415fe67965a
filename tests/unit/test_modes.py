"""Modes: what each may do, what it costs where a model only repairs, and that nothing is half made."""

from __future__ import annotations

import pytest

from style_models.judging.judge import Judgement
from style_models.rewriting.modes import MODES, length_shift, licensed

SLIPS = (
    "She go to school by bus. He suggested me to look forward to hear of him since two year. "
    "The weather was fine. They was late again because depends of the train."
)


def judged(verdict="unsure", meaning=0.0, guard=None, **shifts):
    p = {"polish": 0.4, "distortion": 0.6 - meaning, "meaning": meaning}
    return Judgement(verdict, p, "", guard, shifts)


# ------------------------------------------------------------------ sentence length


@pytest.mark.parametrize(
    ("sentence", "revised", "shift"),
    [
        # 7 words to 3; 8 words in one sentence to 4 in each of two; no change; nothing to measure.
        ("We are at this point in time.", "We are now.", -4),
        ("He came home late and he went to bed.", "He came home late. He went to bed.", -5),
        ("She go home.", "She goes home.", 0),
        ("1, 2, 3.", "One, 2, 3.", 0),
    ],
)
def test_length_of_sentences_is_counted(sentence, revised, shift):
    assert length_shift(sentence, revised).get("sentence_length", 0) == shift


def test_what_shortens_is_the_business_of_concise_and_what_lengthens_is_not():
    shorter, longer = {"sentence_length": -2.0}, {"sentence_length": 1.0}
    concise, clarify = MODES["concise"], MODES["clarify"]
    assert licensed(concise, judged(), counted=shorter)
    assert not licensed(concise, judged(), counted=longer)
    assert not licensed(concise, judged(clarity=0.3), counted=longer)
    assert licensed(clarify, judged(clarity=0.3), counted=longer)
    # What else is heard must be licensed as before, and nothing covers a guard or the meaning.
    assert not licensed(concise, judged(confidence=0.2), counted=shorter)
    assert not licensed(concise, judged(guard="numbers"), counted=shorter)
    assert not licensed(concise, judged(meaning=0.3), counted=shorter)
    assert not licensed(concise, judged("meaning"), counted=shorter)
    assert not licensed(MODES["polish"], judged(), counted=shorter)
    # Where the writer's profile is the measure, the length of one sentence says nothing by itself.
    assert not licensed(MODES["own-voice"], judged(), {"formality": -1}, counted=shorter)


# ------------------------------------------------------------------ a model that only repairs


class Counting:
    """The embedded model; counts the sentences that it is asked about."""

    def __init__(self):
        from style_models.rewriting.engine import load_engine

        self._inner = load_engine()
        self.name, self.origin = self._inner.name, self._inner.origin
        self.instructed = self._inner.instructed
        self.asked = 0

    def propose_all(self, sentences, *rest, **more):
        self.asked += len(sentences)
        return self._inner.propose_all(sentences, *rest, **more)


@pytest.mark.slow
def test_other_modes_cost_what_polish_costs_where_the_model_only_repairs(data_dir):
    from style_models.pipeline import Pipeline

    found = {}
    for mode in ("polish", "clarify", "concise", "own-voice"):
        engine = Counting()
        found[mode] = Pipeline(engine=engine).rewrite(SLIPS, mode=mode), engine.asked
    polished, asked = found.pop("polish")
    assert 0 < asked < 8
    assert polished.notes == []
    for mode, (rewrite, count) in found.items():
        assert count == asked
        assert rewrite.result == polished.result
        (note,) = rewrite.notes
        assert "only repairs" in note
        assert mode in note
        assert "OWNVOICE_MODEL" in note
