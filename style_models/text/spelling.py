"""What a misspelt word was meant to be: listed words that are a slip or two away, likeliest first."""

from __future__ import annotations

import functools

from style_models.text.common import common_words
from style_models.text.language import english_words

FARTHEST = 2
MOST = 6
VERY_COMMON = 600


@functools.lru_cache(maxsize=20_000)
def candidates(word: str, most: int = MOST) -> tuple[str, ...]:
    """Return up to ``most`` listed words near ``word``, lower case, likeliest first.

    Near is up to two slips of the finger (letters put in, left out, exchanged, or swapped with their
    neighbour); of those as near, the one that begins alike and is the commoner. Two listed words run
    together come apart ("thepeople").
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    plain = word.lower()
    if len(plain) < 3 or not plain.isalpha():
        return ()
    near = FARTHEST if len(plain) > 4 else 1
    listed = [w for size in range(-near, near + 1) for w in _by_length().get(len(plain) + size, ())]
    found = process.extract(
        plain, listed, scorer=OSA.distance, score_cutoff=near, limit=200, processor=None
    )
    ranked: list[tuple[float, int, str]] = [
        (distance + (w[0] != plain[0]), _rank(w), w) for w, distance, _ in found if w != plain
    ]
    ranked += [(cost, 0, text) for cost, text in _apart(plain)]
    ranked += [(0.0, _rank(w), w) for w in _with_apostrophe().get(plain, ())]
    return tuple(text for _, _, text in sorted(ranked)[:most])


@functools.cache
def _with_apostrophe() -> dict[str, list[str]]:
    """Return the words with an apostrophe by what is left of them without it ("dont")."""
    found: dict[str, list[str]] = {}
    for word in english_words() | set(common_words()):
        if "'" in word and not word.endswith(("'s", "s'")):
            found.setdefault(word.replace("'", ""), []).append(word)
    return found


def _apart(word: str) -> list[tuple[float, str]]:
    """Return (cost, wording) of the word as two common ones, if it is two run together."""
    common = common_words()
    ways = [(word[:i], word[i:]) for i in range(1, len(word))]
    known = [
        (max(common[a], common[b]), f"{a} {b}")
        for a, b in ways
        if a in common and b in common and (len(a) > 1 or a in {"a", "i"}) and len(b) > 1
    ]
    return [(0.9 if rank < VERY_COMMON else 1.5, text) for rank, text in sorted(known)[:1]]


@functools.cache
def _by_length() -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for word in english_words() | set(common_words()):
        if word.isalpha():
            found.setdefault(len(word), []).append(word)
    return found


def _rank(word: str) -> int:
    return common_words().get(word, 1_000_000)


def forget_spellings() -> None:
    """Drop every misspelt word that was looked up."""
    candidates.cache_clear()
