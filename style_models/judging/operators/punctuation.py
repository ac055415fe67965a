# ruff: noqa: E501
"""Habits of punctuation: exclamation marks, dashes and dots that the writer chose."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from style_models.judging.operator import Operator, Place

if TYPE_CHECKING:
    from spacy.tokens import Doc

_EXCLAIMED = re.compile(r"(?<=[\w)\"'”’])!+(?=\s|$|[\"”’)])")
_STOP = re.compile(r"(?<=[a-z])\.(?=\s|$)")
_DASHED = re.compile(r"(?<=\w)(?: — | – | - | -- |—)(?=[a-zA-Z])")
_COMMA = re.compile(r"(?<=[a-z]), (?=(?:but|and|which|so|not|or|yet|because|especially|though)\b)")
_DOTS = re.compile(r"(?<=\w) ?(?:\.{3,}|…)(?=\s+[A-Z]|\s*$)")
_SEMICOLON = re.compile(r"(?<=[a-z]); (?=[a-z])")
_EMOTE = re.compile(r"(?<=\w) ?(?:!{2,}|\?{2,})")


def _calm(doc: Doc, rng: random.Random) -> Iterator[Place]:
    for match in _EXCLAIMED.finditer(doc.text):
        yield match.start(), match.end(), "."


def _exclaim(doc: Doc, rng: random.Random) -> Iterator[Place]:
    for match in _STOP.finditer(doc.text):
        if match.end() == len(doc.text.rstrip()) or re.match(
            r"\s+[A-Z\"“]", doc.text[match.end() :]
        ):
            if not re.search(
                r"\b(?:[A-Z][a-z]?|etc|vs|no|st|mr|dr)$", doc.text[: match.start()], re.I
            ):
                yield match.start(), match.end(), "!"


def _undash(doc: Doc, rng: random.Random) -> Iterator[Place]:
    for match in _DASHED.finditer(doc.text):
        if not doc.text[match.start() - 1].isdigit():
            yield match.start(), match.end(), ", "


def _dash(doc: Doc, rng: random.Random) -> Iterator[Place]:
    for match in _COMMA.finditer(doc.text):
        yield match.start(), match.end(), " — "


def _undot(doc: Doc, rng: random.Random) -> Iterator[Place]:
    for match in _DOTS.finditer(doc.text):
        yield match.start(), match.end(), "."


def _dot(doc: Doc, rng: random.Random) -> Iterator[Place]:
    for match in _STOP.finditer(doc.text):
        if match.end() == len(doc.text.rstrip()) or re.match(
            r"\s+[A-Z\"“]", doc.text[match.end() :]
        ):
            yield match.start(), match.end(), "..."


def _unsemicolon(doc: Doc, rng: random.Random) -> Iterator[Place]:
    for match in _SEMICOLON.finditer(doc.text):
        after = doc.text[match.end() :]
        if not re.match(r"i\b", after):
            yield match.start(), match.end() + 1, f". {after[0].upper()}"


_LIVELY = ("excitement", "arousal")
OPERATORS = (
    Operator("calm_exclamation", "exclamations", -1, "distortion", "an exclamation mark becomes a full stop", _calm, "add_exclamation", _LIVELY),
    Operator("add_exclamation", "exclamations", 1, "distortion", "a full stop becomes an exclamation mark", _exclaim, "calm_exclamation", _LIVELY),
    Operator("dash_to_comma", "dashes", -1, "distortion", "a dash becomes a comma", _undash, "comma_to_dash", ("formality",)),
    Operator("comma_to_dash", "dashes", 1, "distortion", "a comma becomes a dash", _dash, "dash_to_comma", ("formality",)),
    Operator("drop_dots", "ellipses", -1, "distortion", "three dots become a full stop", _undot, "add_dots", ("formality", "confidence")),
    Operator("add_dots", "ellipses", 1, "distortion", "a full stop becomes three dots", _dot, "drop_dots", ("formality", "confidence")),
    Operator("drop_semicolon", "semicolons", -1, "distortion", "a semicolon becomes a full stop", _unsemicolon, "", ("formality", "expert_english")),
)  # fmt: skip
