"""Hedges: "It is perhaps true" made "It is true", and the reverse."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from style_models.judging.operator import Operator, Place, dropped, inserted, lowers, starts

if TYPE_CHECKING:
    from spacy.tokens import Doc

_ADVERBS = frozenset(
    "perhaps maybe possibly probably presumably apparently arguably somewhat fairly relatively "
    "generally usually mostly largely mainly partly typically sometimes often almost roughly".split()
)
_BEFORE_ADJECTIVE = frozenset({"quite", "rather", "pretty", "fairly", "somewhat", "relatively"})
_PHRASES = re.compile(
    r"\b(?:i suppose|i guess|it seems|in a way|in general|to some extent|as far as i know|"
    r"more or less|as it were|not sure but)\b(?=,)|\b(?:kind of|sort of)\b",
    re.I,
)
_MILD = ("probably", "perhaps", "possibly", "arguably", "generally")
_DEGREE = ("somewhat", "rather", "fairly", "quite")


def _drop(doc: Doc, rng: random.Random) -> Iterator[Place]:
    """Take hedging adverbs and phrases out; "probably not", "quite a few" and answers stay."""
    for token in doc:
        word = token.lower_
        after = doc[token.i + 1] if token.i + 1 < len(doc) else None
        if after is None or after.lower_ in {"a", "an", "not", "n't", "so", "the", "?"}:
            continue
        listed = word in _ADVERBS and token.pos_ == "ADV"
        degree = word in _BEFORE_ADJECTIVE and after.pos_ in {"ADJ", "ADV"} and token.pos_ == "ADV"
        compared = any(child.dep_ == "advmod" for child in token.children) or (
            word == "rather" and (after.lower_ in {"than", "more"})
        )
        if (listed or degree) and not compared and token.dep_ in {"advmod", "npadvmod"}:
            yield dropped(doc, token.idx, token.idx + len(token))
    for match in _PHRASES.finditer(doc.text):
        inner = doc.char_span(match.start(), match.end())
        # "a kind of cheese" is a kind; "it kind of works" is a hedge.
        if inner is None or (
            match.group()[:4].lower() in {"kind", "sort"}
            and (
                inner[0].pos_ == "NOUN"
                or (inner[0].i and doc[inner[0].i - 1].pos_ in {"DET", "ADJ", "ADP"})
            )
        ):
            continue
        yield dropped(doc, match.start(), match.end())


def _add(doc: Doc, rng: random.Random) -> Iterator[Place]:
    """Put a hedge before a predicate, a main verb or a whole statement."""
    for token in doc:
        if token.dep_ in {"acomp", "attr"} and token.head.lemma_ == "be" and token.i > token.head.i:
            first = token.left_edge
            if first.i > token.head.i and not any(c.dep_ == "neg" for c in token.head.children):
                if token.dep_ == "acomp" and token.tag_ == "JJ" and first == token:
                    yield inserted(doc, token, rng.choice(_DEGREE))
                elif first.i == token.head.i + 1:
                    yield inserted(doc, first, rng.choice(_MILD))
        if token.tag_ in {"VBZ", "VBP", "VBD"} and token.pos_ == "VERB" and token.dep_ == "ROOT":
            children = {child.dep_ for child in token.children}
            if "nsubj" in children and token.i and doc[token.i - 1].dep_ in {"nsubj", "pobj"}:
                if not children & {"neg", "aux"} and doc[token.i - 1].right_edge.i < token.i:
                    yield inserted(doc, token, rng.choice(("probably", "generally", "apparently")))
        if token.dep_ == "nsubj" and token.head.dep_ == "ROOT" and starts(doc, token.left_edge.idx):
            if token.left_edge == token.sent[0] and not token.sent.text.rstrip().endswith("?"):
                first = token.left_edge
                if lowers(first) or first.text == "I" or first.pos_ == "PROPN":
                    yield inserted(doc, first, rng.choice(("perhaps", "maybe")))


OPERATORS = (
    Operator(
        "drop_hedge", "hedges", -1, "distortion", "a word that softens a claim goes", _drop,
        "add_hedge", ("confidence", "stance_polarity"),
    ),
    Operator(
        "add_hedge", "hedges", 1, "distortion", "a claim is softened", _add,
        "drop_hedge", ("confidence", "stance_polarity"),
    ),
)  # fmt: skip
