"""Names stay as the writer wrote them, whatever their origin."""

from __future__ import annotations

import re

from style_models.judging.change import Change, is_known

VERDICT = "meaning"

_CAPITALISED = re.compile(r"\b[^\W\d_a-z][\w'’-]*")


def _names(change: Change, text: str, first: bool) -> list[str]:
    found = []
    for match in _CAPITALISED.finditer(text):
        word = match.group().rstrip("'’").removesuffix("'s").removesuffix("’s")
        if first and not text[: match.start()].strip():
            # The first word of a sentence has a capital anyway.
            continue
        if len(word) > 1 and not is_known(word):
            found.append(word.lower())
    return found


def check(change: Change) -> str | None:
    """A capitalised word that is in no dictionary is taken for a name, except at the very start."""
    first = change.starts_sentence
    before, after = change.edit.before, change.edit.after
    gone = set(_names(change, before, first)) - {w.lower() for w in re.findall(r"[\w'’-]+", after)}
    gone = {name for name in gone if name not in after.lower()}
    if gone:
        return "a name changes"
    known = {word.lower() for word in re.findall(r"[\w-]+", change.sentence)}
    new = [name for name in _names(change, after, first) if name not in known]
    if new and before.lower().replace(" ", "") != after.lower().replace(" ", ""):
        return "a name is put in that you did not write"
    return None
