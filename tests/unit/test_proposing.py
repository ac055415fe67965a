"""What engines propose never costs the writer a line break, and never touches what is protected."""

import pytest

from style_models.edits.align import apply_edits
from style_models.edits.edit import Edit
from style_models.rewriting.proposing import Proposer, with_breaks_kept
from style_models.text.document import parse
from style_models.text.protected import protected_spans


@pytest.mark.parametrize(
    ("sentence", "drafted", "expected"),
    [
        ("we like to listen\nmusic all day", "we like to listen to music all day", "we like to listen\nto music all day"),
        ("I know\r\nbut he left.", "I know, but he left.", "I know,\r\nbut he left."),
        ("She go\nhome.", "She goes home.", "She goes\nhome."),
        ("the  cat sat", "the cat sat", "the  cat sat"),
    ],
)  # fmt: skip
def test_line_breaks_of_the_writer_stay(sentence, drafted, expected):
    edits = [e for e in Proposer().candidates(sentence, {"model": drafted}) if e.origin == "model"]
    assert apply_edits(sentence, edits) == expected


def test_an_edit_that_would_swallow_a_break_is_dropped():
    assert with_breaks_kept(Edit(4, 8, "the\n", "", "U:DET", "model")) is None
    assert with_breaks_kept(Edit(4, 5, " ", "  ", "R:ORTH", "model")) is None


def test_protected_spans_are_not_touched():
    sentence = "see https://exmaple.com for teh list"
    found = Proposer().candidates(
        sentence,
        {"model": "See https://example.com for the list."},
        protected_spans(sentence),
    )
    assert found
    assert not any(e.start < 23 and e.end > 4 for e in found)


def test_a_line_that_plainly_goes_on_is_not_cut():
    assert len(parse("roses are red\nviolets are blue\nand so are you").sentences) == 1
    assert len(parse("Dear Ann,\nThank you for it.\nYours, Bo").sentences) >= 3
