"""What a feature is, and how detectors are made."""

# ruff: noqa: E501
from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from style_models.judging.dialect_features._varieties import ATTESTED

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Finder = Callable[["Doc"], Iterable[tuple[int, int]]]


@dataclass(frozen=True)
class Feature:
    """One feature of one or more varieties.

    Attributes
    ----------
    name : a short name, by which the writer switches it.
    ewave : its number in eWAVE 3.0, or ``None`` if it is not listed there.
    label : what it is, in plain words that blame nobody; it follows a quotation in the reason.
    example : a sentence that shows it.
    finder : yields (start, end) in characters of the text.
    marked : whether it shows a dialect by itself. One that is not is a slip in other company.
    dialect : whether it belongs to a dialect; otherwise it is a habit of writing.
    spoken_in : eWAVE's short names of varieties, where it is not listed there.
    """

    name: str
    ewave: int | None
    label: str
    example: str
    finder: Finder
    marked: bool = False
    dialect: bool = True
    spoken_in: str = field(default="")

    @property
    def varieties(self) -> tuple[str, ...]:
        """The varieties (eWAVE's short names) in which it is common, else those in which it is rare."""
        listed = ATTESTED.get(self.ewave or 0, "") if not self.spoken_in else self.spoken_in
        return tuple(listed.split())

    def find(self, doc: Doc) -> tuple[tuple[int, int], ...]:
        """Return where it stands in the parsed text, as (start, end) in characters, sorted."""
        return tuple(sorted(set(self.finder(doc))))


@dataclass(frozen=True)
class Pattern:
    """A detector that reads the letters alone, so that it needs no parse.

    With ``words`` what may be somebody's name is left out: "Abi Morgan", "a talk by Sia".
    """

    compiled: re.Pattern[str]
    group: str | int = 0
    words: bool = False

    def __call__(self, doc: Doc) -> list[tuple[int, int]]:
        """Return the places in the parsed text."""
        return self.places(doc.text)

    def places(self, text: str) -> list[tuple[int, int]]:
        """Return the places in the text."""
        text = plain(text)
        spans = [found.span(self.group) for found in self.compiled.finditer(text)]
        return [s for s in spans if not (self.words and may_be_name(text, *s))]


def plain(text: str) -> str:
    """Return the text with straight apostrophes, as long as before."""
    return text.replace("’", "'").replace("‘", "'").replace("ʼ", "'")


# Dialect words that are somebody's name too, so that a capital at the start of a sentence says nothing.
_NAMES = frozenset(
    "abi una omo oga ken kena kenna sia sha seh sef liao lor lo la mah ma ah hor har hoh wor dun sian heng tio jio "
    "chio huat swee cheong diam broder den haba jare joor jor nau naw deh weh irie yute pon fi di "
    "oso nuh yah ehn dey neva sista ute fae tae aye braw bonnie lassie simi siao shey wey sabi waka".split()
)
# What stands behind a word that opens a sentence and is no name.
_NO_NAME = re.compile(
    r"\W+(?:i|you|u|we|they|he|she|it|dem|una|dey|don|na|no|go|fit|wan|sabi|wey|the|this|that|my|what|how|why|one|guy|"
    r"people|boys?|girls?|man|thing|matter|kind|come|say|can|cannot|got|like|lah|lor|leh|ah|sia|already|aye|is where|is why)\b",
    re.IGNORECASE,
)
_OPENS = re.compile(r"(?:^|[.!?…:;\n])[\s\"'“”‘(*>•-]*$")


def may_be_name(text: str, start: int, end: int) -> bool:
    """Tell whether the word that stands from ``start`` to ``end`` is capitalised as names are.

    A capital that begins a sentence says nothing, unless another capital follows or the word is a
    name elsewhere; nor does one among capitals only ("SO NICE SIA").
    """
    word = text[start:end].strip()
    if not word[:1].isupper():
        return False
    near = text[max(0, start - 15) : start] + text[end : end + 15]
    if word.isupper() and len(word) > 1:
        return any(c.islower() for c in near)
    if re.search(r"\s[A-Z]", word):  # Ah Beng
        return True
    if not _OPENS.search(text[max(0, start - 12) : start]):
        return True
    if re.match(r" (?!I\b)[A-Z]", text[end:]):
        return True
    return word.lower() in _NAMES and not _NO_NAME.match(text[end:])


def matches(pattern: str, flags: int = re.IGNORECASE, words: bool = False) -> Finder:
    """Return a detector for a regular expression; a group called ``it`` narrows the place down.

    With ``words`` it finds no names.
    """
    compiled = re.compile(pattern, flags)
    group: str | int = "it" if "it" in compiled.groupindex else 0

    return Pattern(compiled, group, words)


def any_word(listed: str) -> Finder:
    """Return a detector for the words of a list (separated by spaces), apostrophes included, no names."""
    alternatives = "|".join(sorted(map(re.escape, listed.split()), key=len, reverse=True))
    return matches(rf"(?<![\w'])(?:{alternatives})(?![-\w'])", words=True)


def span(first: Token, last: Token) -> tuple[int, int]:
    """Return the characters from ``first`` to ``last``."""
    return first.idx, last.idx + len(last)


def low(token: Token) -> str:
    """Return the token's letters, lower-cased, with straight apostrophes."""
    return plain(token.lower_)


def after_adverbs(doc: Doc, at: int, most: int = 2) -> int:
    """Return the index of the first token from ``at`` on that is no adverb (``len(doc)`` if none)."""
    for _ in range(most):
        if at < len(doc) and (doc[at].pos_ == "ADV" or low(doc[at]) in SMALL_ADVERBS):
            at += 1
    return at


SMALL_ADVERBS = frozenset("always never just all really still also even so too real only usually sometimes already ever".split())  # fmt: skip
SUBJECTS = frozenset("i you he she it we they this that ya y'all yall youse who what somebody someone everybody everyone nobody".split())  # fmt: skip
THIRD = frozenset("he she it this that who somebody someone everybody everyone nobody".split())
"""Subjects that take -s in the standard."""


def is_subject(token: Token) -> bool:
    """Tell whether the token can end a subject: a pronoun in its subject form, or a noun."""
    return low(token) in SUBJECTS or token.pos_ in {"NOUN", "PROPN"}
