"""Pronouns: other forms, other places."""

# One feature, one line: a table reads better than calls that are broken up.
# ruff: noqa: E501
from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from style_models.judging.dialect_features._feature import Feature, any_word, low, matches, span

if TYPE_CHECKING:
    from spacy.tokens import Doc

_OBJECTS = frozenset("me him her us them".split())
_OWNED = {"NOUN", "PROPN"}


def _possessive(doc: Doc, forms: set[str]) -> Iterator[tuple[int, int]]:
    """A pronoun of another case before the noun that it owns ("me book", "they house")."""
    for token in doc[:-1]:
        if low(token) not in forms:
            continue
        noun = doc[token.i + 1]
        if noun.pos_ == "ADJ" and token.i + 2 < len(doc):
            noun = doc[token.i + 2]
        if noun.pos_ not in _OWNED and low(noun) != "own":
            continue
        before = doc[token.i - 1] if token.i else None
        if (
            low(token) in _OBJECTS
            and before is not None
            and before.pos_ == "VERB"
            and before.lemma_
            in {
                "give",
                "show",
                "tell",
                "send",
                "get",
                "make",
                "buy",
                "call",
                "bring",
                "teach",
                "ask",
                "offer",
                "hand",
                "pay",
                "cost",
                "let",
                "help",
                "have",
            }
        ):
            continue
        following = doc[noun.i + 1] if noun.i + 1 < len(doc) else None
        if following is not None and following.pos_ in _OWNED and low(token) == "us":
            continue
        yield span(token, noun)


def _object_subject(doc: Doc) -> Iterator[tuple[int, int]]:
    """Me, him, them, us as the subject of a verb that has a tense."""
    for token in doc[:-1]:
        if low(token) not in _OBJECTS - {"her"}:
            continue
        before = doc[token.i - 1] if token.i else None
        if before is not None and (
            before.pos_ in {"VERB", "ADP", "AUX", "PART"}
            or low(before) in {"and", "or", "than", "as", "but", "of"}
        ):
            continue
        verb = doc[token.i + 1]
        if verb.pos_ == "ADV" and token.i + 2 < len(doc):
            verb = doc[token.i + 2]
        if verb.tag_ in {"VBD", "VBZ", "VBP", "MD"} or (
            verb.pos_ in {"VERB", "AUX"} and token.i == 0
        ):
            yield span(token, verb)


def _subject_object(doc: Doc) -> Iterator[tuple[int, int]]:
    """I, he, she, we, they behind a preposition or verb, with no verb of their own."""
    for token in doc[1:]:
        if low(token) not in {"i", "he", "she", "we", "they"} or token.text == "i":
            continue
        before = doc[token.i - 1]
        last = token.i + 1 >= len(doc) or doc[token.i + 1].is_punct
        if last and low(before) in {
            "with",
            "to",
            "for",
            "from",
            "of",
            "at",
            "by",
            "about",
            "on",
            "tell",
            "told",
            "give",
            "gave",
            "see",
            "saw",
            "know",
            "like",
            "help",
        }:
            yield span(before, token)


def _us_with_noun(doc: Doc) -> Iterator[tuple[int, int]]:
    for token in doc[:-2]:
        noun, verb = doc[token.i + 1], doc[token.i + 2]
        if low(token) == "us" and noun.tag_ == "NNS" and verb.pos_ in {"VERB", "AUX"}:
            if token.i == 0 or doc[token.i - 1].pos_ not in {"VERB", "ADP", "AUX"}:
                yield span(token, noun)


def _dative(doc: Doc) -> Iterator[tuple[int, int]]:
    owner = {"i": "me", "you": "you", "he": "him", "she": "her", "we": "us", "they": "them"}
    for token in doc[2:-1]:
        if low(token) in owner.values() and doc[token.i - 1].lemma_ in {
            "get",
            "buy",
            "find",
            "build",
            "make",
            "catch",
            "cook",
            "write",
            "fix",
            "need",
            "want",
            "eat",
        }:
            earlier = [low(t) for t in doc[max(0, token.i - 7) : token.i - 1]]
            if any(owner.get(word) == low(token) for word in earlier):
                if low(doc[token.i + 1]) in {"a", "an", "some", "one", "another", "the"}:
                    yield span(doc[token.i - 1], token)


