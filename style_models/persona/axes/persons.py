"""Whom the writer speaks of and to."""

from __future__ import annotations

from collections.abc import Callable

from style_models.persona.axis import FormAxis
from style_models.persona.counted_text import CountedText

SINGULAR = {"i", "me", "my", "mine", "myself", "i'm", "i've", "i'd", "i'll", "im", "ive"}
PLURAL = {"we", "us", "our", "ours", "ourselves", "we're", "we've", "we'd", "we'll"}
SECOND = {"you", "your", "yours", "yourself", "yourselves", "you're", "you've", "you'd", "you'll"}
THIRD = {"he", "him", "his", "she", "her", "hers", "they", "them", "their", "theirs", "they're"}


def _share(words: set[str]) -> Callable[[CountedText], float]:
    def measure(text: CountedText) -> float:
        return text.per_hundred(sum(word in words for word in text.lower))

    return measure


AXES = (
    FormAxis("first_person", "I, me, my", "I, me, my, mine", "per 100 words", _share(SINGULAR)),
    FormAxis("first_plural", "we, us, our", "we, us, our", "per 100 words", _share(PLURAL)),
    FormAxis("second_person", "you, your", "you, your", "per 100 words", _share(SECOND)),
    FormAxis("third_person", "they, she, he", "they, she, he", "per 100 words", _share(THIRD)),
)
