"""How one thing follows from another stays: because, although, if, unless, and, or."""

from __future__ import annotations

from style_models.judging.change import Change

VERDICT = "meaning"

_GROUPS = {
    "because": "because cause cuz cos bcoz bc since as for",
    "although": "although though despite while whilst whereas notwithstanding",
    "if": "if whether provided when whenever once",
    "unless": "unless except",
    "or": "or nor",
    "and": "and & plus",
    "but": "but however yet nevertheless still although though while whereas and",
    "so": "so therefore thus hence consequently then and",
}
_KINDS: dict[str, set[str]] = {}
for _name, _listed in _GROUPS.items():
    for _word in _listed.split():
        _KINDS.setdefault(_word, set()).add(_name)
# Of these each says something of its own; that one comes or goes is noticed too.
_FIRM = frozenset("because although though if unless or despite".split())
_NUMB = frozenset("as for since then once when still yet plus while".split())


def check(change: Change) -> str | None:
    """Compare the linking words; one may take the place of another that links alike."""
    left, right = change.wider
    gone = [w for w in left if w in _KINDS and w not in right]
    new = [w for w in right if w in _KINDS and w not in left]
    if not gone or not new:
        return None
    if len(left) > 3 or len(right) > 3:
        return None
    for old in gone:
        for fresh in new:
            if _KINDS[old] & _KINDS[fresh] or (old in _NUMB and fresh in _NUMB):
                continue
            if old in _NUMB or (fresh in _NUMB and old not in _FIRM):
                continue
            return f"how the parts hang together changes: “{old}” became “{fresh}”"
    return None
