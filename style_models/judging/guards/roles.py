"""Who did what to whom stays, in the active and in the passive."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from style_models.judging.change import Change, parsed, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

VERDICT = "meaning"

ALIKE = 0.7
_ARGUMENTS = frozenset("nsubj nsubjpass dobj obj dative pobj".split())
_SAME = {"i": "i", "me": "i", "he": "he", "him": "he", "she": "she", "her": "she", "we": "we", "us": "we", "they": "they", "them": "they", "who": "who", "whom": "who"}  # fmt: skip


def _key(token: Token) -> str:
    return _SAME.get(token.lower_, token.lemma_.lower())


def deeds(doc: Doc) -> set[tuple[str, str, str]]:
    """Return (who, verb, whom) for every verb with both, the passive with *by* turned round."""
    found = set()
    for verb in doc:
        if verb.pos_ not in {"VERB", "AUX"}:
            continue
        kids = {child.dep_: child for child in verb.children}
        if "nsubj" in kids:
            for dep in ("dobj", "obj", "dative"):
                if dep in kids:
                    found.add((_key(kids["nsubj"]), verb.lemma_, _key(kids[dep])))
        if "nsubjpass" in kids and "agent" in kids:
            by = next((c for c in kids["agent"].children if c.dep_ == "pobj"), None)
            if by is not None:
                found.add((_key(by), verb.lemma_, _key(kids["nsubjpass"])))
    return found


def _named_twice(change: Change) -> str | None:
    """Notice half of a swap: a noun gives way to another that stands elsewhere in the sentence."""
    old, new = change.tokens_before(), change.tokens_after()
    if len(old) != 1 or len(new) != 1 or {old[0].pos_, new[0].pos_} - {"NOUN", "PROPN"}:
        return None
    alike = difflib.SequenceMatcher(None, old[0].lower_, new[0].lower_).ratio()
    if old[0].dep_ not in _ARGUMENTS or alike >= ALIKE:
        return None
    others = {t.lemma_.lower() for t in parsed(change.sentence) if t.dep_ in _ARGUMENTS}
    if new[0].lemma_.lower() in others - {old[0].lemma_.lower()}:
        return f"“{new[0].text}” takes the place of “{old[0].text}”"
    return None


def _undergoing(doc: Doc) -> set[tuple[str, str]]:
    """Return (subject, verb) of every passive that names no doer."""
    return {
        (_key(token), token.head.lemma_)
        for token in doc
        if token.dep_ == "nsubjpass" and not any(c.dep_ == "agent" for c in token.head.children)
    }


def _loses_passive(change: Change) -> str | None:
    """Notice half of a turn: "was" or "by" goes from a passive that names its doer.

    "was been sold by" keeps a "was", and "written by Orwell" says of a book what "that was written
    by Orwell" does.
    """
    if words(change.edit.after):
        return None
    for token in change.tokens_before():
        if token.dep_ in {"auxpass", "agent"}:
            kids = list(token.head.children)
            passive = any(kid.dep_ == "auxpass" for kid in kids)
            if passive and any(kid.dep_ == "agent" for kid in kids):
                if _still_passive(token.head, change):
                    return None
                return f"who did it to whom is turned round ({token.head.lemma_})"
    return None


def _still_passive(verb: Token, change: Change) -> bool:
    """Tell whether ``verb`` is as passive in the revised sentence, and its doer behind "by"."""
    edit = change.edit
    moved = len(edit.after) - len(edit.before) if verb.idx >= edit.end else 0
    there = [t for t in parsed(change.revised) if t.idx == verb.idx + moved]
    return any(
        any(kid.dep_ == "agent" or kid.lower_ == "by" for kid in token.children)
        and (token.dep_ == "acl" or any(kid.dep_ == "auxpass" for kid in token.children))
        for token in there
    )


def check(change: Change) -> str | None:
    """Look for a deed whose doer and sufferer have changed places."""
    left, right = change.wider
    if swapped := _named_twice(change):
        return swapped
    if done_by := _loses_passive(change):
        return done_by
    # One word for another cannot turn a deed round, but for the verb's own form and a pronoun's.
    if (
        not left
        or not right
        or change.edit.type.partition(":")[2] in {"SPELL", "ORTH", "PUNCT", "DET"}
    ):
        return None
    before, after = deeds(parsed(change.sentence)), deeds(parsed(change.revised))
    for who, verb, whom in before - after:
        if who != whom and (whom, verb, who) in after - before:
            return f"who did it to whom is turned round ({verb})"
    undergo = _undergoing(parsed(change.revised))
    for who, verb, _ in before:
        if (who, verb) in undergo:
            return f"the doer becomes the one it is done to ({verb})"
    return None
