"""Who does what stays: person and gender of pronouns, singular *they* among them."""

from __future__ import annotations

from collections import Counter

from style_models.judging.change import Change, joined, parsed

VERDICT = "meaning"

_PEOPLE = {
    word: person
    for person, listed in {
        "I": "i me my mine myself i'm i've i'd i'll im ive",
        "you": "you your yours yourself yourselves you're you've you'll u ur youre",
        "he": "he him his himself he's he'd he'll",
        "she": "she her hers herself she's she'd she'll",
        "it": "it its itself it's",
        "we": "we us our ours ourselves we're we've we'll",
        "they": "they them their theirs themselves they're they've they'll themself",
    }.items()
    for word in listed.split()
}
# Heard as one and written for each other.
_SOUND_ALIKE = ({"their", "there"}, {"our", "are"}, {"our", "hour"}, {"theirs", "there's"})


def check(change: Change) -> str | None:
    """A pronoun may change its case (he, him), never whom it stands for; *it* may come or go."""
    if joined(change.edit.before) == joined(change.edit.after):
        return None
    left, right = change.wider
    if "i.e" in change.edit.after.lower() or "i.e" in change.edit.before.lower():
        return None
    before = Counter(_PEOPLE[w] for w in left if w in _PEOPLE)
    after = Counter(_PEOPLE[w] for w in right if w in _PEOPLE)
    gone, new = before - after, after - before
    gone.pop("it", 0), new.pop("it", 0)
    if _is_mistyped(left, right):
        return None
    if gone and new:
        return f"who is meant changes: from {' and '.join(gone)} to {' and '.join(new)}"
    if gone and _is_doubled(change):
        return None
    if gone:
        return "it no longer says who is meant"
    if set(new) - {"they", "you"}:
        return "somebody is put in whom you did not name there"
    return None


def _is_mistyped(left: list[str], right: list[str]) -> bool:
    """Tell whether one letter turns a pronoun into a word that is none, or back: "he" for "the"."""
    from rapidfuzz.distance import Levenshtein

    pairs = [(a, b) for a, b in zip(left, right, strict=False) if a != b]
    if len(left) == len(right) and pairs and all({*pair} in _SOUND_ALIKE for pair in pairs):
        return True
    return len(left) == len(right) and all(
        (a in _PEOPLE) != (b in _PEOPLE) and Levenshtein.distance(a, b) == 1 for a, b in pairs
    )


def _is_doubled(change: Change) -> bool:
    """Tell whether the pronoun only takes up the subject before it: "my sister she is nice".

    "The man she married left" has a second verb, and needs its "she".
    """
    edit = change.edit
    if edit.after.strip() or edit.before.strip().lower() not in {"he", "she", "it", "they", "we"}:
        return False
    doc = parsed(change.revised)
    ahead = [t for t in doc if t.idx < edit.start]
    verbs = [t for t in doc if t.pos_ in {"VERB", "AUX"} and not t.dep_.startswith("aux")]
    opens = bool(ahead) and ahead[-1].pos_ in {"NOUN", "PROPN"} and len(verbs) == 1
    return opens and ahead[-1].dep_.startswith("nsubj") and ahead[-1].head == verbs[0]
