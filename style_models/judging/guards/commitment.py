"""How far the writer stands by what is said: modals, hedges and boosters stay."""

from __future__ import annotations

import re
from collections import Counter

from style_models.judging.change import Change, mistyped
from style_models.judging.lexicon import same_lemma

VERDICT = "meaning"

_MODALS = {
    "can": "can", "could": "could", "may": "may", "might": "might", "must": "must", "should": "should",
    "shall": "shall", "will": "will", "would": "would", "ought": "ought", "can't": "can", "cannot": "can",
    "couldn't": "could", "won't": "will", "wouldn't": "would", "shouldn't": "should", "i'll": "will",
    "i'd": "would", "cant": "can", "wont": "will", "couldnt": "could", "wouldnt": "would", "shouldnt": "should",
}  # fmt: skip
_HEDGES = frozenset(
    "maybe perhaps possibly probably likely apparently seemingly seems seem seemed appears appear somewhat "
    "arguably presumably roughly approximately supposedly allegedly generally usually mainly largely".split()
)
_BOOSTERS = frozenset(
    "definitely certainly clearly obviously undoubtedly surely absolutely completely totally extremely really "
    "always never truly indeed highly entirely".split()
)

_LATER = re.compile(
    r"\b(?:tomorrow|tonight|soon|next (?:week|month|year|time|\w+day|summer|winter)|in the future|in a few \w+)\b",
    re.I,
)
_LISTED = frozenset(_MODALS) | _HEDGES | _BOOSTERS


def check(change: Change) -> str | None:
    """A modal, hedge or booster that comes, goes or turns into another changes the commitment."""
    left, right = change.wider
    if left != right and same_lemma(left, right) and not {*left, *right} & set(_MODALS):
        # "it seem" is as sure as "it seems".
        return None
    if change.edit.before and change.edit.after:
        if mistyped(left, right, _LISTED):
            return None
    if change.edit.type.endswith("CONTR"):
        # "could not" and "couldn't" claim the same.
        return None
    modals = (
        Counter(_MODALS[w] for w in left if w in _MODALS),
        Counter(_MODALS[w] for w in right if w in _MODALS),
    )
    if modals[0] != modals[1]:
        if (
            modals[1] - modals[0] == Counter({"will": 1})
            and not modals[0]
            and _LATER.search(change.sentence)
        ):
            return None  # "I come tomorrow" tells of the same time as "I will come tomorrow"
        return "how possible or certain it is changes"
    for kind, listed in (("hedge", _HEDGES), ("booster", _BOOSTERS)):
        if Counter(w for w in left if w in listed) != Counter(w for w in right if w in listed):
            if change.edit.type.endswith("MORPH") and _as_quality(left, right, listed):
                continue  # "it is possibly to win" needs its adjective
            if kind == "hedge":
                return "a word that says how sure you are comes or goes"
            return "a word that stresses what you say comes or goes"
    return None


def _as_quality(left: list[str], right: list[str], listed: frozenset[str]) -> bool:
    """Tell whether what comes or goes only turns from adverb to adjective, or back."""
    return any(
        a[:6] == b[:6] and (a in listed) != (b in listed) for a in left for b in right if len(a) > 5
    )
