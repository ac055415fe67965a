"""British and American spelling are both right."""

from __future__ import annotations

from style_models.judging.change import Change
from style_models.text.variety import same_word_elsewhere

VERDICT = "distortion"


def check(change: Change) -> str | None:
    """Swapping one standard variety's spelling for another's is no repair."""
    if same_word_elsewhere(change.edit.before.strip(), change.edit.after.strip()):
        return "both spellings are right: this one is yours"
    return None
