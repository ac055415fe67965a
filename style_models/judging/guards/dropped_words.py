"""Nothing that the writer said is dropped: no sentence, no qualifier, no content word."""

from __future__ import annotations

from style_models.judging.change import Change

VERDICT = "meaning"

_CONTENT = {"NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM", "INTJ"}
LONGEST_DELETION = 4


def check(change: Change) -> str | None:
    """A deletion may take function words, repeated words and marks."""
    before, after = change.wider
    if len(before) - len(after) >= LONGEST_DELETION:
        return "several words of yours are dropped"
    if not change.edit.before.strip() or len(after) >= len(before):
        return None
    if change.edit.after.strip() and not any(c.isalnum() for c in change.edit.after):
        if any(c.isalnum() for c in change.edit.before):
            return f"“{change.edit.before.strip()}” is dropped for a mark"
    kept = set(after)
    start, end = change.edit.start, change.edit.end
    near = {w.lower() for w in change.sentence[max(0, start - 40) : start].split()[-2:]}
    near |= {w.lower().strip(".,;:!?") for w in change.sentence[end : end + 40].split()[:2]}
    for token in change.tokens_before():
        word = token.lower_
        if token.pos_ in _CONTENT and word.isalpha() and word not in kept | near:
            # A word that comes back in another form ("more easy" -> "easier") is not dropped.
            if not any(word[:4] == other[:4] for other in kept) and word not in {
                "more",
                "most",
                "so",
                "as",
                "there",
            }:
                if not change.edit.after.strip():
                    return f"“{token.text}” is dropped"
    return None
