"""More stays more, less stays less, as good as stays as good as."""

from __future__ import annotations

import re

from style_models.judging.change import Change, parsed

VERDICT = "meaning"

_LESS = frozenset("less least fewer fewest lesser".split())
_NOT_DEGREES = frozenset(
    "other rather former latter later earlier sooner further best-known".split()
)
_MAYBE = re.compile(
    r"\b(?:more|most|less|least|few\w+|better|best|worse|worst|than|as|\w+(?:er|est))\b", re.I
)
_AS_AS = re.compile(r"\bas (?:\w+ ){1,3}as\b", re.IGNORECASE)


def _degrees(change: Change, after: bool) -> set[str]:
    """Return the kinds of comparison that the edit's words make: up or down, of two or of all."""
    found = set()
    for token in change.tokens_after() if after else change.tokens_before():
        if token.lower_ in _NOT_DEGREES:
            continue
        way = "down" if token.lower_ in _LESS else "up"
        if token.tag_ in {"JJR", "RBR"}:
            found.add(f"{way}, of two")
        elif token.tag_ in {"JJS", "RBS"}:
            found.add(f"{way}, of all")
    return found


def check(change: Change) -> str | None:
    """Compare how the words compare; "more easy" and "easier" do it alike."""
    edit = change.edit
    if edit.type in {"R:SPELL", "R:WO", "R:ORTH"} or not _MAYBE.search(
        f"{edit.before} {edit.after}"
    ):
        return None
    before, after = _degrees(change, False), _degrees(change, True)
    if {d.split(",")[0] for d in before} & {d.split(",")[0] for d in after} != (
        {d.split(",")[0] for d in before} | {d.split(",")[0] for d in after}
    ) and (before and after):
        return "more becomes less, or less becomes more"
    if before and after and not before & after and edit.type != "R:ADJ:FORM":
        return "what is compared with what changes"
    if before and not after and not edit.after.strip():
        # "more better" and "more tall" (now "taller") keep their comparison beside the edit.
        rest = change.revised[edit.start :].split()
        still = rest[:1] and rest[0].strip(".,;:!?").lower().endswith(
            ("er", "est", "better", "worse")
        )
        if not still and {"more", "less", "most", "least"} & set(change.wider[0]):
            # "more tall than" is on its way to "taller than"; "more people than" is not.
            behind = [t for t in parsed(change.revised) if t.idx >= edit.start][:2]
            mends = [t.lower_ for t in behind[1:]] == ["than"] and behind[0].pos_ in {"ADJ", "ADV"}
            return None if mends else "what was compared no longer is"
        return None
    if before and not after and edit.after.strip():
        left, right = change.wider
        # "more better" to "better", and words that only look compared.
        if any(a[:4] == b[:4] for a in left for b in right if len(b) > 3):
            return None if edit.type == "R:ADJ:FORM" else "what was compared no longer is"
        return "what was compared no longer is"
    # "He is good than me" compares already.
    if "than" in change.sentence.lower().split():
        return None
    if after and not before and edit.before.strip() and edit.type != "R:ADJ:FORM":
        return "something is compared that you did not compare"
    if bool(_AS_AS.search(change.sentence)) and not _AS_AS.search(change.revised):
        if after and "than" in edit.after:
            return "as much as becomes more than"
    return None
