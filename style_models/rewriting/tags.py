"""Edit tags: what to do with one word of a sentence, so that mending needs no generation.

A sentence is a row of words and marks (:func:`words_of`); position 0 is the place before the first.
Each gets one tag (after GECToR, Omelianchuk et al. 2020, arXiv 2005.12592):

=================  ==========================================================================
``keep``           as it is
``delete``         taken out
``append W``       W is put behind it
``replace W``      W stands in its place (W may be several words: "alot" to "a lot")
``inflect T``      another form of the same word: T is a Penn tag (NNS, VBD, ...), or ``RB``/``JJ``
``spell``          misspelt; the wording comes from a dictionary (:mod:`~style_models.text.spelling`)
``case C``         ``first``, ``lower`` or ``upper``
``join M``         one word with the next: nothing or a hyphen between
``swap``           changes places with the next
``space`` ``tight``  a space before it is missing, or is one too many
``apostrophe A``   ``none``: "dog's" to "dogs"; ``s``: "dogs" to "dog's"
=================  ==========================================================================

Capitals of a new word follow those of the old one. One pass makes one change a word; where a place
needs several, another pass follows.
"""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from style_models.text.language import is_written_small

if TYPE_CHECKING:
    from style_models.detecting.pieces import Pieces
    from style_models.rewriting.corruption import Slip

KEEP, DELETE, SPELL, SWAP, SPACE, TIGHT = "keep", "delete", "spell", "swap", "space", "tight"
UNKNOWN = ""
"""No tag says what is to be done here; training looks past it."""

FORMS = ("NN", "NNS", "VB", "VBZ", "VBD", "VBN", "VBG", "RB", "JJ")
FIXED: tuple[str, ...] = (
    KEEP, DELETE, SPELL, SWAP, SPACE, TIGHT, "case first", "case lower", "case upper", "join", "join -",
    "apostrophe none", "apostrophe s",
    *(f"inflect {form}" for form in FORMS),
)  # fmt: skip

_WORD = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]")
_ALIKE = 0.6
"""From this likeness of their letters on, a misspelt word and its repair are the same word."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word or mark with its place in the text (code points)."""

    text: str
    start: int
    end: int
    spaced: bool
    """Whether white space stands before it."""


def words_of(text: str) -> list[Word]:
    """Return the words and marks of ``text``."""
    return [
        Word(m.group(), m.start(), m.end(), m.start() > 0 and text[m.start() - 1].isspace())
        for m in _WORD.finditer(text)
    ]


def first_pieces(pieces: Pieces, words: Sequence[Word]) -> list[int]:
    """Return the first piece of each word, counted from 1 (0 is the sentence's start)."""
    at, found = 0, []
    for word in words:
        while at < len(pieces.spans) and pieces.spans[at][1] <= word.start:
            at += 1
        found.append(at + 1)
    return found


def tags_for(source: str, clean: str, slips: Sequence[Slip]) -> list[str]:
    """Return the tags that turn ``source`` back into ``clean``: one a word, and one for the start.

    ``slips`` are the sorted slips that were planted in ``clean``. Each is undone where it stands, so
    no alignment has to be guessed. What no tag can say is :data:`UNKNOWN`.
    """
    words = words_of(source)
    tags = [KEEP] * (len(words) + 1)
    moved = 0
    for slip in slips:
        start = slip.start + moved
        end = start + len(slip.text)
        moved += len(slip.text) - (slip.end - slip.start)
        first, last, a, b = _window(source, words, start, end)
        right = source[a:start] + clean[slip.start : slip.end] + source[end:b]
        for at, tag in _local(words[first:last], source[a:b], right, first):
            tags[at] = tag if tags[at] == KEEP else UNKNOWN
    return tags


