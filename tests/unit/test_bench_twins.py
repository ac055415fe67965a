"""The audit of equal benefit: the same slip in both twins, what counts as mended, what a gap is."""

import json
import random

import pytest

from style_models.bench import twin_texts, twins
from style_models.bench.twin_texts import NAIJA, PAIRS, SETS, Side, Twin, Unit, alike_in, mistyped
from style_models.edits.align import align_passage
from style_models.errors import InputError
from style_models.recipes import dialect_control

DIALECT = "She finna leave because it late."
STANDARD = "She is about to leave because it is late."


def twin(document: str = "naija_pidgin/1", group: str = NAIJA, ewave: int = 0) -> Twin:
    at = DIALECT.index("because")
    side = mistyped(DIALECT, at + 2, at + 4, "ac")
    assert side is not None
    other = alike_in(STANDARD, DIALECT, side, "beacuse")
    assert other is not None
    return Twin(group, document, 0, "keyboard", side, other, ewave)


def edits(before: str, after: str):
    return align_passage(before, after, "engine")


# ---------------------------------------------------------------- planting


def test_the_same_word_is_mistyped_alike_in_both():
    made = twin()
    assert made.dialect.wrong == "She finna leave beacuse it late."
    assert made.standard.wrong == "She is about to leave beacuse it is late."
    for side in (made.dialect, made.standard):
        assert side.word == "because"
        assert side.wrong[side.start : side.end] == "beacuse"


def test_of_several_places_the_relatively_nearest_is_taken():
    side = mistyped("He left it where it lay.", 17, 19, "i")
    assert side is not None
    other = alike_in("It is where he left it and it lay.", side.clean, side, "i")
    assert other is not None
    assert other.wrong == "It is where he left it and i lay."


def test_a_part_of_another_word_is_no_twin():
    side = mistyped("I am the man.", 5, 8, "teh")
    assert side is not None
    assert alike_in("Other bathers thenceforth.", side.clean, side, "teh") is None


def test_a_missing_space_takes_both_words():
    text = "He is in fact here."
    side = mistyped(text, text.index(" fact"), text.index("fact"), "", spaced=True)
    assert side is not None
    assert (side.word, side.wrong) == ("in fact", "He is infact here.")
    assert alike_in("A fact in hand.", text, side, "infact", spaced=True) is None


def test_slips_are_planted_where_both_have_the_word():
    unit = Unit(
        NAIJA,
        "naija_pidgin/1",
        0,
        "Di people dey wait for the government report",
        ("The people are waiting for the government report",),
    )
    made = twin_texts.planted(unit, random.Random(1))
    assert made
    for each in made:
        assert each.kind in twin_texts.KINDS
        assert each.dialect.wrong != each.dialect.clean == unit.dialect
        assert each.dialect.word == each.standard.word
        wrong = [side.wrong[side.start : side.end] for side in (each.dialect, each.standard)]
        assert wrong[0] == wrong[1] != each.dialect.word
    assert len({each.dialect.word for each in made}) == len(made)


def test_a_word_said_twice_in_a_dialect_is_never_planted():
    unit = Unit(NAIJA, "naija_pidgin/1", 0, "Not bad lah that one", ("Not bad at all that one",))
    kinds = {
        each.kind: each
        for seed in range(30)
        for each in twin_texts.planted(unit, random.Random(seed))
    }
    assert "doubled_word" not in kinds


def documents_for(name: str, wanted: bool) -> str:
    every = (f"{name}/{number}" for number in range(10_000))
    return next(d for d in every if twin_texts.never_trained_on(d) is wanted)


