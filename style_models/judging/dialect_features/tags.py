"""Question tags that stay the same whatever the clause."""

# One feature, one line: a table reads better than calls that are broken up.
# ruff: noqa: E501
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from style_models.judging.dialect_features._feature import Feature, matches, plain

if TYPE_CHECKING:
    from spacy.tokens import Doc

_TAG = re.compile(
    r",? *(?P<it>\b(?:isn't it|is it|is it not|isn't|ain't it|no be so|not so)) ?(?:\?|$)", re.I
)
_FITS = re.compile(r"\b(?:it|that|this|which|there)(?:'s| is| isn't)\b", re.IGNORECASE)


def _invariant(doc: Doc) -> Iterator[tuple[int, int]]:
    text = plain(doc.text)
    for found in _TAG.finditer(text):
        clause = re.split(r"[.;!?]", text[: found.start()])[-1]
        if len(clause.split()) >= 2 and not _FITS.search(clause):
            # "What is it?" asks; a tag follows a statement.
            if not re.match(r"\W*(?:what|who|where|when|why|how|which)\b", clause, re.I):
                yield found.span("it")


FEATURES = (
    Feature("invariant-tag", 165, "a tag that fits every clause", "They had them in their hair, isn't it?", _invariant, marked=True),
    Feature("innit", 165, "*innit*", "You saw him, innit?", matches(r"\b(?:innit|init(?= ?\?)|inni)\b"), marked=True),
    Feature("can-or-not", 166, "*can or not*", "I can go home, can or not?", matches(r"\b(?:can or (?:not|cannot)|can anot|or not(?= ?\?))"), marked=True),
    Feature("fronted-tag", 167, "a tag that comes first", "Isn't, I can go there now?", matches(r"^\W*(?P<it>isn't|is it), "), marked=True),
)  # fmt: skip
