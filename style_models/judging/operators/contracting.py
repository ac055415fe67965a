"""Contractions: "don't" made "do not", and the reverse."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import TYPE_CHECKING

from style_models.judging.operator import Operator, Place, like

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_AUX = {
    "do", "does", "did", "is", "are", "was", "were", "have", "has", "had", "would", "could", "should",
    "need", "must", "might",
}  # fmt: skip
_IRREGULAR = {"ca": "can", "wo": "will", "sha": "shall"}
_FULL = {"'re": "are", "'ve": "have", "'ll": "will", "'m": "am"}
_SHORT = {
    "am": ("'m", {"i"}), "are": ("'re", {"you", "we", "they"}), "have": ("'ve", {"i", "you", "we", "they"}),
    "will": ("'ll", {"i", "you", "we", "they", "he", "she", "it"}),
    "is": ("'s", {"he", "she", "it", "that", "there", "who", "what", "here"}),
    "has": ("'s", {"he", "she", "it"}), "would": ("'d", {"i", "you", "we", "they", "he", "she"}),
}  # fmt: skip


def _plain(token: Token) -> str:
    return token.lower_.replace("’", "'")


def _next(token: Token) -> Token | None:
    for after in token.doc[token.i + 1 :]:
        if after.pos_ != "ADV" and _plain(after) not in {"not", "n't"}:
            return after
    return None


def _expand(doc: Doc, rng: random.Random) -> Iterator[Place]:
    """Write contracted verbs out; questions with an inverted subject and possessives stay."""
    for token in doc:
        if not token.i or doc[token.i - 1].whitespace_:
            continue
        before, after = doc[token.i - 1], doc[token.i + 1] if token.i + 1 < len(doc) else None
        word = _plain(token)
        start, end = before.idx, token.idx + len(token)
        if word == "n't":
            verb = _plain(before)
            if verb not in _AUX | set(_IRREGULAR) or after is None:
                continue
            if after.dep_ in {"nsubj", "nsubjpass", "expl"} or after.pos_ in {
                "PRON",
                "DET",
                "PROPN",
            }:
                continue
            full = _IRREGULAR.get(verb, verb)
            new = "cannot" if full == "can" else f"{full} not"
            yield start, end, like(new, before.text)
        elif word in _FULL and before.pos_ in {"PRON", "ADV", "NOUN"}:
            yield token.idx, end, f" {_FULL[word]}"
        elif word in {"'s", "'d"} and token.pos_ in {"AUX", "VERB"}:
            following = _next(token)
            if following is None:
                continue
            perfect = following.lower_ in {
                "been",
                "got",
                "had",
                "become",
                "gone",
                "better",
                "begun",
            }
            if word == "'d":
                past = perfect or following.tag_ == "VBN"
                yield token.idx, end, " had" if past else " would"
            elif before.lower_ == "let":
                yield token.idx, end, " us"
            else:
                yield token.idx, end, " has" if perfect else " is"


def _contract(doc: Doc, rng: random.Random) -> Iterator[Place]:
    """Contract an auxiliary with "not" or with the pronoun before it, where it is unstressed."""
    for token in doc:
        if not token.i:
            continue
        before, word = doc[token.i - 1], token.lower_
        after = doc[token.i + 1] if token.i + 1 < len(doc) else None
        if after is None or not after.is_alpha:
            continue
        if (
            word == "not"
            and before.lower_ in _AUX - {"need", "must", "might"}
            and before.whitespace_
        ):
            if after.lower_ not in {"only", "just", "even", "merely", "simply"}:
                yield before.idx + len(before), token.idx + len(token), "n't"
        elif token.text == "not" and before.lower_ == "can" and not before.whitespace_:
            yield before.idx, token.idx + len(token), like("can't", before.text)
        elif word in _SHORT and token.pos_ in {"AUX"} and before.whitespace_:
            short, pronouns = _SHORT[word]
            doubled = (
                token.i > 1 and doc[token.i - 2].dep_ in {"aux", "cc"} and before.lower_ == "it"
            )
            if before.lower_ in pronouns and not doubled and after.lower_ not in {"not", "to"}:
                if word not in {"have", "has"} or after.tag_ == "VBN":
                    if (
                        before.dep_ in {"nsubj", "nsubjpass", "expl", "attr"}
                        and after.pos_ != "PRON"
                    ):
                        yield before.idx + len(before), token.idx + len(token), short


OPERATORS = (
    Operator(
        "expand_contraction", "contractions", -1, "distortion", "a contraction is written out",
        _expand, "contract", ("formality",),
    ),
    Operator(
        "contract", "contractions", 1, "distortion", "a full form is contracted",
        _contract, "expand_contraction", ("formality",),
    ),
)  # fmt: skip
