"""Certainty: "may help" made "will help", "seems wrong" made "is wrong", and the reverse."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import TYPE_CHECKING

from style_models.judging.operator import Operator, Place, swapped

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_SURER = {"may": "will", "might": "will", "could": "will"}
_LESS = {"will": ("may", "might", "could"), "must": ("may", "might")}
_BE = {"seems": "is", "seem": "are", "seemed": "was", "appears": "is", "appear": "are", "appeared": "was"}  # fmt: skip


def _finite(token: Token) -> bool:
    """Tell whether a modal stands before its verb, not inverted and not with a perfect."""
    children = list(token.head.children)
    subject = [c for c in children if c.dep_ in {"nsubj", "nsubjpass", "expl"}]
    return (
        bool(subject)
        and subject[0].i < token.i
        and not any(c.dep_ == "aux" and c.lower_ in {"have", "had", "'ve"} for c in children)
    )


def _surer(doc: Doc, rng: random.Random) -> Iterator[Place]:
    """may, might, could become will; seems + adjective becomes is. "may be" in "maybe" is none."""
    for token in doc:
        after = doc[token.i + 1] if token.i + 1 < len(doc) else None
        if token.lower_ in _SURER and token.tag_ == "MD" and _finite(token):
            if after is not None and after.lower_ not in {"n't", "not", "as"}:
                yield swapped(doc, token.idx, token.idx + len(token), _SURER[token.lower_])
        elif token.lower_ in _BE and token.pos_ == "VERB" and after is not None:
            children = {child.dep_ for child in token.children}
            single = not any(
                c.dep_ == "nsubj"
                and (c.tag_ in {"NNS", "NNPS"} or c.lower_ in {"they", "we", "you"})
                for c in token.children
            )
            if children & {"oprd", "acomp"} and not children & {"aux", "neg", "xcomp", "prep"}:
                new = _BE[token.lower_]
                if token.lower_ in {"seemed", "appeared"} and not single:
                    new = "were"
                if not any(c.lower_ == "i" for c in token.children):
                    yield swapped(doc, token.idx, token.idx + len(token), new)


def _less(doc: Doc, rng: random.Random) -> Iterator[Place]:
    """will and must become may, might or could; is + adjective becomes seems."""
    for token in doc:
        after = doc[token.i + 1] if token.i + 1 < len(doc) else None
        if after is None:
            continue
        if (
            token.lower_ in _LESS
            and token.tag_ == "MD"
            and _finite(token)
            and after.lower_ != "n't"
        ):
            yield swapped(doc, token.idx, token.idx + len(token), rng.choice(_LESS[token.lower_]))
        elif token.lower_ in {"is", "was", "are"} and token.pos_ == "AUX" and token.dep_ == "ROOT":
            children = list(token.children)
            adjective = any(
                c.dep_ == "acomp" and c.tag_ == "JJ" and c.i > token.i for c in children
            )
            subject = any(c.dep_ == "nsubj" and c.i < token.i for c in children)
            plain = not any(c.dep_ in {"neg", "expl", "aux"} for c in children)
            if adjective and subject and plain and after.pos_ in {"ADJ", "ADV"}:
                new = {"is": "seems", "was": "seemed", "are": "seem"}[token.lower_]
                yield swapped(doc, token.idx, token.idx + len(token), new)


OPERATORS = (
    Operator(
        "surer", "hedges", -1, "meaning", "what may be is said to be", _surer,
        "less_sure", ("confidence", "stance_polarity"),
    ),
    Operator(
        "less_sure", "hedges", 1, "meaning", "what will be is said to be possible", _less,
        "surer", ("confidence", "stance_polarity"),
    ),
)  # fmt: skip