def test_only_documents_that_were_kept_back_are_read(tmp_path):
    rows = []
    for wanted in (True, False):
        name = documents_for("naija_pidgin", wanted).partition("/")[2]
        for number, word in enumerate(("government", "hospital")):
            rows.append(
                {
                    "id": f"{name}__{number}",
                    "plain": f"Di {word} no dey {'open' if wanted else 'shut'} for morning.",
                    "english": f"The {word} is not {'open' if wanted else 'shut'} in the morning.",
                }
            )
    files = {
        "naija_pidgin": rows,
        "redial_aave_sae": [],
        "singlish_treebank": [],
        "multivalue_feature_pairs": [
            {
                "ewave_id": "1",
                "dialect": "The bike she good enough.",
                "standard": "The bike is good enough.",
            },
            {
                "ewave_id": "2",
                "dialect": "The bike he good enough.",
                "standard": "The bike is good enough.",
            },
        ],
    }
    for name, listed in files.items():
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in listed))
    found = list(twin_texts.units(tmp_path))
    assert [unit.dialect for unit in found if unit.group == NAIJA] == [
        row["plain"] for row in rows[:2]
    ]
    assert [unit.ewave for unit in found if unit.group == PAIRS] == [1]
    made = twin_texts.twins(tmp_path)
    assert {each.group for each in made} == {NAIJA, PAIRS}
    assert made == twin_texts.twins(tmp_path)


# ---------------------------------------------------------------- mended or not


@pytest.mark.parametrize(
    ("after", "mended"),
    [
        ("She finna leave because it late.", True),
        ("She is about to leave because it is late.", True),
        ("She finna leave beacuse it is late.", False),
        ("She finna leave becuase it late.", False),
        ("She finna leave, because it late.", True),
        ("She finna leave it late.", False),
    ],
)
def test_mended_is_what_reads_as_before_whatever_else_was_done(after, mended):
    side = twin().dialect
    assert twins.is_mended(side, edits(side.wrong, after)) is mended


def test_a_doubled_word_is_mended_by_taking_either_out():
    side = Side("He saw the man.", "He saw the the man.", 7, 14, "the")
    assert twins.is_mended(side, edits(side.wrong, side.clean))
    assert not twins.is_mended(side, edits(side.wrong, "He saw the the men."))


def test_a_lost_feature_and_a_wording_of_the_standard_are_counted():
    made = twin()
    there = twins.dialect_features(DIALECT) & twins.dialect_features(made.dialect.wrong)
    assert there
    kept = twins.seen(made, edits(made.dialect.wrong, DIALECT), [])
    assert kept.kept == kept.features == there
    assert (kept.dialect, kept.standard, kept.standardised) == (True, False, 0)
    lost = twins.seen(made, edits(made.dialect.wrong, "She leave because it is late."), [])
    assert lost.kept.total() < lost.features.total()
    assert lost.written >= 1
    assert lost.standardised == 1


# ---------------------------------------------------------------- figures


def test_an_engine_that_mends_the_standard_alone_shows_the_whole_gap():
    listed = [twin(f"naija_pidgin/{number}") for number in range(6)]

    def unequal(sentences):
        return [s if "finna" in s else s.replace("beacuse", "because") for s in sentences]

    found = twins.figures(twins.audited(listed, unequal))["sets"][twins.POOLED]
    assert (found["dialect"], found["standard"], found["gap"]) == (0.0, 1.0, 100.0)
    assert found["interval"] == [100.0, 100.0]
    assert found["paired"] == {"both": 0, "dialect_only": 0, "standard_only": 6, "neither": 0}
    assert found["kept"] == 1.0
    assert dialect_control.sees_a_gap({"sets": {twins.POOLED: found}})


def test_an_engine_that_mends_both_shows_none():
    listed = [twin(f"naija_pidgin/{number}") for number in range(6)]

    def equal(sentences):
        return [s.replace("beacuse", "because") for s in sentences]

    figures = twins.figures(twins.audited(listed, equal))
    assert figures["sets"][twins.POOLED]["gap"] == 0.0
    assert figures["sets"][NAIJA]["paired"]["both"] == 6
    assert not dialect_control.sees_a_gap(figures)


def test_singlish_against_itself_is_not_pooled():
    listed = [twin("singlish_treebank/1"), twin("singlish_treebank/2", twin_texts.BY_RULE)]
    figures = twins.figures(twins.audited(listed, list))
    assert figures["sets"][twins.POOLED]["twins"] == 1
    assert figures["sets"][twin_texts.BY_RULE]["twins"] == 1


