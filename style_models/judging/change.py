"""What a guard and the judge look at: one edit in its sentence."""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from style_models.edits.align import apply_edits
from style_models.edits.edit import Edit
from style_models.text.document import parser
from style_models.text.language import english_words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:[.,:]\d+)*")


def words(text: str) -> list[str]:
    """Return the words and numbers of ``text``, lower-cased, with straight apostrophes."""
    return [found.replace("’", "'").lower() for found in _WORD.findall(text)]


def is_known(word: str) -> bool:
    """Tell whether ``word`` is an English word in the list (its inflections are in it too)."""
    plain = word.replace("’", "'").lower()
    listed = english_words()
    return plain in listed or plain.removesuffix("'s") in listed


def joined(text: str) -> str:
    """Return the letters and digits of ``text``, lower-cased: spaces and marks apart it is the same."""
    return "".join(c for c in text.lower() if c.isalnum())


def mistyped(left: Sequence[str], right: Sequence[str], listed: Container[str]) -> bool:
    """Tell whether ``right`` only mends the spelling of ``left``: no word of ``listed`` was there yet.

    "probbably" is no hedge yet, so that its repair puts none in.
    """
    pairs = [(a, b) for a, b in zip(left, right, strict=False) if a != b]
    return len(left) == len(right) and all(
        a not in listed and difflib.SequenceMatcher(None, a, b).ratio() >= 0.75 for a, b in pairs
    )


@functools.lru_cache(maxsize=256)
def parsed(text: str) -> Doc:
    """Return the parse of a sentence."""
    return parser()(text, disable=["ner"])


@dataclass(frozen=True, slots=True)
class Change:
    """``edit`` is in offsets of ``sentence``.

    ``dialect`` tells whether the text shows a dialect, ``shown`` names the features that the writer's
    profile shows, ``fixes`` those that the writer asked to have mended all the same (names as in
    :mod:`style_models.judging.dialect_features`).
    """

    sentence: str
    edit: Edit
    dialect: bool = False
    shown: frozenset[str] = frozenset()
    fixes: frozenset[str] = frozenset()

    @property
    def revised(self) -> str:
        """The sentence with this edit alone."""
        return apply_edits(self.sentence, [self.edit])

    @property
    def wider(self) -> tuple[list[str], list[str]]:
        """Words before and after the edit, with those it touches ("do" + "n't") taken in whole."""
        start, end = self.edit.start, self.edit.end
        while start > 0 and not self.sentence[start - 1].isspace():
            start -= 1
        while end < len(self.sentence) and not self.sentence[end].isspace():
            end += 1
        left, right = self.sentence[start : self.edit.start], self.sentence[self.edit.end : end]
        return words(self.sentence[start:end]), words(left + self.edit.after + right)

    def tokens_before(self) -> list[Token]:
        """Return the tokens of the sentence that the edit replaces."""
        doc = parsed(self.sentence)
        return [
            token
            for token in doc
            if token.idx < self.edit.end and self.edit.start < token.idx + len(token)
        ]

    def tokens_after(self) -> list[Token]:
        """Return the tokens of the revised sentence that the edit put in."""
        doc = parsed(self.revised)
        end = self.edit.start + len(self.edit.after)
        return [t for t in doc if t.idx < end and self.edit.start < t.idx + len(t)]

    @property
    def starts_sentence(self) -> bool:
        """Tell whether nothing but marks stands before the edit."""
        return not any(c.isalnum() for c in self.sentence[: self.edit.start])
