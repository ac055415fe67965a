"""Put corpus text that was split into tokens back into ordinary spacing.

Several public corpora store "do n't" and "word , word". Measured as it is, the spacing alone tells
the corpus apart, and no writer writes so.
"""

from __future__ import annotations

import re

_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(can) (not)\b(?= )", re.IGNORECASE), r"\1 \2"),
    (re.compile(r" (n['’]t|['’](?:s|re|ve|ll|d|m))\b", re.IGNORECASE), r"\1"),
    (re.compile(r"\b(ca|wo|sha)(n['’]t)\b", re.IGNORECASE), r"\1\2"),
    (re.compile(r"(?<=\w) (['’])(?= (?:[a-z]))"), r"\1"),
    (re.compile(r" ([,.;:?!%)\]}…]|\.\.\.)"), r"\1"),
    (re.compile(r"([(\[{$£€#]) "), r"\1"),
    (re.compile(r"``\s*"), '"'),
    (re.compile(r"\s*''"), '"'),
)
_QUOTED = re.compile(r'" ([^"]*?) "')


def detokenise(text: str) -> str:
    """Return ``text`` with the spacing of running text."""
    text = _QUOTED.sub(r'"\1"', text)
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return " ".join(text.split())
