"""Boosters: "It is good" made "It is clearly good", and the reverse."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from style_models.judging.operator import Operator, Place, dropped, inserted

if TYPE_CHECKING:
    from spacy.tokens import Doc

_ADVERBS = frozenset(
    "absolutely actually certainly clearly completely definitely entirely especially extremely "
    "firmly fully hugely indeed massively obviously really simply strongly surely totally truly "
    "undoubtedly utterly very undeniably incredibly so".split()
)
_PHRASES = re.compile(r"\b(?:of course|in fact|no doubt|without doubt|without a doubt)\b", re.I)
_GRADABLE = frozenset(
    "good bad big small large hard easy difficult important happy sad angry cheap expensive old new "
    "young strong weak rich poor fast slow high low long short bright dark clear simple complex nice "
    "kind friendly clever useful helpful interesting boring popular common rare safe dangerous "
    "careful serious funny strange wrong fair unfair true likely effective successful different "
    "similar close deep wide heavy light quiet loud clean dirty hot cold warm cool tired busy free "
    "proud worried afraid surprised pleased excited concerned grateful lucky harmful costly".split()
)
_STRONG = ("very", "extremely", "really", "truly")
_SURE = ("clearly", "certainly", "definitely", "undoubtedly", "obviously")


def _drop(doc: Doc, rng: random.Random) -> Iterator[Place]:
    """Take boosting words out; "very much", "so that", "the very idea" and "not really" stay."""
    for token in doc:
        if token.lower_ not in _ADVERBS or token.pos_ != "ADV" or token.dep_ not in {"advmod"}:
            continue
        after = doc[token.i + 1] if token.i + 1 < len(doc) else None
        before = doc[token.i - 1].lower_ if token.i else ""
        if after is None or (not after.is_alpha and after.text != ","):
            continue
        if after.lower_ in {
            "much",
            "many",
            "few",
            "little",
            "long",
            "far",
            "that",
            "soon",
            "first",
        }:
            continue
        if before in {"not", "n't", "never", "so", "how", "as", "too", "or", "and"}:
            continue
        if token.lower_ in {"so", "very", "really"} and after.pos_ not in {"ADJ", "ADV", "VERB"}:
            continue
        if token.lower_ == "so" and (
            after.pos_ != "ADJ" or " that " in doc.text or " as " in doc.text
        ):
            continue
        if any(child.dep_ == "advmod" for child in token.children):
            continue
        yield dropped(doc, token.idx, token.idx + len(token))
    for match in _PHRASES.finditer(doc.text):
        if re.match(r",|[ ][a-z]", doc.text[match.end() :]):
            if not re.match(r" (?:that|of|about)\b", doc.text[match.end() :]):
                if (
                    not doc.text[: match.start()]
                    .rstrip()
                    .lower()
                    .endswith((" is", " have", " the"))
                ):
                    yield dropped(doc, match.start(), match.end())


def _add(doc: Doc, rng: random.Random) -> Iterator[Place]:
    """Put a booster before a gradable adjective or a main verb."""
    for token in doc:
        if token.tag_ == "JJ" and token.lower_ in _GRADABLE and token.dep_ in {"acomp", "amod"}:
            modified = any(c.dep_ in {"advmod", "npadvmod"} for c in token.children)
            previous = doc[token.i - 1].lower_ if token.i else ""
            joined = (token.idx and doc.text[token.idx - 1] in "-/") or doc.text[
                token.idx + len(token) : token.idx + len(token) + 1
            ] in {"-", "/"}
            if not modified and not joined and previous not in {"how", "as", "too", "so", "more"}:
                if token.dep_ == "acomp" or previous in {"a", "an", "is", "are", "was"}:
                    yield inserted(doc, token, rng.choice(_STRONG))
        if token.tag_ in {"VBZ", "VBP", "VBD"} and token.pos_ == "VERB" and token.dep_ == "ROOT":
            children = {child.dep_ for child in token.children}
            if "nsubj" in children and not children & {"neg", "aux", "advmod"}:
                if token.i and doc[token.i - 1].dep_ in {"nsubj"}:
                    yield inserted(doc, token, rng.choice(_SURE))


OPERATORS = (
    Operator(
        "add_booster", "boosters", 1, "distortion", "a claim is hardened", _add,
        "drop_booster", ("confidence", "stance_polarity"),
    ),
    Operator(
        "drop_booster", "boosters", -1, "distortion", "a word that stresses a claim goes", _drop,
        "add_booster", ("confidence", "stance_polarity"),
    ),
)  # fmt: skip
