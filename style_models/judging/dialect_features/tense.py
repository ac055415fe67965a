"""Tense and aspect."""

# One feature, one line: a table reads better than calls that are broken up.
# ruff: noqa: E501
from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from style_models.judging.dialect_features._feature import (
    Feature,
    any_word,
    is_subject,
    low,
    matches,
    span,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc

_STATES = "knowing|wanting|liking|loving|needing|understanding|believing|owning|belonging|preferring|hating|possessing|costing|meaning|remembering|seeming|containing|consisting|having (?:a|an|the|two|three|many|much|some|no)"
_DID = (
    "came went saw did took ate wrote ran broke drank gave spoke fell chose drove rode forgot froze knew "
    "grew threw blew sang swam began rang wore tore stole shook got"
).split()
_PAST = frozenset("yesterday ago last when before then once".split())
_REGULARISED = (
    "catched knowed growed throwed blowed drawed teached runned seed buyed sleeped goed comed gived "
    "maked writed eated taked falled feeled keeped leaved bringed thinked speaked drinked drived heared "
    "hurted putted cutted builded losed meeted readed sended spended standed swimmed telled waked weared winned choosed"
)
_BARE = frozenset(
    "come run give eat see go say tell take make get know find leave send bring buy do have become begin".split()
)


def _done(doc: Doc) -> Iterator[tuple[int, int]]:
    for token in doc[1:-1]:
        before, verb = doc[token.i - 1], doc[token.i + 1]
        if low(verb) in {"already", "just", "all"} and token.i + 2 < len(doc):
            verb = doc[token.i + 2]
        if (
            low(token) in {"done", "don"}
            and (verb.tag_ in {"VBD", "VBN", "VBP", "VB"} or low(verb).endswith("ed"))
            and verb.pos_ in {"VERB", "AUX"}
        ):
            if is_subject(before) or low(before) in {
                "just",
                "already",
                "have",
                "has",
                "had",
                "'ve",
                "'s",
                "'d",
            }:
                yield span(token, verb)


def _been(doc: Doc) -> Iterator[tuple[int, int]]:
    for token in doc[1:-1]:
        before, verb = doc[token.i - 1], doc[token.i + 1]
        if low(token) in {"been", "bin", "bɪn"} and (
            is_subject(before) or low(before) in {"dem", "them"}
        ):
            if any(
                low(t) in {"have", "has", "had", "'ve", "'s", "'d", "having", "ve"}
                for t in doc[max(0, token.i - 5) : token.i]
            ):
                continue
            if verb.tag_ in {"VBD", "VBN", "VBG", "VB", "JJ", "VBP", "IN"} or low(verb) in {
                "a",
                "the",
                "knowing",
                "knew",
            }:
                yield span(before, token)


def _zero_past(doc: Doc) -> Iterator[tuple[int, int]]:
    """A bare verb in a sentence that speaks of the past."""
    past = [t for t in doc if low(t) in _PAST or t.tag_ == "VBD"]
    if not past:
        return
    for token in doc[1:]:
        if token.tag_ in {"VBP", "VB"} and token.pos_ == "VERB":
            at = token.i - 1
            if at > 0 and doc[at].pos_ == "ADV":
                at -= 1
            subject = is_subject(doc[at]) or (low(doc[at]) == "and" and token.tag_ in {"VBP", "VB"})
            if subject and not any(
                low(t)
                in {
                    "to",
                    "can",
                    "will",
                    "would",
                    "could",
                    "do",
                    "does",
                    "did",
                    "n't",
                    "should",
                    "may",
                    "might",
                    "must",
                    "let",
                    "please",
                }
                for t in doc[max(0, token.i - 3) : token.i]
            ):
                yield span(doc[at], token)


def _participle(doc: Doc) -> Iterator[tuple[int, int]]:
    for token in doc[1:]:
        before = doc[token.i - 1]
        if before.pos_ == "ADV" and token.i > 1:
            before = doc[token.i - 2]
        if low(token) in {
            "seen",
            "done",
            "drunk",
            "sung",
            "swum",
            "rung",
            "gone",
            "begun",
            "written",
            "taken",
            "been",
        } and is_subject(before):
            if not any(
                low(t)
                in {
                    "have",
                    "has",
                    "had",
                    "'ve",
                    "'s",
                    "'d",
                    "was",
                    "were",
                    "be",
                    "been",
                    "is",
                    "are",
                    "get",
                    "got",
                    "having",
                    "'re",
                    "'m",
                    "am",
                }
                for t in doc[max(0, token.i - 4) : token.i]
            ):
                if low(before) in {"i", "he", "she", "we", "they", "you", "it", "who"} or (
                    before.pos_ == "PROPN" and before.dep_ == "nsubj"
                ):
                    following = low(doc[token.i + 1]) if token.i + 1 < len(doc) else ""
                    if low(token) != "been" or following in {"there", "here", "to"}:
                        yield span(before, token)


def _double_past(doc: Doc) -> Iterator[tuple[int, int]]:
    for token in doc[1:]:
        if (
            token.tag_ in {"VBD", "VBN"}
            and token.pos_ == "VERB"
            and low(token)
            not in {
                "put",
                "cut",
                "hit",
                "let",
                "come",
                "become",
                "run",
                "cost",
                "hurt",
                "read",
                "set",
                "shut",
                "quit",
                "spread",
                "split",
                "bet",
            }
        ):
            earlier = [low(t) for t in doc[max(0, token.i - 2) : token.i]]
            if earlier and (
                (
                    earlier[-1] in {"n't", "didn't", "didnt", "nt"}
                    and (
                        len(earlier) < 2
                        or earlier[0] in {"did", "didn't", "didnt"}
                        or earlier[-1] != "n't"
                    )
                )
                or (earlier[-1] == "not" and "did" in earlier)
            ):
                yield span(doc[token.i - 1], token)


def _did(doc: Doc) -> Iterator[tuple[int, int]]:
    for token in doc[1:-1]:
        verb = doc[token.i + 1]
        if (
            low(token) == "did"
            and verb.tag_ == "VB"
            and is_subject(doc[token.i - 1])
            and low(doc[token.i - 1]) not in {"what", "who", "how"}
        ):
            yield span(token, verb)


def _bare_perfect(doc: Doc) -> Iterator[tuple[int, int]]:
    for token in doc[1:-1]:
        verb = doc[token.i + 1]
        if (
            low(token) in {"had", "have", "has"}
            and is_subject(doc[token.i - 1])
            and verb.tag_ in {"VB", "VBP"}
            and low(verb)
            not in {"to", "put", "cut", "hit", "let", "come", "run", "become", "read", "set"}
        ):
            yield span(token, verb)


FEATURES = (
    Feature("progressive-stative", 88, "a progressive with states", "I am liking this style.", matches(rf"\b(?:am|is|are|was|were|be|been|'m|'s|'re)(?: not| always| also| really)? (?:{_STATES})\b(?! (?:fun|trouble|lunch|dinner|breakfast|a (?:party|good|great|hard|baby|bad|lot)))")),
    Feature("progressive-habitual", 89, "a progressive for habits", "I am usually going to the library.", matches(r"\b(?:am|is|are|'m|'s|'re) (?:usually|always|often|sometimes|normally|every day) \w+ing\b")),
    Feature("medial-perfect", 97, "the thing done before the doing", "He has a letter written.", matches(r"\b(?:has|have|had|'ve) (?:a|the|his|her|my|their|our|it|them) (?:\w+ )?(?:written|made|done|read|eaten|finished|built|bought|sold|painted|paid|washed|drunk|seen)\b"), marked=True, dialect=False),
    Feature("after-perfect", 98, "*after* doing for having just done", "She is after selling the boat.", matches(r"\b(?:am|is|are|was|were|be|been|'m|'s|'re) (?:just |only )?after \w+(?:ing|in')(?!\w)"), marked=True),
    Feature("perfect-with-past", 100, "a perfect with a past date", "We have been there last year.", matches(r"\b(?:has|have|'ve) (?:\w+ed|been|gone|seen|met|done|had|bought|got|come|made|taken)\b[^.?!,]* (?:yesterday|ago|last (?:year|week|month|night|summer)|in (?:19|20)\d\d)\b")),
    Feature("present-since", 101, "a present tense with since", "I know her since she was a child.", matches(r"\b(?:i|you|we|they) (?:know|live|work|am|are|have|study|learn)\b(?:(?!\bbeen\b)[^.?!,])* since\b|\b(?:i'm|i am|he's|she's|we're) (?:here|there|in \w+) (?:for|about|since) ")),
    Feature("unstressed-did", 103, "*did* without stress for the past", "I did know some things.", _did),
    Feature("completive-done", 104, "*done* for what is finished", "Sharon done read the whole book.", _done, marked=True),
    Feature("have-done", 105, "*have done* and another verb", "He has done talked about me.", matches(r"\b(?:has|have|had|'ve|'s|is|'d) done (?:\w+ed|gone|went|got|been|told|said|had|came|come|seen|made|took|ate|left)\b"), marked=True),
    Feature("be-done", 106, "*be done* for what will follow", "They be done eat you alive.", matches(r"(?<!to )(?<!can )(?<!could )(?<!must )(?<!should )(?<!will )(?<!would )(?<!may )(?<!might )(?<!not )\bbe done (?!(?:by|with|to|in|on|for|and|or|through|from|at|better|more|so|as|if|when|quickly|well)\b)\w+"), marked=True),
    Feature("ever-perfect", 108, "*ever* for once", "I ever see the movie.", matches(r"\b(?:i|you|we|they|he|she) ever (?:see|go|went|saw|eat|been|try|tried|do|did|heard?|have|had|meet|met)\b(?!.*\?)(?<!that i ever saw)(?<!i've ever seen)")),
    Feature("already-perfect", 109, "*already* for what is finished", "I eat already.", matches(r"\b(?:did \w+ already \w+|\w+ already)(?=[.!?]|$| (?:lah|leh|lor|la|liao))"), marked=True, dialect=False),
    Feature("finish-perfect", 110, "*finish* for what is finished", "I finish eat.", matches(r"\bfinish (?:eat|work|do|cook|study|talk|play|watch|read)\b")),
    Feature("stressed-been", 111, "*been* without have", "I been told you.", _been, marked=True),
    Feature("bare-perfect", 112, "*had* with the bare verb", "We had catch the fish.", _bare_perfect),
    Feature("past-for-participle", 130, "one form for past and participle", "He had went home.", matches(rf"\b(?:has|have|had|'ve|haven't|hasn't|hadn't|should've|could've|would've|was|were|been|got)(?: never| already| not| just)? (?:{'|'.join(_DID)})\b(?<!ve got)(?<!as got)(?<!ad got)(?<!n't got)(?<!as did)(?<!re did)")),
    Feature("participle-for-past", 131, "one form for past and participle", "I seen it.", _participle, marked=True),
    Feature("regular-past", 128, "a regular past", "He catched the ball.", any_word(_REGULARISED)),
    Feature("zero-past", 132, "a past without -ed", "Yesterday he walk home.", _zero_past),
    Feature("unchanged-past", 129, "one form for present and past", "They come and told us yesterday.", lambda doc: (s for s in _zero_past(doc) if doc.text[s[0]:s[1]].lower().split()[-1] in _BARE)),
    Feature("double-past", 133, "the past said twice", "They didn't made it.", _double_past),
    Feature("a-prefix", 134, "*a-* before -ing", "Where are you a-going?", matches(r"(?<!\w)a[- ]?(?<=-)\w+in[g']?(?!\w)|(?<!\w)a-\w+in'?(?!\w)"), marked=True),
    Feature("a-participle", 135, "*a-* before a participle", "You've a-killed it.", matches(r"(?<!\w)a-\w+(?:ed|en|t)\b"), marked=True),
    Feature("gotten", 144, "*gotten*", "They've gotten a new car.", matches(r"\bgotten\b"), marked=True, dialect=False),
    Feature("if-was", 147, "*was* behind if", "If I was you, I'd go.", matches(r"\b(?:if|wish) (?:i|he|she|it) was\b"), marked=True, dialect=False),
)  # fmt: skip
