"""How many times as much stays: what doubled did not triple, and did not just grow."""

from __future__ import annotations

from style_models.judging.change import Change, mistyped
from style_models.judging.guards._quoting import quoted

VERDICT = "meaning"

_STEMS = {
    2: "double twofold dual duplex", 3: "triple treble threefold thrice", 4: "quadruple fourfold", 5: "quintuple fivefold",
    6: "sextuple sixfold", 7: "sevenfold", 8: "eightfold", 10: "tenfold", 100: "hundredfold", 1000: "thousandfold", 0.5: "halve",
}  # fmt: skip
_GROUPS = {2: "twins duo", 3: "triplets trio", 4: "quadruplets quartet", 5: "quintuplets quintet"}
_BY_COUNT = {1: "single once singles", 2: "twice two-fold both", 3: "three-fold"}
_SPELT = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "hundred": 100, "2": 2, "3": 3, "4": 4, "5": 5, "10": 10, "half": 0.5}  # fmt: skip


def _known() -> tuple[dict[str, float], frozenset[str]]:
    firm: dict[str, float] = {}
    for value, stems in _STEMS.items():
        for stem in stems.split():
            root = stem.removesuffix("e")
            forms = {stem, stem + "s"}
            forms |= {root + "ed", root + "ing", root + "y"} if stem.endswith("e") else set()
            firm |= dict.fromkeys(forms, value)
    for value, names in _GROUPS.items():
        firm |= dict.fromkeys(names.split(), value)
    loose = {word: float(value) for value, listed in _BY_COUNT.items() for word in listed.split()}
    return firm | loose, frozenset(firm)


_KNOWN, _FIRM = _known()


def check(change: Change) -> str | None:
    """Compare the multiples on both sides; "two-fold", "twice" and "two times" are one."""
    left, right = change.wider
    before, after = ({_KNOWN[w] for w in side if w in _KNOWN} for side in (left, right))
    if before == after or mistyped(left, right, _KNOWN):
        return None
    gone, new = before - after, after - before
    if gone and new:
        return f"how many times as much changes: {quoted(change.edit.before)} became {quoted(change.edit.after)}"
    counted = [{float(_SPELT[w]) for w in side if w in _SPELT} for side in (left, right)]
    firm = {_KNOWN[w] for w in (left if gone else right) if w in _FIRM} & (gone or new)
    if firm - counted[1 if gone else 0] and left and right:
        return f"how many times as much changes: {quoted(change.edit.before)} became {quoted(change.edit.after)}"
    return None
