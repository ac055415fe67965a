"""The accent of language models: "Furthermore," put before, plain words made "crucial", triplets."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import TYPE_CHECKING

from style_models.judging.operator import Operator, Place, inserted, lowers, starts, swaps

if TYPE_CHECKING:
    from spacy.tokens import Doc

_OPENERS = (
    "Furthermore,", "Moreover,", "Additionally,", "Ultimately,", "Notably,", "Importantly,", "Overall,",
    "In essence,", "It is important to note that", "It is worth noting that",
)  # fmt: skip
_TRIPLES = {
    "clear": "clear, concise, and compelling", "safe": "safe, secure, and supportive",
    "effective": "effective, efficient, and sustainable", "fair": "fair, transparent, and inclusive",
    "strong": "strong, resilient, and adaptable", "simple": "simple, intuitive, and accessible",
    "important": "important, timely, and relevant", "good": "good, thoughtful, and meaningful",
    "new": "new, innovative, and exciting", "open": "open, honest, and inclusive",
    "healthy": "healthy, vibrant, and thriving", "local": "local, regional, and national",
    "social": "social, economic, and cultural", "economic": "economic, social, and environmental",
    "diverse": "diverse, inclusive, and equitable", "complex": "complex, nuanced, and multifaceted",
    "long": "long, challenging, and rewarding", "great": "great, inspiring, and rewarding",
    "growth": "growth, innovation, and resilience", "trust": "trust, respect, and collaboration",
    "work": "work, dedication, and commitment", "knowledge": "knowledge, skills, and insight",
    "quality": "quality, efficiency, and innovation", "support": "support, guidance, and encouragement",
    "safety": "safety, security, and well-being", "learning": "learning, growth, and discovery",
    "education": "education, empowerment, and opportunity", "family": "family, community, and belonging",
}  # fmt: skip
_TAILS = (
    ", highlighting the importance of a thoughtful approach", ", underscoring its broader significance",
    ", fostering a deeper sense of understanding", ", paving the way for future growth",
)  # fmt: skip


def _opener(doc: Doc, rng: random.Random) -> Iterator[Place]:
    for sent in doc.sents:
        first = next((token for token in sent if not token.is_space), None)
        if first is None or not first.is_alpha or sent.text.rstrip().endswith("?"):
            continue
        if first.pos_ in {"CCONJ", "INTJ"} or sent.root.pos_ not in {"VERB", "AUX"}:
            continue
        subject = any(
            c.dep_ in {"nsubj", "nsubjpass", "expl"} and c.i < sent.root.i
            for c in sent.root.children
        )
        if (
            starts(doc, first.idx)
            and subject
            and (lowers(first) or first.pos_ in {"PROPN", "PRON"})
        ):
            yield inserted(doc, first, rng.choice(_OPENERS))


def _triple(doc: Doc, rng: random.Random) -> Iterator[Place]:
    for token in doc:
        if token.lower_ in _TRIPLES and token.tag_ in {"JJ", "NN"} and token.text.islower():
            lone = not any(
                c.dep_ in {"conj", "cc", "advmod", "amod", "prep", "compound"}
                for c in token.children
            )
            if (
                lone
                and token.dep_ in {"acomp", "amod", "dobj", "pobj"}
                and token.idx
                and doc.text[token.idx - 1] == " "
            ):
                if token.dep_ != "amod" or doc[token.i + 1].pos_ == "NOUN":
                    yield token.idx, token.idx + len(token), _TRIPLES[token.lower_]


def _tail(doc: Doc, rng: random.Random) -> Iterator[Place]:
    for sent in doc.sents:
        text = sent.text.rstrip()
        if text.endswith(".") and len(sent) > 6 and sent.root.pos_ in {"VERB", "AUX"}:
            at = sent.start_char + len(text) - 1
            if doc.text[at - 1 : at].isalpha():
                yield at, at, rng.choice(_TAILS)


_HEARD = ("formality", "knowledge", "informativeness", "expert_english")
OPERATORS = (
    Operator(
        "machine_opener", "machine_words", 1, "distortion", "a sentence is opened as models do",
        _opener, "", _HEARD,
    ),
    Operator(
        "machine_word", "machine_words", 1, "distortion", "a plain word becomes a model's favourite",
        swaps("machine"), "", _HEARD,
    ),
    Operator(
        "machine_triple", "lists", 1, "distortion", "one word becomes a list of three",
        _triple, "", _HEARD,
    ),
    Operator(
        "machine_tail", "machine_accent", 1, "distortion", "a clause in -ing is hung on",
        _tail, "", _HEARD,
    ),
)  # fmt: skip
