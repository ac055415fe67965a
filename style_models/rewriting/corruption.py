"""An error model: turn a person's clean sentence into one with realistic errors in it.

Restoration training (:mod:`style_models.recipes.restoration`) teaches a model to give back exactly
the person's own wording, so the target never carries a taste of the model's. Each operator names
one kind of slip, finds the places where a sentence allows it, and yields the character edits that
would plant it. An operator never judges: "they was" is planted as a slip in standard text and is a
feature in some dialects, which is why dialect text is corrupted by ``DIALECT_SAFE`` operators only.
"""

from __future__ import annotations

import functools
import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


@dataclass(frozen=True, slots=True)
class Slip:
    """Replace characters ``start`` to ``end`` of the clean sentence by ``text``."""

    start: int
    end: int
    text: str
    kind: str


Operator = Callable[["Doc", random.Random], Iterator[tuple[int, int, str]]]
OPERATORS: dict[str, tuple[float, Operator]] = {}

# Slips that a speaker of any English makes and wants mended: none of them is a dialect feature.
DIALECT_SAFE = frozenset(
    {"keyboard", "misspelling", "doubled_word", "final_stop", "joined", "homophone", "spacing"}
)


def _operator(weight: float) -> Callable[[Operator], Operator]:
    def register(function: Operator) -> Operator:
        OPERATORS[function.__name__.removeprefix("_")] = (weight, function)
        return function

    return register


def corrupt(
    doc: Doc,
    rng: random.Random,
    count: int,
    kinds: Iterable[str] | None = None,
    weights: dict[str, float] | None = None,
) -> tuple[str, list[Slip]]:
    """Plant up to ``count`` slips that do not touch each other.

    ``kinds`` restricts the operators; ``weights`` replaces their default weights. Returns the
    corrupted text and the slips, sorted, in offsets of the clean text. Fewer slips come back where
    the sentence offers no place for more.
    """
    names = list(kinds) if kinds is not None else list(OPERATORS)
    weigh = [(weights or {}).get(name, OPERATORS[name][0]) for name in names]
    slips: list[Slip] = []
    for _ in range(count * 4):
        if len(slips) == count or not names:
            break
        name = rng.choices(names, weigh)[0]
        places = list(OPERATORS[name][1](doc, rng))
        rng.shuffle(places)
        for start, end, text in places:
            free = all(end < other.start or start > other.end for other in slips)
            if free and doc.text[start:end] != text:
                slips.append(Slip(start, end, text, name))
                break
    slips.sort(key=lambda slip: slip.start)
    return apply(doc.text, slips), slips


def apply(text: str, slips: Iterable[Slip]) -> str:
    """Return ``text`` with the (sorted, disjoint) slips planted."""
    parts, at = [], 0
    for slip in slips:
        parts += [text[at : slip.start], slip.text]
        at = slip.end
    return "".join([*parts, text[at:]])


# ---------------------------------------------------------------- spelling and typing

_NEIGHBOURS = {
    "a": "qsz", "b": "vgn", "c": "xvd", "d": "sfe", "e": "wrd", "f": "dgr", "g": "fht", "h": "gjy",
    "i": "uok", "j": "hku", "k": "jli", "l": "ko", "m": "n", "n": "bm", "o": "ipl", "p": "o",
    "q": "wa", "r": "etf", "s": "adw", "t": "ryg", "u": "yij", "v": "cb", "w": "qes", "x": "zc",
    "y": "tuh", "z": "xa",
}  # fmt: skip


def _words(doc: Doc, shortest: int) -> Iterator[Token]:
    for token in doc:
        if token.is_alpha and len(token) >= shortest and token.text.isascii():
            if token.pos_ != "PROPN" and not token.is_upper:
                yield token


def _span(token: Token) -> tuple[int, int]:
    return token.idx, token.idx + len(token)


@_operator(1.0)
def _keyboard(doc: Doc, rng: random.Random) -> Iterator[tuple[int, int, str]]:
    """teh, becuase, wirting: a finger was too early, too late or beside the key."""
    for token in _words(doc, 4):
        word, at = token.text, rng.randrange(1, len(token) - 1)
        how = rng.randrange(4)
        if how == 0:
            new = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        elif how == 1:
            new = word[:at] + word[at + 1 :]
        elif how == 2:
            new = word[:at] + word[at] + word[at:]
        else:
            new = (
                word[:at] + rng.choice(_NEIGHBOURS.get(word[at].lower(), word[at])) + word[at + 1 :]
            )
        yield *_span(token), new


_MISSPELLINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"ie", ("ei",)), (r"ei", ("ie",)), (r"ance\b", ("ence",)), (r"ence\b", ("ance",)),
    (r"ant\b", ("ent",)), (r"ent\b", ("ant",)), (r"able\b", ("ible", "abel")),
    (r"ible\b", ("able",)), (r"(?<=[a-z])ph", ("f",)), (r"tion\b", ("sion", "cion", "tiom")),
    (r"sion\b", ("tion",)), (r"ely\b", ("ly",)), (r"ally\b", ("aly", "ly")),
    (r"([bcdfglmnprst])\1", (r"\1",)), (r"(?<=[aeiou])([fglmnpst])(?=[aeiou])", (r"\1\1",)),
    (r"ough", ("ouht", "ogh")), (r"ight", ("igth", "ite")), (r"(?<=\w)y(?=\w)", ("i",)),
    (r"sc(?=[ei])", ("s",)), (r"qu", ("q", "cu")), (r"ou", ("u", "o")), (r"ea", ("e", "ae")),
    (r"(?<=\w)e(?=\w)", ("i", "a")), (r"(?<=\w)a(?=\w)", ("e", "u")), (r"(?<=\w)i(?=\w)", ("e", "y")),
    (r"(?<=\w)o(?=\w)", ("u", "a")), (r"(?<=\w)u(?=\w)", ("o",)), (r"(?<=[a-z])c(?=[aou])", ("k",)),
    (r"ck", ("k", "c")), (r"(?<=[wcg])h", ("",)), (r"(?<=[a-z]{3})e\b", ("",)), (r"ful\b", ("full",)),
    (r"(?<=[a-z])ed\b", ("d",)), (r"ment", ("mant",)), (r"(?<=[a-z])ed\b", ("ded", "t")),
    (r"ious\b", ("ous",)), (r"cei", ("ci", "cie")), (r"x", ("cs", "s")), (r"ure\b", ("er", "ur")),
)  # fmt: skip


@_operator(2.2)
def _misspelling(doc: Doc, rng: random.Random) -> Iterator[tuple[int, int, str]]:
    """recieve, sience, developped: the word is written as it sounds or by a wrong rule."""
    for token in _words(doc, 4):
        for pattern, replacements in rng.sample(_MISSPELLINGS, len(_MISSPELLINGS)):
            found = list(re.finditer(pattern, token.text))
            if found:
                match = rng.choice(found)
                new = match.expand(rng.choice(replacements))
                yield *_span(token), token.text[: match.start()] + new + token.text[match.end() :]
                break


_HOMOPHONES = (
    ("their", "there", "they're"), ("your", "you're"), ("its", "it's"), ("then", "than"),
    ("to", "too"), ("lose", "loose"), ("affect", "effect"), ("accept", "except"),
    ("advice", "advise"), ("whose", "who's"), ("were", "where", "we're"), ("weather", "whether"),
    ("passed", "past"), ("here", "hear"), ("know", "no", "now"), ("write", "right"),
    ("quite", "quiet"), ("by", "buy"), ("brake", "break"), ("peace", "piece"),
    ("principal", "principle"), ("threw", "through"), ("cost", "coast"), ("form", "from"),
    ("of", "off"), ("life", "live"), ("choose", "chose"), ("lead", "led"), ("though", "thought"),
    ("wear", "where"), ("some", "sum"), ("sight", "site"), ("week", "weak"), ("which", "witch"),
    ("believe", "belief"), ("practice", "practise"), ("economic", "economical"), ("this", "these"),
    ("that", "than"), ("an", "and"), ("on", "one"), ("as", "has"), ("he", "the"), ("our", "or"),
    ("want", "won't"), ("many", "may"), ("if", "of"), ("work", "word"), ("thing", "think"),
    ("thinks", "things"), ("safe", "save"), ("use", "used"), ("let's", "lets"), ("rise", "raise"),
    ("desert", "dessert"), ("personal", "personnel"), ("bored", "boring"), ("say", "tell"),
    ("do", "make"), ("alone", "along"), ("beside", "besides"), ("close", "clothes"),
    ("experience", "experiment"), ("sea", "see"), ("wander", "wonder"), ("feel", "fell", "fill"),
    ("leave", "live"), ("every", "ever"), ("past", "paste"), ("than", "that"), ("been", "being"),
)  # fmt: skip


