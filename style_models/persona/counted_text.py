"""A text cut once into words and sentences, for everything that is counted.

Rough on purpose: regular expressions, no parser, so that forty variants of a paragraph are
counted in milliseconds. Nothing here is used to place edits.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

# Letters of any script with their combining marks, joined by apostrophes or hyphens.
_LETTERS = r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*"
_WORD = re.compile(rf"{_LETTERS}(?:['’\-]{_LETTERS})*")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+|(?<=[。！？])|\n\s*\n")
_SPACE = re.compile(r"\s+")


def normalise(text: str) -> str:
    """Return the text with each run of white space as one space, as a reader on a page sees it."""
    return _SPACE.sub(" ", text).strip()


class CountedText:
    """Words and sentences of one text; counting is lazy and remembered."""

    def __init__(self, text: str) -> None:
        self.text = text

    @functools.cached_property
    def words(self) -> list[str]:
        """The words as written."""
        return _WORD.findall(self.text)

    @functools.cached_property
    def lower(self) -> list[str]:
        """The words in lower case, with straight apostrophes."""
        return [word.lower().replace("’", "'") for word in self.words]

    @functools.cached_property
    def sentences(self) -> list[str]:
        """The sentences that hold at least one word."""
        parts = (part.strip() for part in _SENTENCE_END.split(self.text))
        return [part for part in parts if part and _WORD.search(part)]

    @functools.cached_property
    def sentence_lengths(self) -> list[int]:
        """Words in each sentence; sums to the number of words, or nearly so."""
        return [len(_WORD.findall(sentence)) for sentence in self.sentences]

    @functools.cached_property
    def plain(self) -> str:
        """Lower-cased text with straight apostrophes and single spaces, for phrases."""
        return normalise(self.text).lower().replace("’", "'")

    def per_hundred(self, count: float) -> float:
        """Return ``count`` per hundred words (0 for a text without words)."""
        return 100.0 * count / len(self.words) if self.words else 0.0

    def rate(self, pattern: re.Pattern[str]) -> float:
        """Return matches of ``pattern`` in the plain text, per hundred words."""
        return self.per_hundred(sum(1 for _ in pattern.finditer(self.plain)))


def phrases(terms: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for any of ``terms`` as whole words; longer terms win.

    Example: ``phrases(["sort of", "maybe"])`` finds two in ``"maybe it is sort of true"``.
    """
    longest_first = sorted(terms, key=len, reverse=True)
    return re.compile(r"(?<![\w'])(?:" + "|".join(map(re.escape, longest_first)) + r")(?![\w'])")
