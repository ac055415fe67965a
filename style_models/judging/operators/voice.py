"""Voice: "They cut the tax" made "The tax was cut by them", and the reverse."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import TYPE_CHECKING

from style_models.judging.operator import Operator, Place, lemma, lowers, starts

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_OBJECT = {"i": "me", "he": "him", "she": "her", "they": "them", "we": "us", "who": "whom"}
_SUBJECT = {"me": "I", "him": "he", "her": "she", "them": "they", "us": "we"}
_STATIVE = frozenset(
    "have be want like love need know mean cost lack fit suit become resemble contain hold let get "
    "wish hope hate enjoy expect spend take make give find say think feel see lose leave miss reach".split()
)


def is_word(verb: str) -> bool:
    """Tell whether a lemma is in the word list (the tagger finds verbs in foreign words too)."""
    from style_models.text.language import english_words

    return verb in english_words()


_REFLEXIVE = {
    "myself",
    "himself",
    "herself",
    "itself",
    "themselves",
    "yourself",
    "ourselves",
    "each",
}


def _phrase(token: Token) -> tuple[int, int]:
    return token.left_edge.idx, token.right_edge.idx + len(token.right_edge)


def _plural(token: Token) -> bool:
    if token.lower_ in {"they", "we", "you", "them", "us", "these", "those"}:
        return True
    return token.tag_ in {"NNS", "NNPS"} or any(c.dep_ == "conj" for c in token.children)


def _small(token: Token, text: str) -> str:
    """Return a sentence's first phrase as it is written elsewhere."""
    first = token.left_edge
    return text[:1].lower() + text[1:] if starts(token.doc, first.idx) and lowers(first) else text


def _passive(doc: Doc, rng: random.Random) -> Iterator[Place]:
    """Turn subject, one finite verb and object round; clauses in either are left alone."""
    from lemminflect import getInflection

    for verb in doc:
        if verb.pos_ != "VERB" or verb.tag_ not in {"VBD", "VBZ", "VBP"} or lemma(verb) in _STATIVE:
            continue
        children = list(verb.children)
        subject = next((c for c in children if c.dep_ == "nsubj"), None)
        target = next((c for c in children if c.dep_ == "dobj"), None)
        if subject is None or target is None or subject.i > verb.i or target.i < verb.i:
            continue
        if {c.dep_ for c in children} & {
            "aux",
            "neg",
            "dative",
            "xcomp",
            "ccomp",
            "prt",
            "conj",
            "oprd",
            "acomp",
        }:
            continue
        if (
            verb.dep_ not in {"ROOT", "ccomp"}
            or subject.tag_ in {"WDT", "WP"}
            or target.tag_ in {"WDT", "WP", "WRB"}
        ):
            continue
        if subject.right_edge.i + 1 != verb.i or target.left_edge.i != verb.i + 1:
            continue
        if target.lower_ in _REFLEXIVE | {"that", "what"} or len(list(target.subtree)) > 6:
            continue
        if len(list(subject.subtree)) > 5 or subject.lower_ in {
            "it",
            "that",
            "this",
            "there",
            "which",
        }:
            continue
        if any(t.dep_ in {"relcl", "acl"} for t in [*target.subtree, *subject.subtree]):
            continue
        if any(t.tag_ == "PRP$" for t in target.subtree):
            continue
        participle = getInflection(lemma(verb), "VBN")
        if any(t.lower_ == "and" for t in target.subtree) or not is_word(lemma(verb)):
            continue
        if not participle:
            continue
        plural = _plural(target)
        first_person = target.lower_ == "me"
        if verb.tag_ == "VBD":
            be = "were" if plural else "was"
        else:
            be = "are" if plural else "am" if first_person else "is"
        s_start, s_end = _phrase(subject)
        t_start, t_end = _phrase(target)
        new_subject = _SUBJECT.get(target.lower_, doc.text[t_start:t_end])
        agent = _OBJECT.get(subject.lower_, _small(subject, doc.text[s_start:s_end]))
        if agent == "I":
            agent = "me"
        if starts(doc, s_start):
            new_subject = new_subject[:1].upper() + new_subject[1:]
        yield s_start, t_end, f"{new_subject} {be} {participle[0]} by {agent}"


def _active(doc: Doc, rng: random.Random) -> Iterator[Place]:
    """Turn a passive with its agent round."""
    from lemminflect import getInflection

    for verb in doc:
        if verb.tag_ != "VBN" or verb.pos_ != "VERB":
            continue
        children = list(verb.children)
        be = next((c for c in children if c.dep_ == "auxpass"), None)
        subject = next((c for c in children if c.dep_ == "nsubjpass"), None)
        by = next((c for c in children if c.dep_ == "agent"), None)
        if (
            be is None
            or subject is None
            or by is None
            or be.lower_ not in {"is", "are", "was", "were"}
        ):
            continue
        agent = next((c for c in by.children if c.dep_ == "pobj"), None)
        if agent is None or agent.tag_ == "VBG" or by.i != verb.i + 1 or be.i + 1 != verb.i:
            continue
        if {c.dep_ for c in children} & {
            "aux",
            "neg",
            "conj",
            "advmod",
            "xcomp",
        } or verb.dep_ != "ROOT":
            continue
        if subject.right_edge.i + 1 != be.i or any(
            t.dep_ in {"relcl", "acl"} or t.lower_ == "which"
            for t in [*agent.subtree, *subject.subtree]
        ):
            continue
        if (
            len(list(agent.subtree)) > 8
            or len(list(subject.subtree)) > 8
            or subject.tag_ in {"WDT", "WP"}
        ):
            continue
        if any(t.dep_ == "prep" and t.lower_ != "of" for t in agent.subtree):
            continue
        past = be.lower_ in {"was", "were"}
        tag = "VBD" if past else "VB" if _plural(agent) else "VBZ"
        forms = getInflection(lemma(verb), tag)
        if not forms:
            continue
        s_start, s_end = _phrase(subject)
        a_start, a_end = _phrase(agent)
        new_subject = _SUBJECT.get(agent.lower_, doc.text[a_start:a_end])
        target = _OBJECT.get(subject.lower_, _small(subject, doc.text[s_start:s_end]))
        if target == "I":
            target = "me"
        if starts(doc, s_start):
            new_subject = new_subject[:1].upper() + new_subject[1:]
        yield s_start, a_end, f"{new_subject} {forms[0]} {target}"


OPERATORS = (
    Operator(
        "to_passive", "passives", 1, "distortion", "who does it is moved to the end", _passive,
        "to_active", ("formality",),
    ),
    Operator(
        "to_active", "passives", -1, "distortion", "who does it is moved to the front", _active,
        "to_passive", ("formality",),
    ),
)  # fmt: skip
