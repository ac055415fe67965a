"""Numbers and quantities stay what they were."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from style_models.judging.change import Change, joined, mistyped, parsed
from style_models.judging.guards._quoting import quoted

if TYPE_CHECKING:
    from spacy.tokens import Token

VERDICT = "meaning"

_SPELT = {
    name: value
    for value, name in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen twenty".split()
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
     "tens": 10, "dozens": 12, "hundreds": 100, "thousands": 1000, "millions": 10**6, "billions": 10**9, "trillion": 10**12,
     "trillions": 10**12, "thrice": 3, "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "half": 0.5, "twice": 2,
     "dozen": 12, "first": 1, "second": 2, "third": 3}  # fmt: skip
_DIGITS = re.compile(r"\d+(?:[.,:/]\d+)*")
# Members of one group say about the same amount; which of them is right is grammar.
_AMOUNTS = (
    {"much", "many", "lot", "lots", "alot", "plenty"}, {"few", "little", "fewer", "less", "handful"}, {"all", "every", "each", "everyone", "everything"},
    {"some", "several"}, {"most", "mostly", "majority"}, {"minority"}, {"both"}, {"always"}, {"often", "frequently"}, {"sometimes"},
    {"rarely", "seldom"}, {"almost", "nearly"}, {"only", "just"},
)  # fmt: skip

_LISTED = frozenset(word for group in _AMOUNTS for word in group)
# Of these there is much or little; other singular nouns are counted, and "little" says how big one is.
_MASS = frozenset(
    "money cash time water milk food rice bread meat fruit sugar salt oil tea coffee beer wine snow rain wind ice gas fuel "
    "energy electricity power heat light air space room land sand soil dust blood hair paper wood metal gold silver "
    "information news advice knowledge experience research education training practice work homework progress help aid "
    "support care attention interest hope faith trust love respect sympathy pity mercy luck fun joy pleasure pain peace "
    "rest sleep patience courage confidence comfort fear anger doubt evidence proof data sense reason point use value "
    "worth need chance choice say control influence impact effect effort difference change success trouble danger harm "
    "damage risk cost traffic transport luggage baggage furniture equipment software music art literature history English "
    "grammar vocabulary weight strength speed movement exercise sport stuff material medicine treatment consideration "
    "contact communication discussion debate agreement demand growth profit income revenue credit debt cover protection "
    "scope sign thought warning notice mention recognition appreciation motivation understanding meaning sunlight cheese "
    "butter meaning enthusiasm relief opposition competition cooperation action pressure noise talk privacy freedom "
    "justice truth insight detail".split()
)  # fmt: skip
_MASS_ENDINGS = ("ness", "ance", "ence", "ism", "ility", "acity", "ivity", "arity", "hood")
_TIMES = frozenset("second minute hour day night week weekend month year decade moment".split())
_WITHIN = frozenset("in after for within over during every last next past".split())


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
            return f"a number changes: {quoted(before)} became {quoted(after)}"
    if _few(change):
        return "“few” and “a few” are not the same amount"
    left, right = change.wider
    if [left, right] in ([["an"], ["some"]], [["a"], ["some"]]):
        return None  # "an advice"
    if _amounts(left) != _amounts(right) and not mistyped(left, right, _LISTED):
        return f"an amount changes: {quoted(before)} became {quoted(after)}"
    return None


def _few(change: Change) -> bool:
    """Tell whether *a* comes or goes before *few* and *little* where it says how much."""
    edit = change.edit
    before, after = edit.before.lower().split(), edit.after.lower().split()
    behind = change.sentence[edit.end :].lstrip().lower()
    if {*before, *after} == {"a"}:
        if not re.match(r"(?:few|little)\b", behind):
            return False
    elif {" ".join(before), " ".join(after)} not in ({"a few", "few"}, {"a little", "little"}):
        return False
    # The side with "a" is the one that parses well.
    doc = parsed(change.sentence if "a" in before else change.revised)
    word = next((t for t in doc if t.idx >= edit.start and t.lower_ in {"few", "little"}), None)
    return word is not None and _is_amount(word)


def _is_amount(word: Token) -> bool:
    """Tell whether *few* or *little* with and without *a* are two amounts here.

    "He is little boy" lacks an article; "few days ago" and "little bit" are wrong without one.
    """
    rest = [token.lower_ for token in word.doc[word.i + 1 : word.i + 5]]
    if not rest or rest[0] in {"bit", "while", "later", "earlier", "too", "longer", "further"}:
        return not rest
    head = word.head
    if word.lower_ == "few":
        if "ago" in rest or rest[0] == "more":
            return False
        ahead = [t.lower_ for t in word.doc[: word.i] if t.lower_ != "a"][-1:]
        timed = any(token.lemma_.lower() in _TIMES for token in word.doc[word.i + 1 : word.i + 3])
        return not (timed and set(ahead) & _WITHIN)
    if head.i > word.i and head.pos_ in {"NOUN", "PROPN"}:
        name = head.lemma_.lower()
        return name in _MASS or name.endswith(_MASS_ENDINGS)
    return True