def test_pairs_are_told_by_variety(monkeypatch):
    monkeypatch.setattr(twins, "FEWEST", 2)
    listed = [twin(f"multivalue_feature_pairs/{n}", PAIRS, 7) for n in range(2)]
    figures = twins.figures(twins.audited(listed, list))
    assert figures["varieties"]
    text = twins.render({"most_gap": 3.0, "least_kept": 0.98, "tagger": figures})
    assert max(len(line) for line in text.splitlines()) <= 135
    assert next(iter(figures["varieties"])) in text


def test_one_slip_of_each_sentence_is_taken_and_texts_hold_each_once():
    listed = [twin(), twin(), twin("naija_pidgin/2")]
    assert len(twins.first_slips(listed, 0)) == 2
    assert len(twins.first_slips(listed, 1)) == 1
    many = [
        Twin(NAIJA, "naija_pidgin/1", number, "keyboard", listed[0].dialect, listed[0].standard)
        for number in range(twins.TOGETHER + 1)
    ]
    assert [len(text) for text in twins._texts(many)] == [twins.TOGETHER, 1]


@pytest.mark.slow
def test_the_whole_is_measured_on_texts_of_several_sentences():
    from style_models.pipeline import load_pipeline

    at = "I think because it was late we should go home.".index("because")
    side = mistyped("I think because it was late we should go home.", at + 2, at + 4, "ac")
    assert side is not None
    other = alike_in("We left because it was raining.", side.clean, side, "beacuse")
    assert other is not None
    listed = [Twin(NAIJA, "naija_pidgin/1", unit, "keyboard", side, other) for unit in range(2)]
    found = twins.audited_whole(listed, load_pipeline())
    assert [each.twin.unit for each in found] == [0, 1]
    assert all(each.dialect and each.standard for each in found)


def test_the_card_has_a_row_for_each_state_and_a_cell_for_each_set():
    figures = twins.figures(twins.audited([twin(), twin("naija_pidgin/2")], list))
    table = twins.card_table({"before": figures, "after": figures}).splitlines()
    rows = [line for line in table if line.startswith("|")]
    assert len(rows) == 4
    assert len({row.count("|") for row in rows}) == 1
    assert rows[2].startswith("| before | 2 |")


@pytest.mark.parametrize("options", [{"engines": "tagger,magic"}, {}])
def test_what_cannot_be_measured_is_said(options):
    with pytest.raises(InputError):
        twins.run(None, **options)


@pytest.mark.parametrize("of", [twins.tagger_of, twins.model_of])
def test_a_folder_without_weights_is_named(of, tmp_path):
    with pytest.raises(InputError, match=str(tmp_path)):
        of(tmp_path)


# ---------------------------------------------------------------- the control


def test_the_control_reads_the_sets_of_its_variety_alone(tmp_path):
    file = tmp_path / "examples.jsonl"
    documents = ["emobank/1", "naija_pidgin/2", "redial_aave_sae/logic-1", "blog_rust/3"]
    file.write_text("".join(json.dumps({"d": d, "s": "x", "t": []}) + "\n" for d in documents))

    def read(variety, most=10):
        found = dialect_control.of_variety(file, variety, most)
        return [json.loads(line)["d"] for line in found]

    assert read("standard") == ["emobank/1", "blog_rust/3"]
    assert read("nigerian") == ["naija_pidgin/2"]
    assert read("all", 2) == documents[:2]
    assert set(dialect_control.VARIETIES["all"]) >= set(SETS.values()) - {SETS[PAIRS]}


def test_a_gap_whose_interval_holds_nought_is_not_seen():
    found = {"sets": {twins.POOLED: {"gap": 9.0, "interval": [-1.0, 19.0]}}}
    assert not dialect_control.sees_a_gap(found)
    assert dialect_control.sees_a_gap(
        {"sets": {twins.POOLED: {"gap": -9.0, "interval": [-12.0, -6.0]}}}
    )
