"""Nothing is put into the writer's mouth: no sentence, no clause, no claim."""

from __future__ import annotations

from style_models.judging.change import Change

VERDICT = "meaning"

_CONTENT = {"NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM"}
LONGEST_ADDITION = 4
MOST_CONTENT = 2


def check(change: Change) -> str | None:
    """An insertion may bring function words and what the sentence needs, not a statement."""
    before, after = change.wider
    fresh = [w for w in after if w not in before]
    if len(after) - len(before) >= LONGEST_ADDITION and len(fresh) >= LONGEST_ADDITION:
        return "something is said that you did not say"
    if len(after) - len(before) < MOST_CONTENT:
        return None
    known = {w[:4] for w in before}
    new = [
        t.text
        for t in change.tokens_after()
        if t.pos_ in _CONTENT and t.is_alpha and t.lower_ in fresh and t.lower_[:4] not in known
    ]
    if len(new) > MOST_CONTENT or (len(new) == MOST_CONTENT and not before):
        return f"“{' '.join(new)}” is more than you said"
    return None
