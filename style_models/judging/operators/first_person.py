# ruff: noqa: E501
"""The writer in the text: "I think" dropped or put in, "my" made "the", "I" made "we"."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from style_models.judging.operator import Operator, Place, inserted, like, lowers, starts

if TYPE_CHECKING:
    from spacy.tokens import Doc

_OWNED = re.compile(
    r"\b(?:(?:personally,? )?i (?:really |just |do |also |personally )?(?:think|believe|feel|guess|suppose|reckon)"
    r"(?: that)?|in my (?:humble |honest |own )?(?:opinion|view|experience),?|"
    r"to my mind,?|for my part,?|as i see it,?|personally,) (?=\w)",
    re.I,
)
_CLAUSE = re.compile(
    r"(?:the|a|an|this|that|these|those|it|he|she|they|we|you|there|people|i|i'm|my|our|his|her|their|"
    r"its|some|many|most|all|every|no|if|when|what|it's|that's|they're|we're|there's|you're)\b",
    re.I,
)
_OPINIONS = ("I think", "I believe", "I feel that", "In my opinion,", "In my view,")
_KIN = frozenset(
    "mother father mum mom dad wife husband son daughter brother sister family friend parents friends "
    "name age birthday life mind own god goodness house home opinion view experience fault turn own pleasure bad heart head".split()
)


def _drop(doc: Doc, rng: random.Random) -> Iterator[Place]:
    """Let an opinion stand as a fact; only where a clause follows, and not after a conjunction."""
    text = doc.text
    for match in _OWNED.finditer(text):
        rest = text[match.end() :]
        if not _CLAUSE.match(rest):
            continue
        before = text[: match.start()].rstrip()
        if starts(doc, match.start()):
            yield match.start(), match.end() + 1, rest[0].upper()
        elif before.lower().endswith(
            (",", " but", " and", " because", " so", " that", ";", " since")
        ):
            yield match.start(), match.end(), ""


def _own(doc: Doc, rng: random.Random) -> Iterator[Place]:
    """Put an opinion phrase before a plain statement."""
    for sent in doc.sents:
        first = next((token for token in sent if not token.is_space), None)
        root = sent.root
        if first is None or not starts(doc, first.idx) or sent.text.rstrip().endswith(("?", "!")):
            continue
        if root.tag_ not in {"VBZ", "VBP", "VBD", "MD"} and not any(
            c.dep_ == "aux" and c.tag_ in {"MD", "VBZ", "VBP", "VBD"} for c in root.children
        ):
            continue
        subject = next((c for c in root.children if c.dep_ in {"nsubj", "nsubjpass", "expl"}), None)
        if subject is None or subject.i > root.i or subject.left_edge != first:
            continue
        if first.tag_ in {"WP", "WDT", "WRB"} or not first.is_alpha:
            continue
        if lowers(first) or first.text == "I" or first.pos_ in {"PROPN", "PRON"}:
            yield inserted(doc, first, rng.choice(_OPINIONS))


def _impersonal(doc: Doc, rng: random.Random) -> Iterator[Place]:
    """ "my" before a thing becomes "the"; my mother and my life stay."""
    for token in doc:
        if token.lower_ != "my" or token.dep_ != "poss" or token.head.pos_ != "NOUN":
            continue
        if token.head.lower_ in _KIN or any(c.lower_ == "own" for c in token.head.children):
            continue
        if doc[token.i + 1].pos_ in {"NOUN", "ADJ"} and token.head.tag_ in {"NN", "NNS"}:
            yield token.idx, token.idx + 2, like("the", token.text)


def _plural(doc: Doc, rng: random.Random) -> Iterator[Place]:
    """ "I" becomes "we", with its verb."""
    for token in doc:
        if token.text != "I" or token.dep_ not in {"nsubj", "nsubjpass"}:
            continue
        after = doc[token.i + 1] if token.i + 1 < len(doc) else None
        if after is None or not token.whitespace_ or not after.is_alpha:
            continue
        if any(t.lower_ in {"myself", "mine"} for t in token.sent):
            continue
        verb = {"am": "are", "was": "were"}.get(after.lower_)
        agrees = any(
            t.lower_ in {"am", "was"} and t.i > after.i for t in [token.head, *token.head.children]
        )
        if agrees and verb is None:
            continue
        new = "We" if starts(doc, token.idx) else "we"
        if verb:
            yield token.idx, after.idx + len(after), f"{new} {verb}"
        else:
            yield token.idx, token.idx + 1, new


OPERATORS = (
    Operator(
        "drop_opinion_phrase", "opinion_phrases", -1, "distortion", "an opinion is put as a fact",
        _drop, "add_opinion_phrase", ("confidence", "stance_polarity", "openness"),
    ),
    Operator(
        "add_opinion_phrase", "opinion_phrases", 1, "distortion", "a statement is put as an opinion",
        _own, "drop_opinion_phrase", ("confidence", "stance_polarity", "openness"),
    ),
    Operator(
        "impersonal", "first_person", -1, "distortion", "what is the writer's becomes nobody's",
        _impersonal, "", ("friendliness", "formality", "importance"),
    ),
    Operator(
        "royal_we", "first_person", -1, "meaning", "what one person says several say",
        _plural, "", ("community", "formality", "importance"),
    ),
)  # fmt: skip
