"""Ten thousand random pairs: whatever the texts are, the edits give the revision back."""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from style_models.edits.align import align, apply_edits

PIECES = st.sampled_from(
    ["the", "cat", "sat", "on", "mats", ".", ",", "!", "don't", "don’t", "it's", "U.S.", "x-y", "1,000", "%",
     "(", '"', "😀", "👩‍👩‍👧", "🇬🇧", "é", "e\u0301", "ça", "שלום", "ﷺ", "你好", "\u200b", "\u00a0", " ", "  ", "\t",
     "\n", "\r\n", "\n\n", "\r\n\r\n", "\r", "- item", "He went", "teh", "A"]
)  # fmt: skip
TEXT = st.lists(PIECES, max_size=14)
SPACED = st.tuples(TEXT, st.booleans()).map(lambda both: (" " if both[1] else "").join(both[0]))


@st.composite
def pairs(draw):
    """Yield a text and a revision of it: some pieces gone, some put in, or another text."""
    pieces = draw(TEXT)
    if draw(st.integers(0, 4)) == 0:
        return draw(SPACED), draw(SPACED)
    revised = list(pieces)
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(revised)))
        if draw(st.booleans()):
            revised[at:at] = [draw(PIECES)]
        else:
            del revised[at : at + draw(st.integers(1, 3))]
    glue = draw(st.sampled_from(["", " "]))
    return glue.join(pieces), glue.join(revised)


@pytest.mark.slow
@settings(
    max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
@given(pairs())
def test_all_edits_give_the_revision_back(pair):
    original, revised = pair
    edits = align(original, revised)
    assert apply_edits(original, edits) == revised
    assert all(left.end <= right.start for left, right in itertools.pairwise(edits))
    assert len({edit.start for edit in edits}) == len(edits)
    assert all(edit.before != edit.after for edit in edits)
