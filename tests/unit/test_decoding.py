"""Source-drafted decoding writes what greedy decoding writes, for one sentence or several at once."""

from __future__ import annotations

import random

import pytest
import torch
from transformers import GenerationConfig, LlamaConfig, LlamaForCausalLM

from style_models.rewriting.decoding import Row, realigned, source_drafted

END = 0
LASTING = [11, 4, 9]
"""A prompt that the model has much to say to."""


@pytest.fixture(scope="module")
def model():
    torch.manual_seed(3)
    config = LlamaConfig(
        vocab_size=23,
        hidden_size=32,
        intermediate_size=48,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=256,
    )
    return LlamaForCausalLM(config).eval()


def greedy(model, prompt, longest):
    config = GenerationConfig(
        max_new_tokens=longest, do_sample=False, eos_token_id=END, pad_token_id=END
    )
    ids = torch.tensor([prompt])
    with torch.inference_mode():
        out = model.generate(ids, attention_mask=torch.ones_like(ids), generation_config=config)
    answer = out[0, len(prompt) :].tolist()
    return answer[: answer.index(END)] if END in answer else answer


def rows(model, count, seed):
    """Return rows whose sources are the model's own answers with tokens changed, lost and put in."""
    rng = random.Random(seed)
    made = []
    for _ in range(count):
        prompt = [rng.randrange(1, 23) for _ in range(rng.randint(3, 12))]
        longest = rng.randint(4, 20)
        source = greedy(model, prompt, longest)
        for _ in range(rng.randint(0, 3)):
            at = rng.randrange(len(source) + 1)
            source[at : at + rng.randint(0, 2)] = [rng.randrange(1, 23)] * rng.randint(0, 2)
        made.append((prompt, source, longest))
    return made


@pytest.mark.parametrize("seed", range(6))
def test_output_is_that_of_greedy_decoding_alone_and_together(model, seed):
    made = rows(model, 9, seed)
    expected = [greedy(model, prompt, longest) for prompt, _, longest in made]
    together = [Row(*row) for row in made]
    source_drafted(model, together, END)
    assert [row.answer for row in together] == expected
    for row, answer in zip(made, expected, strict=True):
        alone = [Row(*row)]
        source_drafted(model, alone, END)
        assert alone[0].answer == answer


def test_a_source_that_is_right_costs_few_passes(model):
    prompt, longest = LASTING, 16
    answer = greedy(model, prompt, longest)
    passes = []
    hook = model.register_forward_hook(lambda *_: passes.append(1))
    try:
        source_drafted(model, [Row(prompt, answer, longest)], END)
    finally:
        hook.remove()
    assert len(passes) <= 2 < len(answer)


def test_cancelling_stops_before_the_next_pass(model):
    row = Row(LASTING, [1, 2, 3], 16)
    asked = []

    def cancelled():
        asked.append(1)
        return len(asked) > 1

    source_drafted(model, [row], END, cancelled)
    assert len(asked) == 2
    assert not row.done


def test_no_row_and_no_room_are_no_work(model):
    source_drafted(model, [], END)
    row = Row([5], [1], 0)
    source_drafted(model, [row], END)
    assert row.answer == []


@pytest.mark.parametrize(
    ("source", "at", "token", "expected"),
    [([1, 2, 3, 4], 0, 3, 3), ([1, 2, 3], 0, 9, 1), ([1, 2], 2, 9, 2), ([], 0, 1, 0)],
)
def test_the_draft_goes_on_where_the_source_matches_again(source, at, token, expected):
    assert realigned(source, at, token) == expected
