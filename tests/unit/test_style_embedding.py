"""Style vectors, and how surely two are of one writer: through the shipped weights."""

from __future__ import annotations

import itertools
import json
import math
import random

import numpy as np
import pytest

from style_models.bench.authorship import (
    CALIPER,
    Pairs,
    Text,
    auc,
    content_cosine,
    matched_pairs,
    single_pairs,
)
from style_models.paths import weights_dir
from style_models.persona.masking import content_words, masked
from style_models.persona.style_embedding import (
    StyleEmbedding,
    hashed_runs,
    own_likeness,
    pieces,
    placed,
    runs,
)
from style_models.persona.style_profile import StyleProfile

# Two writers of our own, on whatever subject is filled in.
CHATTY = (
    "Honestly, I don't know why we keep doing this... it's just a {0}, right?",
    "You'd think that someone would've said so by now!",
    "Anyway, I'm not going to fix the {1} again -- not today, not ever.",
    "(Okay, maybe tomorrow.)",
    "And don't get me started on the {2}; that's a mess, too.",
    "So I called my sister, and she's like, why don't you just buy a new {0}?",
    "Well, because I can't, that's why!",
    "Here's the thing: I love that {1}, I really do, even if it drives me nuts.",
    "But hey, what do I know?",
    "You guys probably have it all figured out by now, don't you?",
    "I'll let you know how it goes with the {2} -- wish me luck!",
    "It wasn't even raining, I just wanted to see if I'd get it done before lunch.",
    "Guess what, I didn't.",
)
STIFF = (
    "The {0} is to be regarded as the principal object of the inquiry, and it is upon the {1} that "
    "the following remarks are founded.",
    "It has been observed, however, that the {2}, which is of considerable importance, cannot be "
    "determined; nor is it to be expected that it should be.",
    "Of the earlier authorities upon the subject, few have distinguished between the {0} and the "
    "purposes for which it was constructed.",
    "In the first place, the condition of the {1} must be ascertained by those to whom its "
    "preservation has been entrusted.",
    "Nevertheless, the evidence by which this opinion is supported has seldom been examined.",
    "Such an examination, were it to be undertaken, would demonstrate the extent to which the {2} "
    "depends upon circumstances beyond the control of its proprietors.",
    "It is therefore recommended that the provisions hitherto in force be retained.",
    "The reasons for which this course is to be preferred will be stated in the order of their "
    "significance.",
)
BREAD, BOATS, BIKES = (
    ("loaf", "oven", "yeast"),
    ("boat", "rudder", "anchor"),
    ("bike", "bell", "hub"),
)
GARDENS = ("garden", "fence", "gate")


def text(sentences: tuple[str, ...], words: tuple[str, ...], least: int = 400) -> str:
    """Return at least ``least`` words, in an order that the subject decides."""
    order = list(sentences)
    random.Random(words[0]).shuffle(order)
    found: list[str] = []
    for sentence in itertools.cycle(order):
        if len(" ".join(found).split()) >= least:
            return " ".join(found)
        found.append(sentence.format(*words))
    raise AssertionError


@pytest.fixture(scope="module")
def embedding() -> StyleEmbedding:
    return StyleEmbedding.load()


def test_masking_hides_what_it_is_about_and_keeps_how_it_is_said():
    plain, tokens = masked("We quickly parsed 30 logs.\nNASA’s Well-known 2024 don’t!")
    assert plain == "We *ly *ed 0 *s.\n^s ^- 00 don't!"
    assert tokens == ["we", "*ly", "*ed", "0", "*s", ".", "¶", "^s", "^-", "00", "don't", "!"]
    assert masked("") == ("", [])
    assert content_words("We quickly parsed 30 logs.") == ["quickly", "parsed", "logs"]
    # Another subject in words of the same shape: nothing is left to tell them apart.
    assert masked(STIFF[0].format(*BREAD)) == masked(STIFF[0].format("boat", "oar", "mast"))


def test_vectors_have_length_one_and_nothing_gives_zeros(embedding):
    for content in (False, True):
        vectors = embedding.embed([text(CHATTY, BREAD), "Ha.", "", " \n"], content=content)
        assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 0, 0])
    assert embedding.embed([]).shape[0] == 0


def test_style_outweighs_the_subject(embedding):
    chatty, other_subject, stiff = embedding.embed(
        [text(CHATTY, BREAD), text(CHATTY, BOATS), text(STIFF, BREAD)]
    )
    assert chatty @ other_subject > 0.8
    assert chatty @ stiff < 0.2


def test_probability_of_the_same_writer(embedding):
    own = embedding.embed([text(CHATTY, w) for w in (BREAD, BOATS, GARDENS)], content=True)
    asked = embedding.embed([text(CHATTY, BIKES), text(STIFF, BREAD)], content=True)
    assert embedding.same_writer(own, asked[0]) > 0.9
    assert embedding.same_writer(own, asked[1]) < 0.3
    assert embedding.same_writer(own, np.zeros_like(asked[0])) == 0.5  # no words: nothing known
    # The mean with its number of texts says what the texts say.
    assert embedding.same_writer(own.mean(axis=0)[None], asked[1], texts=3) == pytest.approx(
        embedding.same_writer(own, asked[1])
    )


def test_how_alike_a_profiles_texts_are_from_their_mean():
    # Dot products .8, 0 and .6: mean 1.4 / 3.
    vectors = np.array([[1.0, 0.0], [0.8, 0.6], [0.0, 1.0]])
    mean = vectors.mean(axis=0)
    assert own_likeness(np.array([mean @ mean]), 3) == pytest.approx(1.4 / 3)
    assert own_likeness(np.array([1.0]), 1) == 0.0  # one text: unknown
    # The bench works the same out of dot products: |mean|, and the cosine of text 1 with the mean.
    pairs = Pairs(np.array([[0, 1, 2]]), np.array([1]), (np.array([0]), np.array([0])))
    dots = vectors @ vectors.T
    assert pairs.lengths(dots) == pytest.approx(np.linalg.norm(mean))
    cosine = vectors[1] @ mean / np.linalg.norm(mean)
    assert pairs.of_profile(dots) == pytest.approx(cosine)


