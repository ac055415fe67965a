"""Recognising an edit again: in the same sentence, also when the words around it have changed.

An edit is stripped to the words that it changes; the words before and after it are its anchor.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

ALIKE = 0.6
"""Share of the words around an edit that must be the same for the sentence to be the same."""

_PUNCTUATION = re.compile(r"^[^\w]+|[^\w]+$")


@dataclass(frozen=True)
class Anchored:
    """An edit with the words before and after it, in the sentence's order."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    left: tuple[str, ...]
    right: tuple[str, ...]

    def is_same_as(self, other: Anchored) -> bool:
        """Whether both are the same edit of the same place in what is still the same sentence.

        In an unchanged sentence the place must be exactly the same. In a changed one at least
        :data:`ALIKE` of the words around are the same and in order, and at least one neighbour is
        (where there is one on either side).
        """
        if self.before != other.before or self.after != other.after:
            return False
        here, there = (self.left, self.right), (other.left, other.right)
        if here == there:
            return True
        if self.left + self.before + self.right == other.left + other.before + other.right:
            return False
        words = sum(map(len, here)) + sum(map(len, there))
        if not words:
            return True
        shared = sum(
            SequenceMatcher(None, mine, yours, autojunk=False).ratio() * (len(mine) + len(yours))
            for mine, yours in zip(here, there, strict=True)
        )
        neighbour = self.left[-1:] == other.left[-1:] or self.right[:1] == other.right[:1]
        return neighbour and shared / words >= ALIKE


def anchored(sentence: str, offset: int, before: str, after: str) -> Anchored:
    """Return the edit at ``offset`` (code points) of ``sentence``, stripped to what it changes.

    Words are cut at white space and compared in Unicode's composed form; those around the edit
    without case and punctuation, since these change with every neighbouring edit. An edit of
    white space alone keeps its own text.
    """
    old, new = _words(before), _words(after)
    left, right = _words(sentence[:offset]), _words(sentence[offset + len(before) :])
    if old == new:
        return Anchored((before,), (after,), _bare(left), _bare(right))
    while old and new and old[0] == new[0]:
        left.append(old.pop(0))
        new.pop(0)
    while old and new and old[-1] == new[-1]:
        right.insert(0, old.pop())
        new.pop()
    return Anchored(tuple(old), tuple(new), _bare(left), _bare(right))


def _bare(words: Iterable[str]) -> tuple[str, ...]:
    """Return words without case and the punctuation at their ends; pure punctuation stays."""
    return tuple(_PUNCTUATION.sub("", word).casefold() or word for word in words)


def _words(text: str) -> list[str]:
    return unicodedata.normalize("NFC", text).split()
