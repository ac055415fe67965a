"""Sentences on their way: what needs nothing costs nothing, and company changes no outcome."""

from __future__ import annotations

import pytest

from style_models.errors import Cancelled
from style_models.judging.guards.dialect import kept_in
from style_models.learning.preferences import Preferences
from style_models.pipeline import STAGES, load_pipeline
from style_models.revising import Reviser, Task
from style_models.rewriting.tagger import Tagger
from style_models.text.document import parse

pytestmark = pytest.mark.slow

CLEAN = "The committee has decided to postpone the vote until March."
WRONG = "She have two dog and they was barking all night."


def tasks(text, gone=lambda: False, asked=False):
    document = parse(text)
    dialect = kept_in(text, Preferences.population())
    clock = dict.fromkeys(STAGES, 0.0)
    return [
        Task.of(document, number, dialect, asked, clock, gone)
        for number in range(len(document.sentences))
    ]


def no_model():
    raise AssertionError("the language model was asked")


def test_a_sentence_that_needs_nothing_is_not_given_to_the_language_model():
    listed = tasks(CLEAN)
    Reviser(no_model).work(listed)
    assert listed[0].found == []
    with pytest.raises(AssertionError, match="was asked"):
        Reviser(no_model).work(tasks(WRONG))


def test_what_holds_no_prose_is_done_before_it_is_worked_on():
    assert [task.found for task in tasks("https://example.org/a\n\n12 345")] == [[], []]


def test_nobody_waiting_stops_the_work_and_one_waiting_does_not():
    reviser = Reviser(no_model)
    with pytest.raises(Cancelled):
        reviser.work(tasks(WRONG, gone=lambda: True))
    waited = tasks(CLEAN)
    reviser.work([*tasks("A calm and quiet evening it was.", gone=lambda: True), *waited])
    assert waited[0].found == []


def test_texts_side_by_side_come_out_as_they_do_alone():
    texts = [f"{CLEAN} {WRONG}", "He recieved three letter from the goverment."]
    alone = [load_pipeline().rewrite(text).result for text in texts]
    pipeline = load_pipeline()
    runs = [pipeline.begin(text) for text in texts]
    while not all(run.done for run in runs):
        pipeline.work([task for run in runs for task in run.todo(2)])
        for run in runs:
            run.take()
    assert [run.finish().result for run in runs] == alone


def test_sentences_are_announced_in_order_and_once():
    told = []
    run = load_pipeline().begin(f"{WRONG} {CLEAN}\n\n12 345", on_sentence=told.append)
    pipeline = load_pipeline()
    with pytest.raises(ValueError, match="once all"):
        run.finish()
    while not run.done:
        pipeline.work(run.todo(1))
        run.take()
    assert [sentence["index"] for sentence in told] == list(range(told[0]["total"]))


def test_the_tagger_mends_small_slips_and_tells_what_it_thinks_of_an_edit():
    from style_models.edits.edit import Edit

    tagger = Tagger.load()
    assert tagger.mend([CLEAN, "She have a dog."]) == [CLEAN, "She has a dog."]
    (read,) = tagger.read(["She have a dog."])
    somewhere, same = tagger.told("She have a dog.", read, Edit(4, 8, "have", "has", "", "x"))
    assert somewhere >= same > 0.3
    assert tagger.told("She have a dog.", read, Edit(4, 8, "have", "owns", "", "x"))[1] == 0
