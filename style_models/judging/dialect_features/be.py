"""Forms of *be*: habitual, left out, levelled."""

# One feature, one line: a table reads better than calls that are broken up.
# ruff: noqa: E501
from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from style_models.judging.dialect_features._feature import (
    SUBJECTS,
    Feature,
    after_adverbs,
    is_subject,
    low,
    matches,
    span,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc

_NO_SUBJECT = frozenset("there let make help that's".split())
# A bare be after these is standard ("to be", "let it be", "whether it be", "suggest he be").
_LICENSE = frozenset(
    "to let make makes made help if whether lest that so though however do does did don't dont not n't "
    "see have had suggest recommend insist demand ask require or should be".split()
)
_PRONOUNS = frozenset("he she they we you it".split())
_PLACES = frozenset("at in on with from out up down here there home outside inside".split())


def _be(doc: Doc) -> Iterator[tuple[int, int]]:
    """A bare *be* as the verb of a clause, after its subject."""
    for token in doc:
        if low(token) not in {"be", "bees"} or token.i == 0:
            continue
        at = token.i - 1
        while at > 0 and (doc[at].pos_ == "ADV" or low(doc[at]) in {"always", "all", "just"}):
            at -= 1
        before = doc[at]
        if not is_subject(before) or low(before) in _NO_SUBJECT:
            continue
        earlier = doc[max(0, at - 5) : at]
        if any(t.tag_ == "MD" or low(t) in _LICENSE - {"that", "so"} for t in earlier):
            continue
        if at and low(doc[at - 1]) in {"that", "so"} and low(before) in SUBJECTS:
            continue
        yield span(before, token)


def _habitual(doc: Doc) -> Iterator[tuple[int, int]]:
    for start, end in _be(doc):
        at = after_adverbs(
            doc, next(t.i for t in doc if t.idx >= end - 4 and low(t) in {"be", "bees"}) + 1
        )
        if at < len(doc) and (doc[at].tag_ == "VBG" or low(doc[at]).endswith(("ing", "in'"))):
            yield start, end


def _invariant(doc: Doc) -> Iterator[tuple[int, int]]:
    repeated = set(_habitual(doc))
    yield from (found for found in _be(doc) if found not in repeated)


def _zero(doc: Doc, kind: str) -> Iterator[tuple[int, int]]:
    """A subject with its predicate right behind it and no verb between."""
    for token in doc[:-1]:
        pronoun = low(token) in _PRONOUNS | {
            "i",
            "this",
            "that",
            "y'all",
            "who",
            "what",
            "where",
            "how",
        }
        if not pronoun and token.pos_ not in {"NOUN", "PROPN"}:
            continue
        if token.i and doc[token.i - 1].pos_ in {"AUX"} and pronoun:
            continue
        if token.i and low(doc[token.i - 1]) in {
            "to",
            "with",
            "for",
            "of",
            "than",
            "as",
            "about",
            "from",
            "make",
            "made",
            "keep",
            "let",
            "saw",
            "see",
        }:
            continue
        at = after_adverbs(doc, token.i + 1)
        if at < len(doc) and low(doc[at]) in {"not", "n't"}:
            at += 1
        if at >= len(doc):
            continue
        here, following = doc[at], doc[at + 1] if at + 1 < len(doc) else None
        if kind == "progressive":
            if here.tag_ == "VBG" and (pronoun or token.dep_ == "nsubj"):
                yield span(token, here)
        elif kind == "noun":
            if (
                pronoun
                and low(token) not in {"this", "that", "what", "who", "how"}
                and low(here) in {"a", "an", "my", "his", "her", "their", "our", "one", "the"}
            ):
                yield span(token, here)
        elif kind == "adjective":
            if here.tag_ == "JJ" and (
                following is None or following.pos_ not in {"NOUN", "PROPN", "ADJ"}
            ):
                if (
                    low(token) in _PRONOUNS
                    or token.dep_ == "nsubj"
                    or (not pronoun and at > token.i + 1)
                ):
                    yield span(token, here)
        elif low(here) in _PLACES and (
            low(token) in {"he", "she", "they", "we", "i"} or low(token) in {"where", "who"}
        ):
            yield span(token, here)
        elif low(token) in {"where", "who", "what", "how"} and low(here) in _PRONOUNS | {
            "the",
            "my",
            "your",
        }:
            rest = [t for t in doc[at + 1 :] if t.pos_ in {"VERB", "AUX"}]
            if not rest:
                yield span(token, here)


def _there_is(doc: Doc) -> Iterator[tuple[int, int]]:
    for token in doc[:-2]:
        nxt = doc[token.i + 1]
        if low(token) == "there" and low(nxt) in {"'s", "is", "was"}:
            for later in doc[token.i + 2 : token.i + 6]:
                if later.tag_ in {"NNS", "NNPS"} or low(later) in {
                    "two",
                    "three",
                    "many",
                    "several",
                    "people",
                }:
                    yield span(token, nxt)
                    break
                if later.pos_ in {"NOUN", "PROPN"} or later.tag_ in {"DT", "CC", "IN"}:
                    break


def _was(doc: Doc) -> Iterator[tuple[int, int]]:
    for token in doc[1:]:
        before = doc[token.i - 1]
        if before.pos_ == "ADV" and token.i > 1:
            before = doc[token.i - 2]
        if low(token) == "was" and (
            low(before) in {"we", "you", "they", "y'all", "these", "those"}
            or before.tag_ in {"NNS", "NNPS"}
        ):
            head = token.i - 2
            if before.tag_ in {"NNS", "NNPS"} and any(
                low(t) in {"of", "in", "for", "one", "each", "with", "the"}
                for t in doc[max(0, head - 2) : head + 1]
                if low(t) != "the"
            ):
                continue
            yield span(before, token)


def _were(doc: Doc) -> Iterator[tuple[int, int]]:
    for token in doc[1:]:
        before = doc[token.i - 1]
        if low(token) in {"were", "weren't"} and low(before) in {
            "i",
            "he",
            "she",
            "it",
            "this",
            "that",
        }:
            if not any(
                low(t) in {"if", "wish", "as", "though", "were", "would", "unless"}
                for t in doc[max(0, token.i - 6) : token.i]
            ):
                if not (token.i + 1 < len(doc) and low(doc[token.i + 1]) == "n't"):
                    yield span(before, token)


FEATURES = (
    Feature("habitual-be", 90, "*be* for what happens again and again", "They be working late.", _habitual, marked=True),
    Feature("invariant-be", 184, "*be* without am, is or are", "She be at home most days.", _invariant, marked=True),
    Feature("do-be", 93, "*do be* for what happens again and again", "He does be tired a lot.", matches(r"\b(?:do|does) be\b"), marked=True),
    Feature("zero-be-progressive", 174, "a progressive without *be*", "They always talking about it.", lambda doc: _zero(doc, "progressive")),
    Feature("zero-be-gonna", 175, "a future without *be*", "He gonna cook tonight.", matches(r"(?<!\w)(?:i|you|he|she|it|we|they|who|what|y'all)(?: just| really| all| never)? (?:gonna|gon|gon'|finna|tryna|boutta|fixing to|fixin' to|bout to)(?!\w)"), marked=True),
    Feature("zero-be-noun", 176, "a statement without *be*", "He a good teacher.", lambda doc: _zero(doc, "noun")),
    Feature("zero-be-adjective", 177, "a description without *be*", "She smart.", lambda doc: _zero(doc, "adjective")),
    Feature("zero-be-place", 178, "a place without *be*", "She at home.", lambda doc: _zero(doc, "place")),
    Feature("is-with-i", 118, "*is* with I", "I's going to town.", matches(r"\bI(?:'s| is|s gon)\b(?! a (?:letter|vowel))", 0), marked=True),
    Feature("was-levelling", 180, "*was* with every person", "You was hungry then.", _was),
    Feature("were-levelling", 180, "*were* with every person", "She were tired.", _were),
    Feature("weren't-split", 163, "*weren't* with every person", "Mike weren't there.", matches(r"(?:\b(?:I|he|she|it|this|that|there|He|She|It|This|That|There)|(?<=\w )(?!We|You|They)[A-Z][a-z]+(?<!s)|^[A-Z][a-z]+(?<!s)(?<!^You)(?<!^We)(?<!^They)(?<!^These)(?<!^Those)(?<!^There)) weren't\b", 0), marked=True),
    Feature("there's-with-plural", 172, "*there's* before more than one", "There's two men in the hall.", _there_is),
    Feature("sat-stood", 95, "*was sat*, *was stood* for what goes on", "He was stood on the corner.", matches(r"\b(?:am|is|are|was|were|'m|'s|'re|been|be) (?:just |still )?(?:sat|stood)(?= (?:there|here|on|in|at|outside|by|next|beside|behind|around|waiting|watching|with))"), marked=True),
    Feature("be-perfect", 102, "*be* where others say have", "They're not left school yet.", matches(r"(?:\b(?:i'm|you're|we're|they're|he's|she's)|\b(?:am|are)) (?:not )?(?:left|seen|eaten|finished school|been|done it|went)\b"), marked=True),
)  # fmt: skip
