"""Shares and differences: of how many, by how much, to how much.

"Of 1,204 people, 37% disagreed" tells of what 37% is the share (the partitive *of*, Huddleston & Pullum
2002, 5.10); "in 1,204 people" does not. "It rose by 5%" and "it rose to 5%" are two results.
"""

from __future__ import annotations

import re

from style_models.judging.change import Change, words
from style_models.judging.guards._measures import DIGITS, SPELT

VERDICT = "meaning"

_NUMBER = rf"(?:[$€£¥]|US\$)?\s?(?:{DIGITS}|(?:{SPELT}|half|hundreds|thousands|millions)\b)"
_BEHIND = re.compile(
    rf"\s*(?:(?:about|around|nearly|almost|over|some|roughly|only|just|at least|more than|less than|the|these|those|all|our|my|their)\s)?{_NUMBER}",
    re.I,
)
_SHARE = re.compile(
    rf"{_NUMBER}|%|\b(?:most|some|many|few|several|none|all|both|each|neither|half|per ?cent|majority|minority|only)\b",
    re.I,
)
# From these a share may be taken as well.
_PARTITIVE = frozenset({"of", "among", "amongst", "from", "out", "out of", "amid"})
_PREPOSITIONS = frozenset(
    "of in at on by to for with from over under above below within into about around up per after before than between during".split()
)
_CHANGE_OF = frozenset({"by", "to", "from", "at"})
_MOVES = re.compile(
    r"\b(?:r[io]se|risen|rising|rises|f[ae]ll|fallen|falls|falling|gr[eo]w|grown|grows|growing|increas\w+|decreas\w+|drop\w*|declin\w+|cut\w*|"
    r"rais\w+|lower\w*|reduc\w+|climb\w*|jump\w*|sink\w*|sank|shr[aiu]nk\w*|soar\w*|plung\w+|slip\w*|gain\w*|los[te]\w*|went|goes|go|up|down|"
    r"expand\w*|extend\w*|improv\w+|chang\w+|slash\w*|surg\w+|swell\w*|double\w*)\b",
    re.IGNORECASE,
)  # fmt: skip


def check(change: Change) -> str | None:
    """Look for a preposition before a number that gives way to one which relates it otherwise."""
    edit = change.edit
    before, after = (" ".join(words(side)) for side in (edit.before, edit.after))
    if before == after or not before or before not in _PREPOSITIONS | {"out of", "up to"}:
        return None
    if after not in _PREPOSITIONS | {"out of", "up to", "among", "amongst", ""}:
        return None
    behind, ahead = change.sentence[edit.end :], change.sentence[: edit.start]
    if not _BEHIND.match(behind):
        return None
    if before == "of" and after not in _PARTITIVE and _takes_share(ahead, behind):
        return "of how many it is a share no longer shows"
    if {before, after} <= _CHANGE_OF | {"up to"} and before != "at" and _MOVES.search(ahead[-60:]):
        if after != "at":
            return f"how much it changed becomes another amount: “{before}” became “{after}”"
    return None


def _takes_share(ahead: str, behind: str) -> bool:
    """Tell whether *of* opens its clause and a share of its number follows ("Of 30 people, 12 left")."""
    if ahead.strip() and ahead.rstrip()[-1] not in ',;:.(—–“"':
        return False
    _, comma, rest = _BEHIND.sub("", behind, count=1).partition(",")
    return bool(comma and _SHARE.search(rest))