@functools.cache
def _homophone_table() -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for group in _HOMOPHONES:
        for word in group:
            table.setdefault(word, []).extend(other for other in group if other != word)
    return table


def like(new: str, old: str) -> str:
    """Give ``new`` the capitals of ``old``."""
    return new[:1].upper() + new[1:] if old[:1].isupper() else new


@_operator(1.1)
def _homophone(doc: Doc, rng: random.Random) -> Iterator[tuple[int, int, str]]:
    """their for there, then for than: another real word that sounds or looks alike."""
    table = _homophone_table()
    for match in re.finditer(r"[A-Za-z]+(?:['’][A-Za-z]+)?", doc.text):
        others = table.get(match.group().lower().replace("’", "'"))
        if others:
            yield match.start(), match.end(), like(rng.choice(others), match.group())


@_operator(0.35)
def _doubled_word(doc: Doc, rng: random.Random) -> Iterator[tuple[int, int, str]]:
    """the the: a small word is written twice."""
    for token in doc:
        if token.is_alpha and len(token) <= 5 and token.whitespace_:
            yield token.idx, token.idx + len(token), f"{token.text} {token.text.lower()}"


_MERGES = (
    ("a lot", "alot"), ("every day", "everyday"), ("in fact", "infact"), ("may be", "maybe"),
    ("all right", "alright"), ("no one", "noone"), ("each other", "eachother"), ("at least", "atleast"),
    ("as well", "aswell"), ("such as", "suchas"), ("any more", "anymore"), ("in order", "inorder"),
    ("of course", "ofcourse"), ("even though", "eventhough"), ("high school", "highschool"),
    ("into", "in to"), ("cannot", "can not"), ("nowadays", "now a days"), ("however", "how ever"),
    ("without", "with out"), ("something", "some thing"), ("sometimes", "some times"),
    ("everyone", "every one"), ("everything", "every thing"), ("because", "be cause"),
    ("beforehand", "before hand"), ("themselves", "them selves"), ("yourself", "your self"),
    ("another", "an other"), ("already", "all ready"), ("maybe", "may be"), ("therefore", "there for"),
    ("whenever", "when ever"), ("anyone", "any one"), ("anything", "any thing"),
    ("meanwhile", "mean while"), ("online", "on line"), ("outside", "out side"),
)  # fmt: skip


@_operator(0.5)
def _joined(doc: Doc, rng: random.Random) -> Iterator[tuple[int, int, str]]:
    """alot, in to, of thepeople: a space is missing or too many."""
    for right, wrong in _MERGES:
        for match in re.finditer(rf"\b{right}\b", doc.text, re.IGNORECASE):
            yield match.start(), match.end(), like(wrong, match.group())
    for token in rng.sample(list(doc), min(3, len(doc))):
        if token.is_alpha and token.whitespace_ and token.i + 1 < len(doc):
            if doc[token.i + 1].is_alpha and len(token) <= 4:
                yield token.idx + len(token), token.idx + len(token) + 1, ""


@_operator(0.35)
def _spacing(doc: Doc, rng: random.Random) -> Iterator[tuple[int, int, str]]:
    """word ,word: the space stands on the wrong side of a mark, or nowhere."""
    for token in doc:
        if token.text in {",", ".", ";", ":", "?", "!"} and token.i:
            if token.whitespace_:
                yield token.idx, token.idx + 2, rng.choice([token.text, f" {token.text} "])
            elif token.text != ".":
                yield token.idx, token.idx, " "


# ---------------------------------------------------------------- inflection


def _inflect(lemma: str, tag: str) -> str | None:
    import lemminflect

    forms = lemminflect.getInflection(lemma, tag)
    return forms[0] if forms else None


