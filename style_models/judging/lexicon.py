"""How rare a word is and how near two words are, read off tables that are loaded anyway."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from style_models.models.releasing import releasable

_FIRST_WORD = 1996  # "the": BERT's vocabulary lists words from here on, commonest first


@releasable
@functools.cache
def _table() -> tuple[Any, np.ndarray]:
    from style_models.models.load import embedder

    model: Any = embedder()
    table = model[0].auto_model.embeddings.word_embeddings.weight
    return model.tokenizer, table.detach().float().cpu().numpy()


@functools.lru_cache(maxsize=20000)
def _pieces(word: str) -> tuple[int, ...]:
    tokenizer, _ = _table()
    return tuple(tokenizer.encode(word, add_special_tokens=False))


def rarity(word: str) -> float:
    """Return how rare a word is: 0 for *the*, about 10 for the rarest single piece, more beyond.

    The logarithm of the word's place in BERT's vocabulary (Devlin et al. 2019), which is ordered by
    frequency; a word of several pieces adds 1.5 for each further one.
    """
    pieces = _pieces(word)
    if not pieces:
        return 0.0
    ranks = [math.log(max(1, piece - _FIRST_WORD + 1)) for piece in pieces]
    return max(ranks) + 1.5 * (len(pieces) - 1)


def nearness(left: Sequence[str], right: Sequence[str]) -> float:
    """Return the cosine (-1 to 1) between the mean word-piece embeddings; 0 where one is empty."""
    _, table = _table()
    sides = []
    for words in (left, right):
        pieces = [piece for word in words for piece in _pieces(word)]
        if not pieces:
            return 0.0
        sides.append(table[pieces].mean(axis=0))
    a, b = sides
    return float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b) + 1e-9))


@functools.lru_cache(maxsize=20000)
def lemmas(word: str) -> frozenset[str]:
    """Return the lemmas a word can have (itself if none is known)."""
    import lemminflect

    found = lemminflect.getAllLemmas(word)
    return frozenset(lemma for listed in found.values() for lemma in listed) or frozenset({word})


def same_lemma(left: Sequence[str], right: Sequence[str]) -> bool:
    """Tell whether both sides are the same words in other forms, one by one."""
    return len(left) == len(right) > 0 and all(
        lemmas(a) & lemmas(b) for a, b in zip(left, right, strict=True)
    )


def forget_words() -> None:
    """Drop every remembered word."""
    _pieces.cache_clear()
    lemmas.cache_clear()
