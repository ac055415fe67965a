"""Clauses within clauses: for to, say, doubled conjunctions, prepositions."""

# One feature, one line: a table reads better than calls that are broken up.
# ruff: noqa: E501
from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from style_models.judging.dialect_features._feature import Feature, matches, span

if TYPE_CHECKING:
    from spacy.tokens import Doc

_LATER = r"(?:(?!\b(?:although|though|because)\b)[^.?!;])"


def _bare_ing(doc: Doc) -> Iterator[tuple[int, int]]:
    for token in doc[:-1]:
        verb = doc[token.i + 1]
        if (
            token.lemma_.lower() in {"start", "stop", "keep", "begin", "enjoy", "finish"}
            and verb.tag_ in {"VB", "VBP"}
            and verb.pos_ == "VERB"
        ):
            yield span(token, verb)


def _dropped_to(doc: Doc) -> Iterator[tuple[int, int]]:
    for token in doc[:-1]:
        verb = doc[token.i + 1]
        if token.lower_ in {
            "allowed",
            "want",
            "wants",
            "wanted",
            "like",
            "likes",
            "need",
            "needs",
            "try",
            "tries",
            "tried",
            "supposed",
            "going",
            "used",
            "able",
            "ought",
            "love",
            "went",
            "come",
            "plan",
        }:
            if verb.tag_ in {"VB", "VBP"} and verb.pos_ in {"VERB", "AUX"}:
                if token.lower_ not in {"like", "come", "try", "went"} or verb.lower_ in {
                    "see",
                    "go",
                    "eat",
                    "play",
                    "do",
                    "make",
                    "take",
                    "buy",
                    "get",
                }:
                    yield span(token, verb)


FEATURES = (
    Feature("say-complement", 200, "*say* for that", "We hear say you were gone.", matches(r"\b(?:hear|hears|heard|know|knows|think|tell|told|believe|mean|be like|talk|see|remember|forget|am|me|us)\b(?: am| me| us| dem)? (?P<it>say|sey|se)(?= \w+)"), marked=True),
    Feature("for-complement", 201, "*for* and a bare verb", "She allows you for bring friends.", matches(r"\b(?:you|me|him|us|them|it|hard|easy|want|like|try|go|come|allow|allows) for (?:bring|go|come|eat|do|make|get|see|buy|take|talk|know|find|cross|work|help|give)\b"), marked=True),
    Feature("for-to", 202, "*for to*", "We had gutters for to drain the water.", matches(r"\b(?:for to|fae|for ta) (?=[a-z]+)(?! (?:the|a|my)\b)"), marked=True),
    Feature("that-for-to", 207, "*that* with should for to", "He wanted that I should go with him.", matches(r"\bwant(?:s|ed)? that (?:i|you|he|she|we|they|it)\b")),
    Feature("bare-after-allow", 208, "a verb without to", "They were allowed call her.", _dropped_to),
    Feature("to-after-make", 209, "*to* behind make and let", "He made me to do it.", matches(r"\b(?:make|makes|made|let|lets|letting|making) (?:me|you|him|her|us|them|it|people|\w+) to (?=\w+)(?<!up to )(?<!way to )(?<!it to )(?<!use to )(?<!attempt to )(?<!decision to )(?<!effort to )")),
    Feature("bare-after-start", 210, "the bare verb behind start and stop", "She started whoop her.", _bare_ing),
    Feature("final-but", 211, "*but* at the end", "There's nothing wrong with it, but.", matches(r",? but(?=\s*[.!?]*\s*$)"), marked=True),
    Feature("yet-still", 214, "two words that join in a row", "He has been here long, still yet he is not tired.", matches(r"\b(?:yet still|still yet|but yet|but still yet|or else if not|and plus|and also too)\b"), marked=True),
    Feature("although-but", 215, "two words that join, one in each half", "Although you are smart, but you are not appreciated.", matches(rf"\b(?:al)?though\b{_LATER}+,? (?:but|yet|still)\b (?=(?:i|you|he|she|it|we|they|the|there|this|that|my|his)\b)|\bbecause\b{_LATER}+, (?:so|therefore|that's why)\b|(?:^|[.] )(?:so|if) when\b{_LATER}+, so\b")),
    Feature("dropped-preposition", 216, "a place or day without its preposition", "I'm going America.", matches(r"\b(?:go|goes|going|went|come|coming|came|stay|staying|live|lives|living|reach|return|travel|out|work|works|working|wait|waiting|listen|listens|listening) (?!away|back|home|there|here|out|on|up|down|in|to|by|off|over|through|around|ahead|and|or|but|for|at|with|from|into|as|well|together|outside|inside|abroad|somewhere|anywhere|everywhere|along|past|past|after|under|about|i|you|he|she|it|we|they|so|if|because|when|very|too|that|not|only|overseas)(?=(?:the |my |his |her |their )?(?:hospital|town|school|church|market|work|shop|store|college|university|office|village|gym|bank|music|party|\b[A-Z][a-z]+))", 0)),
    Feature("out-without-of", 216, "*out* without of", "He walked out the house.", matches(r"\b(?:out|outta|off of|up) the (?:house|door|room|car|window|box|bed|way|building|shop|store|school|yard|hospital|blue)\b(?<!up the way)"), marked=True, dialect=False),
)  # fmt: skip
