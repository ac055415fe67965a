"""The dialect and selectivity benches: the same slip on both sides, honest intervals, tables that read."""

import pytest

from style_models.bench import dialect, selectivity
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


@pytest.mark.parametrize("judge", [False, True])
def test_a_set_without_a_planted_slip_says_none(judge):
    rates = dialect._rates({}, judge)
    assert rates.pop("by_kind") == {}
    assert set(rates.values()) == {None}
    assert ("product" in rates) is judge
    assert set(dialect._passed(rates).split()) == {"none"}


def test_only_operators_that_pass_are_counted_as_whole():
    row = {"axis": "a", "sentences": 200, "own": 1.0, "others": 0.0, "leaks": {}}
    rows = {"good": row, "few": {**row, "sentences": 50}, "bad": {**row, "own": 0.1}}
    heard = {"heard": ["x"], "shifts": dict.fromkeys("xyzuvw", 0.1), "top": {"x": 0.1}}
    reader = {
        "one": {**heard, "paragraphs": 14, "among_three": True, "among_three_resampled": 1.0},
        "two": {**heard, "paragraphs": 14, "among_three": False, "among_three_resampled": 0.5},
    }
    text = selectivity.render(
        {
            "form": {"operators": rows},
            "reader": reader,
            "speed": {"axes_ms": 1.0, "parse_ms": 2.0, "ratio": 0.5},
            "reliability": {"a": {100: (40, 0.5)}},
        }
    )
    assert "2 of 3 operators" in text
    assert "1 of them on 200 sentences" in text
    assert "1 of 2 operators" in text
    assert "1 to 2 of 2 (95%)" in text


def test_the_interval_of_a_count_is_that_of_its_chances():
    assert selectivity.count_interval([1.0, 1.0, 0.0]) == (2, 2)
    assert selectivity.count_interval([0.5] * 100) == (40, 60)
    assert selectivity.count_interval([]) == (0, 0)


def test_the_table_names_the_worst_variety_and_whether_it_is_within():
    rate = {"edits": 10, "documents": 5, "share": 0.0, "interval": [0.0, 0.4]}
    worse = {**rate, "share": 0.1}
    row = {"guard": rate, "any_guard": rate, "detectors": rate, "shows_dialect": 1.0, "passed": []}
    side = {"guard": 0.9, "any_guard": 0.8, "by_kind": {}}
    none = dialect._rates({}, judge=False)
    text = dialect.render(
        {
            "features": 2,
            "half": "test",
            "bound": 0.03,
            "sets": {dialect.PAIRS: row, dialect.SINGLISH: {**row, "guard": worse}},
            "varieties": {"CollSgE": row},
            "worst": {"variety": dialect.SINGLISH, "by": "guard", "share": 0.1},
            "slips": {
                dialect.SINGLISH: {"slips": 3, "dialect": side, "standard": side},
                dialect.NAIJA: {"slips": 0, "dialect": none, "standard": none},
            },
            "price": {"jfleg": rate},
        }
    )
    assert "Singapore (Singlish), 10.0% (OVER 3%)" in text
    assert text.count("none") == 4
    assert max(len(line) for line in text.splitlines()) <= 130
