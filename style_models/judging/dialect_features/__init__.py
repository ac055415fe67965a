"""Features of dialects of English, found in a parsed text. One family, one file.

Each module whose name has no leading underscore holds ``FEATURES: tuple[Feature, ...]`` and is found
by being here. Numbers and names follow the electronic World Atlas of Varieties of English (Kortmann,
Lunkenheimer and Ehret 2020, CC BY 3.0); particles, words and spellings that it does not list have no
number. Detectors were developed on the even features and documents of public minimal pairs and
corpora, and measured on the odd ones (``ownvoice bench dialect``).

A detector says where a construction stands. It does not say that somebody speaks a dialect: "she go"
is a slip elsewhere. So a feature that is not ``marked`` counts only in a text or profile that shows a
dialect by marked ones.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from style_models.judging.dialect_features._feature import Feature, Pattern

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Feature", "feature_named", "features", "found", "marked_in", "shown_in"]

# A profile shows a feature that is no dialect marker by itself from this many places on.
OFTEN = 3
# So many words of a writer's are looked through at most: more would not tell more.
ENOUGH_WORDS = 20_000


@functools.cache
def features() -> tuple[Feature, ...]:
    """Return all features, family by family."""
    listed: list[Feature] = []
    for info in sorted(pkgutil.iter_modules(__path__), key=lambda info: info.name):
        if not info.name.startswith("_"):
            listed += importlib.import_module(f"{__name__}.{info.name}").FEATURES
    return tuple(listed)


@functools.cache
def _by_name() -> dict[str, Feature]:
    return {feature.name: feature for feature in features()}


def feature_named(name: str) -> Feature | None:
    """Return the feature of that name, or ``None``."""
    return _by_name().get(name)


def found(doc: Doc) -> dict[str, tuple[tuple[int, int], ...]]:
    """Return the places (start, end, in characters of the text) of each feature that is there."""
    text = doc.text  # spaCy puts it together anew each time that it is asked
    places = {
        feature.name: tuple(
            sorted(set(finder.places(text) if isinstance(finder, Pattern) else finder(doc)))
        )
        for feature in features()
        for finder in (feature.finder,)
    }
    return {name: spans for name, spans in places.items() if spans}


def marked_in(text: str) -> dict[str, int]:
    """Return how often each marked feature of a dialect stands in the text.

    Only those that can be read off the letters: it is quick, and needs no parse.
    """
    counts = {}
    for feature in features():
        if feature.marked and feature.dialect and isinstance(feature.finder, Pattern):
            if count := len(feature.finder.places(text)):
                counts[feature.name] = count
    return counts


def shown_in(texts: Iterable[str]) -> frozenset[str]:
    """Return the names of the features that a writer's own texts show.

    A marked feature shows from its first place on. Others count from :data:`OFTEN` places on, and
    those of grammar only beside a marked feature of some dialect: a learner's repeated slip is no
    dialect. At most :data:`ENOUGH_WORDS` words are read. Raises ``ModelMissing`` without the parser.
    """
    from style_models.text.document import parse, parser

    counts: Counter[str] = Counter()
    left = ENOUGH_WORDS
    for text in texts:
        for sentence in parse(text).sentences:
            if left <= 0:
                break
            left -= len(sentence.text.split())
            doc = parser()(sentence.text, disable=["ner"])
            counts.update({name: len(spans) for name, spans in found(doc).items()})
    known = _by_name()
    spoken = any(known[name].marked and known[name].dialect for name in counts)
    return frozenset(
        name
        for name, count in counts.items()
        if known[name].marked or (count >= OFTEN and (spoken or not known[name].dialect))
    )
