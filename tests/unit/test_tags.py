"""Edit tags: derived from planted slips, followed back to the person's own sentence."""

from __future__ import annotations

import random

import pytest

from style_models.rewriting.corruption import OPERATORS, Slip, apply, corrupt
from style_models.rewriting.tagger import edit_for
from style_models.rewriting.tags import KEEP, SPELL, UNKNOWN, change, inflected, tags_for, words_of
from style_models.text.document import parser
from style_models.text.spelling import candidates

CASES = [
    ("She has a dog at home.", [("has", "have")], {2: "inflect VBZ"}),
    ("I like the big house.", [("the ", "")], {2: "append the"}),
    ("I like music a lot.", [("music", "the music")], {3: "delete"}),
    ("A pet was stolen.", [("A", "An")], {1: "replace a"}),
    ("It depends on you.", [("on", "of")], {3: "replace on"}),
    ("However, I stayed.", [(",", "")], {1: "append ,"}),
    ("He did not see me.", [("did ", "")], {1: "append did"}),
    ("I went to Paris.", [("Paris", "paris")], {4: "case first"}),
    ("They often go there.", [("often go", "go often")], {2: "swap"}),
    ("The dog's tail is long.", [("dog's", "dogs")], {2: "apostrophe s"}),
    ("We saw the movies.", [("movies", "movie's")], {4: "apostrophe none"}),
    ("You receive a letter.", [("receive", "recieve")], {2: SPELL}),
    ("It is a lot of work.", [("a lot", "alot")], {3: SPELL}),
    ("It is into it.", [("into", "in to")], {3: "join"}),
    ("A well-known man.", [("-", " ")], {2: "append -", 3: "tight"}),
    ("He stopped, then left.", [(", ", " ,")], {3: "tight", 4: "space"}),
    ("The Paris of old.", [("The ", "")], {0: "append the"}),
]


def slipped(clean: str, pairs: list[tuple[str, str]]) -> tuple[str, list[Slip]]:
    slips = [
        Slip(clean.index(right), clean.index(right) + len(right), wrong, "")
        for right, wrong in pairs
    ]
    return apply(clean, slips), slips


@pytest.mark.parametrize(("clean", "pairs", "expected"), CASES)
def test_a_planted_slip_gets_its_tag(clean, pairs, expected):
    source, slips = slipped(clean, pairs)
    tags = tags_for(source, clean, slips)
    assert len(tags) == len(words_of(source)) + 1
    assert {i: tag for i, tag in enumerate(tags) if tag != KEEP} == expected


# Spelling needs a choice, and where two tags share one space the second takes another pass.
FOLLOWED = [
    case
    for case in CASES
    if SPELL not in case[2].values() and not {"tight", "space"} & set(case[2].values())
]


@pytest.mark.parametrize(("clean", "pairs", "expected"), FOLLOWED)
def test_following_the_tags_gives_the_sentence_back(clean, pairs, expected):
    source, _ = slipped(clean, pairs)
    text, words = source, words_of(source)
    for at, tag in sorted(expected.items(), reverse=True):
        edit = edit_for(source, words, at, tag)
        assert edit is not None
        text = text[: edit.start] + edit.after + text[edit.end :]
    assert text == clean


def test_forms_follow_the_word_whatever_form_it_has():
    assert "goes" in inflected("went", "VBZ")
    assert "children" in inflected("child", "NNS")
    assert inflected("careful", "RB") == ("carefully",)
    assert inflected("easily", "JJ") == ("easy",)
    assert inflected("2nd", "NNS") == ()


def test_a_change_of_meaning_is_no_change_of_form():
    assert change("dog", "cat") == "replace cat"
    assert change("Dog", "dog") == "case lower"


def test_the_likeliest_spelling_comes_first():
    assert candidates("recieve")[0] == "receive"
    assert candidates("goverment")[0] == "government"
    assert candidates("thepeople")[0] == "the people"
    assert "definitely" in candidates("definately")
    assert candidates("x") == ()


def test_what_cannot_be_followed_is_no_edit():
    words = words_of("One word.")
    assert edit_for("One word.", words, 3, "swap") is None
    assert edit_for("One word.", words, 3, "join") is None
    assert edit_for("One word.", words, 1, "tight") is None
    assert edit_for("One word.", words, 2, "inflect RB") is None


def test_a_mark_goes_without_the_space_behind_it():
    text = "He said, that it works."
    edit = edit_for(text, words_of(text), 3, "delete")
    assert text[: edit.start] + edit.after + text[edit.end :] == "He said that it works."


def test_names_keep_their_capital_inside_a_sentence():
    text = "NASA agreed."
    assert edit_for(text, words_of(text), 0, "append the").after == "The NASA"
    assert change("the", "Paris") == UNKNOWN
    assert change("very", "long-term") == "replace long-term"
    assert change("early", "ear") == "replace ear"


@pytest.mark.slow
def test_every_planted_slip_is_taken_back_or_unknown():
    texts = [
        "Last year, the teachers of our school were asked what they would change.",
        "She has often written to him, but he doesn't answer her long letters.",
        "I don't know whether it's a good idea to go there; my sister's friends do.",
        "He stopped quickly, looked at the old well-known house and went in.",
        "There is a lot of work because everyone wants to be in the first group.",
    ]
    rng = random.Random(0)
    taken = 0
    for doc in map(parser(), texts):
        for operator in OPERATORS:
            for _ in range(6):
                source, slips = corrupt(doc, rng, 1, [operator])
                tags = tags_for(source, doc.text, slips)
                if SPELL in tags or UNKNOWN in tags or {"tight", "space"} & set(tags):
                    continue
                words, text = words_of(source), source
                for at in reversed(range(len(tags))):
                    if tags[at] != KEEP:
                        edit = edit_for(source, words, at, tags[at])
                        assert edit is not None, (source, tags[at])
                        text = text[: edit.start] + edit.after + text[edit.end :]
                assert text == doc.text
                taken += bool(slips)
    assert taken > 200
