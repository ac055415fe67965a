"""Nouns and what stands before them: number, articles, demonstratives."""

# One feature, one line: a table reads better than calls that are broken up.
# ruff: noqa: E501
from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from style_models.judging.dialect_features._feature import Feature, any_word, low, matches, span

if TYPE_CHECKING:
    from spacy.tokens import Doc

_MEASURES = frozenset(
    "mile pound foot year month week day hour minute dollar inch ton cent mark gallon acre stone quid kilo bushel pint fathom".split()
)
_SEVERAL = frozenset(
    "two three four five six seven eight nine ten twelve twenty thirty forty fifty hundred many several few these those some all dem them various both".split()
)
_POSSESSED = frozenset("my your his her our their this that these those".split())
_UNCOUNTED = (
    "equipments advices informations furnitures luggages staffs evidences researches homeworks slangs "
    "mails stuffs jewelleries underwears vocabularies cutleries sceneries traffics machineries baggages "
    "knowledges feedbacks garbages behaviours musics electricities clothings"
)


def _after_number(doc: Doc) -> Iterator[tuple[int, int]]:
    for token in doc[1:]:
        before = doc[token.i - 1]
        if (
            low(token) in _MEASURES
            and (before.like_num or low(before) in _SEVERAL)
            and low(before) not in {"one", "1", "some", "all"}
        ):
            following = doc[token.i + 1] if token.i + 1 < len(doc) else None
            if following is None or (
                following.pos_ not in {"NOUN", "PROPN", "ADJ"} and following.text != "-"
            ):
                yield span(before, token)


def _zero_plural(doc: Doc) -> Iterator[tuple[int, int]]:
    for token in doc[1:]:
        if token.tag_ != "NN" or low(token) in _MEASURES:
            continue
        for before in reversed(doc[max(0, token.i - 3) : token.i]):
            if before.like_num or low(before) in _SEVERAL:
                number = before.like_num and low(before) not in {"one", "1"}
                following = doc[token.i + 1] if token.i + 1 < len(doc) else None
                if (
                    number
                    or low(before) in _SEVERAL - {"some", "all"}
                    or (following is not None and low(following) in {"are", "were", "have", "do"})
                ):
                    if following is None or following.pos_ not in {"NOUN", "PROPN"}:
                        yield span(before, token)
                break
            if before.pos_ not in {"ADJ", "ADV"}:
                break


def _two_determiners(doc: Doc) -> Iterator[tuple[int, int]]:
    for token in doc[:-2]:
        second = doc[token.i + 1]
        if low(token) in {"this", "that", "these", "those"} and low(second) in {
            "my",
            "your",
            "his",
            "her",
            "our",
            "their",
        }:
            if doc[token.i + 2].pos_ in {"NOUN", "ADJ"} and (
                token.i == 0
                or doc[token.i - 1].pos_ not in {"SCONJ", "VERB"}
                or low(token) != "that"
            ):
                yield span(token, second)


def _no_article(doc: Doc) -> Iterator[tuple[int, int]]:
    """A singular noun that can be counted, with nothing before it, behind a verb or preposition."""
    for token in doc:
        if token.tag_ != "NN" or len(token) < 3:
            continue
        first = token
        while first.i and doc[first.i - 1].pos_ in {"ADJ", "NOUN"}:
            first = doc[first.i - 1]
        before = doc[first.i - 1] if first.i else None
        if before is None or (
            before.pos_ in {"VERB", "AUX", "ADP", "CCONJ"} and before.tag_ != "TO"
        ):
            yield span(first, token)


def _them_noun(doc: Doc) -> Iterator[tuple[int, int]]:
    for token in doc[:-1]:
        noun = doc[token.i + 1]
        if noun.pos_ == "ADJ" and token.i + 2 < len(doc):
            noun = doc[token.i + 2]
        if low(token) not in {"them", "dem", "'em", "em"} or noun.tag_ not in {"NNS", "NNPS", "NN"}:
            continue
        before = doc[token.i - 1] if token.i else None
        if noun.tag_ == "NN" and not noun.text.endswith("s"):
            continue
        if before is not None and before.lemma_ in {
            "give",
            "show",
            "tell",
            "send",
            "make",
            "call",
            "bring",
            "teach",
            "offer",
            "buy",
            "pay",
            "cause",
            "ask",
            "help",
            "get",
            "let",
            "consider",
            "find",
        }:
            continue
        yield span(token, noun)


def _this_plural(doc: Doc) -> Iterator[tuple[int, int]]:
    for token in doc[:-1]:
        noun = doc[token.i + 1]
        if noun.pos_ == "ADJ" and token.i + 2 < len(doc):
            noun = doc[token.i + 2]
        if (
            low(token) in {"this", "that"}
            and noun.tag_ == "NNS"
            and (token.dep_ == "det" or token.pos_ == "DET")
        ):
            yield span(token, noun)


