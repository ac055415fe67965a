# ruff: noqa: E501
"""Quantity: "some" made "all", "often" made "always", and the reverse. Another claim is made."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import TYPE_CHECKING

from style_models.judging.operator import Operator, Place, swapped

if TYPE_CHECKING:
    from spacy.tokens import Doc

_MORE = {
    "some": "all", "many": "all", "most": "all", "several": "all", "often": "always", "usually": "always",
    "sometimes": "always", "frequently": "always", "generally": "always", "mostly": "always", "rarely": "never",
    "seldom": "never", "someone": "everyone", "somebody": "everybody", "something": "everything",
    "few": "no",
}  # fmt: skip
_LESS = {
    "all": "many", "every": "almost every", "always": "often", "never": "rarely", "everyone": "almost everyone",
    "everybody": "almost everybody", "everything": "almost everything", "nobody": "hardly anybody",
    "nothing": "little", "none": "few",
}  # fmt: skip


def _generalise(doc: Doc, rng: random.Random) -> Iterator[Place]:
    """some, many, most before a plural become all; often becomes always."""
    for token in doc:
        new = _MORE.get(token.lower_)
        after = doc[token.i + 1] if token.i + 1 < len(doc) else None
        if new is None or after is None or (token.i and doc[token.i - 1].lower_ in {"so", "not", "how", "too", "as", "a", "very", "the", "n't", "quite", "these", "those", "his", "their", "our", "such", "great", "good"}):  # fmt: skip
            continue
        if any(child.dep_ in {"advmod", "neg"} for child in token.children):
            continue
        word = token.lower_
        if word in {"some", "many", "most", "several", "few"}:
            if token.dep_ not in {"det", "amod"} or token.head.tag_ not in {"NNS", "NNPS"}:
                continue
            if (token.dep_ == "amod" and after.tag_ not in {"NNS", "JJ"}) or (
                word == "few" and token.head.dep_ != "dobj"
            ):
                continue
        elif token.pos_ == "ADV":
            if (
                token.dep_ != "advmod"
                or token.head.i < token.i
                or after.pos_ not in {"VERB", "AUX", "ADJ", "ADV"}
            ):
                continue
        elif token.pos_ != "PRON" or after.pos_ == "ADJ" or after.lower_ in {"else", "like"}:
            continue
        yield swapped(doc, token.idx, token.idx + len(token), new)


def _limit(doc: Doc, rng: random.Random) -> Iterator[Place]:
    """all before a plural becomes many; always becomes often."""
    for token in doc:
        new = _LESS.get(token.lower_)
        after = doc[token.i + 1] if token.i + 1 < len(doc) else None
        previous = doc[token.i - 1].lower_ if token.i else ""
        if new is None or after is None or previous in {"not", "at", "almost", "after", "above", "of", "n't", "in", "we", "they", "you", "nearly", "them", "for", "by", "is", "or", "no"}:  # fmt: skip
            continue
        word = token.lower_
        if word == "all" and (
            token.dep_ != "det" or token.head.tag_ != "NNS" or after.tag_ not in {"NNS", "JJ"}
        ):
            continue
        if word == "every" and (
            token.dep_ != "det" or after.lower_ in {"so", "time", "now", "other", "single", "bit"}
        ):
            continue
        if word in {"always", "never"} and (
            token.head.i < token.i or after.lower_ in {"mind", "before"}
        ):
            continue
        if word in {"everyone", "everybody", "everything", "nobody", "nothing", "none"}:
            if (
                token.dep_ not in {"nsubj", "nsubjpass", "dobj"}
                or after.lower_ in {"else", "but", "of"}
                or after.pos_ == "ADJ"
            ):
                continue
        if starts_question(doc, token.i):
            continue
        yield swapped(doc, token.idx, token.idx + len(token), new)


def starts_question(doc: Doc, index: int) -> bool:
    """Tell whether a token stands in a question, where "all" and "any" mean other things."""
    return bool(doc[index].sent.text.rstrip().endswith("?"))


OPERATORS = (
    Operator(
        "generalise", "absolutes", 1, "meaning", "what holds of some is said of all", _generalise,
        "limit", ("confidence", "stance_polarity"),
    ),
    Operator(
        "limit", "absolutes", -1, "meaning", "what holds of all is said of many", _limit,
        "generalise", ("confidence", "stance_polarity"),
    ),
)  # fmt: skip
