"""Numbers, quantities and units stay what they were."""

from __future__ import annotations

import re
from collections import Counter

from style_models.judging.change import Change, joined, mistyped

VERDICT = "meaning"

_SPELT = {
    name: value
    for value, name in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen twenty".split()
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
     "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "half": 0.5, "twice": 2, "double": 2,
     "dozen": 12, "first": 1, "second": 2, "third": 3}  # fmt: skip
_DIGITS = re.compile(r"\d+(?:[.,:/]\d+)*")
# Members of one group say about the same amount; which of them is right is grammar.
_AMOUNTS = (
    {"much", "many", "lot", "lots", "alot", "plenty"}, {"few", "little", "fewer", "less"}, {"all", "every", "each", "everyone", "everything"},
    {"some", "several"}, {"most", "mostly"}, {"both"}, {"always"}, {"often", "frequently"}, {"sometimes"},
    {"rarely", "seldom"}, {"almost", "nearly"}, {"only", "just"},
)  # fmt: skip

_UNIT_NAMES = (
    "kg|kgs|kilos?|kilograms?", "g|grams?|grammes?", "lb|lbs|pounds?", "oz|ounces?", "st|stones?", "t|tons?|tonnes?",
    "km|kms|kilomet(?:er|re)s?", "m|met(?:er|re)s?", "cm|centimet(?:er|re)s?", "mm|millimet(?:er|re)s?", "miles?",
    "ft|foot|feet", "in|inch|inches", "yards?|yds?", "l|lit(?:er|re)s?", "ml|millilit(?:er|re)s?", "gallons?", "pints?",
    "hours?|hrs?", "minutes?|mins?", "seconds?|secs?", "days?", "weeks?|wks?", "months?", "years?|yrs?", "decades?",
    "percent|%", "dollars?|\\$", "euros?|€", "£", "cents?", "pence|pennies", "c|celsius", "f|fahrenheit",
)  # fmt: skip
_UNITS = tuple(re.compile(rf"(?:{name})$", re.IGNORECASE) for name in _UNIT_NAMES)
_COUNTED = re.compile(
    r"(?:\d|\b(?:an?|half|few|several|many|" + "|".join(_SPELT) + r"))[ -]?$", re.IGNORECASE
)

_LISTED = frozenset(word for group in _AMOUNTS for word in group)


def _values(text: str) -> Counter[str]:
    values: Counter[str] = Counter()
    for found in _DIGITS.findall(text):
        values[found.replace(",", "")] += 1
    for word in re.findall(r"[a-z]+", text.lower()):
        # "one" is a pronoun as often as a number, and "second" a moment.
        if word in _SPELT and word not in {"one", "second", "first", "third"}:
            values[str(_SPELT[word])] += 1
    return values


def _amounts(words: list[str]) -> Counter[int]:
    return Counter(n for word in words for n, group in enumerate(_AMOUNTS) if word in group)


def check(change: Change) -> str | None:
    """Compare the numbers and amounts that the edit takes out with those that it puts in."""
    before, after = change.edit.before, change.edit.after
    if joined(before) == joined(after):
        return None
    if _values(before) != _values(after):
        # "one" and "1" are one, whatever else "one" may be.
        if {*before.lower().split()} ^ {*after.lower().split()} <= {"one", "1"}:
            return None
        # "5 0 years" has its digits split by a scanner: joined they are the same number.
        if "".join(_DIGITS.findall(before)) != "".join(
            _DIGITS.findall(after)
        ) or not _DIGITS.search(before):
            return f"a number changes: {_shown(before)} became {_shown(after)}"
    units = _unit(before), _unit(after)
    if None not in units and units[0] != units[1]:
        if _COUNTED.search(change.sentence[: change.edit.start]):
            return f"a unit changes: {_shown(before)} became {_shown(after)}"
    if _few(change):
        return "“few” and “a few” are not the same amount"
    left, right = change.wider
    if [left, right] in ([["an"], ["some"]], [["a"], ["some"]]):
        return None  # "an advice"
    if _amounts(left) != _amounts(right) and not mistyped(left, right, _LISTED):
        return f"an amount changes: {_shown(before)} became {_shown(after)}"
    return None


def _unit(text: str) -> int | None:
    """Return the number of the unit that ``text`` names, or ``None``."""
    return next((n for n, unit in enumerate(_UNITS) if unit.match(text.strip(" .,-"))), None)


def _few(change: Change) -> bool:
    """Tell whether *a* comes or goes before *few* and *little*."""
    edit = change.edit
    behind = change.sentence[edit.end :].lstrip().lower()
    if {*edit.before.lower().split(), *edit.after.lower().split()} == {"a"}:
        return behind.startswith(("few ", "little "))
    sides = {" ".join(side) for side in (edit.before.lower().split(), edit.after.lower().split())}
    return sides in ({"a few", "few"}, {"a little", "little"})


def _shown(text: str) -> str:
    return f"“{text.strip()}”" if text.strip() else "nothing"
