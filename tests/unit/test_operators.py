"""One suite over every operator: it does what it says to a sentence written for it."""

from __future__ import annotations

import itertools
import random

import pytest

from style_models.judging.operators import apply_operator, edited, operators
from style_models.persona.axes import FORM_AXES, READER_AXES
from style_models.text.document import parser

# Operator: a sentence, and one outcome that it may have (with some choice of words).
SENTENCES: dict[str, tuple[str, set[str]]] = {
    "drop_hedge": ("It is perhaps true.", {"It is true."}),
    "add_hedge": (
        "The plan is cheap.",
        {"The plan is somewhat cheap.", "Perhaps the plan is cheap."},
    ),
    "add_booster": ("The plan is cheap.", {"The plan is very cheap.", "The plan is truly cheap."}),
    "drop_booster": ("It was a very old house.", {"It was an old house."}),
    "surer": ("This may help a child.", {"This will help a child."}),
    "less_sure": ("This will help a child.", {"This may help a child."}),
    "expand_contraction": ("We can't say that it's over.", {"We cannot say that it's over."}),
    "contract": ("We do not know.", {"We don't know."}),
    "formalise": ("We used a hammer.", {"We utilised a hammer.", "We employed a hammer."}),
    "deformalise": ("We utilised a hammer.", {"We used a hammer."}),
    "make_casual": ("The children were asleep.", {"The kids were asleep."}),
    "make_uncasual": ("The kids were asleep.", {"The children were asleep."}),
    "rarer_word": ("She drove a quick car.", {"She drove a brisk car."}),
    "plainer_word": ("She perused the letter.", {"She read the letter."}),
    "intensify_feeling": ("I am worried.", {"I am terrified."}),
    "flatten_feeling": ("I am furious.", {"I am angry.", "I am annoyed."}),
    "strengthen_verdict": ("It was a good film.", {"It was an excellent film."}),
    "weaken_verdict": ("It was an excellent film.", {"It was a good film."}),
    "soften_blame": ("This is a stupid law.", {"This is an unwise law."}),
    "machine_opener": ("The cat slept all day.", {"Furthermore, the cat slept all day."}),
    "machine_word": ("We discussed an important point.", {"We discussed a crucial point."}),
    "machine_triple": (
        "The rules are fair.",
        {"The rules are fair, transparent, and inclusive."},
    ),
    "machine_tail": (
        "We walked to the sea every single day.",
        {"We walked to the sea every single day, paving the way for future growth."},
    ),
    "drop_opinion_phrase": ("I think the tax is fair.", {"The tax is fair."}),
    "add_opinion_phrase": ("The tax is fair.", {"I think the tax is fair."}),
    "impersonal": ("They read my report.", {"They read the report."}),
    "royal_we": ("I am happy with it.", {"We are happy with it."}),
    "drop_courtesy": ("Could you please send it today?", {"Could you send it today?"}),
    "add_courtesy": ("Send it today to the office.", {"Please send it today to the office."}),
    "you_to_one": ("If you have time, go.", {"If one has time, go."}),
    "standardise": ("He ain't here.", {"He isn't here."}),
    "americanise": ("The colour is grey.", {"The color is grey."}),
    "anglicise": ("My favorite film was long.", {"My favourite film was long."}),
    "calm_exclamation": ("We won!", {"We won."}),
    "add_exclamation": ("We won.", {"We won!"}),
    "dash_to_comma": ("It was late - too late.", {"It was late, too late."}),
    "comma_to_dash": ("It was late, but we went.", {"It was late — but we went."}),
    "drop_dots": ("I went home...", {"I went home."}),
    "add_dots": ("I went home.", {"I went home..."}),
    "drop_semicolon": ("It rained; we stayed.", {"It rained. We stayed."}),
    "drop_emoji": ("That was fun 😂", {"That was fun"}),
    "add_emoji": ("That was fun.", {"That was fun. 😊"}),
    "shorten_word": ("It was sooooo good.", {"It was so good."}),
    "lengthen_word": ("It was so good.", {"It was sooo good."}),
    "drop_slang": ("How r u doing?", {"How r you doing?", "How are u doing?"}),
    "add_slang": ("How many people came?", {"How many ppl came?"}),
    "formal_connective": ("But the tax is fair.", {"However, the tax is fair."}),
    "plain_connective": ("However, the tax is fair.", {"But the tax is fair."}),
    "negate": ("The tax is fair.", {"The tax is not fair."}),
    "affirm": ("The tax is not fair.", {"The tax is fair."}),
    "oblige": ("We could help them.", {"We should help them."}),
    "release": ("We should help them.", {"We could help them."}),
    "generalise": ("Some teachers complained.", {"All teachers complained."}),
    "limit": ("She always complained.", {"She often complained."}),
    "split_sentence": (
        "The rain stopped, and we walked home.",
        {"The rain stopped. And we walked home."},
    ),
    "join_sentences": (
        "The rain stopped at noon. We walked home.",
        {"The rain stopped at noon, and we walked home."},
    ),
    "to_passive": ("The council cut the tax.", {"The tax was cut by the council."}),
    "to_active": ("The tax was raised by the council.", {"The council raised the tax."}),
}
ALL = {operator.name: operator for operator in operators()}


