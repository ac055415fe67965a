"""A name keeps the marks on its letters: Nguyễn is not Nguyen, nor Zoe Zoë.

A word may get the marks that it has in English ("café"), and a stray one may go ("thé"); what had marks
of its own is not made plain.
"""

from __future__ import annotations

import re
import unicodedata

from style_models.judging.change import Change, is_known
from style_models.text.language import is_written_small

VERDICT = "meaning"

_WORD = re.compile(r"[^\W\d_][\w'’-]*")
# Letters that no decomposition takes apart, as they are written without marks.
_PLAIN = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th",
                        "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ı": "i", "ə": "e", "ŋ": "n"})  # fmt: skip
# Names with such a prefix keep the mark behind it ("O'Brien", "D'Souza").
_PREFIXED = re.compile(r"^(?:O|D|L|N|M)['’](?=[A-Z])")


def bare(word: str) -> str:
    """Return the word without marks on its letters."""
    taken = unicodedata.normalize("NFD", word.translate(_PLAIN))
    return "".join(c for c in taken if not unicodedata.combining(c))


def check(change: Change) -> str | None:
    """Look, word by word, for letters that lose, get or change marks and are else the same."""
    start, end = _whole(change.sentence, change.edit.start, change.edit.end)
    left = change.sentence[start:end]
    right = (
        change.sentence[start : change.edit.start]
        + change.edit.after
        + change.sentence[change.edit.end : end]
    )
    if left.isascii() and right.isascii():
        return _prefix(left, right)
    old = [unicodedata.normalize("NFC", w) for w in _WORD.findall(left)]
    new = [unicodedata.normalize("NFC", w) for w in _WORD.findall(right)]
    for word in old:
        for other in new:
            same = bare(word).lower() == bare(other).lower()
            if same and word.lower() != other.lower() and word not in new and other not in old:
                if not _is_repair(word, other, change.starts_sentence):
                    return f"“{word}” has letters of its own: it does not become “{other}”"
    return _prefix(left, right)


def _is_repair(word: str, other: str, starts: bool) -> bool:
    capital = word[0].isupper() and not starts
    if bare(word) == word:
        # Marks are added: fine for a word ("cafe"), not for a name ("Zoe").
        return not word[0].isupper() or is_written_small(word.lower())
    if capital or is_known(word):
        return False
    return is_written_small(bare(word).lower()) and bare(other) == other


def _prefix(left: str, right: str) -> str | None:
    for word in re.findall(r"[^\W\d_]+['’][^\W\d_]+", left):
        if _PREFIXED.match(word) and re.sub(r"['’]", "", word) in right.split():
            return f"“{word}” is a name as it is"
    return None


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end
