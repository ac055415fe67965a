"""The dialect bench: the same slip on both sides, honest intervals, a table that reads."""

import pytest

from style_models.bench import dialect
from style_models.edits.align import align_passage


def test_the_same_slip_is_planted_in_the_same_words_elsewhere():
    text = "She finna leave because, well, it late."
    start = text.index("because")
    slip = (start + 2, start + 4, "ac")
    planted = dialect.planted_alike(text, ["It rained.", "He left because of it."], slip)
    assert planted is not None
    wrong, elsewhere, clean = planted
    assert wrong == text[: start + 2] + "ac" + text[start + 4 :]
    assert elsewhere == "He left beacuse of it."
    assert clean == "He left because of it."


@pytest.mark.parametrize("standard", [[], ["Becauses are many."]])
def test_a_slip_without_its_words_elsewhere_is_left_out(standard):
    assert dialect.planted_alike("I go because.", standard, (5, 12, "becuase")) is None


def test_a_case_counts_removals_and_no_rewriting():
    before = "He tall lah."
    case = dialect.Case("1", before, tuple(align_passage(before, "He tall.", "foreign")), True)
    assert [edit.before.strip() for edit in case.removals] == ["lah"]
    longer = "They be working late."
    edits = tuple(align_passage(longer, "In this town people always work until late.", "foreign"))
    assert len(dialect.Case("1", longer, edits, False).removals) <= len(edits)


def test_no_case_at_all_has_an_upper_end_above_nought():
    found = dialect._share([0.0] * 20, [str(i) for i in range(20)])
    assert found["share"] == 0.0
    assert 0.1 < found["interval"][1] < 0.2
    assert dialect._share([], [])["share"] == 1.0


def test_the_table_names_the_worst_variety_and_whether_it_is_within():
    rate = {"edits": 10, "documents": 5, "share": 0.0, "interval": [0.0, 0.4]}
    worse = {**rate, "share": 0.1}
    row = {"guard": rate, "any_guard": rate, "detectors": rate, "shows_dialect": 1.0, "passed": []}
    side = {"guard": 0.9, "any_guard": 0.8, "by_kind": {}}
    text = dialect.render(
        {
            "features": 2,
            "half": "test",
            "bound": 0.03,
            "sets": {dialect.PAIRS: row, dialect.SINGLISH: {**row, "guard": worse}},
            "varieties": {"CollSgE": row},
            "worst": {"variety": dialect.SINGLISH, "by": "guard", "share": 0.1},
            "slips": {dialect.SINGLISH: {"slips": 3, "dialect": side, "standard": side}},
            "price": {"jfleg": rate},
        }
    )
    assert "Singapore (Singlish), 10.0% (OVER 3%)" in text
    assert max(len(line) for line in text.splitlines()) <= 130