def _inflections(
    doc: Doc, rng: random.Random, tags: dict[str, tuple[str, ...]]
) -> Iterator[tuple[int, int, str]]:
    for token in doc:
        if token.tag_ in tags and token.is_alpha:
            new = _inflect(token.lemma_.lower(), rng.choice(tags[token.tag_]))
            if new and new != token.lower_:
                yield *_span(token), like(new, token.text)


@_operator(1.5)
def _noun_number(doc: Doc, rng: random.Random) -> Iterator[tuple[int, int, str]]:
    """several reason, informations."""
    yield from _inflections(doc, rng, {"NN": ("NNS",), "NNS": ("NN",)})


_AGREEMENT = {
    "is": ("are", "am", "be"), "are": ("is", "be"), "was": ("were",), "were": ("was",),
    "has": ("have",), "have": ("has",), "does": ("do",), "do": ("does",), "am": ("is", "are"),
    "doesn't": ("don't",), "don't": ("doesn't",),
}  # fmt: skip


@_operator(1.3)
def _agreement(doc: Doc, rng: random.Random) -> Iterator[tuple[int, int, str]]:
    """people thinks, the results shows, they was."""
    for token in doc:
        others = _AGREEMENT.get(token.lower_)
        if others and token.tag_ in {"VBZ", "VBP", "VBD"}:
            yield *_span(token), like(rng.choice(others), token.text)
    yield from _inflections(doc, rng, {"VBZ": ("VB",), "VBP": ("VBZ",)})


@_operator(1.6)
def _verb_form(doc: Doc, rng: random.Random) -> Iterator[tuple[int, int, str]]:
    """to went, have go, is depend, interesting in: the wrong form or tense of a verb."""
    tags = {
        "VB": ("VBG", "VBD", "VBZ", "VBN"),
        "VBD": ("VB", "VBZ", "VBG", "VBN"),
        "VBN": ("VB", "VBD", "VBG"),
        "VBG": ("VB", "VBN", "VBD"),
        "VBZ": ("VBG", "VBD"),
        "VBP": ("VBG", "VBD"),
    }
    yield from _inflections(doc, rng, tags)


@_operator(0.25)
def _regularised(doc: Doc, rng: random.Random) -> Iterator[tuple[int, int, str]]:
    """goed, childs, more better: a rule is used where the word has a form of its own."""
    for token in doc:
        lemma = token.lemma_.lower()
        if token.tag_ in {"VBD", "VBN"} and not token.lower_.endswith("ed") and lemma.isalpha():
            if lemma not in {"be", "have", "do"} and not token.text.startswith("'"):
                yield *_span(token), like(lemma.removesuffix("e") + "ed", token.text)
        elif token.tag_ == "NNS" and not token.lower_.endswith("s"):
            yield *_span(token), like(lemma + "s", token.text)
        elif token.tag_ == "JJR" and token.lower_ != "more":
            yield *_span(token), rng.choice([f"more {token.text}", f"more {lemma}"])
        elif token.tag_ == "JJS" and token.lower_ not in {"most", "least"}:
            yield *_span(token), f"most {token.text}"


_WORD_FORMS = (
    ("success", "succeed", "successful"), ("different", "difference", "differently"),
    ("important", "importance"), ("health", "healthy"), ("safe", "safety"), ("easy", "easily", "ease"),
    ("danger", "dangerous"), ("science", "scientific"), ("beauty", "beautiful"), ("true", "truth"),
    ("strong", "strength"), ("able", "ability"), ("economy", "economic"), ("culture", "cultural"),
    ("develop", "development"), ("improve", "improvement"), ("agree", "agreement"),
    ("compete", "competition", "competitive"), ("choose", "choice"), ("decide", "decision"),
    ("know", "knowledge"), ("think", "thought"), ("live", "life", "alive"), ("die", "death", "dead"),
    ("believe", "belief"), ("explain", "explanation"), ("educate", "education"), ("use", "useful"),
    ("relate", "relationship"), ("depend", "dependent"), ("responsible", "responsibility"),
    ("possible", "possibility", "possibly"), ("free", "freedom"), ("happy", "happiness", "happily"),
    ("good", "well"), ("hard", "hardly"), ("convenient", "convenience"), ("patient", "patience"),
    ("young", "youth"), ("interested", "interesting", "interest"), ("confident", "confidence"),
    ("analysis", "analyze"), ("politics", "political"), ("nature", "natural"), ("waste", "wasteful"),
    ("invest", "investment"), ("behave", "behavior"), ("save", "safe"), ("enough", "enoughly"),
    ("especially", "specially"), ("most", "almost"), ("produce", "product", "production"),
    ("advertise", "advertisement"), ("participate", "participation"), ("perform", "performance"),
)  # fmt: skip


