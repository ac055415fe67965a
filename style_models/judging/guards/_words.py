"""Words in their base form, also where no dictionary of inflections has them ("correlates")."""

from __future__ import annotations

from style_models.judging.lexicon import lemmas

_ENDINGS = (("ies", "y"), ("ied", "y"), ("es", ""), ("s", ""), ("ed", "e"), ("ed", ""), ("d", ""), ("ing", "e"), ("ing", ""))  # fmt: skip
SHORTEST = 3


def base_forms(word: str) -> frozenset[str]:
    """Return what ``word`` may be a form of: known lemmas, else what regular endings leave."""
    known = lemmas(word)
    if known != {word}:
        return known
    cut = {
        word.removesuffix(ending) + instead
        for ending, instead in _ENDINGS
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST
    }
    return known | cut
