"""What drift and disentangling are measured on: planted slips beside a rewrite, matched in amount."""

from __future__ import annotations

import random

import numpy as np
import pytest

from style_models.bench.disentangle import Case, OwnKind, by_own_kind, frontier, methods
from style_models.bench.drift import CLOSE, amount, auc, matched, original_only, planted
from style_models.bench.ruler import RATED, Marks, Ruler, fold_of
from style_models.edits.align import align, apply_edits
from style_models.edits.edit import Edit
from style_models.edits.restyle import Readings, heard
from style_models.errors import InputError
from style_models.persona.drift import mended_of
from style_models.persona.reader_model import writer_hash

CLEAN = (
    "My neighbour has kept bees for almost twenty years, and every summer she gives us a jar of honey. "
    "I think that it tastes much better than what the shops sell. The children were afraid of the hives "
    "at first, but now they help her whenever school is out. She says that the winters are the hardest."
)
REWRITE = CLEAN.replace("tastes much better than", "is noticeably superior to").replace(
    "were afraid of", "initially feared"
)


def test_planted_slips_and_a_rewrites_edits_share_one_text_and_never_touch():
    found = planted("w", CLEAN, REWRITE, random.Random(3))
    assert found is not None
    assert found.text != CLEAN
    assert apply_edits(found.text, found.repairs) == CLEAN
    assert apply_edits(found.text, sorted([*found.repairs, *found.revoicings])) == found.proposal
    for mend in found.repairs:
        assert all(mend.end < other.start or other.end < mend.start for other in found.revoicings)
    for edit in found.revoicings:
        assert found.text[edit.start : edit.end] == edit.before


def test_nothing_is_planted_where_nothing_was_rewritten():
    assert planted("w", CLEAN, CLEAN, random.Random(3)) is None


def test_matched_sides_change_as_much():
    def edits(words, shift):
        return [Edit(20 * i + shift, 20 * i + shift + len(a), a, b, "", "") for i, (a, b) in words]

    repairs = edits(
        enumerate([("teh", "the"), ("recieve", "receive"), ("a", "an"), ("go", "went")]), 0
    )
    voices = edits(
        enumerate([("big", "bag"), ("is", "was"), ("nice", "fine"), ("happy", "contented")]), 0
    )
    pair = matched(repairs, voices, random.Random(0))
    assert pair is not None
    for left, right in zip(*map(amount, pair), strict=True):
        assert abs(left - right) <= CLOSE * max(left, right)
    assert matched(repairs, voices[3:], random.Random(0)) is None


def test_amount_by_hand():
    assert amount([Edit(0, 3, "teh", "the", "", ""), Edit(4, 4, "", "a b", "", "")]) == (5, 3)


def test_auc_counts_ties_half():
    assert auc([1.0, 2.0], [1.0, 0.0]) == pytest.approx(0.875)


def test_originals_that_are_the_same_tell_nothing():
    texts = [f"word{i} other{i * 7 % 13} third{i * 5 % 11}" for i in range(20)]
    names = [str(i) for i in range(20)]
    found = original_only(texts, texts, names, names)
    assert found is not None
    assert 0.45 <= found <= 0.6


def test_mended_takes_in_repairs_only():
    edits = [Edit(0, 3, "teh", "the", "", ""), Edit(4, 7, "big", "vast", "", "")]
    assert mended_of("teh big dog", [(edits[0], 0.9), (edits[1], 0.1)]) == "the big dog"


def test_marks_by_hand():
    shifts = np.zeros(21)
    shifts[RATED.index("clarity")], shifts[RATED.index("formality")] = 3.0, -4.0
    marks = Marks(shifts)
    assert (marks.clarity, marks.formality) == (3.0, -4.0)
    assert marks.drift == pytest.approx(np.sqrt(25 / 21))
    table = {(axis, way): 1.0 for axis in RATED for way in (1, -1)} | {("formality", -1): 0.5}
    assert marks.minded(table) == pytest.approx(np.sqrt(8 / 21))


