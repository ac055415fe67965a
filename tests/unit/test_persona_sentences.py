"""Single sentences: feeling and certainty."""

from __future__ import annotations

import numpy as np
import pytest

from style_models.persona.sentence_model import SentenceModel
from style_models.recipes.sentence_axes import SETS, solve


def test_a_ridge_worked_out_by_hand():
    # One feature at -1 and 1, values 0 and 2, penalty 2: weight 2 / (2 + 2), mean 1 unpenalised.
    weight, bias = solve(np.array([[-1.0], [1.0]]), np.array([[0.0], [2.0]]), [2.0])[0]
    assert weight == pytest.approx(np.array([[0.5]]))
    assert bias == pytest.approx(np.array([1.0]))


def test_sentences_of_a_document_stay_together():
    emobank = SETS[0]
    first, second = ({"id": f"110CYL069_{place}", "text": place} for place in ("1_2", "3_4"))
    assert emobank.group(first) == emobank.group(second)


@pytest.mark.slow
def test_sentences_are_told_apart_by_feeling_and_certainty():
    model = SentenceModel.load()
    texts = [
        "What a wonderful, happy day it was!",
        "He was murdered in the most horrible way.",
        "Smoking causes lung cancer.",
        "It may be possible that some of these patients could perhaps benefit.",
        "...",
    ]
    read = dict(zip(model.axes, model.read(texts).T, strict=True))
    assert read["valence"][0] > read["valence"][1] + 0.5
    assert read["certainty"][2] > read["certainty"][3] + 0.3
    assert all(np.isnan(values[4]) for values in read.values())
    for name, (low, high) in model.ranges.items():
        assert np.all((read[name][:4] >= low) & (read[name][:4] <= high))
