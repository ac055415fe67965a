"""Days, months, years and times of day stay, and what comes before what."""

from __future__ import annotations

import difflib
import re
from collections import Counter

from style_models.judging.change import Change, is_known, joined

VERDICT = "meaning"

_GROUPS = (
    "monday mon", "tuesday tue tues", "wednesday wed", "thursday thu thur thurs", "friday fri", "saturday", "sunday",
    "january jan", "february feb", "april apr", "june", "july jul", "august aug",
    "september sep sept", "october oct", "november nov", "december dec",
    "today nowadays", "yesterday", "tomorrow", "tonight", "morning mornings", "afternoon afternoons", "evening evenings",
    "midnight", "noon midday", "dawn sunrise daybreak", "dusk sunset nightfall", "christmas xmas", "easter", "ramadan", "diwali", "am", "pm", "day days", "week weeks", "month months", "year years", "hour hours", "minute minutes",
    "century centuries", "decade decades", "spring", "summer", "autumn fall", "winter",
    "daily", "weekly", "fortnightly biweekly", "monthly", "quarterly", "yearly annual annually", "hourly", "nightly",
    "weekend weekends", "weekday weekdays", "fortnight fortnights", "millennium millennia", "semester semesters",
    "before ago earlier", "after afterwards later", "last", "next", "until till til", "during",
)  # fmt: skip
_KIND = {word: number for number, group in enumerate(_GROUPS) for word in group.split()}
_SEASONS = frozenset("spring summer autumn fall winter".split())
# "9 a.m.", "9am" and "9 AM" are one; so are "BC" and "BCE", "AD" and "CE".
_HALF_DAY = re.compile(r"(?<=\d) ?([ap])\.? ?m\b|\b([ap])\.m\b", re.IGNORECASE)
_ERA = re.compile(r"(?<=\d) ?(BCE?|B\.C\.|CE|AD|A\.D\.)(?!\w)|\b(AD|A\.D\.) ?(?=\d)")
_ZONE = re.compile(
    r"(?<=[\dmM.]) (GMT|UTC|BST|CET|CEST|EST|EDT|CST|CDT|MST|MDT|PST|PDT|IST|JST|AEST|WAT|SGT)\b"
)
# These are other words as well: they count only where a word of time takes another's place.
_LOOSE = frozenset("am fall last next spring before ago earlier after later afterwards during until till til may march second".split())  # fmt: skip


def _times(words: list[str]) -> Counter[int]:
    return Counter(_KIND[word] for word in words if word in _KIND)


def check(change: Change) -> str | None:
    """Compare the words of time on both sides of the edit; their spelling and case may be mended."""
    if joined(change.edit.before) == joined(change.edit.after):
        return None
    if clock := _clock(change):
        return clock
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
            if not (set(shown) | set(loose)) <= _SEASONS:
                return None
        return f"when it was changes: “{shown[0]}” became “{loose[0]}”"
    if firm and len(firm) == len(left):
        near = any(not is_known(w) and difflib.SequenceMatcher(None, w, v).ratio() > 0.7 for w in left for v in right)  # fmt: skip
        return None if near else f"“{firm[0]}” no longer says when"
    return None


def _clock(change: Change) -> str | None:
    """Compare halves of the day, eras and time zones, which stand beside a number."""
    for pattern, what in (
        (_HALF_DAY, "the half of the day"),
        (_ERA, "the era"),
        (_ZONE, "the time zone"),
    ):
        before, after = (
            [
                "".join(found.groups(default="")).upper().replace(".", "")
                for found in pattern.finditer(text)
            ]
            for text in (change.sentence, change.revised)
        )
        eras = {"BCE": "BC", "CE": "AD"}
        old, new = ([eras.get(each, each) for each in side] for side in (before, after))
        if old != new and len(old) == len(new):
            return f"{what} changes: {' '.join(old)} became {' '.join(new)}"
        if len(old) > len(new) and not any(c.isalnum() for c in change.edit.after):
            return f"{what} is dropped"
    return None
