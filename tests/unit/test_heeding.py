"""Work that nobody waits for stops, however deep in it the computer stands."""

from __future__ import annotations

import threading

import pytest
import torch

from style_models.errors import Cancelled
from style_models.heeding import heed, heed_within, heeding


def test_only_those_below_are_asked_and_only_while_it_lasts() -> None:
    heed()
    with heeding(lambda: False):
        heed()
        with heeding(lambda: True), pytest.raises(Cancelled):
            heed()
        heed()
    heed()


def test_other_threads_go_on() -> None:
    ended: list[str] = []

    def work() -> None:
        heed()
        ended.append("well")

    with heeding(lambda: True):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    assert ended == ["well"]


def test_a_model_stops_before_its_next_layer() -> None:
    class Model(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layers = torch.nn.ModuleList(torch.nn.Linear(2, 2) for _ in range(5))

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            for layer in self.layers:
                passed.append(layer)
                x = layer(x)
            return x

    passed: list[torch.nn.Module] = []
    model = heed_within(Model())
    model(torch.zeros(1, 2))
    assert len(passed) == 5
    passed.clear()
    with heeding(lambda: len(passed) > 2), pytest.raises(Cancelled):
        model(torch.zeros(1, 2))
    assert len(passed) == 3


@pytest.mark.slow
def test_a_text_in_work_stops_wherever_it_is() -> None:
    """Cut off at 40 places, from parsing to measuring; what comes after is not changed by it."""
    from style_models.pipeline import load_pipeline

    pipeline = load_pipeline()
    text = "He have two dog. They was barking at night, and the neighbour complain about it to her."
    asked = [0]
    stop_at = [10**9]

    def gone() -> bool:
        asked[0] += 1
        return asked[0] >= stop_at[0]

    def rewritten() -> str:
        pipeline.forget()
        with heeding(gone):
            return pipeline.rewrite(text, cancelled=gone).result

    whole = rewritten()
    # Once more: readings of passages are remembered, so that fewer places are passed.
    asked[0] = 0
    assert rewritten() == whole
    places = asked[0]
    assert places > 200
    for number in range(40):
        asked[0], stop_at[0] = 0, 1 + number * places // 40
        with pytest.raises(Cancelled):
            rewritten()
        # Whoever asks next hears of it, and nobody asks for long after that.
        assert asked[0] <= stop_at[0] + 5
    stop_at[0] = 10**9
    assert rewritten() == whole
