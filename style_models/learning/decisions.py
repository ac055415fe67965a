"""Decisions: the writer's answers on single edits, and what is left of them after undoing.

A decision is evidence about its edit alone, never about the rewrite that the edit stood in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

ACCEPT = "accept"
REJECT = "reject"
REVISE = "revise"
UNDO = "undo"
IGNORE = "ignore"
DISMISS = "dismiss"

POLISH = "polish"
DISTORTION = "distortion"
MEANING = "meaning"
UNSURE = "unsure"


@dataclass(frozen=True)
class Decision:
    """One answer on one edit.

    ``sentence`` is the original's sentence, ``offset`` the edit's start in it (code points);
    ``type`` an ERRANT type, ``shifts`` in standard deviations by axis, ``shown`` the condition
    under which the edit was shown (order, default, framing). ``origin`` is kept for the record and
    is no evidence: who proposed an edit does not change what the writer thinks of it.
    """

    action: str
    sentence: str
    before: str
    after: str
    type: str = ""
    verdict: str = UNSURE
    origin: str = ""
    shifts: Mapping[str, float] = field(default_factory=dict)
    offset: int = 0
    shown: Mapping[str, Any] | None = None

    @property
    def key(self) -> tuple[str, int, str, str]:
        """What makes two decisions be about the same edit in the same place."""
        return self.sentence, self.offset, self.before, self.after


@dataclass(frozen=True)
class Standing:
    """What a log of decisions comes to.

    ``decisions``: the one that counts for each edit, in the order in which they were taken.
    ``unwanted``: edits that were last rejected, dismissed or taken back, and must not come again.
    """

    decisions: tuple[Decision, ...]
    unwanted: tuple[Decision, ...]


def standing(log: Iterable[Decision]) -> Standing:
    """Return what ``log`` (oldest first) comes to.

    An undo takes back the last decision on the same edit, as if neither had been. An undo without
    a decision before it takes back an edit that was applied unasked, which is a reject. Of several
    decisions on one edit in one place the last counts. ``ignore`` is no evidence.
    """
    taken: dict[tuple[str, int, str, str], list[tuple[int, Decision]]] = {}
    unwanted: dict[tuple[str, int, str, str], Decision] = {}
    for number, decision in enumerate(log):
        key = decision.key
        earlier = taken.setdefault(key, [])
        if decision.action == IGNORE:
            continue
        if decision.action == UNDO and earlier:
            _, undone = earlier.pop()
            was_no = undone.action in (REJECT, DISMISS, UNDO)
            still_no = bool(earlier) and earlier[-1][1].action in (REJECT, DISMISS, UNDO)
            if was_no and not still_no:
                unwanted.pop(key, None)
            else:
                unwanted[key] = decision
            continue
        earlier.append((number, decision))
        if decision.action in (REJECT, DISMISS, UNDO):
            unwanted[key] = decision
        else:
            unwanted.pop(key, None)
    last = sorted((decisions[-1] for decisions in taken.values() if decisions), key=lambda d: d[0])
    return Standing(tuple(decision for _, decision in last), tuple(unwanted.values()))
