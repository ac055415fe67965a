"""Units and currencies stay: milligrams are no grams, euros no dollars, per cent no points."""

from __future__ import annotations

import difflib

from style_models.judging.change import Change
from style_models.judging.guards._measures import quantities, units_named
from style_models.judging.guards._quoting import quoted

VERDICT = "meaning"

ALIKE = 0.6
SHORTEST_NAME = 3
# What stands for "′" and "″" on a keyboard.
_FEET_AND_INCHES = frozenset("'’\"”")


def check(change: Change) -> str | None:
    """Compare the units of the sentence's numbers one by one; other spellings of one unit are one."""
    edit = change.edit
    before, after = quantities(change.sentence), quantities(change.revised)
    if before != after and len(before) == len(after):
        for old, new in zip(before, after, strict=True):
            for was, now in ((old.currencies, new.currencies), (old.units, new.units)):
                if was and now and not was & now:
                    return f"a unit changes: {quoted(edit.before)} became {quoted(edit.after)}"
            gone = (old.currencies and not new.currencies) or (old.units and not new.units)
            come = (new.currencies and not old.currencies) or (new.units and not old.units)
            if gone and come:
                # "2 pounds" weighs or costs; "2 %" and "2 euros" are two things.
                if not (old.currencies | old.units) & (new.currencies | new.units):
                    return f"a unit changes: {quoted(edit.before)} became {quoted(edit.after)}"
            elif gone and _is_unit(edit.before) and not _resembles(edit.before, edit.after):
                return f"{quoted(edit.before)} no longer says how much"
            elif come and _is_unit(edit.after) and not edit.before.strip():
                return f"{quoted(edit.after)} is a unit that you did not write"
    return _named_alone(change)


def _named_alone(change: Change) -> str | None:
    """Notice a unit that gives way to another without a number: "in kilograms"."""
    one, other = change.edit.before.strip(), change.edit.after.strip()
    if min(len(one), len(other)) < SHORTEST_NAME or not (one.isalpha() and other.isalpha()):
        return None
    was, now = units_named(one), units_named(other)
    if was and now and not was & now:
        return f"a unit changes: {quoted(one)} became {quoted(other)}"
    return None


def _is_unit(text: str) -> bool:
    return bool(units_named(text))


def _resembles(before: str, after: str) -> bool:
    """Tell whether a word stands in for the unit that may be meant, as "metters" would."""
    plain = after.strip().lower()
    if set(plain) <= _FEET_AND_INCHES:
        return bool(plain)
    if not any(c.isalpha() for c in plain):
        return False
    return difflib.SequenceMatcher(None, before.strip().lower(), plain).ratio() >= ALIKE
