"""Contractions are the writer's: neither expanded nor made."""

from __future__ import annotations

import re

from style_models.judging.change import Change
from style_models.judging.guards._words import base_forms

VERDICT = "distortion"

_CONTRACTED = re.compile(r"(?:n['’]t|['’](?:re|ve|ll|m|d|s))$", re.IGNORECASE)
_SHORT = frozenset({"gonna", "wanna", "gotta", "kinda", "sorta", "dunno", "lemme", "gimme", "cause", "'cause", "cos", "til", "till", "alright", "ok", "okay"})  # fmt: skip
_PARTS = frozenset("not is are am was were has have had will would us".split())


def check(change: Change) -> str | None:
    """ "don't" to "do not", "gonna" to "going to", and back, change how formal one sounds."""
    if "short-forms" in change.fixes:
        return None
    left, right = change.wider
    short = (set(left) & _SHORT) - set(right)
    if short and right and not any(base_forms(word) & short for word in right):
        return "the short form is yours: the long one sounds more formal"
    gone = [w for w in left if _CONTRACTED.search(w) and w not in right]
    made = [w for w in right if _CONTRACTED.search(w) and w not in left]
    if gone and not made and _PARTS & set(right) - set(left) and len(right) > len(left):
        return "the short form is yours: the long one sounds more formal"
    if made and all(w.endswith("n't") for w in made) and not {"not", "cannot"} & set(left):
        return None  # "is no any" to "isn't any" is no short form of the same
    if made and not gone and _PARTS & set(left) - set(right) and len(left) > len(right):
        return "the long form is yours: the short one sounds less formal"
    return None
