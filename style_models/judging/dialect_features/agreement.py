"""Verb and subject, and clauses that say what there is."""

# One feature, one line: a table reads better than calls that are broken up.
# ruff: noqa: E501
from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from style_models.judging.dialect_features._feature import Feature, low, matches, span

if TYPE_CHECKING:
    from spacy.tokens import Doc

_PARTICIPLES = frozenset(
    "seen eaten gone done been taken written given known spoken broken forgotten".split()
)
_ONE = frozenset("he she it this that everybody somebody nobody everyone someone who which".split())


def _zero_s(doc: Doc) -> Iterator[tuple[int, int]]:
    for token in doc[1:]:
        if (
            token.tag_ not in {"VBP", "VB"} and low(token) not in {"do", "have"}
        ) or token.pos_ not in {"VERB", "AUX"}:
            continue
        at = token.i - 1
        while at > 0 and doc[at].pos_ == "ADV":
            at -= 1
        before = doc[at]
        one = low(before) in _ONE or before.tag_ in {"NN", "NNP"}
        if not one or low(token) in {"are", "am", "be"}:
            continue
        earlier = doc[max(0, at - 4) : at]
        if any(
            t.tag_ in {"MD", "TO"}
            or low(t)
            in {
                "do",
                "does",
                "did",
                "let",
                "make",
                "makes",
                "made",
                "help",
                "and",
                "see",
                "saw",
                "hear",
                "to",
            }
            for t in earlier
        ):
            continue
        if (
            before.tag_ in {"NN", "NNP"}
            and before.dep_ not in {"nsubj", "nsubjpass"}
            and low(before) not in _ONE
        ):
            continue
        yield span(before, token)


def _general_s(doc: Doc) -> Iterator[tuple[int, int]]:
    for token in doc[1:]:
        before = doc[token.i - 1]
        if before.pos_ == "ADV" and token.i > 1:
            before = doc[token.i - 2]
        if (
            token.tag_ == "VBZ"
            and low(token) not in {"'s", "is"}
            and low(before) in {"i", "we", "you", "they", "y'all"}
        ) or (low(token) == "is" and low(before) in {"we", "you", "they"}):
            yield span(before, token)


def _no_have(doc: Doc) -> Iterator[tuple[int, int]]:
    for token in doc[1:]:
        at = token.i - 1
        if at > 0 and low(doc[at]) in {"already", "just", "never", "always", "ever"}:
            at -= 1
        form = token.tag_ == "VBN" or low(token) in _PARTICIPLES
        if (
            form
            and token.pos_ == "VERB"
            and low(doc[at]) in {"i", "you", "we", "they", "he", "she"}
        ):
            yield span(doc[at], token)


FEATURES = (
    Feature("zero-s", 170, "a verb without -s", "He speak English.", _zero_s),
    Feature("general-s", 171, "-s with every person", "Every Sunday we goes to church.", _general_s),
    Feature("existential-it", 173, "*it's* or *they's* for there is", "It's some milk in the fridge.", matches(r"(?:\bit(?:'s| is) (?:some|no|a lot of|two|three|many|people|somebody|nobody|plenty)\b(?! (?:more|longer|kind|sort|way|good|use|big|problem|wonder|different|better|less|matter))|\b(?:they's|dey's|they is)\b)"), marked=True),
    Feature("existential-got", 205, "*got* for there is", "Got no water in the toilet.", matches(r"(?:^\W*|[,;.] ?)got (?:no|a lot|some|many|so many|one|two|people|such|a)\b|\b(?:here|there|singapore|inside|where|still) got (?:no|a|some|many|one|people|such|so|\w+)\b"), marked=True),
    Feature("existential-have", 206, "*you have*, *have* for there is", "You have some people who don't care.", matches(r"(?:^\W*|\band |\bbut )(?:you have|they have|there have|you got|they got) (?:some|people|a lot of|many|these|those|no) ?\w*(?= (?:who|that|in|on|at|here|there|don't|do|are|is)\b)")),
    Feature("zero-have", 179, "a perfect without have", "I eaten it already.", _no_have),
    Feature("got-for-have", 139, "*got* for have", "I got two brothers.", matches(r"\b(?:i|you|we|they|y'all|he|she|it|who) (?:got|gots)(?= (?:a|an|no|two|three|some|my|your|the|it|that|this|to|lots|plenty|nothing|something|enough|\d))"), marked=True, dialect=False, spoken_in="CollAmE UAAVE RAAVE CollSgE MalE NigE NZE AusE"),
    Feature("gotta", None, "*gotta* without have", "You gotta see it.", matches(r"\b(?:gotta|gots to|got ta)(?!\w)"), marked=True, dialect=False, spoken_in="CollAmE UAAVE"),
)  # fmt: skip
