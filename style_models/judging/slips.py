"""Slips so plain that no guard of meaning has a say: the writer's word is not another afterwards."""

from __future__ import annotations

from rapidfuzz.distance import OSA, Levenshtein

from style_models.judging.change import Change, is_known, joined, words

SHORTEST, NEAR, SHORTEST_SWAPPED = 4, 2, 3


def is_plain_slip(change: Change) -> bool:
    """Tell whether the edit mends a word typed twice, split, joined or misspelt.

    Misspelt is a word that is in no list and becomes a listed one at most two letters away; a name
    may look so too, which is why the guards of names and dialects are asked all the same.
    """
    edit = change.edit
    if joined(edit.before) == joined(edit.after):
        return True
    left, right = change.wider
    if len(left) == len(right) + 1 or (len(words(edit.before)) == 1 and not words(edit.after)):
        return typed_twice(change)
    pairs = [(a, b) for a, b in zip(left, right, strict=False) if a != b]
    return len(left) == len(right) and bool(pairs) and all(_is_mistyped(a, b) for a, b in pairs)


def _is_mistyped(wrong: str, right: str) -> bool:
    if is_known(wrong) or not is_known(right):
        return False
    near = len(right) >= SHORTEST and Levenshtein.distance(wrong, right) <= NEAR
    return near or are_swapped(wrong, right)


def are_swapped(wrong: str, right: str) -> bool:
    """Tell whether two neighbouring letters change places ("teh"), which no English writes so."""
    return (
        len(wrong) == len(right) >= SHORTEST_SWAPPED
        and not is_known(wrong)
        and is_known(right)
        and OSA.distance(wrong, right) == 1
        and Levenshtein.distance(wrong, right) == 2
    )


def typed_twice(change: Change) -> bool:
    """Tell whether a word goes that stands beside itself, and it stays once."""
    gone, stays = words(change.edit.before), words(change.edit.after)
    if len(gone) == 2 and gone[0] == gone[1] and stays == gone[:1]:
        return True
    if len(gone) != 1 or stays:
        return False
    before = words(change.sentence[: change.edit.start])
    behind = words(change.sentence[change.edit.end :])
    return gone[0] in {*before[-1:], *behind[:1]}