def test_what_sets_kinds_of_text_apart_is_left_out():
    kinds = np.array([[0.0, 0.0, 1.0]])
    one, two = placed(np.array([[3.0, 0.0, 4.0], [0.0, 3.0, 4.0]]), np.ones(3), np.zeros(3), kinds)
    assert one == pytest.approx([1, 0, 0])  # the third column says the kind, and nothing else
    assert one @ two == pytest.approx(0)
    # A rare run counts for more.
    (rare,) = placed(np.array([[1.0, 1.0, 0.0]]), np.array([1.0, 2.0, 1.0]), np.zeros(3), kinds)
    assert rare == pytest.approx(np.array([1, 2, 0]) / 5**0.5)


def test_runs_are_counted_by_family():
    assert list(runs("He isn't  IN", "words")) == ["he", "isn't", "in"]
    assert list(runs("A  b", "characters")) == ["a ", " b", "a b"]
    assert list(runs("in it", "phrases")) == ["in", "it", "in it"]
    counted = hashed_runs("no no yes", "words")
    assert sorted(counted.values()) == pytest.approx([1, 1 + math.log(2)])


def test_pieces_cut_long_texts_and_join_short_ones():
    assert [len(p.split()) for p in pieces(["a " * 1190])] == [397, 396, 397]
    assert [len(p.split()) for p in pieces(["a " * 150] * 5)] == [300, 300, 150]
    assert [len(p.split()) for p in pieces(["a " * 400, "b " * 20])] == [420]
    assert pieces(["", " "]) == []
    assert pieces(["one two"]) == ["one two"]


def test_a_profile_learns_without_its_old_texts(embedding):
    texts = [text(CHATTY, words) for words in (BREAD, BOATS, BIKES)]
    at_once, bit_by_bit = StyleProfile(), StyleProfile()
    at_once.learn(texts, embedding)
    for each in texts:
        bit_by_bit.learn([each], embedding)
    assert (at_once.pieces, at_once.words) == (bit_by_bit.pieces, bit_by_bit.words)
    assert at_once.pieces == 3
    np.testing.assert_allclose(at_once.style, bit_by_bit.style)
    assert at_once.spread == pytest.approx(bit_by_bit.spread)
    # What is kept says the same, to three digits.
    kept = StyleProfile.of_json(json.loads(json.dumps(at_once.to_json())))
    probe = embedding.embed([text(STIFF, BREAD)])[0]
    assert kept.distance(probe) == pytest.approx(at_once.distance(probe), abs=1e-3)
    assert (kept.spread, kept.words) == (at_once.spread, at_once.words)
    assert StyleProfile().spread is None
    assert StyleProfile().same_writer("Any text.", embedding) == 0.5
    assert StyleProfile().compare("a b", "c d", embedding) is None


def test_a_revision_in_another_voice_moves_away_from_the_profile(embedding):
    style = StyleProfile()
    style.learn([text(CHATTY, w) for w in (BREAD, BOATS, BIKES)], embedding)
    own, foreign = text(CHATTY, GARDENS, 100), text(STIFF, BREAD, 100)
    found = style.compare(own, foreign, embedding)
    assert found is not None
    assert found.revised > found.original + 0.3
    assert found.shift is not None
    assert found.shift > 1
    same = style.compare(own, own, embedding)
    assert same is not None
    assert same.shift == 0
    assert style.compare(own, "", embedding) is None


def test_auc_worked_out_by_hand():
    # Authors 0 0 1 1: same pairs (0, 1) and (2, 3), different (0, 2) and (1, 3).
    pairs = Pairs(
        np.array([[0], [2], [0], [1]]),
        np.array([1, 3, 2, 3]),
        (np.array([0, 1, 0, 0]), np.array([0, 1, 1, 1])),
    )
    # .9 beats both, .4 beats .1 alone: 3 of 4. A tie counts half.
    assert auc(np.array([0.9, 0.4, 0.5, 0.1]), pairs)[0] == 0.75
    assert auc(np.array([0.5, 0.5, 0.5, 0.5]), pairs)[0] == 0.5


def test_matched_pairs_are_as_much_alike_in_content():
    def by(author: str, words: tuple[str, str, str]) -> Text:
        style = CHATTY if author in "ab" else STIFF
        return Text("site", f"site/{author}", author + words[0], text(style, words, 60))

    texts = [by(author, words) for author in "abcd" for words in (BREAD, BOATS, BIKES)]
    pairs = single_pairs(texts)
    kept = matched_pairs(texts, pairs)
    alike = kept.of_matrix(content_cosine(texts))
    assert kept.same.sum() == (~kept.same).sum() > 0
    assert alike[kept.same] == pytest.approx(alike[~kept.same], abs=CALIPER)
    others = [tuple(pair) for pair in np.c_[kept.first[:, 0], kept.second][~kept.same]]
    assert len(set(others)) == len(others)  # none is used twice


def test_weights_say_from_what_length_they_are_reliable():
    folder = weights_dir() / "style_embedding"
    metadata = json.loads((folder / "style_embedding.json").read_text(encoding="utf-8"))
    assert 50 <= metadata["reliable_words"] <= 400
    assert metadata["profile_words"] <= 1200
    assert f"{metadata['reliable_words']} words" in (folder / "card.md").read_text(encoding="utf-8")
    assert sum(path.stat().st_size for path in folder.iterdir()) < 5_000_000
