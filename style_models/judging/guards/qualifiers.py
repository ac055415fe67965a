"""What limits a statement stays: at least, so far, in part, to some extent, about ten."""

from __future__ import annotations

import re

from style_models.judging.change import Change
from style_models.judging.guards._words import base_forms
from style_models.judging.lexicon import same_lemma

VERDICT = "meaning"

_QUALIFIERS = re.compile(
    r"\b(?:at least|at most|at best|at worst|so far|thus far|up to|in part|partly|partially|to some (?:extent|degree)|to a (?:certain|large|great) (?:extent|degree)|"
    r"more or less|in (?:most|some|many|certain) (?:cases|ways|respects)|in general|in theory|in principle|in practice|on average|by and large|for the most part|"
    r"as far as (?:i|we) (?:know|can tell|am aware|remember)|to my knowledge|in my (?:opinion|view|experience)|i (?:think|believe|guess|suppose|feel|hope|suspect)(?: that)?|"
    r"not necessarily|not always|not all|not every|if possible|if any|if not|even if|(?<!what )(?<!this )(?<!that )(?<!any )(?<!some )(?<!each )(?<!\ba )(?<!the )(?<!these )(?<!those )(?<!every )(?<!one )(?<!other )(?<!same )(?<!new )(?:kind|sort) of|a bit|a little(?! \w+s\b)|quite|fairly|rather(?! than)|pretty much|"
    r"merely|solely|exclusively|mostly|virtually|practically|basically|essentially|potentially|temporarily|currently|formerly|previously|"
    r"(?:about|around|roughly|nearly|almost|over|under|more than|less than|fewer than|at around)(?= (?:\d|a (?:hundred|thousand|million|dozen)|one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|half|all)))",
    re.IGNORECASE,
)  # fmt: skip
# No qualifier is longer, in characters: further away the search, which is slow, need not go.
LONGEST = 60


def _found(text: str, start: int, end: int) -> list[str]:
    """Return the qualifiers that touch characters ``start`` to ``end``, lower-cased."""
    near = _QUALIFIERS.finditer(text, max(0, start - LONGEST), end + LONGEST)
    return sorted(m.group().lower() for m in near if m.start() <= end and start <= m.end())


def check(change: Change) -> str | None:
    """Compare the qualifiers at the edit; a misspelt one may be mended."""
    edit = change.edit
    left, right = change.wider
    if left and len(left) == len(right) and same_lemma(left, right):
        # "I believes" limited as much as "I believe" does.
        return None
    if edit.type.partition(":")[2] in {"SPELL", "ORTH", "PUNCT"}:
        return None
    before = _found(change.sentence, edit.start, edit.end)
    after = _found(change.revised, edit.start, edit.start + len(edit.after))
    gone = [q for q in before if q not in after]
    if gone and not after:
        return f"“{gone[0]}” goes, so that you say more than you did"
    new = [q for q in after if q not in before]
    if new in (["a little"], ["a bit"]) and set(right) - set(left) == {"a"}:
        # "little boy" and "bit cold" lack an article; where it tells two amounts, numbers says so.
        return None
    if new and not before:
        if set(new[0].removesuffix(" that").split()) <= {
            form for word in left for form in (word, *base_forms(word))
        } | {"i"}:
            return None  # "am thinking that" limits as much as "think that"
        return f"“{new[0]}” limits what you said"
    if gone and new:
        return f"“{gone[0]}” became “{new[0]}”"
    return None