@functools.cache
def _word_form_table() -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for group in _WORD_FORMS:
        for word in group:
            table.setdefault(word, []).extend(other for other in group if other != word)
    return table


@_operator(0.7)
def _word_form(doc: Doc, rng: random.Random) -> Iterator[tuple[int, int, str]]:
    """drive careful, very importance: the right word in the wrong class."""
    table = _word_form_table()
    for token in doc:
        if others := table.get(token.lower_):
            yield *_span(token), like(rng.choice(others), token.text)
        elif token.pos_ == "ADV" and token.lower_.endswith("ly") and len(token) > 5:
            stem = token.text[:-2]
            yield *_span(token), stem[:-1] + "y" if stem.endswith("i") else stem
        elif token.pos_ == "ADJ" and len(token) > 3 and token.is_lower and token.tag_ == "JJ":
            stem = token.text
            yield *_span(token), stem[:-1] + "ily" if stem.endswith("y") else stem + "ly"


# ---------------------------------------------------------------- small words


def _drop(token: Token) -> tuple[int, int, str]:
    """Take the token out together with one neighbouring space."""
    if token.whitespace_:
        return token.idx, token.idx + len(token) + 1, ""
    if token.i and token.nbor(-1).whitespace_:
        return token.idx - 1, token.idx + len(token), ""
    return token.idx, token.idx + len(token), ""


def _next_capital(doc: Doc, place: tuple[int, int, str]) -> tuple[int, int, str]:
    """If the first word goes, the next one takes its capital."""
    start, end, text = place
    if start == 0 and text == "" and end < len(doc.text) and doc.text[0].isupper():
        return start, end + 1, doc.text[end].upper()
    return place


@_operator(2.4)
def _article(doc: Doc, rng: random.Random) -> Iterator[tuple[int, int, str]]:
    """go to school in the Paris, is good idea, a information."""
    for token in doc:
        if token.lower_ in {"the", "a", "an"} and token.pos_ == "DET":
            if rng.random() < 0.6:
                yield _next_capital(doc, _drop(token))
            else:
                others = [word for word in ("the", "a", "an") if word != token.lower_]
                yield *_span(token), like(rng.choice(others), token.text)
        elif token.pos_ in {"NOUN", "PROPN"} and token.i:
            first = token.left_edge
            if first.pos_ in {"NOUN", "ADJ", "PROPN"} and first.i and rng.random() < 0.35:
                if doc[first.i - 1].whitespace_ and doc[first.i - 1].pos_ not in {
                    "DET",
                    "PRON",
                    "ADJ",
                    "PROPN",
                }:
                    yield first.idx, first.idx, rng.choice(["the ", "the ", "a "])


_PREPOSITIONS = {
    "in": ("on", "at", "into", "of"), "on": ("in", "at", "about"), "at": ("in", "on", "to"),
    "to": ("for", "at", "into", "of"), "for": ("to", "of", "about"), "of": ("for", "from", "in", "about"),
    "with": ("by", "of", "to"), "by": ("with", "from", "of"), "from": ("of", "by", "since"),
    "about": ("of", "on", "for"), "into": ("in", "to"), "during": ("in", "while"),
    "since": ("from", "for"), "between": ("among", "of"), "through": ("by", "from"),
    "as": ("like", "for"), "until": ("to",), "among": ("between", "in"), "over": ("on", "in"),
}  # fmt: skip


