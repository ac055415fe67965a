"""British and American spelling are both right."""

from __future__ import annotations

from style_models.judging.change import Change, is_known
from style_models.text.spelling_pairs import american_of, british_of
from style_models.text.variety import same_word_elsewhere

VERDICT = "distortion"


def check(change: Change) -> str | None:
    """Swapping one standard variety's spelling for another's is no repair."""
    if "spelling-variety" in change.fixes:
        return None
    before, after = change.edit.before.strip(), change.edit.after.strip()
    # "untill" is right nowhere.
    if same_word_elsewhere(before, after) and all(_is_right(w) for w in before.split()):
        return "both spellings are right: this one is yours"
    return None


def _is_right(word: str) -> bool:
    """Tell whether the word is spelt as in some standard; the word list knows British spellings best."""
    plain = word.lower()
    return is_known(plain) or plain in british_of() or plain in american_of()
