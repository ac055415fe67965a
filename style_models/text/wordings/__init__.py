"""Words that say about the same in another tone, as data: one ``.txt`` file for each tone.

A line reads ``plain POS frame > marked, marked``: the plain word's lemma, its universal part of
speech, what it must stand with, and the words that may take its place. Form axes count the marked
words, the operators of :mod:`style_models.judging.operators` swap one side for the other. Written
for Ownvoice; no list of others is in them.

Frames of verbs: ``t`` has a direct object, ``i`` has none, ``-`` either. Frames of adjectives and
adverbs: ``x`` says that the marked word is extreme already, so that it takes no "very"; ``-`` none.
Nouns: ``-``. A line that starts with ``#`` is a remark, one without ``>`` is only counted.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Wording:
    """One plain lemma with its part of speech, its frame and the marked lemmas for it."""

    plain: str
    pos: str
    frame: str
    marked: tuple[str, ...]


@functools.cache
def wordings(tone: str) -> tuple[Wording, ...]:
    """Return the pairs of ``tone`` (the name of a file in this folder), in file order."""
    found = []
    for line in (Path(__file__).parent / f"{tone}.txt").read_text("utf-8").splitlines():
        if ">" in line and not line.startswith("#"):
            left, right = line.split(">")
            *plain, pos, frame = left.split()
            marked = tuple(word.strip() for word in right.split(","))
            found.append(Wording(" ".join(plain), pos, frame, marked))
    return tuple(found)


@functools.cache
def counted(tone: str) -> frozenset[str]:
    """Return the marked words of ``tone`` in all their inflections, lower-cased.

    Of a word group ("look into") the first word is inflected.
    """
    from lemminflect import getAllInflections

    found: set[str] = set()
    for wording in wordings(tone):
        for lemma in wording.marked:
            first, _, rest = lemma.partition(" ")
            forms = {first}
            if wording.pos in {"VERB", "NOUN", "ADJ"}:
                for listed in getAllInflections(first, upos=wording.pos).values():
                    forms.update(listed)
                if wording.pos in {"VERB", "NOUN"} and len(forms) == 1:
                    forms |= _regular(first, wording.pos)
            found.update(f"{form} {rest}".strip().lower() for form in forms)
    for line in (Path(__file__).parent / f"{tone}.txt").read_text("utf-8").splitlines():
        if line and ">" not in line and not line.startswith("#"):
            found.update(word.strip().lower() for word in line.split(","))
    return frozenset(found - {""})


def _regular(lemma: str, pos: str) -> set[str]:
    """Return the regular inflections of a word that the inflector does not list."""
    from lemminflect import getInflection

    tags = ("VBD", "VBG", "VBZ", "VBN") if pos == "VERB" else ("NNS",)
    return {form for tag in tags for form in getInflection(lemma, tag)}
