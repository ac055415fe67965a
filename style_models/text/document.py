"""A text, parsed once: sentences with their place, protected spans, language.

Offsets are Unicode code points of the text as it was given; nothing is normalised in it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from style_models.errors import EmptyText, NotText, TextTooLong
from style_models.heeding import heed
from style_models.models.load import parser_path
from style_models.models.releasing import releasable
from style_models.text.language import ENGLISH, passage_language, sentence_language
from style_models.text.protected import ProtectedSpan, protected_spans

if TYPE_CHECKING:
    from spacy.language import Language

LONGEST_TEXT = 200_000
# A "sentence" with more tokens is cut at a comma or a space, so that a text without full stops is
# worked on in pieces that a model can hold.
LONGEST_SENTENCE = 60

_BREAK = re.compile(r"(?:\r\n|\r|\n)[ \t]*(?:(?:\r\n|\r|\n)[ \t]*)+|\r\n|\r|\n")
_STRUCTURE = re.compile(r"[ \t]*(?:#{1,6}\s|[-*+•]\s|\d{1,3}[.)]\s|>|\||```|~~~)")
# A line shorter than this was ended by the writer, a longer one was probably wrapped by a program.
_WRAPPED = 50


@dataclass(frozen=True, slots=True)
class Sentence:
    """Characters ``start`` to ``end`` of the document, without surrounding white space.

    ``language`` is ``en`` for any English. ``paragraph`` counts from 0: two sentences with the same
    number stand in one paragraph.
    """

    start: int
    end: int
    text: str
    language: str
    paragraph: int

    @property
    def is_english(self) -> bool:
        """Tell whether the sentence is to be worked on at all."""
        return self.language == ENGLISH


@dataclass(frozen=True, slots=True)
class Document:
    """The parsed text. ``language`` is that of most of its letters."""

    text: str
    sentences: tuple[Sentence, ...]
    protected: tuple[ProtectedSpan, ...]
    language: str


def check_text(text: str, limit: int = LONGEST_TEXT) -> None:
    """Raise :class:`NotText`, :class:`EmptyText` or :class:`TextTooLong` if it cannot be worked on."""
    if "\x00" in text:
        raise NotText("the input holds NUL characters: it is not text; nothing was changed")
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise NotText(
            "the input holds half a character (a lone surrogate): save it as UTF-8 and try again"
        )
    if not text.strip():
        raise EmptyText("the text is empty: there is nothing to work on")
    if len(text) > limit:
        raise TextTooLong(len(text), limit)


@releasable
@functools.cache
def parser() -> Language:
    """Return the spaCy pipeline, loaded once (tagger, parser, lemmas, names)."""
    import spacy

    return spacy.load(parser_path())


def collapse(text: str) -> tuple[str, list[int]]:
    """Return ``text`` with each run of white space as one space, and where each character came from.

    The list has one entry more than the collapsed text: its last is ``len(text)``.
    """
    parts: list[str] = []
    origin: list[int] = []
    for match in re.finditer(r"\s+|\S+", text):
        piece = match.group()
        if piece.isspace():
            parts.append(" ")
            origin.append(match.start())
        else:
            parts.append(piece)
            origin.extend(range(match.start(), match.end()))
    origin.append(len(text))
    return "".join(parts), origin


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each stretch that is read as running text.

    A line break inside a wrapped paragraph does not end it; a blank line, a list item, a heading or
    a short line does, unless its sentence plainly goes on (verse, chat, a narrow mail).
    """
    start = 0
    for match in _BREAK.finditer(text):
        blank = len(re.findall(r"\r\n|\r|\n", match.group())) > 1
        line = text.rfind("\n", 0, match.start()) + 1
        short = match.start() - max(line, start) < _WRAPPED
        structured = _STRUCTURE.match(text, match.end()) or _STRUCTURE.match(text, max(line, start))
        if blank or structured or (short and not _runs_on(text, match.start(), match.end())):
            if text[start : match.start()].strip():
                yield start, match.start()
            start = match.end()
    if text[start:].strip():
        yield start, len(text)


def _runs_on(text: str, end: int, start: int) -> bool:
    """Tell whether a line that ends at ``end`` goes on at ``start``: no mark ends it, no capital begins."""
    last, first = text[:end].rstrip()[-1:], text[start:].lstrip()[:1]
    return (last.isalnum() or last in {",", "-", "–"}) and first.islower()


def parse(text: str, limit: int = LONGEST_TEXT) -> Document:
    """Parse ``text``. Raises what :func:`check_text` raises."""
    check_text(text, limit)
    protected = protected_spans(text)
    # Whole blocks of code, quotation and maths are not prose: their inside is not parsed.
    blocks = [
        s
        for s in protected
        if s.kind in {"code", "quoted block"} and "\n" in text[s.start : s.end] + "\n"
    ]
    spans = list(paragraphs(text))
    prose = [
        (start, end)
        for start, end in spans
        if not any(b.start <= start and end <= b.end for b in blocks)
    ]
    sentences: list[Sentence] = []
    letters: dict[str, int] = {}
    collapsed = [collapse(text[start:end]) for start, end in prose]
    docs = parser().pipe((clean for clean, _ in collapsed), disable=["ner", "lemmatizer"])
    for number, ((start, end), (_, origin), doc) in enumerate(
        zip(prose, collapsed, docs, strict=True)
    ):
        heed()
        whole = passage_language(text[start:end])
        for first, last in _pieces(doc):
            left, right = start + origin[first], start + origin[last - 1] + 1
            inner = text[left:right]
            language = sentence_language(inner, whole)
            letters[language] = letters.get(language, 0) + len(inner)
            sentences.append(Sentence(left, right, inner, language, number))
    language = max(letters, key=lambda code: letters[code]) if letters else ENGLISH
    return Document(text, tuple(sentences), protected, language)


def _pieces(doc: object) -> Iterator[tuple[int, int]]:
    """Yield start and end character of each sentence of a parsed paragraph, cut where too long."""
    for sent in doc.sents:  # type: ignore[attr-defined]
        tokens = [token for token in sent if not token.is_space]
        while tokens:
            cut = len(tokens)
            if cut > LONGEST_SENTENCE:
                window = range(LONGEST_SENTENCE, LONGEST_SENTENCE // 2, -1)
                ends = [k for k in window if tokens[k - 1].text in {",", ";", ":", "-", "–", "—"}]
                spaced = [k for k in window if tokens[k - 1].whitespace_]
                cut = (ends or spaced or [LONGEST_SENTENCE])[0]
            piece, tokens = tokens[:cut], tokens[cut:]
            yield piece[0].idx, piece[-1].idx + len(piece[-1].text)
