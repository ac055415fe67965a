"""Spans that no edit may touch: code, links, addresses, quoted blocks, Markdown marks, emoji."""

from __future__ import annotations

import re
from dataclasses import dataclass

# A quotation this long is somebody's words; a shorter one is often a term or irony.
QUOTATION_WORDS = 4

# The order matters: what an earlier pattern covers, a later one does not cut in two.
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("code", re.compile(r"^(```|~~~)[^\n]*\n.*?(?:^\1[^\n]*$|\Z)", re.MULTILINE | re.DOTALL)),
    ("code", re.compile(r"(?<!`)(`{1,2})(?!`)[^\n]+?(?<!`)\1(?!`)")),
    ("code", re.compile(r"^(?: {4}|\t)[^\n]*[{};=()<>][^\n]*$", re.MULTILINE)),
    ("maths", re.compile(r"\$\$.+?\$\$|(?<![\\\d$])\$(?=\S)[^$\n]*[\\^_{}=][^$\n]*\$", re.DOTALL)),
    ("quoted block", re.compile(r"^[ \t]*>[^\n]*$", re.MULTILINE)),
    ("markup", re.compile(r"<!--.*?-->|</?[A-Za-z][^<>\n]{0,300}>", re.DOTALL)),
    ("link", re.compile(r"\b(?:[a-z][a-z0-9+.-]*://|www\.)[^\s<>\"'”’)\]]*[^\s<>\"'”’)\].,;:!?]", re.I)),
    ("address", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("link", re.compile(r"\b(?:[a-z0-9-]+\.)+(?:com|org|net|edu|gov|io|co|uk|info|dev|app|ai)\b(?:/[^\s)\]]*)?", re.I)),
    ("link", re.compile(r"(?<=\])\([^)\n]*\)")),
    ("path", re.compile(r"(?<![\w/])(?:~|\.{1,2})?/(?:[\w.-]+/)+[\w.-]*|\b[A-Z]:\\[^\s]+")),
    ("tag", re.compile(r"(?<![\w&])[@#][A-Za-z_][\w-]*")),
    ("markdown", re.compile(r"^[ \t]*(?:#{1,6}(?=\s)|[-*+](?=\s)|\d{1,3}[.)](?=\s)|\|)|^\s*(?:[-*_]\s*){3,}$|(?<=\S)[ \t]*\|[ \t]*$", re.M)),
    ("markdown", re.compile(r"(\*\*|__|~~)(?=\S)|(?<=\S)(\*\*|__|~~)|(?<!\*)\*(?=[^\s*])|(?<=[^\s*])\*(?!\*)|!?\[(?=[^\]\n]*\]\()|\](?=\()")),
    ("quotation", re.compile(r"\"(?=\S)[^\"\n]{8,}?(?<=\S)\"|“[^”\n]{8,}?”|«[^»\n]{8,}?»")),
    ("emoji", re.compile("(?:[\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\U0001f1e6-\U0001f1ff\U000e0020-\U000e007f\u200d\ufe0f\u20e3]\U0001f3fb?)+|[:;=8][-^']?[)(DPpOo/\\\\|*\\]\\[](?=\\s|$)")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ProtectedSpan:
    """Characters ``start`` to ``end`` of the text and what they are."""

    start: int
    end: int
    kind: str


def protected_spans(text: str) -> tuple[ProtectedSpan, ...]:
    """Return the protected spans of ``text``, sorted and never overlapping."""
    taken: list[ProtectedSpan] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if start == end:
                continue
            if kind == "quotation" and len(match.group().split()) < QUOTATION_WORDS:
                continue
            inside = [s for s in taken if s.start < end and start < s.end]
            if any(s.start <= start and end <= s.end for s in inside):
                continue
            if inside and not all(start <= s.start and s.end <= end for s in inside):
                continue
            taken = [s for s in taken if s not in inside]
            taken.append(ProtectedSpan(start, end, kind))
    return tuple(sorted(taken, key=lambda span: span.start))


def touching(spans: tuple[ProtectedSpan, ...], start: int, end: int) -> ProtectedSpan | None:
    """Return the first span that a change of ``start`` to ``end`` would alter.

    An insertion exactly at a span's border leaves the span whole.
    """
    for span in spans:
        if span.start >= end and not (start == end and span.start < start):
            break
        if (start < span.end and span.start < end) or (
            start == end and span.start < start < span.end
        ):
            return span
    return None
