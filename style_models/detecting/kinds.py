"""What kinds of slip the detector tells apart: one class a kind, and one for "nothing wrong"."""

from __future__ import annotations

KINDS: tuple[str, ...] = (
    "fine", "spelling", "spacing", "number", "agreement", "verb", "word_form", "article", "preposition",
    "missing_word", "wrong_word", "order", "comma", "stop", "apostrophe", "capital",
)  # fmt: skip

OF_SLIP: dict[str, str] = {
    "keyboard": "spelling", "misspelling": "spelling", "homophone": "wrong_word", "doubled_word": "wrong_word",
    "joined": "spacing", "spacing": "spacing", "hyphen": "spacing", "noun_number": "number",
    "agreement": "agreement", "verb_form": "verb", "regularised": "verb", "word_form": "word_form",
    "article": "article", "a_before_vowel": "article", "preposition": "preposition",
    "missing_word": "missing_word", "confused_word": "wrong_word", "word_order": "order",
    "comma_dropped": "comma", "comma_added": "comma", "final_stop": "stop", "run_on": "stop",
    "apostrophe": "apostrophe", "capital": "capital",
}  # fmt: skip
"""The detector's kind for each operator of :mod:`style_models.rewriting.corruption`."""