@_operator(1.8)
def _preposition(doc: Doc, rng: random.Random) -> Iterator[tuple[int, int, str]]:
    """depend of, discuss about, listen music."""
    for token in doc:
        if token.lower_ in _PREPOSITIONS and token.pos_ in {"ADP", "SCONJ", "PART"}:
            how = rng.random()
            if how < 0.3 and token.i:
                yield _drop(token)
            else:
                yield *_span(token), like(rng.choice(_PREPOSITIONS[token.lower_]), token.text)
        elif (
            token.tag_ in {"VB", "VBP", "VBZ", "VBD"} and token.whitespace_ and rng.random() < 0.25
        ):
            if any(child.dep_ == "dobj" and child.i > token.i for child in token.children):
                end = token.idx + len(token)
                yield end, end, " " + rng.choice(["about", "to", "for", "on", "of"])


@_operator(1.0)
def _missing_word(doc: Doc, rng: random.Random) -> Iterator[tuple[int, int, str]]:
    """He going home, want go, is because is late: an auxiliary, a *to*, a pronoun is left out."""
    for token in doc:
        small = token.pos_ == "AUX" or token.tag_ == "TO" or token.dep_ in {"mark", "expl"}
        if (small or token.lower_ in {"it", "that", "which", "who", "there", "they"}) and (
            token.is_alpha and token.whitespace_
        ):
            yield _next_capital(doc, _drop(token))


_PRONOUNS = {
    "he": ("him",), "him": ("he",), "they": ("them",), "them": ("they",), "their": ("there", "they"),
    "who": ("which",), "which": ("who", "that"), "these": ("this",), "this": ("these",),
    "those": ("that",), "my": ("me",), "i": ("me",), "me": ("I",), "us": ("we",), "we": ("us",),
    "himself": ("hisself", "himselves"), "themselves": ("theirself", "themself"), "its": ("it's", "it"),
    "his": ("he",), "our": ("us", "we"), "your": ("you",), "much": ("many",), "many": ("much",),
    "fewer": ("less",), "less": ("fewer",), "few": ("little",), "little": ("few",), "other": ("others",),
    "others": ("other",), "another": ("other",), "every": ("all",), "each": ("every",),
    "very": ("much", "too"), "too": ("very",), "so": ("so that", "such"), "such": ("so",),
    "because": ("because of", "becouse", "cause"), "although": ("although but", "despite"),
    "despite": ("although", "despite of"), "when": ("while",), "while": ("when",), "if": ("when",),
    "also": ("too", "as well"), "than": ("then", "that"), "say": ("tell",), "as": ("like",),
    "not": ("no",), "no": ("not",), "any": ("no", "some"), "never": ("ever",), "and": ("but", "with"),
    "but": ("and",), "or": ("and",), "even": ("even if",), "only": ("just only",), "you": ("u",),
    "are": ("r",), "people": ("peoples", "persons"), "amount": ("number",), "number": ("amount",),
}  # fmt: skip


@_operator(1.0)
def _confused_word(doc: Doc, rng: random.Random) -> Iterator[tuple[int, int, str]]:
    """much cars, despite of, people which: a pronoun, quantifier or connective is the wrong one."""
    for token in doc:
        if others := _PRONOUNS.get(token.lower_):
            yield *_span(token), like(rng.choice(others), token.text)


# ---------------------------------------------------------------- order, marks, capitals


@_operator(0.6)
def _word_order(doc: Doc, rng: random.Random) -> Iterator[tuple[int, int, str]]:
    """I go often there, a car red, what is this word means."""
    for left in doc[:-1]:
        right = left.nbor(1)
        if not (left.is_alpha and right.is_alpha and left.whitespace_ and left.i):
            continue
        pair = (left.pos_, right.pos_)
        swaps = {("ADV", "VERB"), ("ADJ", "NOUN"), ("AUX", "ADV"), ("ADV", "ADJ"), ("VERB", "ADV"),
                 ("PRON", "AUX"), ("AUX", "PRON"), ("NOUN", "ADV"), ("NOUN", "NOUN")}  # fmt: skip
        if pair in swaps:
            yield left.idx, right.idx + len(right), f"{right.text} {left.text}"


@_operator(1.7)
def _comma_dropped(doc: Doc, rng: random.Random) -> Iterator[tuple[int, int, str]]:
    """However I think: a comma is left out."""
    for token in doc:
        if token.text == "," and token.whitespace_:
            yield token.idx, token.idx + 1, ""


