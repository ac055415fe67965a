"""From all engines' candidate edits, the best set that fits together."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

from style_models.edits.edit import Edit

Key = TypeVar("Key", bound=Hashable)


def compatible(left: Edit, right: Edit) -> bool:
    """Tell whether two edits can stand in one list: apart, and not at the same place."""
    if left.start == right.start:
        return False
    first, second = (left, right) if left.start < right.start else (right, left)
    return first.end <= second.start


def best_set(candidates: Sequence[tuple[Edit, float]]) -> list[int]:
    """Return indices of a compatible set, best worth first, sorted by place.

    ``candidates`` are edits with their worth (any number; higher is better). At equal worth the
    earlier candidate wins. Greedy: engines rarely disagree about more than a few words.
    """
    chosen: list[int] = []
    for index in sorted(range(len(candidates)), key=lambda i: -candidates[i][1]):
        if all(compatible(candidates[index][0], candidates[other][0]) for other in chosen):
            chosen.append(index)
    return sorted(chosen, key=lambda i: candidates[i][0].start)


def forward(at: int, edits: Sequence[Edit]) -> int:
    """Return where position ``at`` of the original lies once the (sorted) edits are made."""
    return at + sum(len(e.after) - len(e.before) for e in edits if e.end <= at)


def backward(edit: Edit, edits: Sequence[Edit]) -> Edit | None:
    """Return an edit of the edited text as one of the original, or ``None`` if it touches an edit.

    ``edits`` (sorted, of the original) are those that made the edited text.
    """
    moved = 0
    for made in edits:
        start = made.start + moved
        if edit.end < start:
            break
        if edit.start <= start + len(made.after):
            return None
        moved += len(made.after) - len(made.before)
    return Edit(
        edit.start - moved, edit.end - moved, edit.before, edit.after, edit.type, edit.origin
    )


def bound_together(edits: Sequence[Edit]) -> list[set[int]]:
    """Return groups of edits that stand or fall together.

    A word that is taken out in one place and put in at another has moved: half a move would lose
    or double it. So are the two marks of a pair of brackets or quotation marks.
    """
    groups: list[set[int]] = []
    gone = {
        i: _bare(e.before) for i, e in enumerate(edits) if e.before.strip() and not e.after.strip()
    }
    new = {
        i: _bare(e.after) for i, e in enumerate(edits) if e.after.strip() and not e.before.strip()
    }
    for i, word in gone.items():
        for k, other in new.items():
            if word == other and any(c.isalnum() for c in word):
                groups.append({i, k})
    pairs = {"(": ")", "“": "”", '"': '"', "[": "]"}
    for i, edit in enumerate(edits):
        for k in range(i + 1, len(edits)):
            for opening, closing in pairs.items():
                if _balance(edit, opening) and _balance(edits[k], closing):
                    groups.append({i, k})
    return merged(groups)


def merged(groups: Iterable[set[int]]) -> list[set[int]]:
    """Join groups that share a member."""
    joined: list[set[int]] = []
    for group in groups:
        group = set(group)
        apart = [other for other in joined if not other & group]
        for other in joined:
            if other & group:
                group |= other
        joined = [*apart, group]
    return joined


def _bare(text: str) -> str:
    return " ".join(text.lower().split())


def _balance(edit: Edit, mark: str) -> bool:
    return edit.before.count(mark) != edit.after.count(mark)
