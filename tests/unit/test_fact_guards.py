"""Facts against hostile wordings, and honest repairs beside them: what guards and protection hold alone."""

from __future__ import annotations

import pytest
from rapidfuzz.fuzz import ratio

from style_models.edits.align import align_passage, apply_edits
from style_models.judging.change import Change, joined
from style_models.judging.guards import breached, guards, may_yield
from style_models.judging.guards.dialect import shows_dialect
from style_models.text.protected import protected_spans, touching
from tests.unit.wordings import HONEST, HOSTILE

MOST_MISSED, MOST_HELD = 0.05, 0.03
# Once the word that carries the fact is held, these mend or spoil nothing of it.
SMALL = {"DET", "PREP", "PART", "PUNCT"}

# What each guard is for: it alone is asked.
BROKEN = [
    ("units", "Take 20 mg at night.", "Take 20 g at night."),
    ("units", "It costs €40 a month.", "It costs $40 a month."),
    ("units", "It costs €40 a month.", "It costs 40 a month."),
    ("units", "It holds 40 of them.", "It holds 40 kg of them."),
    ("units", "It rose by 2% last year.", "It rose by 2 points last year."),
    ("units", "We weighed it in pounds.", "We weighed it in grams."),
    ("units", "It moves at 3 m/s.", "It moves at 3 km/h."),
    ("units", "It holds 3 m³ of gas.", "It holds 3 m² of gas."),
    ("units", "It draws 3 mW.", "It draws 3 MW."),
    ("units", "He paid €5m for it.", "He paid €5bn for it."),
    ("signs", "It fell to -4 °C overnight.", "It fell to 4 °C overnight."),
    ("signs", "It fell to minus 4 overnight.", "It fell to plus 4 overnight."),
    ("signs", "It held for p < 0.05.", "It held for p > 0.05."),
    ("ordinals", "A third of the staff left.", "A quarter of the staff left."),
    ("ordinals", "He was the first to arrive.", "He was the second to arrive."),
    ("ordinals", "It is on the 3rd floor.", "It is on the 4th floor."),
    ("ordinals", "We took one of them.", "We took the third of them."),
    ("multiples", "It doubled in size.", "It tripled in size."),
    ("multiples", "It doubled in size.", "It grew in size."),
    ("multiples", "It increased fast.", "It quadrupled fast."),
    ("labels", "See Table A for it.", "See Table B for it."),
    ("labels", "Henry IV ruled then.", "Henry VI ruled then."),
    ("labels", "Take vitamin B12 daily.", "Take vitamin B6 daily."),
    ("accents", "Nguyễn chairs the board.", "Nguyen chairs the board."),
    ("accents", "We flew to Łódź in May.", "We flew to Lodz in May."),
    ("accents", "I know Zoe well.", "I know Zoë well."),
    ("accents", "I know Sinéad well.", "I know Sineád well."),
    ("accents", "Ask O'Brien about it.", "Ask OBrien about it."),
    ("quotations", 'They call it "freedom" there.', 'They call it "liberty" there.'),
    ("quotations", "They call it ‘freedom’ there.", "They call it ‘liberty’ there."),
    ("quotations", 'He wrote "no go" below.', 'He wrote "no, never go" below.'),
    ("outcomes", "He failed to answer.", "He managed to answer."),
    ("outcomes", "He tried to open it.", "He succeeded to open it."),
    ("outcomes", "She was allowed to go.", "She was forced to go."),
    ("outcomes", "Rain correlates with flu.", "Rain causes flu."),
    ("certainty", "We suspect that he knew.", "We know that he knew."),
    ("certainty", "She claims that it works.", "She proves that it works."),
    ("certainty", "It is a probable cause.", "It is a certain cause."),
    ("certainty", "It is only a suspicion.", "It is only a fact."),
    ("proportions", "Of 1,204 people, 37% disagreed.", "In 1,204 people, 37% disagreed."),
    ("proportions", "Prices rose by 5%.", "Prices rose to 5%."),
    ("dates", "The shop opens at 9 a.m. daily.", "The shop opens at 9 p.m. daily."),
    ("dates", "It was built in 50 BC.", "It was built in 50 AD."),
    ("dates", "It starts at 5 pm GMT.", "It starts at 5 pm EST."),
    ("dates", "We meet every spring.", "We meet every summer."),
    ("antonyms", "It was a careful choice.", "It was a careless choice."),
    ("antonyms", "It is an overestimate.", "It is an underestimate."),
    ("antonyms", "He lacks talent.", "He has talent."),
    ("names", "We saw Austria.", "We saw Australia."),
    ("numbers", "Thousands of people came.", "Millions of people came."),
]  # fmt: skip


def judged(text, wording):
    """Return (edit, held, whether a very sure judge may overrule that) for each edit."""
    spans, dialect = protected_spans(text), shows_dialect(text)
    found = []
    for edit in align_passage(text, wording, "model"):
        change = Change(text, edit, dialect)
        breach = breached(change)
        if touching(spans, edit.start, edit.end):
            found.append((edit, True, False))
        else:
            found.append((edit, breach is not None, bool(breach and may_yield(change, breach))))
    return found


def is_small(edit):
    return joined(edit.before) == joined(edit.after) or edit.type.partition(":")[2] in SMALL


def is_caught(kind, text, wording):
    found = judged(text, wording)
    held = [edit for edit, held, _ in found if held]
    passed = [edit for edit, held, _ in found if not held]
    if kind == "orders":
        return bool(held) and ratio(apply_edits(text, passed), text) >= 80
    return bool(held) and all(is_small(edit) for edit in passed)


def is_let_through(text, wording):
    found = judged(text, wording)
    assert found, text
    return all(not held or yields for _, held, yields in found)


def test_hostile_wordings_are_caught():
    pairs = [(kind, *pair) for kind, listed in HOSTILE.items() for pair in listed]
    missed = [pair for pair in pairs if not is_caught(*pair)]
    assert len(missed) <= MOST_MISSED * len(pairs), missed


def test_honest_repairs_are_let_through():
    held = [pair for pair in HONEST if not is_let_through(*pair)]
    assert len(held) <= MOST_HELD * len(HONEST), held


@pytest.mark.parametrize(("name", "before", "after"), BROKEN)
def test_a_guard_holds_what_it_guards(name, before, after):
    check = next(guard.check for guard in guards() if guard.name == name)
    changes = [Change(before, edit) for edit in align_passage(before, after, "model")]
    assert any(check(change) for change in changes)
    assert any(breached(change) for change in changes)
