"""Habits of writing that are no dialect, but the writer's: kept where the profile shows them."""

# One feature, one line: a table reads better than calls that are broken up.
# ruff: noqa: E501
from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from style_models.judging.dialect_features._feature import Feature, matches, plain
from style_models.text.variety import canonical

if TYPE_CHECKING:
    from spacy.tokens import Doc

_PRONOUN = r"(?:i|you|he|she|it|we|they|this|that|there)"
_VERB = r"(?:'m|'s|'re|'ve|'ll|'d| \w+)"


def _spelling(doc: Doc) -> Iterator[tuple[int, int]]:
    """A word that other varieties spell differently (favourite, organise, theatre)."""
    for token in doc:
        word = plain(token.lower_)
        if (
            word.isalpha()
            and len(word) > 4
            and canonical(word) != word
            and word not in {"towards", "afterwards", "got"}
        ):
            yield token.idx, token.idx + len(token)


FEATURES = (
    Feature("comma-splice", None, "a comma between sentences", "I like it, it is warm there.", matches(rf"\b\w+(?P<it>, {_PRONOUN}{_VERB}(?: \w+){{1}})"), dialect=False),
    Feature("short-forms", None, "short forms", "I'm gonna go.", matches(r"\b(?:gonna|wanna|gotta|kinda|sorta|dunno|lemme|gimme)\b|\b\w+(?:n't|'re|'ve|'ll|'m|'d)\b"), dialect=False),
    Feature("spelling-variety", None, "the spelling of your English", "My favourite colour.", _spelling, dialect=False),
    Feature("starts-with-and", None, "sentences that begin with and or but", "And then we left.", matches(r"^\W*(?:and|but|so|or)\b(?=,? )"), dialect=False),
    Feature("no-capitals", None, "small letters throughout", "i told him so.", matches(r"(?<![\w'.])i(?='|\s)(?!\.)", 0), dialect=False),
)  # fmt: skip