def _window(source: str, words: Sequence[Word], start: int, end: int) -> tuple[int, int, int, int]:
    """Return the words that a changed stretch touches, with a neighbour on both sides; and its ends."""
    touched = [i for i, w in enumerate(words) if w.start <= end and start <= w.end]
    if touched:
        first, last = touched[0], touched[-1] + 1
    else:
        first = next((i for i, w in enumerate(words) if w.start >= end), len(words))
        last = first
    first, last = max(0, first - 1), min(len(words), last + 1)
    a = words[first].start if first < len(words) else start
    b = words[last - 1].end if last > first else end
    return first, last, min(a, start), max(b, end)


def _local(words: Sequence[Word], wrong: str, right: str, offset: int) -> list[tuple[int, str]]:
    """Return (position, tag) that turn ``wrong`` into ``right``; position 0 is the sentence's start.

    ``words`` are those of ``wrong``, numbered from ``offset`` in their sentence.
    """
    new = words_of(right)
    old_texts, new_texts = [w.text for w in words], [w.text for w in new]
    found: list[tuple[int, str]] = []
    matcher = difflib.SequenceMatcher(None, old_texts, new_texts, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        old, now = words[i1:i2], new[j1:j2]
        if kind == "equal":
            found += [
                (offset + i1 + k + 1, SPACE if b.spaced else TIGHT)
                for k, (a, b) in enumerate(zip(old, now, strict=True))
                if a.spaced != b.spaced and i1 + k  # what stands before the stretch is not in it
            ]
        elif kind == "insert":
            put = _spelt(now)
            # Before the first word its capital comes with the place.
            found.append(
                (offset + i1, "append " + (put if offset + i1 else put[:1].lower() + put[1:]))
            )
        elif kind == "delete":
            found += [(offset + i1 + k + 1, DELETE) for k in range(len(old))]
        else:
            found += _replaced(old, now, offset + i1 + 1)
    return _without_swaps(found, old_texts, new_texts, offset)


def _without_swaps(
    found: list[tuple[int, str]], old: list[str], new: list[str], offset: int
) -> list[tuple[int, str]]:
    lowered = [w.lower() for w in old], [w.lower() for w in new]
    if len(old) == len(new) and old != new:
        for k in range(len(old) - 1):
            swapped = [*lowered[0][:k], lowered[0][k + 1], lowered[0][k], *lowered[0][k + 2 :]]
            if swapped == lowered[1] and lowered[0][k] != lowered[0][k + 1]:
                return [(offset + k + 1, SWAP)]
    return found


def _replaced(old: Sequence[Word], now: Sequence[Word], at: int) -> list[tuple[int, str]]:
    if len(now) == 1 and len(old) == 2 and now[0].text != old[0].text:
        joint = now[0].text.lower()
        if joint == (old[0].text + old[1].text).lower():
            return [(at, "join")]
    if len(now) == 3 and len(old) == 2 and now[1].text == "-":
        if (now[0].text, now[2].text) == (old[0].text, old[1].text):
            return [(at, "join -")]
    if len(old) == 1:
        return [(at, change(old[0].text, _spelt(now)))]
    found = []
    for k, word in enumerate(old):
        if k < len(now) - 1 or (k < len(now) and len(now) <= len(old)):
            found.append((at + k, change(word.text, now[k].text)))
        elif k == len(old) - 1 and len(now) > len(old):
            found.append((at + k, change(word.text, _spelt(now[k:]))))
        else:
            found.append((at + k, DELETE))
    return [(place, tag) for place, tag in found if tag != KEEP]


def _spelt(words: Sequence[Word]) -> str:
    """Return words as they are written, one space where there was some."""
    return "".join((" " if i and word.spaced else "") + word.text for i, word in enumerate(words))


def change(old: str, new: str) -> str:
    """Return the tag that makes ``new`` of the word ``old``."""
    if old == new:
        return KEEP
    if old.lower() == new.lower():
        for name, cased in (("lower", old.lower()), ("first", _first(old)), ("upper", old.upper())):
            if cased == new:
                return f"case {name}"
        return UNKNOWN
    wanted = new.replace("’", "'")
    tags = [f"apostrophe {name}" for name in ("none", "s")] + [f"inflect {f}" for f in FORMS]
    for tag in tags:
        if made(old, tag) == wanted:
            return tag
    if misspelt(old) and not misspelt(new) and _ratio(old, new) >= _ALIKE:
        return SPELL
    tag = f"replace {wanted.lower()}"
    return tag if made(old, tag) == wanted else UNKNOWN


def made(word: str, tag: str) -> str | None:
    """Return what a tag makes of a word: the new wording, or ``None`` where the tag cannot be followed.

    Only for tags that concern one word alone: ``case``, ``apostrophe``, ``inflect``, ``replace``.
    """
    kind, _, what = tag.partition(" ")
    if kind == "case":
        return {"lower": word.lower(), "first": _first(word), "upper": word.upper()}[what]
    if kind == "apostrophe":
        stem, mark, end = word.partition("’" if "’" in word else "'")
        if what == "none":
            return stem + end if mark and end.lower() == "s" else None
        return (
            word[:-1] + "'" + word[-1]
            if word[-1:] in {"s", "S"} and not mark and len(word) > 2
            else None
        )
    if kind == "inflect":
        return next((like(form, word) for form in inflected(word.lower(), what)), None)
    if kind == "replace":
        return like(what, word)
    return None


def like(new: str, old: str) -> str:
    """Give ``new`` the capitals of ``old``."""
    if new.lower() == "i" or new.lower().startswith("i'"):
        return new[0].upper() + new[1:]
    if len(old) > 1 and old.isupper():
        return new.upper()
    return _first(new) if old[:1].isupper() and old.lower() != "i" else new


def inside(word: str) -> str:
    """Return a sentence's first word as it is written inside one; a name keeps its capital."""
    plain = word.lower()
    return plain if word != "I" and word[1:] == plain[1:] and is_written_small(plain) else word


def _first(word: str) -> str:
    return (
        word[:1].upper() + word[1:].lower() if word[1:].isupper() else word[:1].upper() + word[1:]
    )


def _ratio(a: str, b: str) -> float:
    return difflib.SequenceMatcher(None, a.lower(), b.lower()).ratio()


def misspelt(word: str) -> bool:
    """Tell whether a word of letters is in no word list."""
    from style_models.judging.change import is_known

    return word.isalpha() and not is_known(word)


@functools.lru_cache(maxsize=50_000)
def inflected(word: str, form: str) -> tuple[str, ...]:
    """Return the forms of the word (lower case) that differ from it, best first; ``()`` for none."""
    if not word.isalpha():
        return ()
    if form in {"RB", "JJ"}:
        return _adverb(word) if form == "RB" else _adjective(word)
    import lemminflect

    kind = "NOUN" if form.startswith("N") else "VERB"
    listed = lemminflect.getAllLemmas(word, upos=kind).get(kind, ())
    found: dict[str, None] = {}
    for lemma in listed:
        for made_form in lemminflect.getInflection(lemma, form):
            if made_form != word:
                found[made_form] = None
    return tuple(found)


def _adverb(word: str) -> tuple[str, ...]:
    made_form = word[:-1] + "ily" if word.endswith("y") else word + "ly"
    if word.endswith("le"):
        made_form = word[:-1] + "y"
    return () if word.endswith("ly") or misspelt(made_form) else (made_form,)


def _adjective(word: str) -> tuple[str, ...]:
    if not word.endswith("ly") or len(word) < 6:  # "early" is of no ear, "apply" of no app
        return ()
    stem = word[:-2]
    for made_form in (stem, stem[:-1] + "y" if stem.endswith("i") else stem, stem + "le"):
        if not misspelt(made_form) and _adverb(made_form) == (word,):
            return (made_form,)
    return ()


def forget_inflections() -> None:
    """Drop every word whose forms were looked up."""
    inflected.cache_clear()
