"""How sure one may be of what is told stays: who suspects does not know, a claim is no proof.

Verbs with a clause differ in whether the writer takes it as true. Factive verbs do (Kiparsky & Kiparsky
1970; Hooper 1975: *know*, *realise*, *discover*), as do verbs of proof; assertive ones do not (Hooper
1975: weak *think*, *suppose*, strong *claim*, *suggest*), and *doubt* leans the other way. The lists
follow Hooper's classes and Hyland's hedges (2005), as do the nouns and adjectives made of them.
"""

from __future__ import annotations

from style_models.judging.change import Change, mistyped
from style_models.judging.guards._words import base_forms

VERDICT = "meaning"

_VERBS = {
    "doubted": "doubt question dispute deny disbelieve",
    "guessed": "suspect guess suppose assume speculate imagine hypothesise hypothesize presume surmise fear hope wonder wish postulate theorise theorize",
    "believed": "think believe feel reckon consider expect figure",
    "claimed": "claim allege argue assert contend maintain insist purport suggest imply hint propose predict estimate",
    "said": "say state report write mention remark announce declare",
    "known": "found know realise realize discover learn see notice recognise recognize remember regret admit acknowledge concede reveal understand",
    "proved": "prove demonstrate show establish confirm verify certify ensure guarantee determine",
}
# One of the first may not become one of the second, or the reverse.
_APART = (
    ("doubted", "believed"), ("doubted", "known"), ("doubted", "proved"), ("doubted", "said"), ("doubted", "claimed"),
    ("guessed", "known"), ("guessed", "proved"), ("believed", "known"), ("believed", "proved"),
    ("claimed", "known"), ("claimed", "proved"), ("said", "proved"), ("guessed", "said"), ("claimed", "said"), ("said", "known"),
)  # fmt: skip
_NOUNS = {
    "guess": "suspicion guess assumption hypothesis speculation belief opinion claim allegation rumour rumor theory suggestion hint impression possibility guesses hypotheses theories beliefs opinions claims allegations rumours rumors suspicions assumptions",
    "fact": "fact proof certainty knowledge discovery truth facts confirmation finding findings",
}
_QUALITIES = {
    "possible": "possible conceivable plausible potential possibly conceivably potentially alleged suspected supposed purported putative apparent "
    "allegedly supposedly apparently reportedly reported presumed hypothetical tentative unconfirmed unproven",
    "likely": "likely probable probably presumably",
    "unlikely": "unlikely improbable doubtful questionable",
    "certain": "certain certainly sure surely definite definitely proven confirmed established undeniable undeniably known actual "
    "undoubtedly unquestionable unquestionably inevitable inevitably conclusive conclusively guaranteed",
}
# Until a court has said so nobody is guilty.
_GUILT = {
    "suspected": "suspect suspects accused defendant defendants accuse accuses charged indicted suspected alleged investigated sued",
    "guilty": "guilty convict convicted convicts criminal criminals culprit culprits murderer murderers killer killers thief thieves "
    "offender offenders perpetrator perpetrators sentenced condemned robber robbers rapist rapists fraudster",
}
_ADVERBS = {
    "always": "always invariably constantly", "usually": "usually generally normally typically mostly commonly",
    "often": "often frequently regularly", "sometimes": "sometimes occasionally", "rarely": "rarely seldom hardly", "never": "never",
}  # fmt: skip
_DEGREES = {
    "whole": "completely entirely totally wholly fully absolutely perfectly utterly",
    "part": "partly partially somewhat slightly barely moderately",
}
# Seeing and finding are deeds as well, and "feel" and "see" take anything.
_WITH_A_CLAUSE = frozenset({"ccomp", "xcomp"})


def _class(word: str, table: dict[str, str], inflected: bool = True) -> str | None:
    forms = base_forms(word) | {word} if inflected else {word}
    for name, listed in table.items():
        if forms & set(listed.split()):
            return name
    return None


def check(change: Change) -> str | None:
    """Compare what says how sure it is, where one such word takes another's place."""
    left, right = change.wider
    old = [w for w in left if w not in right]
    new = [w for w in right if w not in left]
    if not old or not new or mistyped(left, right, frozenset()):
        return None
    for word in old:
        for other in new:
            if base_forms(word) & base_forms(other):
                continue
            if _apart(word, other) and _tells(change, word, other):
                return f"how sure it is changes: “{word}” became “{other}”"
            for table in (_NOUNS, _QUALITIES, _GUILT, _ADVERBS, _DEGREES):
                was, now = _class(word, table, False), _class(other, table, False)
                if was and now and was != now:
                    return f"how sure it is changes: “{word}” became “{other}”"
    return None


def _apart(word: str, other: str) -> bool:
    was, now = _class(word, _VERBS), _class(other, _VERBS)
    return was is not None and now is not None and ((was, now) in _APART or (now, was) in _APART)


def _tells(change: Change, word: str, other: str) -> bool:
    """Tell whether either verb has a clause in its sentence: "know that he came", not "know him"."""
    for tokens, text in ((change.tokens_before(), word), (change.tokens_after(), other)):
        for token in tokens:
            if token.lower_ == text and token.pos_ in {"VERB", "AUX"}:
                if any(child.dep_ in _WITH_A_CLAUSE for child in token.children):
                    return True
    return False
