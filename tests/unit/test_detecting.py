"""The detector points at slips, at the right characters, and leaves dialects alone."""

from __future__ import annotations

import random

import pytest

from style_models.detecting.kinds import KINDS, OF_SLIP
from style_models.detecting.pieces import Pieces, shape
from style_models.recipes.detector import labels_of, located
from style_models.rewriting.corruption import OPERATORS, Slip


def test_every_operator_of_the_error_model_has_a_kind():
    assert set(OPERATORS) == set(OF_SLIP)
    assert set(OF_SLIP.values()) == set(KINDS[1:])


@pytest.mark.parametrize(
    ("text", "start", "end", "kind", "spaced"),
    [
        ("I went", 0, 1, 1, True),
        ("I went", 2, 6, 0, True),
        ("NASA", 0, 4, 2, True),
        ("iPhone", 0, 6, 3, True),
        ("so, 3", 2, 3, 4, False),
    ],
)
def test_the_shape_of_a_piece_keeps_capitals_and_spaces(text, start, end, kind, spaced):
    assert shape(text, start, end) == kind * 2 + spaced


def test_labels_lie_where_the_slips_are_in_the_corrupted_text():
    # "They like the dog." lost "the " (4 to 8 characters on) and has "dogg" for "dog":
    # corrupted "They like dogg."; the missing word is marked on the piece behind it.
    slips = [Slip(10, 14, "", "article"), Slip(14, 17, "dogg", "misspelling")]
    places = located(slips)
    assert places == [(10, 10, "article"), (10, 14, "spelling")]
    pieces = Pieces((1, 2, 3, 4), (3, 1, 1, 8), ((0, 4), (5, 9), (10, 14), (14, 15)))
    assert labels_of(pieces, places[:1]) == [0, 0, KINDS.index("article"), 0]
    assert labels_of(pieces, places[1:]) == [0, 0, KINDS.index("spelling"), 0]


def test_a_mark_missing_at_the_end_is_marked_on_the_last_piece():
    pieces = Pieces((1, 2), (3, 1), ((0, 2), (3, 5)))
    assert labels_of(pieces, [(5, 5, "stop")]) == [0, KINDS.index("stop")]


@pytest.fixture(scope="module")
def detector():
    from style_models.detecting.detector import Detector

    return Detector.load()


def _worst(reading, text):
    start, end = reading.spans[int(reading.wrong.argmax())]
    return text[start:end]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("I have recieved your letter yesterday.", "recieved"),
        ("I can climbing very well.", "climbing"),
        ("He did not came to school because he was ill.", "came"),
        ("They told us that there house had been sold.", "there"),
    ],
)
def test_it_points_at_the_slip(detector, text, place):
    reading = detector.read([text])[0]
    start = text.index(place)
    assert reading.within(start, start + len(place)).max() > 0.5
    assert _worst(reading, text) in place


@pytest.mark.slow
def test_offsets_are_code_points_whatever_stands_before(detector):
    text = "👩‍👩‍👧 é́ I have recieved your letter yesterday."
    reading = detector.read([text])[0]
    start = text.index("recieved")
    assert reading.within(start, start + 8).max() > 0.5
    assert all(0 <= a < b <= len(text) for a, b in reading.spans)


@pytest.mark.slow
def test_clean_sentences_and_dialect_are_left_alone(detector):
    clean = [
        "The committee will meet again on Tuesday.",
        "I don't think that anybody asked the drivers.",
        "Rain had fallen all night, and the river was high.",
        "Can you send me the report before lunch?",
    ]
    dialect = [
        "He be working late every night.",
        "I ain't got no time for that.",
        "Why you so like that lah?",
    ]
    assert sum(r.sentence < 0.5 for r in detector.read(clean)) == len(clean)
    assert sum(r.sentence < 0.5 for r in detector.read(dialect)) >= 2


@pytest.mark.slow
def test_one_by_one_is_as_all_at_once_and_nothing_is_no_error(detector):
    texts = ["", "   ", "Fine.", "I have recieved your letter. " * 12]
    together = detector.read(texts)
    detector.forget()
    apart = [detector.read([text])[0] for text in texts]
    for a, b in zip(together, apart, strict=True):
        assert a.spans == b.spans
        assert abs(a.sentence - b.sentence) < 0.05
    assert together[0].sentence == 0.0


@pytest.mark.slow
def test_a_text_beyond_the_models_length_is_read_as_far_as_it_goes(detector):
    text = "I have recieved your letter. " + "It was a long one, and I liked it. " * 40
    reading = detector.read([text])[0]
    assert reading.within(7, 15).max() > 0.5
    assert len(reading.wrong) == len(reading.spans)
    assert reading.wrong[-1] == 0.0


def test_planting_is_the_same_for_the_same_seed():
    import spacy

    from style_models.recipes.detector import planted

    doc = spacy.blank("en")("The quick brown fox jumps over the lazy dog, and nobody minds.")
    first = planted(doc, "naija_pidgin", random.Random(5))
    assert first == planted(doc, "naija_pidgin", random.Random(5))