def rows(writers, texts_each=2):
    columns = dict.fromkeys(
        [f"paragraph_{n}" for n in ("relevance", "clarity", "formality", "informativeness",
         "originality", "hope", "excitement", "fear", "disgust", "anger")]
        + [f"writer_{n}" for n in ("stance_polarity", "confidence", "knowledge", "importance",
           "friendliness", "optimism", "community", "openness", "affect_x", "affect_y", "age")],
        50.0,
    )  # fmt: skip
    found = []
    for w in range(writers):
        for t in range(texts_each):
            plain = (w + t) % 2
            word = "plainly" if plain else "whereupon"
            ratings = columns | {"paragraph_clarity": 80.0 if plain else 20.0}
            ratings |= {
                name: value + w % 3 for name, value in columns.items() if "clarity" not in name
            }
            found.append({
                "writer": f"w{w}", "proposition": str(t), "kind": "writer", "condition": None,
                "text": f"We say {word} that the roads are bad, {word} and often {w}.",
                "ratings": ratings,
            })  # fmt: skip
    return found


@pytest.mark.filterwarnings("ignore")
def test_a_ruler_reads_each_writer_by_what_it_learned_from_others():
    ruler = Ruler.build(rows(40), trained_on=())
    up, same = ruler.mark(
        "w1", "We say whereupon it is.", ["We say plainly it is.", "We say whereupon it is."]
    )
    assert up.clarity > 0.5
    assert same.drift == 0.0
    assert ruler.agreement["level"]["clarity"] > 0.8
    assert len({fold_of(f"w{w}") for w in range(40)}) == 5
    with pytest.raises(InputError):
        Ruler.build(rows(4), trained_on=())


@pytest.mark.slow
def test_a_ruler_over_a_language_models_states():
    ruler = Ruler.build(rows(30, texts_each=1), trained_on=(), kind="states")
    up, same = ruler.mark(
        "w1", "We say whereupon it is.", ["We say plainly it is.", "We say whereupon it is."]
    )
    assert up.clarity > 0.2
    assert same.drift == 0.0


@pytest.mark.filterwarnings("ignore")
def test_the_rulers_own_kind_composes_by_what_other_writers_taught_it():
    known = frozenset(writer_hash(f"w{w}") for w in range(20))
    study = rows(40)
    for row in study[40:]:  # those it must not learn from say the opposite
        row["ratings"]["paragraph_clarity"] = 100.0 - row["ratings"]["paragraph_clarity"]
    reader = OwnKind.taught(study, known, "characters")
    original, rewrite = "We say whereupon it is so.", "We say plainly it is so."
    plain, grand = reader.read([rewrite, original])[:, RATED.index("clarity")]
    assert plain > grand + 10
    edits = align(original, rewrite)
    case = Case("w", original, rewrite, tuple(edits), heard(original, edits, reader, RATED))
    assert by_own_kind([case], reader)(case, 1.0) == rewrite


class Straight:
    """Marks a text by counting capital letters: each one is a step of clarity and of drift."""

    def mark(self, writer, original, revisions):
        found = []
        for text in revisions:
            shifts = np.zeros(21)
            shifts[RATED.index("clarity")] = sum(map(str.isupper, text))
            found.append(Marks(shifts))
        return found


def test_the_frontier_by_hand():
    edits = tuple(Edit(2 * i, 2 * i + 1, c, c.upper(), "", "") for i, c in enumerate("abcd"))
    shifts = np.zeros((4, 21))
    shifts[:, RATED.index("clarity")] = (4, 3, 2, 1)
    told = Readings(
        RATED, ((0,), (1,), (2,), (3,)), shifts, shifts, shifts.sum(0), np.full(4, 0.25)
    )
    case = Case("w", "a b c d", "A B C D", edits, told)
    assert case.made([True, False, False, True]) == "A b c D"
    assert methods(None)["threshold on clarity"](case, 0.5) == "A B c d"
    found = frontier([case, case], {0.25: ["A b c d"] * 2, 0.5: ["A B c d"] * 2}, Straight())
    assert found["points"] == [[0.25, 0.25, 0.0], [0.5, 0.5, 0.0]]
    assert found["clarity_kept"]["0.25"]["share"] == pytest.approx(0.25)
