"""Which language a passage is in. A dialect of English is English.

A language identifier trained on newspapers takes Naija or Singlish for something else; so a passage
counts as foreign only when the identifier is sure *and* most of its words are not English words.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from pathlib import Path

from style_models.models.releasing import releasable

ENGLISH = "en"
# Below this many letters a guess is worth nothing: "Ja, gut." may be anything.
FEWEST_LETTERS = 12
# Chosen on the Naija and Singlish sets (``ownvoice bench language``), where 0.5% and 0% are lost.
SURE = 0.85
FEWEST_WORDS = 6
ENGLISH_WORDS = 0.65


@functools.cache
def english_words() -> frozenset[str]:
    """Return the word list that ERRANT ships (British with variants), lower-cased."""
    return frozenset(word.lower() for word in _listed())


def is_written_small(word: str) -> bool:
    """Tell whether the list has the word (lower case) as it is: no name, no acronym."""
    return word in _listed()


@functools.cache
def _listed() -> frozenset[str]:
    import errant

    listed = Path(errant.__file__).parent / "en" / "resources" / "en_GB-large.txt"
    return frozenset(word.strip() for word in listed.read_text("utf-8").splitlines())


@releasable
@functools.cache
def _identifier() -> object:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def identify(text: str) -> tuple[str, float]:
    """Return the likeliest language (ISO 639-1) of ``text`` and its probability."""
    code, probability = _identifier().classify(text)  # type: ignore[attr-defined]
    return str(code), float(probability)


def passage_language(text: str) -> str:
    """Return ``en`` for English of any kind, else the identifier's code (``und`` if unclear)."""
    letters = [c for c in text if c.isalpha()]
    if not letters:
        return ENGLISH
    latin = sum("LATIN" in unicodedata.name(c, "") for c in letters)
    if latin < 0.5 * len(letters):
        return identify(text)[0] if identify(text)[0] != ENGLISH else "und"
    if len(letters) < FEWEST_LETTERS:
        return ENGLISH
    code, probability = identify(text)
    if code == ENGLISH or probability < SURE:
        return ENGLISH
    words = [w.lower() for w in re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text)]
    known = sum(w.replace("’", "'") in english_words() for w in words)
    return ENGLISH if known >= ENGLISH_WORDS * len(words) else code


def sentence_language(text: str, passage: str) -> str:
    """Return the language of a sentence in a passage of language ``passage``.

    A short sentence follows its passage; a longer one leaves it only where the identifier is sure.
    """
    if len(text.split()) < FEWEST_WORDS:
        return passage
    if passage == ENGLISH:
        return passage_language(text)
    code, probability = identify(text)
    return ENGLISH if code == ENGLISH and probability >= SURE else passage
