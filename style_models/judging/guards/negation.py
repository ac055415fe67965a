"""What was denied stays denied, what was said stays said."""

from __future__ import annotations

import re

from style_models.judging.change import Change, joined, words

VERDICT = "meaning"

_NEGATORS = re.compile(
    r"\b(?:anything but|by no means|in no way|not|no|never|none|nobody|nothing|nowhere|neither|nor|without|hardly|barely|scarcely|cannot|"
    r"(?:do|does|did|is|are|was|were|has|have|had|ca|can|could|wo|would|should|must|need|ai)n['’]?t)\b",
    re.IGNORECASE,
)
_PREFIXED = re.compile(
    r"\b(?:un|in|im|dis|non-?|mis|de|ir(?=r)|il(?=l))(?=[a-z]{4})", re.IGNORECASE
)


# What follows "know", and what stands before "no".
_ASKED = frozenset("what how why who where when which that if whether about".split())
_HOLDS = frozenset("is are was were there's have has had with in of by".split())


def _count(text: str) -> int:
    return len(_NEGATORS.findall(text))


def _heard_alike(change: Change) -> bool:
    """Tell whether *no* stands for *know*, or the reverse, as what surrounds it shows."""
    sides = change.wider
    behind = words(change.sentence[change.edit.end :])[:1]
    before = words(change.sentence[: change.edit.start])[-1:]
    if sides == (["no"], ["know"]):
        return bool(_ASKED & set(behind)) or before[0:1] == ["to"]
    return sides == (["know"], ["no"]) and bool(_HOLDS & set(before))


def check(change: Change) -> str | None:
    """Count the negators on both sides of the edit, the words that it touches taken whole."""
    if joined(change.edit.before) == joined(change.edit.after):
        return None
    if _heard_alike(change):
        return None
    left, right = (" ".join(side) for side in change.wider)
    if _count(left) != _count(right):
        return "a negation comes or goes, so that the sentence may say the opposite"
    stripped = {_PREFIXED.sub("", word) for word in left.split()}
    for word in right.split():
        bare = _PREFIXED.sub("", word)
        if (bare != word and bare in left.split()) or (
            word not in left.split() and word in stripped
        ):
            return "a word turns into its opposite"
    return None