FEATURES = (
    Feature("me-in-joint-subject", 7, "*me and* somebody as a subject", "Me and my brother were late.", matches(r"(?:^|[.;:!?,\"(] ?|\b(?:and|but|so|because|cause|when|if|that|then|while|where|where's|what|since) )(?P<it>(?:me|him|her|them) and (?:(?:my|his|her|our|their|the) )?\w+|(?:my |his |her |our )?\w+ and (?:me|him|her))(?= (?:was|were|are|is|am|had|have|has|will|would|can|could|go|went|do|did|don't|didn't|never|always|both|used|got|be|been|\w+ed|came|saw|said|made|started|live|like|want)\b)"), marked=True),
    Feature("myself-in-joint-subject", 8, "*and myself* as a subject", "My husband and myself were late.", matches(r"\b\w+ and (?:myself|meself)(?= \w+)|\b(?:myself|meself) and\b"), marked=True),
    Feature("personal-dative", 9, "doing something for oneself", "I got me a new car.", _dative, marked=True),
    Feature("hisself", 11, "*hisself*, *theirselves*", "He hurt hisself.", any_word("hisself theirselves theirself hisselves"), marked=True),
    Feature("meself", 12, "*meself*", "I did it meself.", any_word("meself himselfs usselves"), marked=True),
    Feature("theyself", 13, "*theyself*, *theyselves*", "They look after theyselves.", any_word("theyselves theyself weself heself youself"), marked=True),
    Feature("ourself", 14, "*ourself*, *themself* for several", "We cannot change ourself.", any_word("ourself themself")),
    Feature("own-self", 16, "*own self*", "They brought it by their own self.", matches(r"\b(?:my|your|his|her|our|their|its) own (?:self|selves)\b"), marked=True),
    Feature("he-possessive", 20, "*he*, *she*, *it* for what one owns", "That is he book.", lambda doc: _possessive(doc, {"he", "she"})),
    Feature("they-possessive", 21, "*they* for what they own", "They look after they kids.", lambda doc: _possessive(doc, {"they", "dey"})),
    Feature("we-possessive", 19, "*we* for what we own", "This is we farm.", lambda doc: _possessive(doc, {"we"})),
    Feature("you-possessive", 22, "*you* for what you own", "Bring you book.", lambda doc: _possessive(doc, {"you", "ya", "yo"})),
    Feature("me-possessive", 26, "*me* for what I own", "I lost me bike.", lambda doc: _possessive(doc, {"me"}), marked=True),
    Feature("i-possessive", 18, "*I* for what I own", "This is I book.", lambda doc: _possessive(doc, {"i"})),
    Feature("us-possessive", 27, "*us* for what we own", "We like us town.", lambda doc: _possessive(doc, {"us"})),
    Feature("him-possessive", 24, "*him* for what he owns", "He took him coat.", lambda doc: _possessive(doc, {"him", "im", "'im"})),
    Feature("them-possessive", 25, "*them* for what they own", "They took them book.", lambda doc: (s for s in _possessive(doc, {"them"}) if doc.text[s[1] - 1] != "s")),
    Feature("y'all's", 23, "*y'all's*", "Where are y'all's books?", matches(r"\b(?:y'?all'?s|yalls|you all's|youse's|unu|you guys'?s?(?= \w+))(?!\w)"), marked=True),
    Feature("us-with-noun", 28, "*us* with a noun as a subject", "Us kids played outside.", _us_with_noun, marked=True),
    Feature("subject-form-as-object", 30, "*we*, *he*, *they* as an object", "Do you want to come with we?", _subject_object),
    Feature("object-form-as-subject", 31, "*them*, *him*, *us*, *me* as a subject", "Them can ride all day.", _object_subject),
    Feature("hisn", 33, "*hisn*, *hern*, *ourn*", "This one is ourn.", any_word("hisn hern ourn yourn theirn oursn hersn"), marked=True),
    Feature("y'all", 34, "a word for several people that you speak to", "Y'all come in.", matches(r"(?<![\w'])(?:y'?all|ya'll|youse|yous|yinz|you'?uns|yufela|aay'|you guys|you lot|you people|you ones?(?= (?:can|are|were|come|go|should|have)))(?!\w)"), marked=True),
    Feature("ye", 35, "*ye*", "It's no good to ye there.", any_word("ye thee thou thy"), marked=True),
    Feature("who-all", 39, "*who all*, *what all*", "Who-all came?", matches(r"\b(?:who|what|where)[- ]all\b(?! (?:the|of|these|those|this|that))"), marked=True),
    Feature("who-who", 40, "a question word said twice", "Who-who's coming today?", matches(r"\b(who|what|where|which)[- ]\1\b"), marked=True),
    Feature("'em", 6, "*'em*", "We just turned 'em around.", matches(r"(?<![\w'])'?em(?![\w'])(?! dash)"), marked=True),
    Feature("no-subject", 43, "a clause without its pronoun", "Is very nice food.", matches(r"^\W*(?:is|was|are|got|cannot|can|went|saw|never|dun|dunno|really|already|also|must|should|will|wait|just) (?!it\b|he\b|she\b|they\b|you\b|we\b|i\b|there\b|that\b|this\b|the\b|your\b|my\b|any)[a-z'-]+(?!.*\?)")),
    Feature("as-it-is", 45, "*it* where others leave it out", "As I made it clear before, this is wrong.", matches(r"\bas (?:it is (?:the case|known|seen|said|mentioned|expected|clear)|i (?:made|said|told|mentioned) it)\b")),
)  # fmt: skip
