"""Address and courtesy: "please" and "thanks" put in or dropped, "you" made "one"."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from style_models.judging.operator import Operator, Place, dropped, inserted, like, starts

if TYPE_CHECKING:
    from spacy.tokens import Doc

_THANKS = re.compile(
    r"(?<=[.!?]) (?:many thanks|thanks(?: a lot| so much| again)?|thank you(?: very much| so much| again)?)"
    r"(?: in advance)?[.!](?=\s|$)|,? (?:please|kindly|if you don't mind)(?=[?.!])",
    re.I,
)
_REQUEST = re.compile(r"\b(?:could|would) you (?:please |kindly |possibly )?(?=[a-z]+)", re.I)
_PAST = {"did", "had", "could", "can", "will", "would", "should", "may", "might", "must"}
_NO_REQUEST = frozenset(
    "let be have go thank see note say suppose imagine forget guess mind look wait excuse".split()
)


def _imperatives(doc: Doc) -> Iterator[int]:
    for sent in doc.sents:
        first = next((token for token in sent if token.is_alpha), None)
        if first is None or first.tag_ != "VB" or first.dep_ != "ROOT":
            continue
        if first.lower_ in _NO_REQUEST or sent.text.rstrip().endswith("?"):
            continue
        if len(sent) < 4 or not first.is_alpha or first.is_upper:
            continue
        if starts(doc, first.idx) and not any(
            c.dep_ in {"nsubj", "aux", "prt"} for c in first.children
        ):
            yield first.i


def _drop(doc: Doc, rng: random.Random) -> Iterator[Place]:
    """Take please, kindly and thanks out."""
    for token in doc:
        if token.lower_ in {"please", "kindly"} and token.pos_ in {"INTJ", "ADV", "VERB", "PROPN"}:
            after = doc[token.i + 1] if token.i + 1 < len(doc) else None
            if after is not None and after.tag_ in {"VB", "VBP", "NN"} and after.is_alpha:
                yield dropped(doc, token.idx, token.idx + len(token))
    for match in _THANKS.finditer(doc.text):
        yield match.start(), match.end(), ""


def _add(doc: Doc, rng: random.Random) -> Iterator[Place]:
    """Put please before a request, and thanks after a question."""
    for index in _imperatives(doc):
        yield inserted(doc, doc[index], "please")
    for match in _REQUEST.finditer(doc.text):
        if "please" not in doc.text.lower() and "kindly" not in match.group().lower():
            yield match.end(), match.end(), "please "


def _generic(doc: Doc, rng: random.Random) -> Iterator[Place]:
    """ "you" before a modal or a past tense becomes "one"; "your" then stays away."""
    for token in doc:
        if token.lower_ != "you" or token.dep_ not in {"nsubj", "nsubjpass"}:
            continue
        after = doc[token.i + 1] if token.i + 1 < len(doc) else None
        if after is None or not token.whitespace_:
            continue
        if after.lower_ in _PAST or (after.tag_ == "VBD" and after.lower_ != "were"):
            yield token.idx, token.idx + 3, like("one", token.text)
        elif (
            after.lower_ in {"are", "have"} and after.whitespace_ and after.pos_ in {"AUX", "VERB"}
        ):
            new = {"are": "is", "have": "has"}[after.lower_]
            yield token.idx, after.idx + len(after), f"{like('one', token.text)} {new}"


OPERATORS = (
    Operator(
        "drop_courtesy", "courtesy", -1, "distortion", "please or thanks goes",
        _drop, "add_courtesy", ("friendliness", "community"),
    ),
    Operator(
        "add_courtesy", "courtesy", 1, "distortion", "please is put in",
        _add, "drop_courtesy", ("friendliness", "community"),
    ),
    Operator(
        "you_to_one", "second_person", -1, "distortion", "the reader is no longer spoken to",
        _generic, "", ("friendliness", "formality"),
    ),
)  # fmt: skip
