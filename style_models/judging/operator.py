"""What a distortion operator is, and the helpers that keep its replacements grammatical.

An operator moves one axis of a clean sentence and leaves the others, as far as words allow. So its
edits are distortion (or a change of meaning) by construction: they train the judge, test it, and
measure whether the axes tell their own matter from others'. The operators stand in
:mod:`style_models.judging.operators`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from style_models.text.wordings import wordings

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Place = tuple[int, int, str]
"""Start and end character of what goes, and the text that comes."""

Places = Callable[["Doc", random.Random], Iterator[Place]]


@dataclass(frozen=True)
class Operator:
    """One way to move one axis.

    ``axis`` is the axis that moves (form or reader), ``direction`` +1 up or -1 down. ``verdict`` is
    what its edits are: ``distortion``, or ``meaning`` where the claim itself changes. ``places``
    yields every place of a parsed text where it can be done, in any order and perhaps overlapping;
    with ``lemmatizer`` and ``parser`` in the pipeline. ``inverse`` names the operator that takes it
    back, where there is one; ``heard`` the reader axes that it is meant to move.
    """

    name: str
    axis: str
    direction: int
    verdict: str
    summary: str
    places: Places
    inverse: str = ""
    heard: tuple[str, ...] = ()


def apply_operator(operator: Operator, doc: Doc, rng: random.Random, count: int) -> list[Place]:
    """Return up to ``count`` edits of the operator: sorted, disjoint, none that changes nothing."""
    found = [
        place
        for place in operator.places(doc, rng)
        if doc.text[place[0] : place[1]] != place[2] and not _splits_word(doc.text, place)
    ]
    rng.shuffle(found)
    chosen: list[Place] = []
    for start, end, text in found:
        if len(chosen) == count:
            break
        if all(end < other[0] or start > other[1] for other in chosen):
            chosen.append((start, end, text))
    return sorted(chosen)


def _splits_word(text: str, place: Place) -> bool:
    """Tell whether something is put between two letters: the parser cuts "Im" in two."""
    start, end, _ = place
    around = text[max(0, start - 1) : start], text[end : end + 1]
    return start == end and all(side.isalnum() for side in around)


def edited(text: str, places: list[Place]) -> str:
    """Return ``text`` with sorted, disjoint edits made."""
    parts, at = [], 0
    for start, end, new in places:
        parts += [text[at:start], new]
        at = end
    return "".join([*parts, text[at:]])


# ------------------------------------------------------------------ fitting words into a sentence

_VOWEL = re.compile(r"(?:[aeio]|u(?!ni(?!n)|s[aeiu]|t[ei]|biq|tili)|hour|hon[eo]|heir)", re.I)
_NOT_VOWEL = re.compile(r"(?:eu|one\b|once\b|ewe)", re.I)


def vowel_sound(word: str) -> bool:
    """Tell whether ``word`` is spoken with a vowel first (an hour, a unit)."""
    return bool(_VOWEL.match(word)) and not _NOT_VOWEL.match(word)


def like(new: str, old: str) -> str:
    """Give ``new`` the capitals of ``old``."""
    if len(old) > 1 and old.isupper():
        return new.upper()
    return new[:1].upper() + new[1:] if old[:1].isupper() else new


def starts(doc: Doc, at: int) -> bool:
    """Tell whether character ``at`` begins a sentence (nothing but marks before it)."""
    before = doc.text[:at].rstrip(" \"'“‘(")
    return not before or before[-1] in ".!?…\n"


def swapped(doc: Doc, start: int, end: int, new: str) -> Place:
    """Replace by ``new``, with the capitals of what goes and with the right article before it."""
    old = doc.text[start:end]
    new = like(new, old) if starts(doc, start) or old.isupper() else new
    article = re.search(r"\b(a|an)( +)$", doc.text[:start], re.I)
    if article and new:
        right = "an" if vowel_sound(new) else "a"
        if right != article.group(1).lower():
            return article.start(), end, like(right, article.group(1)[:1]) + article.group(2) + new
    return start, end, new


def dropped(doc: Doc, start: int, end: int) -> Place:
    """Take a stretch out with its commas and one space; the next word gets the capital.

    A stretch between two commas loses both; one that opens a sentence the comma after it.
    """
    text = doc.text
    opens = starts(doc, start)
    left, right = start, end
    comma_after = re.match(r" ?,", text[right:])
    comma_before = re.search(r", ?$", text[:left])
    if comma_after and (opens or comma_before):
        right += comma_after.end()
        if comma_before:
            left = comma_before.start()
    elif comma_before and re.match(r" ?[.!?;:]|$", text[right:]):
        left = comma_before.start()
    spaces = re.match(r" *", text[right:])
    after = right + (spaces.end() if spaces else 0)
    if opens:
        capital = text[after : after + 1]
        return left, after + 1, capital.upper()
    if left and text[left - 1 : left] == " ":
        # "a very old" may need another article once the word between is gone.
        article = re.search(r"\b(a|an)( +)$", text[:left], re.I)
        following = re.match(r"\w+", text[after:])
        if article and following:
            fit = "an" if vowel_sound(following.group()) else "a"
            if fit != article.group(1).lower():
                return article.start(), after, like(fit, article.group(1)[:1]) + " "
        if after > right:
            return left, after, ""
        return left - 1, right, ""
    return left, right, ""


def inserted(doc: Doc, token: Token, new: str) -> Place:
    """Put ``new`` and a space before ``token``, moving its capital and mending the article."""
    at = token.idx
    if starts(doc, at):
        word = token.text
        small = word[:1].lower() + word[1:] if lowers(token) else word
        return at, at + len(word), f"{new[:1].upper()}{new[1:]} {small}"
    article = re.search(r"\b(a|an)( +)$", doc.text[:at], re.I)
    if article:
        right = "an" if vowel_sound(new) else "a"
        if right != article.group(1).lower():
            return article.start(), at, f"{like(right, article.group(1)[:1])} {new} "
    return at, at, f"{new} "


def lowers(token: Token) -> bool:
    """Tell whether the first word of a sentence is small elsewhere."""
    word = token.text
    if token.pos_ in {"PROPN", "NUM", "X", "SYM"} or word == "I" or word.startswith(("I'", "I’")):
        return False
    return not (len(word) > 1 and word[1:] != word[1:].lower()) and token.ent_type_ == ""


def lemma(token: Token) -> str:
    """Return the lemma, lower-cased; also where the pipeline has no lemmatizer."""
    if token.lemma_:
        return token.lemma_.lower()
    from lemminflect import getLemma

    found = getLemma(token.lower_, upos=token.pos_)
    return found[0] if found else token.lower_


def inflected(word: str, token: Token) -> str | None:
    """Return ``word`` (of a group the first word) in the inflection that ``token`` has."""
    tag = token.tag_
    first, space, rest = word.partition(" ")
    if tag in {"NNS", "VBD", "VBG", "VBN", "VBZ", "JJR", "JJS", "RBR", "RBS"}:
        if tag in {"JJR", "JJS", "RBR", "RBS"}:
            return None
        from lemminflect import getInflection

        if tag == "NNS":
            head = word.rpartition(" ")
            forms = getInflection(head[2], tag)
            return f"{head[0]}{head[1]}{forms[0]}" if forms else None
        forms = getInflection(first, tag)
        return f"{forms[0]}{space}{rest}" if forms else None
    if tag == "VBP" and first == "be":
        return None
    return word


_PHRASAL = {"prt", "xcomp", "ccomp", "dative"}


def frame_fits(token: Token, frame: str) -> bool:
    """Tell whether a token stands as its frame asks (see :mod:`style_models.text.wordings`)."""
    children = {child.dep_ for child in token.children}
    if token.pos_ == "VERB":
        if children & _PHRASAL or token.dep_ in {"aux", "auxpass"}:
            return False
        passive = "auxpass" in children or "nsubjpass" in children
        has = "dobj" in children or passive
        if frame == "t":
            return (has and token.tag_ != "VBG") or ("dobj" in children)
        if frame == "i":
            return not has and "prep" not in children and token.dep_ not in {"relcl", "amod"}
        return True
    if token.pos_ in {"ADJ", "ADV"} and frame == "x":
        return not any(child.dep_ in {"advmod", "neg"} for child in token.children)
    return True


_FIXED = re.compile(
    r"\b(?:get rid|get hold|make sure|make sense|show up|in the end|at the end|of course|first of all|"
    r"right now|by the way|any way|no way|in a way|the way|way to|on the whole|as a whole|the whole|"
    r"good morning|good luck|thank|for good|as well|so far|so that|so much|so many|see above|"
    r"old age|new york|new year|last night|next to|long as|hard to|all kinds|kind of|sort of|"
    r"of a kind|big deal|chance of|happy new|happy birthday|take part|in part|for the most part|"
    r"at home|come home|go home|work out|at work|for free|feel free|set free|as soon|years old|year old|"
    r"how well|as well as|well known|well being|in front|early on|too bad|not bad|a lot|parking lot|"
    r"every time|each other|good at|make up|need to|needs to|a long time|on time|in place|take place|"
    r"first place|in question|for example|in fact|in case|high school|at first|first time)\b",
    re.I,
)


def fixed(doc: Doc, start: int, end: int) -> bool:
    """Tell whether a place lies in an idiom that a swap would break."""
    left = max(0, start - 24)
    window = doc.text[left : end + 24]
    return any(
        found.start() < end - left and start - left < found.end()
        for found in _FIXED.finditer(window)
    )


def swaps(tone: str, back: bool = False, pos: frozenset[str] | None = None) -> Places:
    """Return the places where a word of ``tone``'s plain side may be swapped for a marked one.

    With ``back`` the other way round; ``pos`` restricts the parts of speech.
    """
    table: dict[tuple[str, str], tuple[str, list[str]]] = {}
    for wording in wordings(tone):
        if pos is not None and wording.pos not in pos:
            continue
        if not back:
            table.setdefault((wording.plain, wording.pos), (wording.frame, []))[1].extend(
                wording.marked
            )
        else:
            for word in wording.marked:
                if " " not in word:
                    frame = "-" if wording.frame == "x" else wording.frame
                    table.setdefault((word, wording.pos), (frame, []))[1].append(wording.plain)

    def places(doc: Doc, rng: random.Random) -> Iterator[Place]:
        for token in doc:
            found = table.get((lemma(token), token.pos_))
            if not found or token.ent_type_ or not token.is_alpha or token.tag_ in {"NNP", "NNPS"}:
                continue
            frame, options = found
            start, end = token.idx, token.idx + len(token)
            if not frame_fits(token, frame) or fixed(doc, start, end) or compound(token):
                continue
            new = inflected(rng.choice(options), token)
            if new and new.lower() != token.lower_:
                place = swapped(doc, start, end, new)
                yield place

    return places


def compound(token: Token) -> bool:
    """Tell whether a word is part of a hyphenated or compound term, which no swap may break."""
    text = token.doc.text
    before, after = token.idx - 1, token.idx + len(token)
    if before >= 0 and text[before] in "-/@#_’'":
        return True
    if after < len(text) and text[after] in "-/@_’'":
        return True
    if token.pos_ == "NOUN":
        return token.dep_ == "compound" or any(c.dep_ == "compound" for c in token.children)
    return False
