"""Slips that a language model finds plausible: what a hurried writer or a learner could have put there.

A rule plants "in" for "on" anywhere; people err where the words before invite it. So the base model,
which reads from left to right, is asked what else of the same small class (prepositions, articles and
the like, forms of one verb, noun or adjective) it would have expected at a place; one is drawn in
proportion to its probability and planted only if the whole sentence then is clearly less probable, so
that there is something to mend and the person's own word can be found again.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TYPE_CHECKING

from style_models.rewriting.corruption import Slip, apply, like

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from style_models.rewriting.causal import CausalRewriter

KIND = "plausible"
PLAUSIBLE = 0.004
"""Least probability of the wrong word, given the words before it, for it to be a plausible slip."""
WORSE = (3.0, 14.0)
"""By how many nats the sentence must be less probable: less may be no slip, more is nobody's."""
PLACES = 6

CLASSES = (
    "in on at of for to from with by about into over during since through between among",
    "a an the",
    "this these that those",
    "is are was were be been being",
    "has have had having",
    "do does did done doing",
    "who which whom whose what",
    "its it's",
    "their there they're",
    "than then as like",
    "very much too so",
    "other another others",
)
"""Words of one class are taken for each other. None here turns a claim: no modals, quantities, negations
or connectives of logic."""


def confused(
    docs: Sequence[Doc], model: CausalRewriter, rng: random.Random
) -> list[tuple[str, list[Slip]]]:
    """Plant one plausible slip in each parsed sentence: (text, slips), as ``corrupt`` returns them.

    Sentences in which none was found come back as they are, with no slip.
    """
    drawn: list[list[tuple[Slip, str]]] = []
    asked: list[list[tuple[Token, list[str]]]] = []
    for doc in docs:
        places = [(token, rivals) for token in doc[1:] if (rivals := _rivals(token))]
        rng.shuffle(places)
        asked.append(places[:PLACES])
    said = model.beginnings(
        [doc.text for doc in docs],
        [[(token.idx, rivals) for token, rivals in places] for places in asked],
    )
    for doc, places, ps in zip(docs, asked, said, strict=True):
        found = []
        for (token, rivals), p in zip(places, ps, strict=True):
            likely = [(w, q) for w, q in zip(rivals, p, strict=True) if q >= PLAUSIBLE]
            if likely:
                (word,) = rng.choices([w for w, _ in likely], [q for _, q in likely])
                slip = Slip(token.idx, token.idx + len(token), word, KIND)
                found.append((slip, apply(doc.text, [slip])))
        drawn.append(found)
    groups = [
        [doc.text, *(text for _, text in found)] for doc, found in zip(docs, drawn, strict=True)
    ]
    told = model.log_probabilities(groups)
    planted: list[tuple[str, list[Slip]]] = []
    for doc, found, (own, *others) in zip(docs, drawn, told, strict=True):
        worse = [
            (slip, text, own - other) for (slip, text), other in zip(found, others, strict=True)
        ]
        fitting = [(text, [slip]) for slip, text, by in worse if WORSE[0] <= by <= WORSE[1]]
        planted.append(rng.choice(fitting) if fitting else (doc.text, []))
    return planted


def _rivals(token: Token) -> list[str]:
    """Return other words of the token's class, written as it is."""
    if not token.is_alpha or token.pos_ == "PROPN":
        return []
    word = token.lower_
    for line in CLASSES:
        members = line.split()
        if word in members:
            return [like(m, token.text) for m in members if m != word]
    if token.pos_ in {"NOUN", "VERB"} and token.is_lower:
        import lemminflect

        forms = lemminflect.getAllInflections(token.lemma_.lower(), token.pos_)
        return sorted({f for spelt in forms.values() for f in spelt[:1]} - {word})
    return []