@pytest.fixture(scope="module")
def parse():
    return parser()


def outcomes(operator, doc, count=1):
    for seed in range(60):
        yield apply_operator(operator, doc, random.Random(seed), count)


@pytest.mark.parametrize("name", ALL)
def test_it_makes_what_it_says(parse, name):
    sentence, expected = SENTENCES[name]
    doc = parse(sentence)
    made = {edited(sentence, places) for places in outcomes(ALL[name], doc)}
    assert made & expected, made


@pytest.mark.parametrize("name", ALL)
def test_edits_are_sorted_disjoint_and_change_something(parse, name):
    doc = parse(" ".join(text for text, _ in SENTENCES.values()))
    found = 0
    for seed in range(4):
        places = apply_operator(ALL[name], doc, random.Random(seed), 50)
        found += len(places)
        assert all(a[1] < b[0] for a, b in itertools.pairwise(places))
        for start, end, text in places:
            assert 0 <= start <= end <= len(doc.text)
            assert doc.text[start:end] != text
    assert found


@pytest.mark.parametrize("name", ALL)
def test_the_same_seed_gives_the_same_edits(parse, name):
    doc = parse(SENTENCES[name][0])
    first, second = (apply_operator(ALL[name], doc, random.Random(5), 3) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("name", [name for name, one in ALL.items() if one.inverse])
def test_its_inverse_moves_the_same_axis_the_other_way(name):
    back = ALL[ALL[name].inverse]
    assert back.inverse == name
    assert back.verdict == ALL[name].verdict
    if back.axis == ALL[name].axis:
        assert back.direction == -ALL[name].direction


# Those whose inverse chooses among few words: it must come back to the sentence it came from.
@pytest.mark.parametrize(
    "name",
    "contract deformalise make_casual strengthen_verdict surer americanise "
    "calm_exclamation add_exclamation drop_dots negate affirm to_passive to_active "
    "add_courtesy drop_opinion_phrase split_sentence formal_connective".split(),
)
def test_its_inverse_takes_it_back(parse, name):
    sentence, expected = SENTENCES[name]
    operator = ALL[name]
    back = ALL[operator.inverse]
    for text in expected:
        made = {edited(text, places) for places in outcomes(back, parse(text))}
        assert sentence in made


def test_every_operator_is_described_and_moves_a_known_axis():
    reader = {axis.name for axis in READER_AXES}
    for operator in operators():
        assert operator.verdict in {"distortion", "meaning"}
        assert operator.direction in {1, -1}
        assert operator.summary
        assert operator.axis in reader | set(FORM_AXES)
        assert set(operator.heard) <= reader


def test_there_are_at_least_twelve_axes():
    assert len({operator.axis for operator in operators()}) >= 12


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("expand_contraction", "Don't you know?"),
        ("expand_contraction", "The dog's bone is here."),
        ("contract", "Yes, it is."),
        ("drop_hedge", "Probably not."),
        ("drop_booster", "It was not really over."),
        ("formalise", "I used to go there."),
        ("impersonal", "My mother was there."),
        ("americanise", "The Labour Party won."),
        ("shorten_word", "See www.example.org and World War III."),
        ("shorten_word", "A breeeding tank is no stresss."),
        ("add_booster", "Im say make we go."),
        ("drop_slang", "Plan R went well."),
        ("to_passive", "She cut herself."),
        ("surer", "It might have been cold."),
        ("split_sentence", "Bread and butter were cheap."),
    ],
)
def test_it_leaves_alone_what_it_would_break(parse, name, sentence):
    doc = parse(sentence)
    assert not [places for places in outcomes(ALL[name], doc) if places]


@pytest.mark.parametrize("text", ["", " ", "😀", "مرحبا", "1 2 3", "a\n\nb", "!!!", "A" * 300])
def test_odd_texts_do_no_harm(parse, text):
    for operator in operators():
        places = apply_operator(operator, parse(text), random.Random(0), 3)
        assert isinstance(edited(text, places), str)
