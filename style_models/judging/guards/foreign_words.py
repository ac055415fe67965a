"""No word is put in that English does not have: an engine that slips into another language is held.

What the writer wrote of other languages stays theirs; this looks only at words that come.
"""

from __future__ import annotations

import difflib
import re

from style_models.judging.change import Change, is_known
from style_models.text.spelling_pairs import american_of, british_of

VERDICT = "meaning"

SHORTEST = 3
ALIKE = 0.6
_WORD = re.compile(r"(?<![\w'’-])[^\W\d_]+(?![\w'’-])")


def check(change: Change) -> str | None:
    """Look for a fresh word in small letters that no list has, where the writer's words were known."""
    edit = change.edit
    known = {word.lower() for word in _WORD.findall(change.sentence)}
    strange = [w for w in _WORD.findall(edit.before) if not is_known(w)]
    for word in _WORD.findall(edit.after):
        if len(word) < SHORTEST or word != word.lower() or word in known or _is_english(word):
            continue
        if any(difflib.SequenceMatcher(None, w.lower(), word).ratio() >= ALIKE for w in strange):
            continue  # another spelling of what was no listed word either
        if any(word.startswith(w.lower()) for w in _WORD.findall(edit.before)):
            continue  # "blog" to "blogs", "self" to "selfie"
        return f"“{word}” is no English word that we know"
    return None


def _is_english(word: str) -> bool:
    """Tell whether some standard has the word; the word list knows British spellings best."""
    return is_known(word) or word in british_of() or word in american_of()
