"""Names stay as the writer wrote them, whatever their origin.

No list of names decides: such lists know some origins and not others. A capitalised word that no
dictionary holds is taken for a name; so is one that stands as a name in its sentence; and so is a
word in small letters that no dictionary holds, if what is to replace it is unlike.
"""

from __future__ import annotations

import difflib
import re

from style_models.judging.change import Change, is_known, joined
from style_models.text.language import is_written_small

VERDICT = "meaning"

# A capital of any script that has them, or a letter of one that has none.
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
# An unknown word and its repair share this much; a name and another name share less.
UNLIKE = 0.65
# What is made of a name ends so: "Italian", "Chinese", "Danish", "Iraqi".
_MADE_OF_NAMES = ("an", "ese", "ish", "ic", "i", "ch", "er", "ist", "ism", "ites", "ans")


def _is_capital(word: str) -> bool:
    return word[0].isupper() or (not word[0].islower() and word[0].isalpha())


def _bare(word: str) -> str:
    return word.rstrip("'’").removesuffix("'s").removesuffix("’s")


def _names(text: str, first: bool) -> list[str]:
    """Return the unknown capitalised words; the first word of a sentence has a capital anyway."""
    found = []
    for match in _WORD.finditer(text):
        word = _bare(match.group())
        if first and not text[: match.start()].strip():
            continue
        if len(word) > 1 and _is_capital(word) and not is_known(word):
            found.append(word.lower())
    return found


def _as_names(change: Change, after: bool) -> list[str]:
    """Return the words of the edit that stand as names in their sentence."""
    tokens = change.tokens_after() if after else change.tokens_before()
    return [
        _bare(t.text).lower()
        for t in tokens
        if t.pos_ == "PROPN" and len(t) > 1 and _is_capital(t.text)
    ]


def check(change: Change) -> str | None:
    """Look for a name that goes, turns into another, or comes from nowhere."""
    first = change.starts_sentence
    before, after = change.edit.before, change.edit.after
    if joined(before) == joined(after):
        return None
    # "Lonodn": the same letters, typed in another order, of a name that is known.
    if sorted(joined(before)) == sorted(joined(after)) and is_known(after.strip()):
        return None
    if first and _opens_with_name(before.strip(), after.strip()):
        return "a name changes"
    known = {word.lower() for word in re.findall(r"[\w-]+", change.sentence)}
    there = {_bare(word.lower()) for word in re.findall(r"[\w'’-]+", after)}
    gone = {name for name in set(_names(before, first)) - there if name not in after.lower()}
    if gone:
        return "a name changes"
    new = [name for name in _names(after, first) if name not in known]
    if new and before.lower().replace(" ", "") != after.lower().replace(" ", ""):
        return "a name is put in that you did not write"
    if after.strip():
        swapped = [name for name in _as_names(change, False) if name not in there]
        instead = [name for name in _as_names(change, True) if name not in before.lower()]
        # "England" to "English" stays with its name; "Juni" to "June" mends a word.
        unlike = [
            name
            for name in swapped
            for other in instead
            if (name[:4] != other[:4] and is_known(name))
            or difflib.SequenceMatcher(None, name, other).ratio() < UNLIKE
            or _are_two(name, other)
        ]
        if unlike:
            return "a name changes"
    return _small_letters(change)


def _opens_with_name(before: str, after: str) -> bool:
    """Tell whether an unknown first word gives way to a name: there a capital alone shows no name."""
    one, other = _bare(before), _bare(after)
    if not (one.isalpha() and other.isalpha()) or is_known(one) or not _is_capital(other):
        return False
    return (
        one.isascii() and len(one) > 1 and is_known(other) and not is_written_small(other.lower())
    )


def _are_two(name: str, other: str) -> bool:
    """Tell whether two words that look alike are both names: "Austria", "Australia"; not "England", "English"."""
    if (
        not (is_known(name) and is_known(other))
        or is_written_small(name)
        or is_written_small(other)
    ):
        return False
    same = name.removesuffix("s") == other.removesuffix("s")
    return not same and not any(word.endswith(_MADE_OF_NAMES) for word in (name, other))


def _small_letters(change: Change) -> str | None:
    """Notice "oluwaseun" turned into "oliver": unknown, and replaced by something unlike."""
    left, right = change.wider
    if len(left) != len(right):
        return None
    tags = {t.lower_: t.pos_ for t in change.tokens_before()}
    for old, fresh in zip(left, right, strict=True):
        if old == fresh or is_known(old) or len(old) < 4 or not old.isalpha():
            continue
        alike = difflib.SequenceMatcher(None, old, fresh).ratio()
        if alike < UNLIKE and tags.get(old) in {"PROPN", "NOUN"} and is_known(fresh):
            return "a name may change"
    return None
