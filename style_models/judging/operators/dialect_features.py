# ruff: noqa: E501
"""Dialect standardised: "ain't" made "isn't", particles dropped, "them days" made "those days"."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from style_models.judging.operator import Operator, Place, like, starts

if TYPE_CHECKING:
    from spacy.tokens import Doc

_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"y['’]?all", ("you all", "all of you")), (r"youse", ("you",)), (r"finna", ("about to",)),
    (r"['’]em", ("them",)), (r"dem", ("them", "those")), (r"dat", ("that",)), (r"dis", ("this",)),
    (r"wit(?= (?:my|the|a|you|me|him|her|them|his|your))", ("with",)), (r"cuz", ("because",)),
    (r"tryna", ("trying to",)), (r"ima|imma|i['’]ma", ("I'm going to",)), (r"boutta", ("about to",)),
    (r"nothin['’]?", ("nothing",)), (r"somethin['’]?", ("something",)), (r"nah", ("no",)),
    (r"wee(?= [a-z]{3,})", ("small", "little")), (r"bairns?", ("children",)), (r"lassies?", ("girl",)),
    (r"aye", ("yes",)), (r"reckon", ("think",)), (r"arvo", ("afternoon",)), (r"dinnae", ("don't",)),
    (r"cannae", ("can't",)), (r"didnae", ("didn't",)), (r"wetin", ("what",)), (r"dey", ("is", "are")),
    (r"una", ("you",)), (r"pikin", ("child",)), (r"abeg", ("please",)), (r"wey", ("who", "that")),
    (r"sabi", ("know",)), (r"oga", ("boss",)), (r"wahala", ("trouble",)), (r"comot", ("come out", "leave")),
    (r"chop(?= (?:food|rice|am))", ("eat",)), (r"kena", ("got",)), (r"liao", ("already",)),
    (r"oso", ("also",)), (r"den(?= [a-z])", ("then",)), (r"mebbe", ("maybe",)), (r"oredi", ("already",)),
    (r"gonna", ("going to",)), (r"gotta", ("have to",)), (r"wanna", ("want to",)),
)  # fmt: skip
_VERB_ING = re.compile(r"\b([a-z]{3,}in)['’](?=\s|[,.!?]|$)", re.I)
_THEM = re.compile(
    r"\bthem (?=(?:days|people|folks|kids|boys|girls|things|guys|men|women|two|three)\b)", re.I
)
_DOUBLE = re.compile(r"\b(might|may|should) (?:could|can|would|ought)\b", re.I)
_CONCORD = re.compile(
    r"\b(?:don['’]t|didn['’]t|doesn['’]t|can['’]t|won['’]t|ain['’]t|never|wasn['’]t|couldn['’]t)\b"
    r"[^.?!,;]{0,30}?\b(no one|nobody|nothing|nowhere|no|none|never)\b",
    re.I,
)
_ANY = {"no one": "anyone", "nobody": "anybody", "nothing": "anything", "nowhere": "anywhere", "no": "any", "none": "any", "never": "ever"}  # fmt: skip
_PARTICLE = re.compile(
    r"[, ]+(?:lah|leh|lor|meh|hor|mah|sia|sha|abi|o|innit|siah|la)(?=\s*[.!?,…]|\s*$)", re.I
)
_AINT = re.compile(r"\bain['’]?t\b", re.I)
_BE = re.compile(r"\b(he|she|it|they|we|you|i|people|folks) be (?=\w+in[g'’])", re.I)
_WAS = re.compile(r"\b(they|we|you) was\b", re.I)
_DONT = re.compile(r"\b(he|she|it) don['’]t\b", re.I)
_AGREED = {"he": "is", "she": "is", "it": "is", "i": "am"}


def _standardise(doc: Doc, rng: random.Random) -> Iterator[Place]:
    """Replace a feature by what a schoolbook would write; each is the writer's grammar, not a slip."""
    text = doc.text
    for pattern, options in _WORDS:
        for match in re.finditer(rf"(?<![\w'’])(?:{pattern})(?![\w'’])", text, re.I):
            new = rng.choice(options)
            old = match.group()
            yield match.start(), match.end(), like(new, old) if not old.isupper() else new.upper()
    for match in _VERB_ING.finditer(text):
        yield match.end() - 1, match.end(), "g"
    for match in _THEM.finditer(text):
        yield match.start(), match.end(), like("those ", match.group())
    for match in _DOUBLE.finditer(text):
        yield match.start(), match.end(), match.group(1)
    for match in _CONCORD.finditer(text):
        if not re.match(r"no\b.{0,3}(?:longer|matter|doubt)", text[match.start(1) :], re.I):
            yield match.start(1), match.end(1), _ANY[match.group(1).lower()]
    for match in _PARTICLE.finditer(text):
        if match.start():
            yield match.start(), match.end(), ""
    for match in _AINT.finditer(text):
        before = text[: match.start()].split()[-1:] or [""]
        person = before[0].lower()
        verb = {"i": "am not", "they": "aren't", "we": "aren't", "you": "aren't"}.get(
            person, "isn't"
        )
        following = re.match(r" (\w+)", text[match.end() :])
        if following and re.search(r"(?:ed|een|one|ade|aken|ot)$", following.group(1)):
            verb = "hasn't" if person in {"he", "she", "it"} else "haven't"
        if starts(doc, match.start()):
            verb = verb[:1].upper() + verb[1:]
        yield match.start(), match.end(), verb
    for match in _BE.finditer(text):
        subject = match.group(1)
        yield match.start(), match.end(), f"{subject} {_AGREED.get(subject.lower(), 'are')} "
    for match in _WAS.finditer(text):
        yield match.start(), match.end(), f"{match.group(1)} were"
    for match in _DONT.finditer(text):
        yield match.start(), match.end(), f"{match.group(1)} doesn't"


OPERATORS = (
    Operator(
        "standardise", "dialect_features", -1, "distortion", "a feature of the writer's English goes",
        _standardise, "", ("formality", "native_english", "expert_english", "degree"),
    ),
)  # fmt: skip
