"""Days, months, years and times of day stay, and what comes before what."""

from __future__ import annotations

import difflib
from collections import Counter

from style_models.judging.change import Change, is_known, joined

VERDICT = "meaning"

_GROUPS = (
    "monday mon", "tuesday tue tues", "wednesday wed", "thursday thu thur thurs", "friday fri", "saturday", "sunday",
    "january jan", "february feb", "april apr", "june", "july jul", "august aug",
    "september sep sept", "october oct", "november nov", "december dec",
    "today nowadays", "yesterday", "tomorrow", "tonight", "morning mornings", "afternoon afternoons", "evening evenings",
    "midnight", "noon", "am", "pm", "day days", "week weeks", "month months", "year years", "hour hours", "minute minutes",
    "century centuries", "decade decades", "spring", "summer", "autumn fall", "winter",
    "before ago earlier", "after afterwards later", "last", "next", "until till til", "during",
)  # fmt: skip
_KIND = {word: number for number, group in enumerate(_GROUPS) for word in group.split()}
# These are other words as well: they count only where a word of time takes another's place.
_LOOSE = frozenset("am fall last next spring before ago earlier after later afterwards during until till til may march second".split())  # fmt: skip


def _times(words: list[str]) -> Counter[int]:
    return Counter(_KIND[word] for word in words if word in _KIND)


def check(change: Change) -> str | None:
    """Compare the words of time on both sides of the edit; their spelling and case may be mended."""
    if joined(change.edit.before) == joined(change.edit.after):
        return None
    left, right = change.wider
    before, after = _times(left), _times(right)
    gone, new = before - after, after - before
    if not gone and not new:
        return None
    firm = [w for w in left if w in _KIND and w not in _LOOSE and _KIND[w] in gone]
    if gone and new:
        shown = [w for w in left if w in _KIND and _KIND[w] in gone]
        loose = [w for w in right if w in _KIND and _KIND[w] in new]
        if not firm and not (set(shown) | set(loose)) & {
            "am",
            "pm",
            "before",
            "after",
            "last",
            "next",
            "until",
            "till",
        }:
            return None
        return f"when it was changes: “{shown[0]}” became “{loose[0]}”"
    if firm and len(firm) == len(left):
        near = any(not is_known(w) and difflib.SequenceMatcher(None, w, v).ratio() > 0.7 for w in left for v in right)  # fmt: skip
        return None if near else f"“{firm[0]}” no longer says when"
    return None
