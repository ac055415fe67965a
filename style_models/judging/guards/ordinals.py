"""Which in a row, and what part of a whole: the first is not the second, a third no quarter."""

from __future__ import annotations

import re

from style_models.judging.change import Change, mistyped
from style_models.judging.guards._quoting import quoted

VERDICT = "meaning"

_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_TENS = {"thirtieth": 30, "fortieth": 40, "fiftieth": 50, "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90, "hundredth": 100, "thousandth": 1000, "millionth": 10**6}  # fmt: skip
_CARDINALS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty"
).split()
_RANKS = {"primary": 1, "secondary": 2, "tertiary": 3, "former": -2, "latter": -1}
Kind = tuple[str, float]


def _known() -> dict[str, frozenset[Kind]]:
    known: dict[str, frozenset[Kind]] = {}
    for value, word in (*enumerate(_ORDINALS, 1), *((v, w) for w, v in _TENS.items())):
        parts = {("part", float(value))} if value > 2 else set()
        known[word] = frozenset({("place", float(value)), *parts})
        known[word + "ly"] = frozenset({("place", float(value))})
        if parts:
            known[word + "s"] = frozenset(parts)
    for word in ("quarter", "quarters"):
        known[word] = frozenset({("part", 4.0)})
    for word in ("half", "halves"):
        known[word] = frozenset({("part", 2.0)})
    return known | {word: frozenset({("rank", float(v))}) for word, v in _RANKS.items()}


_KNOWN = _known()
_VALUES = {word: float(value) for value, word in enumerate(_CARDINALS, 1)}
_WRITTEN = re.compile(r"(?<![\w.,])(\d+)(?:st|nd|rd|th)\b", re.IGNORECASE)


def _kinds(words: list[str], text: str) -> list[frozenset[Kind]]:
    written = [frozenset({("place", float(n)), ("part", float(n))}) for n in _WRITTEN.findall(text)]
    return [_KNOWN[word] for word in words if word in _KNOWN] + written


def check(change: Change) -> str | None:
    """Look for a place in a row or a part of a whole that gives way to another.

    One that comes or goes alone is left to others: "at first" and "at the first" differ by no rank.
    """
    left, right = change.wider
    before, after = _kinds(left, change.edit.before), _kinds(right, change.edit.after)
    if not after or mistyped(left, right, _KNOWN):
        return None
    gone = [kinds for kinds in before if not any(kinds & other for other in after)]
    new = [kinds for kinds in after if not any(kinds & other for other in before)]
    if gone and new:
        return f"which one, or what part, changes: {quoted(change.edit.before)} became {quoted(change.edit.after)}"
    if new and not before:
        counted = {_VALUES[word] for word in left if word in _VALUES}
        if counted and not any(counted & {value for _, value in kinds} for kinds in new):
            return (
                f"a number changes: {quoted(change.edit.before)} became {quoted(change.edit.after)}"
            )
    return None
