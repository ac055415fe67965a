"""The order of words: questions, focus, what comes first."""

# One feature, one line: a table reads better than calls that are broken up.
# ruff: noqa: E501
from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from style_models.judging.dialect_features._feature import Feature, low, matches, span

if TYPE_CHECKING:
    from spacy.tokens import Doc

_ASK = r"(?:wonder(?:ing|ed|s)?|ask(?:ed|ing|s)?|know|knows|knew|tell me|told me|see|understand|remember|idea|imagine|guess|sure|explain|show|find out)"


def _uninverted(doc: Doc) -> Iterator[tuple[int, int]]:
    """A question word, then subject and verb with no auxiliary before the subject."""
    if not doc.text.rstrip().endswith("?"):
        return
    for token in doc[:-2]:
        if low(token) in {"what", "where", "when", "why", "how", "who", "which"} and (
            token.i == 0
            or doc[token.i - 1].is_punct
            or low(doc[token.i - 1]) in {"so", "and", "but", "then"}
        ):
            at = token.i + 1
            if low(token) == "how" and low(doc[at]) in {"much", "many", "long", "come"}:
                return
            subject, verb = doc[at], doc[at + 1] if at + 1 < len(doc) else None
            if (
                low(subject) in {"i", "you", "he", "she", "it", "we", "they", "y'all"}
                and verb is not None
                and verb.pos_ in {"VERB", "AUX", "ADV"}
            ):
                yield span(token, verb)


def _bare_question(doc: Doc) -> Iterator[tuple[int, int]]:
    if (
        doc.text.rstrip().endswith("?")
        and len(doc) > 2
        and low(doc[0]) in {"you", "he", "she", "they", "we", "it", "y'all"}
    ):
        if doc[1].pos_ in {"VERB", "AUX", "ADV"} and low(doc[1]) not in {"'re", "'s"}:
            yield span(doc[0], doc[1])


FEATURES = (
    Feature("inverted-indirect-question", 227, "an indirect question in the order of a question", "I'm wondering what are you going to do.", matches(rf"\b{_ASK}(?: \w+)? (?P<it>(?:what|where|when|why|how|who|which)(?: \w+)? (?:are|is|was|were|do|does|did|can|could|will|would|should|have|has) (?:i|you|he|she|it|we|they|this|that|the \w+|my \w+|his \w+))\b(?! (?:\?|wrong))|\b(?:ask(?:ed|ing|s)?|wonder(?:ed|ing|s)?|see|know) (?:\w+ )?(?:(?:could|can|would|will|did|do|does|was|were|is|are) (?:i|you|he|she|we|they|it|there) (?=\w+))")),
    Feature("uninverted-question", 228, "a question in the order of a statement", "When she coming?", _uninverted),
    Feature("bare-yes-no-question", 229, "a question without do", "You get the point?", _bare_question, marked=True, dialect=False),
    Feature("doubled-question-word", 230, "two question words first", "What who ate?", matches(r"^\W*(?:what|which) (?:who|that) \w+"), marked=True),
    Feature("most-first", 231, "*most* before its noun", "The most thing I like is apples.", matches(r"\bthe most (?:thing|person|place|food|one|part|time|reason|problem|people)s?\b"), marked=True),
    Feature("double-object-order", 232, "giving somebody it", "She would teach us it.", matches(r"\b(?:give|gave|teach|show|showed|send|sent|tell|told|bring|lend) (?:me|you|him|her|us|them) it\b"), marked=True, dialect=False),
    Feature("fronting", 224, "what matters said first", "To town every Saturday I go.", matches(r"^\W*(?:to|in|on|at|with) (?:(?:the|my|this|that) )?\w+ (?:sometimes? |always |every \w+ )?(?:i|we|he|she|they) (?:go|drive|speak|live|stay|see|come)\b|\bi to \w+ (?:go|drive|walk)\b"), marked=True),
    Feature("focus-like", 234, "*like* to bring something out", "It was like really cheap.", matches(r"(?:,\s*like\s*,|\b(?:was|is|were|are|just|be|am) like (?=(?:really|so|totally|super|five|ten|two|three|\d+|very|all|right|only|just)\b)|\blike(?=\s*[.!?]?\s*$)(?<=, like)|\byou know what i'm saying\b)"), marked=True, dialect=False),
    Feature("quotative-like", 235, "*be like* for saying", "And she was like, no way!", matches(r"\b(?:i|you|he|she|it|we|they|\w+)(?:'m| am|'s| is| was| were|'re| are| be) (?:all |just )?like,? (?=[\"“']|no\b|yes\b|oh\b|what\b|yeah\b|okay\b|why\b|i\b|well\b)"), marked=True, dialect=False),
    Feature("imperative-subject", 233, "a command with its subject", "Go you there!", matches(r"^\W*(?:go|come|sit|stay|wait|look|take|stop) (?:you|ye|yous)\b(?! (?:can|will|are|were|have))"), marked=True),
)  # fmt: skip