@_operator(0.8)
def _comma_added(doc: Doc, rng: random.Random) -> Iterator[tuple[int, int, str]]:
    """The thing, is that, he said: a comma stands between parts that belong together."""
    for token in doc[:-2]:
        following = token.nbor(1)
        close = {("NOUN", "VERB"), ("NOUN", "AUX"), ("VERB", "SCONJ"), ("NOUN", "ADP"), ("AUX", "VERB"),
                 ("NOUN", "CCONJ"), ("VERB", "ADP"), ("ADJ", "CCONJ"), ("NOUN", "PRON")}  # fmt: skip
        if token.whitespace_ and (token.pos_, following.pos_) in close:
            yield token.idx + len(token), token.idx + len(token), ","


@_operator(0.5)
def _final_stop(doc: Doc, rng: random.Random) -> Iterator[tuple[int, int, str]]:
    """The last mark is missing, doubled, or of the wrong kind."""
    last = doc[-1]
    if last.text in {".", "?", "!"} and len(doc) > 2:
        others = {".": ["", "", ".."], "?": [".", "."], "!": [""]}[last.text]
        yield *_span(last), rng.choice(others)


@_operator(0.7)
def _run_on(doc: Doc, rng: random.Random) -> Iterator[tuple[int, int, str]]:
    """I went home, it was late: two sentences are run together."""
    for token in doc[1:-1]:
        following = token.nbor(1)
        if token.text == "." and token.whitespace_ and following.is_alpha:
            first = following.text
            if first != "I" and following.pos_ != "PROPN" and not following.is_upper:
                first = first[0].lower() + first[1:]
            joint = rng.choice([", ", ", ", " ", " and ", "; "])
            yield token.idx, following.idx + len(following), joint + first
        elif token.text == ";":
            yield *_span(token), ","
        elif token.text == "," and following.lower_ in {"and", "but", "so"} and rng.random() < 0.5:
            yield token.idx, following.idx + len(following), ","


@_operator(0.7)
def _apostrophe(doc: Doc, rng: random.Random) -> Iterator[tuple[int, int, str]]:
    """dont, the dogs tail, CD's."""
    for match in re.finditer(r"(?<=[A-Za-z])['’](?=(?:t|s|re|ve|ll|d|m)\b)", doc.text):
        yield match.start(), match.end(), ""
    for token in doc:
        if token.text in {"'s", "’s"} and token.tag_ == "POS":
            yield *_span(token), rng.choice(["s", "", "s'"])
        elif token.tag_ == "NNS" and token.lower_.endswith("s") and rng.random() < 0.4:
            yield token.idx + len(token) - 1, token.idx + len(token) - 1, "'"


@_operator(0.7)
def _hyphen(doc: Doc, rng: random.Random) -> Iterator[tuple[int, int, str]]:
    """a well known writer, a 10 year old boy, e mail."""
    for match in re.finditer(r"(?<=[A-Za-z0-9])-(?=[A-Za-z])", doc.text):
        yield match.start(), match.end(), rng.choice([" ", " ", ""])


@_operator(1.0)
def _capital(doc: Doc, rng: random.Random) -> Iterator[tuple[int, int, str]]:
    """i think, on monday, the Teacher: capitals where none belong and none where they do."""
    for token in doc:
        if not token.is_alpha:
            continue
        if token.text == "I" or (token.i == 0 and token.text[0].isupper() and len(token) > 1):
            yield (
                *_span(token),
                token.text.lower() if token.text == "I" else token.text[0].lower() + token.text[1:],
            )
        elif token.pos_ == "PROPN" and token.is_title:
            yield *_span(token), token.text.lower()
        elif token.pos_ == "NOUN" and token.is_lower and rng.random() < 0.2:
            yield *_span(token), token.text.title()


@_operator(0.5)
def _a_before_vowel(doc: Doc, rng: random.Random) -> Iterator[tuple[int, int, str]]:
    """a apple, an car."""
    for token in doc:
        if token.lower_ in {"a", "an"} and token.pos_ == "DET":
            yield *_span(token), like("a" if token.lower_ == "an" else "an", token.text)
