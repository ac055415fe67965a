"""Whether it came about stays: who failed did not manage, who tried need not have succeeded.

Implicative verbs (Karttunen 1971, Implicative Verbs, Language 47) say with their complement whether it
is true: *manage* says yes, *fail* says no; *try* and *want* leave it open. Causatives do likewise
(Karttunen 1971: *force* and *cause* say yes, *prevent* no, *allow* leaves it open), as do verbs of
telling somebody to do something, which differ in how free that person is. Within a class one verb may
stand for another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from style_models.judging.change import Change, mistyped
from style_models.judging.guards._words import base_forms

if TYPE_CHECKING:
    from spacy.tokens import Token

VERDICT = "meaning"

# Scales: a verb that gives way to one of another class of the same scale tells another outcome.
_SCALES = (
    {
        "done": "manage succeed contrive condescend deign bother",
        "not done": "fail neglect omit decline refuse avoid refrain abstain forget",
        "open": "try attempt strive seek struggle endeavour endeavor aim intend plan hope want wish aspire",
        "nearly": "hesitate",
    },
    {
        "made to": "force compel oblige coerce cause lead drive",
        "told to": "order command instruct require demand",
        "asked to": "ask request invite encourage urge advise recommend suggest propose beg plead persuade",
        "let": "allow permit let enable authorise authorize entitle",
        "kept from": "prevent preclude forbid ban prohibit bar stop hinder discourage dissuade deter",
    },
    {
        "caused": "cause trigger produce induce provoke",
        "goes with": "associate correlate relate link connect accompany coincide",
        "helps": "contribute facilitate",
    },
    {
        "agreed": "decide resolve opt agree consent accept approve concur",
        "against": "refuse decline reject disagree object deny",
    },
    {
        "promised": "promise guarantee pledge vow undertake",
        "meant": "intend plan hope aim want offer",
    },
    {
        "finished": "finish complete end conclude",
        "begun": "begin start commence",
        "going on": "continue remain",
        "broken off": "stop quit cease abandon cancel",
    },
)  # fmt: skip
# These say no in themselves (inherent negatives: Klima 1964, Negation in English).
_DENYING = frozenset(
    "refuse reject deny decline lack prohibit forbid ban omit neglect disagree disapprove dislike abstain refute prevent avoid".split()
)
_LIKE_DENYING = frozenset(
    "stop cease quit resist withhold escape evade miss object oppose fail dismiss exclude hate detest need want protect hinder "
    "block bar restrict limit hesitate renounce contradict dispute disprove skip leave ignore forget reduce save be do".split()
)
_VERBAL = frozenset({"VERB", "AUX"})
# These are nouns as often; the others are verbs whatever a parser says of a hostile sentence.
_OFTEN_NOUNS = frozenset(
    "lead drive bar end order plan aim offer demand stop want hope wish start force cause request permit ban link attempt "
    "struggle object contract approach invite associate relate remain".split()
)
_OPEN = frozenset(
    "try attempt strive struggle endeavour endeavor hope plan intend fail refuse decline neglect forget".split()
)


def _classes(word: str) -> dict[int, str]:
    found = {}
    for lemma in base_forms(word):
        for number, scale in enumerate(_SCALES):
            for name, listed in scale.items():
                if lemma in listed.split():
                    found[number] = name
    return found


def check(change: Change) -> str | None:
    """Compare the verbs that go with those that come; and see that no *try to* is left out."""
    left, right = change.wider
    old = [w for w in left if w not in right]
    new = [w for w in right if w not in left]
    if not old or mistyped(left, right, frozenset()):
        return None
    for word in old:
        known = _classes(word)
        if not known:
            continue
        for other in new:
            if base_forms(word) & base_forms(other):
                continue
            there = _classes(other)
            shared = known.keys() & there.keys()
            if any(known[n] != there[n] for n in shared) and not any(
                known[n] == there[n] for n in shared
            ):
                if _is_verb(change, word):
                    return f"what came of it changes: “{word}” became “{other}”"
    return _left_out(change, old) or _denied(change, old, new)


def _is_verb(change: Change, word: str) -> bool:
    """Tell whether the word stands as a verb; of most the parser may be wrong, not we."""
    tag = next((t for t in change.tokens_before() if t.lower_ == word), None)
    if tag is None or not base_forms(word) & _OFTEN_NOUNS:
        return True
    return tag.pos_ in _VERBAL | {"ADJ"}


def _left_out(change: Change, old: list[str]) -> str | None:
    """Notice "tried to open" and "failed to open" made "opened"."""
    for token in change.tokens_before():
        if token.lower_ in old and token.lemma_.lower() in _OPEN and token.pos_ in _VERBAL:
            done = _complement(token)
            if done is None:
                continue
            inside = change.edit.start <= done.idx < change.edit.end
            if (not change.edit.after.strip() or inside) and not _has_open(change):
                return f"“{token.text}” goes, so that it seems done"
    return None


def _denied(change: Change, old: list[str], new: list[str]) -> str | None:
    """Notice a verb that says no in itself made one that does not: "refused" to "took"."""
    if len(old) != 1 or len(new) != 1 or not base_forms(old[0]) & _DENYING:
        return None
    if base_forms(new[0]) & (_DENYING | _LIKE_DENYING) or not _is_verb(change, old[0]):
        return None
    verb = next((t for t in change.tokens_after() if t.lower_ == new[0]), None)
    if verb is None or verb.pos_ not in _VERBAL:
        return None
    return f"“{old[0]}” says no, “{new[0]}” does not"


def _complement(verb: Token) -> Token | None:
    return next((child for child in verb.children if child.dep_ == "xcomp"), None)


def _has_open(change: Change) -> bool:
    return any(_classes(w).keys() & {0} for w in change.wider[1])
