"""Source-drafted decoding writes what greedy decoding writes, for one sentence or several at once."""

from __future__ import annotations

import random

import pytest
import torch
from transformers import (
    GenerationConfig,
    LlamaConfig,
    LlamaForCausalLM,
    MistralConfig,
    MistralForCausalLM,
    T5Config,
    T5ForConditionalGeneration,
)

from style_models.rewriting.decoding import (
    Row,
    further,
    packs,
    realigned,
    source_drafted,
    source_drafted_from_encoder,
)

END = 0
LASTING = [11, 4, 9]
"""A prompt that the model has much to say to."""
SIZES = {
    "vocab_size": 23,
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
}


@pytest.fixture(scope="module")
def model():
    torch.manual_seed(3)
    config = LlamaConfig(
        **SIZES,
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


@pytest.mark.parametrize("attention", ["sdpa", "eager"])
@pytest.mark.parametrize("room", [1, 5, 17, 400])
def test_small_passes_and_few_open_rows_change_nothing(model, room, attention):
    made = rows(model, 7, room)
    expected = [greedy(model, prompt, longest) for prompt, _, longest in made]
    together = [Row(*row) for row in made]
    before = model.config._attn_implementation
    model.set_attn_implementation(attention)
    try:
        source_drafted(model, together, END, tokens_a_pass=room, tokens_open=3 * room)
    finally:
        model.set_attn_implementation(before)
    assert [row.answer for row in together] == expected


def test_each_row_is_announced_once_as_soon_as_it_is_whole(model):
    together = [Row(*row) for row in rows(model, 5, 1)]
    told = []

    def finished(number):
        assert together[number].done
        told.append((number, sum(row.done for row in together)))

    source_drafted(model, together, END, finished=finished, tokens_open=1)
    assert told == [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)]


def test_a_model_that_cannot_read_side_by_side_writes_alone():
    torch.manual_seed(5)
    config = MistralConfig(
        **SIZES,
        sliding_window=6,
    )
    model = MistralForCausalLM(config).eval()
    assert not packs(model)
    made = [Row([5, 6, 7, 8, 9], [5, 6, 7], 8), Row([4, 2], [4], 5)]
    source_drafted(model, made, END)
    assert [row.answer for row in made] == [greedy(model, row.prompt, row.longest) for row in made]


@pytest.mark.parametrize("seed", range(4))
def test_an_encoder_decoder_writes_what_it_writes_greedily(seed):
    torch.manual_seed(seed)
    config = T5Config(
        vocab_size=23,
        d_model=32,
        d_kv=8,
        d_ff=48,
        num_layers=2,
        num_heads=4,
        decoder_start_token_id=END,
        pad_token_id=END,
        eos_token_id=1,
    )
    model = T5ForConditionalGeneration(config).eval()
    prompt = [random.Random(seed).randrange(2, 23) for _ in range(9)]
    wanted = GenerationConfig(
        max_new_tokens=14,
        do_sample=False,
        eos_token_id=1,
        pad_token_id=END,
        decoder_start_token_id=END,
    )
    with torch.inference_mode():
        out = model.generate(torch.tensor([prompt]), generation_config=wanted)[0, 1:].tolist()
    expected = out[: out.index(1)] if 1 in out else out
    for source in (prompt, expected, [*expected[1:], 7]):
        row = Row(prompt, source, 14)
        source_drafted_from_encoder(model, row, 1)
        assert row.answer == expected


# The answer so far is told by its tokens; "a b c d" stands for 1 2 3 4.
@pytest.mark.parametrize(
    ("source", "answer", "at", "expected"),
    [
        ([1, 2, 3, 4], [1, 3], 1, 3),  # b deleted: on behind c
        ([1, 2, 3, 4], [1, 9], 1, 2),  # b replaced, as far as can be told: on at c
        ([1, 2, 3, 4], [1, 9, 2], 2, 2),  # but then b comes: 9 was put in, on at c
        ([1, 2, 3, 4, 5], [1, 9, 8, 7, 2], 4, 2),  # three put in
        ([1, 2, 3, 1, 2, 4], [1, 2, 3, 1], 3, 4),  # a repeated word is taken where the draft stood
        ([1, 2], [1, 2, 9], 2, 2),  # nothing left to offer but the end
        ([], [1], 0, 0),
    ],
)
def test_the_draft_goes_on_where_the_source_matches_again(source, answer, at, expected):
    changes = list(range(len(source) + 1))
    for token in answer:
        changes = further(changes, source, token)
    assert realigned(source, changes, at, answer[-1]) == expected


def test_changes_are_edit_distances_to_each_beginning():
    # "1 3" against "", "1", "1 2", "1 2 3": 2, 1, 1, 1.
    changes = [0, 1, 2, 3]
    for token in (1, 3):
        changes = further(changes, [1, 2, 3], token)
    assert changes == [2, 1, 1, 1]


def test_drafts_grow_shorter_where_offers_are_refused():
    source = list(range(1, 60))
    row = Row([1], source, 100)
    lengths = [len(row.draft(END))]
    for _ in range(3):
        offered = row.draft(END)
        row.accept(offered, [99] * (len(offered) + 1), END)
        lengths.append(len(row.draft(END)))
    assert lengths[0] == 60
    assert lengths[1] > lengths[2] > lengths[3] >= 2


@pytest.mark.slow
def test_the_real_model_writes_what_it_writes_greedily():
    from style_models.models.catalog import REWRITER
    from style_models.models.load import pulled_path
    from style_models.paths import weights_dir
    from style_models.rewriting.causal import CausalRewriter

    adapter = weights_dir() / "restoration"
    rewriter = CausalRewriter(str(pulled_path(REWRITER)), adapter, precision="float32")
    sentences = [
        "He go to the shop yesterday and buyed a apples.",
        "Nothing is wrong with this one.",
        "In the other hand , there is alot of peoples which dont agrees with it.",
        "Of cource the informations was very usefull for we.",
    ]
    expected = [rewriter.generate(sentence) for sentence in sentences]
    assert rewriter.propose_all(sentences, [""] * len(sentences)) == expected
    assert [rewriter.propose(sentence) for sentence in sentences] == expected
    assert expected[0] != sentences[0]
