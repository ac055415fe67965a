"""A dialect is not an error: its words and, where a text shows it, its grammar are kept.

Word lists after the eWAVE features (Kortmann, Lunkenheimer and Ehret 2020, CC BY 3.0) and common
forms of African American, Southern, Scottish, Irish, Singapore and Nigerian English. Grammar is
kept only in a text that shows a dialect by such words, since "she go" is a slip elsewhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from style_models.judging.change import Change

if TYPE_CHECKING:
    from style_models.learning.preferences import Preferences

VERDICT = "distortion"

_WORDS = frozenset(
    "ain't aint finna gon gon' tryna imma i'ma y'all yall 'em em cuz coz dis dat dem dese dose ya yo "
    "nah yeah ima boutta 'bout bout sumn sum'n nuthin nothin' somethin' wit wif ion iono aight bruh fr lowkey "
    "wee aye lassie bairn ken dinnae cannae wouldnae didnae isnae gonnae outwith youse yous craic grand "
    "lah leh lor meh hor mah liao sia kena siao paiseh shiok can't-lah walao alamak angmoh ang moh jiak "
    "abeg dey wetin wahala oga pikin sef abi sha na una dem wey don no-be sabi chop comot pesin person-dem "
    "reckon mate arvo heaps bloody innit aboot eh".split()
)
# Forms that are slips or ordinary words in other company ("I went wit him", "a grand piano"): kept only
# in a text that shows a dialect.
_AMBIGUOUS = frozenset(
    "wit wif don ang moh hor em sha na ken eh bout fr ion grand chop sia mah ima wee mate heaps reckon".split()
)
# Those that mark a text as dialect by themselves, in any company.
_MARKERS = frozenset(
    "ain't aint finna tryna imma i'ma y'all yall gon gon' 'em boutta aight dis dat dese ion youse dinnae cannae "
    "wouldnae gonnae lah leh lor liao sia kena abeg dey wetin wahala oga pikin sef abi una wey sabi innit".split()
)
_DOUBLE = re.compile(
    r"\b(?:might|may|should|used to|must) (?:could|can|would|should|oughta)\b", re.I
)
_CONCORD = re.compile(
    r"\b(?:ain't|aint|don't|dont|didn't|can't|won't|never)\b[^.?!,]{0,30}\b(?:no|nothing|nobody|none|nowhere)\b",
    re.I,
)
_HABITUAL = re.compile(
    r"\b(?:i|we|you|they|he|she|it|that|people|folks) be (?:always |all )?\w+ing\b", re.I
)
_GRAMMAR = {
    "R:VERB:SVA", "M:VERB", "M:VERB:TENSE", "R:VERB:TENSE", "R:VERB:FORM", "R:VERB", "M:DET", "U:DET", "R:DET",
    "R:NOUN:NUM", "R:VERB:INFL", "M:PREP", "U:PREP", "M:PRON", "U:PRON", "R:PRON", "U:VERB", "R:MORPH",
    "M:PART", "R:WO", "U:ADV", "M:OTHER", "R:OTHER", "U:OTHER", "M:NOUN:POSS", "R:NOUN:POSS", "R:CONTR",
    "M:CONJ", "R:CONJ", "R:PREP", "R:ADV", "M:ADV", "R:ADJ:FORM",
}  # fmt: skip


class Kept(NamedTuple):
    """What a text and its writer's profile say of the dialect: the last fields of a Change."""

    dialect: bool
    shown: frozenset[str]
    fixes: frozenset[str]


def kept_in(text: str, preferences: Preferences) -> Kept:
    """Return what is to be kept of the dialect in this text of this writer's."""
    return Kept(shows_dialect(text), preferences.shown, preferences.fixes)


def shows_dialect(text: str) -> bool:
    """Tell whether a text shows a dialect: two of its words, or one and a construction of it."""
    plain = text.replace("’", "'").lower()
    found = [
        w
        for w in re.findall(r"'?[a-z]+(?:'[a-z]+)?'?", plain)
        if w in _MARKERS or w.strip("'") in _MARKERS
    ]
    built = [p for p in (_DOUBLE, _CONCORD, _HABITUAL) if p.search(plain)]
    return (
        len(found) + 1.5 * len(built) >= 1.5
        if len(plain.split()) < 80
        else len(found) + 2 * len(built) >= 2
    )


def check(change: Change) -> str | None:
    """Keep dialect words always, dialect grammar in a text that shows the dialect."""
    left, right = change.wider
    mine = _WORDS if change.dialect else _WORDS - _AMBIGUOUS
    if lost := [w for w in left if w in mine and w not in right]:
        return f"“{lost[0]}” is how you say it"
    for pattern in (_DOUBLE, _CONCORD, _HABITUAL):
        if pattern.search(change.sentence) and not pattern.search(change.revised):
            return "this construction is part of how you speak, not a mistake"
    if change.dialect and change.edit.type in _GRAMMAR:
        return "this may be the grammar of your English, not a mistake"
    return None
