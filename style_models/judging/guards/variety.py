"""British and American spelling are both right."""

from __future__ import annotations

from style_models.judging.change import Change, is_known
from style_models.text.variety import same_word_elsewhere

VERDICT = "distortion"


def check(change: Change) -> str | None:
    """Swapping one standard variety's spelling for another's is no repair."""
    if "spelling-variety" in change.fixes:
        return None
    before, after = change.edit.before.strip(), change.edit.after.strip()
    # "untill" is right nowhere.
    if same_word_elsewhere(before, after) and all(is_known(w) for w in before.split()):
        return "both spellings are right: this one is yours"
    return None
