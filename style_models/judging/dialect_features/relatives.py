"""Clauses that belong to a noun."""

# One feature, one line: a table reads better than calls that are broken up.
# ruff: noqa: E501
from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from style_models.judging.dialect_features._feature import Feature, low, matches, span

if TYPE_CHECKING:
    from spacy.tokens import Doc

_PEOPLE = r"(?:man|men|woman|women|boy|girl|person|people|guy|guys|friend|friends|teacher|child|children|brother|sister|mother|father|lady|fellow|chap|student|students|one|ones|those|anyone|someone|somebody|everyone|uncle|aunt|husband|wife|kid|kids|doctor)"

_AFTER_VERB = frozenset("it them him there here me us her".split())
_JOINS = frozenset("which that who what how if when where than".split())


def _resumptive(doc: Doc) -> Iterator[tuple[int, int]]:
    """A relative clause that names its object again: *which I painted it*."""
    for token in doc[1:-3]:
        if low(token) not in {"which", "that", "who", "whom"} or doc[token.i - 1].pos_ not in {
            "NOUN",
            "PROPN",
        }:
            continue
        subject, verb = doc[token.i + 1], doc[token.i + 2]
        if low(subject) not in {"i", "you", "he", "she", "we", "they"} or verb.pos_ not in {
            "VERB",
            "AUX",
        }:
            continue
        for later in doc[token.i + 3 : token.i + 6]:
            if low(later) in {"it", "them", "him"} and doc[later.i - 1].pos_ in {"VERB", "ADP"}:
                if later.i + 1 >= len(doc) or doc[later.i + 1].pos_ not in {"NOUN", "ADJ"}:
                    yield span(token, later)
                break


def _zero_relative(doc: Doc) -> Iterator[tuple[int, int]]:
    """A noun whose clause begins with its verb: *the man lives there is friendly*."""
    for token in doc[1:]:
        if token.tag_ in {"NN", "NNS", "NNP"} and token.i + 1 < len(doc):
            verb = doc[token.i + 1]
            if verb.tag_ in {"VBZ", "VBD", "VBP"} and verb.pos_ == "VERB":
                for later in doc[verb.i + 1 : verb.i + 5]:
                    before = doc[later.i - 1]
                    if later.tag_ in {"VBZ", "VBD", "VBP", "MD"} and later.i > verb.i + 1:
                        if low(before) in _AFTER_VERB or before.pos_ in {"NOUN", "ADV", "ADJ"}:
                            yield span(token, verb)
                        break
                    if later.pos_ in {"SCONJ", "CCONJ", "PUNCT"} or low(later) in _JOINS:
                        break


FEATURES = (
    Feature("which-for-who", 186, "*which* for people", "He's the man which looks after the cows.", matches(rf"\b{_PEOPLE}(?P<it> which)\b(?! (?:i|you|we|they|he|she|it|the|means|is why)\b)")),
    Feature("relative-what", 190, "*what* for who or that", "This is the man what painted it.", matches(rf"\b(?:{_PEOPLE}|thing|things|stuff|place|all|them|house|car|book|dog|everything)(?P<it> what)(?= (?:\w+ed|lives?|was|were|is|are|came|had|did|made|got|said|went|i|he|she|we|they|you)\b)(?! (?:i|you|he|she|we|they) (?:should|can|need))"), marked=True),
    Feature("relative-as", 187, "*as* for who", "The man as was just here.", matches(rf"\b(?:{_PEOPLE}|them)(?P<it> as)(?= (?:was|were|is|are|had|has|came|did|got|lives?|looks?|knows?|wants?)\b)"), marked=True),
    Feature("relative-at", 188, "*at* for who", "This is the man at painted my house.", matches(rf"\b{_PEOPLE}(?P<it> at)(?= (?:\w+ed|was|were|is|are|had|came|did|got|made|lives)\b)"), marked=True),
    Feature("relative-where", 189, "*where* for which", "He founded the railroad where helped them.", matches(r"\b(?:\w+),? where(?= (?:helped|was|were|had|came|did|got|made|lives|helps|gives|can|will)\b(?! (?:i|you|he|she|it|we|they|the|this|that|there|my|all)\b))"), marked=True),
    Feature("relative-his", 192, "*that his* for whose", "This is the man that his wife has died.", matches(rf"\b{_PEOPLE} (?:that|what|who|which) (?:his|her|their|'s) (?=\w+ (?:has|is|was|had|were|are|have|\w+ed)\b)|\b{_PEOPLE} (?:what's|at's) \w+"), marked=True),
    Feature("no-relative", 193, "a clause that joins without who or which", "The man painted it was friendly.", _zero_relative),
    Feature("resumptive-pronoun", 194, "the thing named again in its clause", "This is the house which I painted it.", _resumptive),
    Feature("relative-one", 195, "*one* behind a clause", "The cake John buys one is nice.", matches(r"\b(?:buys?|makes?|made|bought|sells?|sold|eats?|ate|cooks?|wears?|uses?|drives?|pinch|got|like) one (?=(?:is|are|was|were|very|so|damn|always|not)\b)")),
    Feature("correlative", 196, "naming the thing, then saying it", "The one I made, that one is good.", matches(r"\b(?:the ones?|which(?:-| )one|the \w+) (?:i|you|he|she|we|they) \w+, (?:that one|those|that|them)(?=(?: \w+)? (?:is|are|was|were))"), marked=True),
    Feature("linking-which", 197, "*which* to go on", "You need marks which some schools are not going to give those.", matches(r"\bwhich (?:some|the|a|my|they|he|she|it|you|we|i) (?:\w+ )?(?:are|is|was|were|has|have|had|will|would|can) (?:not )?(?:going to )?\w+ (?:those|them|it|that)\b"), marked=True),
    Feature("double-relative", 191, "two words that join", "The men that which stayed were old.", matches(r"\b(?:that which|which that|who that|what that|that what)(?= (?:\w+ed|had|is|was|were|are|came)\b)(?<!of that which)"), marked=True),
    Feature("non-restrictive-that", 185, "*that* behind a comma", "My daughter, that lives in London, called.", matches(r"\b(?:my|his|her|our|their) \w+, (?:that|what)(?= (?:lives|was|is|has|had|works|came|went)\b)"), marked=True, dialect=False),
)  # fmt: skip
