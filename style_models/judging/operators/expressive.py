# ruff: noqa: E501
"""Slang, emoji and lengthened words taken out: "soooo good 😂" made "so good"; and put in."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from style_models.judging.operator import Operator, Place, like
from style_models.text.expressive import EMOJI, EMOTICON, LENGTHENED, SLANG

if TYPE_CHECKING:
    from spacy.tokens import Doc

_DOUBLED = frozenset("l s t e o f p m n r d g b c z".split())
_LONG = {"so": "sooo", "really": "reallyyy", "love": "loveee", "yes": "yesss", "no": "nooo", "please": "pleaseee", "way": "wayyy", "good": "gooood", "long": "looong", "much": "muchhh", "too": "tooo"}  # fmt: skip
_SHORT = {"you": "u", "your": "ur", "people": "ppl", "because": "cuz", "please": "pls", "thanks": "thx", "are": "r", "though": "tho", "about": "abt", "friends": "besties"}  # fmt: skip


def _drop_emoji(doc: Doc, rng: random.Random) -> Iterator[Place]:
    for pattern in (EMOJI, EMOTICON):
        for match in pattern.finditer(doc.text):
            start = match.start()
            while start and doc.text[start - 1] == " ":
                start -= 1
            yield start, match.end(), ""


def _add_emoji(doc: Doc, rng: random.Random) -> Iterator[Place]:
    end = len(doc.text.rstrip())
    if end and doc.text[end - 1] in ".!?":
        yield end, end, " " + rng.choice("😊😂🙏🎉😅")


def _shorten(doc: Doc, rng: random.Random) -> Iterator[Place]:
    from style_models.text.language import english_words

    for match in LENGTHENED.finditer(doc.text):
        word = match.group()
        once = re.sub(r"(\w)\1{2,}", r"\1", word)
        twice = re.sub(r"(\w)\1{2,}", r"\1\1", word)
        listed = english_words()
        # "breeeding" and "stresss" are slips: one letter more than the word has.
        if len(word) == len(twice) + 1 and twice.lower() in listed and once.lower() not in listed:
            continue
        new = once if once.lower() in listed or twice.lower() not in listed else twice
        yield match.start(), match.end(), new


def _lengthen(doc: Doc, rng: random.Random) -> Iterator[Place]:
    for token in doc:
        if (
            token.lower_ in _LONG
            and not token.is_upper
            and token.pos_ in {"ADV", "INTJ", "ADJ", "VERB"}
        ):
            yield token.idx, token.idx + len(token), like(_LONG[token.lower_], token.text)


def _unslang(doc: Doc, rng: random.Random) -> Iterator[Place]:
    for token in doc:
        plain = SLANG.get(token.lower_)
        if plain is None or token.ent_type_ == "PERSON" or (len(token) == 1 and token.is_upper):
            continue
        before = doc.text[token.idx - 1 : token.idx] if token.idx else " "
        after = doc.text[token.idx + len(token) : token.idx + len(token) + 1]
        if before in "-'’./" or (after and after in "-'’/." and len(token) == 1):
            continue
        start, end = token.idx, token.idx + len(token)
        if plain:
            yield start, end, like(plain, token.text) if not token.is_upper else plain
        elif token.idx:
            while start and doc.text[start - 1] in " ,":
                start -= 1
            yield start, end, ""


def _slang(doc: Doc, rng: random.Random) -> Iterator[Place]:
    for token in doc:
        if (
            token.lower_ in _SHORT
            and not token.is_upper
            and token.text.islower()
            and token.whitespace_
        ):
            yield token.idx, token.idx + len(token), _SHORT[token.lower_]


_HEARD = ("formality", "age")
OPERATORS = (
    Operator("drop_emoji", "emoji", -1, "distortion", "an emoji or emoticon goes", _drop_emoji, "add_emoji", ("friendliness", "excitement", "formality")),
    Operator("add_emoji", "emoji", 1, "distortion", "an emoji is put in", _add_emoji, "drop_emoji", ("friendliness", "excitement", "formality")),
    Operator("shorten_word", "lengthenings", -1, "distortion", "a lengthened word is cut", _shorten, "lengthen_word", _HEARD),
    Operator("lengthen_word", "lengthenings", 1, "distortion", "a word is lengthened", _lengthen, "shorten_word", _HEARD),
    Operator("drop_slang", "slang", -1, "distortion", "slang is written out or goes", _unslang, "add_slang", _HEARD),
    Operator("add_slang", "slang", 1, "distortion", "a word is written as in chat", _slang, "drop_slang", _HEARD),
)  # fmt: skip