def _no_possessive(doc: Doc) -> Iterator[tuple[int, int]]:
    """My, his, ... with a person, then what that person owns, without -'s."""
    people = {
        "mother",
        "father",
        "sister",
        "brother",
        "cousin",
        "friend",
        "husband",
        "wife",
        "uncle",
        "aunt",
        "auntie",
        "daddy",
        "dad",
        "mom",
        "mum",
        "mama",
        "papa",
        "grandma",
        "grandpa",
        "boy",
        "girl",
        "man",
        "woman",
        "teacher",
        "people",
        "baby",
        "boss",
        "neighbor",
        "neighbour",
        "son",
        "daughter",
    }
    for token in doc[1:-1]:
        noun = doc[token.i + 1]
        if (
            (low(token) in people or (token.pos_ == "PROPN" and token.ent_type_ == "PERSON"))
            and noun.tag_ in {"NN", "NNS"}
            and low(doc[token.i - 1]) in _POSSESSED | {"the", "a", "for", "to"}
        ):
            yield span(token, noun)


def _one_article(doc: Doc) -> Iterator[tuple[int, int]]:
    for token in doc[:-1]:
        noun = doc[token.i + 1]
        if (
            low(token) in {"one", "wan"}
            and noun.tag_ == "NN"
            and (token.i == 0 or doc[token.i - 1].pos_ not in {"DET", "ADJ", "PRON"})
        ):
            yield span(token, noun)


FEATURES = (
    Feature("childrens", 48, "a plural on a plural", "The childrens play outside.", any_word("childrens mens womens oxens sheeps mices peoples feets deers mans womans mouses gooses foots tooths")),
    Feature("wifes", 49, "a regular plural", "They sharpened the knifes.", any_word("wifes knifes lifes leafs wolfs thiefs shelfs halfs loafs calfs selfs")),
    Feature("plural-them", 51, "*them* behind a noun for several", "The boy dem are here.", matches(r"\b(?:the|di|de|these|some|my) \w+ (?:dem|them)\b(?= (?:are|is|was|were|go|come|dey|no|all)|[.!?]|$)|\b\w+-(?:dem|them|mob)\b"), marked=True),
    Feature("and-them", 52, "somebody *and them*", "My dad and them are working.", matches(r"\b\w+(?: and|-an'?|'n| an'?|-and)[ -](?:them|dem|'em)\b(?! (?:\w+s)\b(?= ))(?= |[.,!?]|$)"), marked=True, dialect=False),
    Feature("counted-mass-noun", 55, "a plural of what others do not count", "The staffs gave good advices.", any_word(_UNCOUNTED)),
    Feature("measure-without-s", 56, "a measure without -s", "It's only five mile away.", _after_number),
    Feature("zero-plural", 58, "a plural without -s", "The three girl there like it.", _zero_plural),
    Feature("double-determiner", 59, "two words that point", "This our problem is very serious.", _two_determiners, marked=True),
    Feature("the-for-a", 60, "*the* with illnesses and the like", "She's got the toothache.", matches(r"\b(?:got|get|have|has|had|having|caught|with) the (?:\w+ache|cold|flu|fever|cough|headache|hunger|diarrhoea)\b"), marked=True, dialect=False),
    Feature("no-article", 62, "a noun without its article", "He's in office.", _no_article),
    Feature("the-for-none", 64, "*the* with what others name bare", "He was given over to the madness.", matches(r"\bthe (?:madness|hunger|school|church|life|nature|love|society|death|work|English|Christmas|happiness|knowledge|peace)\b(?! (?:of|that|which|who|in|we|i|he|she|they))")),
    Feature("a-for-none", 65, "*a* where others have none", "We received a news at last.", matches(r"\ban? (?:news|advice|information|equipment|furniture|luggage|homework|research|progress|work|money|luck|fun|three|four|five|few \w+s|about)\b(?! (?:\w+ )?(?:paper|agency|desk|station|project|team|of|time))")),
    Feature("one-for-a", 66, "*one* for a", "One dog bit me.", _one_article),
    Feature("them-for-those", 68, "*them* for those", "I remember them days.", _them_noun, marked=True),
    Feature("yon", 69, "*yon*", "See yon house.", any_word("yon yonder"), marked=True),
    Feature("this-here", 70, "*this here*, *that there*", "This here book is mine.", matches(r"\b(?:(?:this|these) (?:here|ya)|(?:that|those|them) there)(?= [a-z]+)(?! (?:is|are|was|were|will|would|has|have|had|can|may|might|must|should|could|in|to|at|on|be|for|and|isn't|aren't|exists?|seems?)\b)"), marked=True),
    Feature("this-with-plural", 71, "*this* for one and for several", "This books are useful.", _this_plural),
    Feature("group-possessive", 72, "-'s on a whole phrase", "The man I met's girlfriend is here.", matches(r"\b(?:the|that) \w+ (?:i|he|she|we|they) \w+'s \w+"), marked=True, dialect=False),
    Feature("no-possessive-s", 77, "owning without -'s", "I took my cousin bike.", _no_possessive),
    Feature("belong-possessive", 76, "*belong* for what one owns", "The woman belong friend came.", matches(r"\b(?:bilong|blong|\w+ belong (?!to\b)\w+)"), marked=True),
    Feature("for-possessive", 74, "*for* for what one owns", "This is the house for me.", matches(r"\bthe (?:house|car|book|mother|father|brother|sister|wife|husband|son|name) for (?:me|him|her|us|them|my \w+)\b")),
)  # fmt: skip
