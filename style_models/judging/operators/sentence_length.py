"""Sentence length: one sentence split in two, two joined to one."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from style_models.judging.operator import Operator, Place, lowers

if TYPE_CHECKING:
    from spacy.tokens import Doc

_SPLITTABLE = frozenset({"and", "but", "so", "or", "yet"})


def _split(doc: Doc, rng: random.Random) -> Iterator[Place]:
    """End a sentence before a conjunction that joins a clause with its own subject."""
    for token in doc:
        if token.lower_ not in _SPLITTABLE or token.i < 3 or token.i + 3 >= len(doc):
            continue
        root = token.sent.root
        joined = [c for c in root.children if c.dep_ == "conj" and c.i > token.i]
        if token.head != root or not joined:
            continue
        subject = [c for c in joined[0].children if c.dep_ in {"nsubj", "nsubjpass", "expl"}]
        if not subject or subject[0].left_edge.i != token.i + 1 or subject[0].i > joined[0].i:
            continue
        if token.sent.text.rstrip().endswith("?") or root.dep_ != "ROOT":
            continue
        if not any(
            c.dep_ in {"nsubj", "nsubjpass", "expl"} and c.i < root.i for c in root.children
        ):
            continue
        before = doc[token.i - 1]
        start = before.idx if before.text == "," else before.idx + len(before)
        if before.text in {"(", "-", "—", ";", ":"}:
            continue
        yield start, token.idx + len(token), f". {token.text[:1].upper()}{token.text[1:]}"


def _join(doc: Doc, rng: random.Random) -> Iterator[Place]:
    """Join a sentence to the one before with "and", where both are statements."""
    sents = [sent for sent in doc.sents if sent.text.strip()]
    for left, right in itertools.pairwise(sents):
        ends = left.text.rstrip()
        if not ends.endswith(".") or ends.endswith("..") or len(ends.split()) < 3:
            continue
        if not re.search(r"[.!]\s*$", right.text) or len(right.text.split()) < 3:
            continue
        first = right[0]
        stop = left.start_char + len(ends) - 1
        if re.search(r"\b(?:[A-Z]|etc|Mr|Dr|vs)$", doc.text[:stop]) or not first.is_alpha:
            continue
        if "\n" in doc.text[stop : first.idx]:
            continue
        root = right.root
        if not any(
            c.dep_ in {"nsubj", "expl", "nsubjpass"} and c.i < root.i for c in root.children
        ):
            continue
        if first.lower_ in _SPLITTABLE:
            yield stop, first.idx + len(first), f", {first.lower_}"
        elif first.pos_ not in {"CCONJ", "INTJ"} and (
            lowers(first) or first.text == "I" or first.pos_ == "PROPN"
        ):
            small = first.text.lower() if lowers(first) else first.text
            yield stop, first.idx + len(first), f", and {small}"


OPERATORS = (
    Operator(
        "split_sentence", "sentence_length", -1, "distortion", "a sentence is cut in two", _split,
        "join_sentences", ("formality", "clarity"),
    ),
    Operator(
        "join_sentences", "sentence_length", 1, "distortion", "two sentences become one", _join,
        "split_sentence", ("formality", "clarity"),
    ),
)  # fmt: skip
