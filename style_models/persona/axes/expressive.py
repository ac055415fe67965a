"""Emoji, lengthened words and the slang of chat."""

from __future__ import annotations

from style_models.persona.axis import FormAxis
from style_models.persona.counted_text import CountedText
from style_models.text.expressive import EMOJI, EMOTICON, LENGTHENED, SLANG


def _emoji(text: CountedText) -> float:
    found = sum(1 for _ in EMOJI.finditer(text.text)) + sum(1 for _ in EMOTICON.finditer(text.text))
    # A text of nothing but emoji has no words: then each counts as a hundred words would.
    return 100.0 * found / max(1, len(text.words))


AXES = (
    FormAxis("emoji", "emoji", "emoji and emoticons", "per 100 words", _emoji),
    FormAxis(
        "lengthenings",
        "lengthened words",
        "sooo, yesss",
        "per 100 words",
        lambda text: text.per_hundred(sum(1 for _ in LENGTHENED.finditer(text.text))),
    ),
    FormAxis(
        "slang",
        "slang",
        "words of chat (u, lol, gonna)",
        "per 100 words",
        lambda text: text.per_hundred(sum(word in SLANG for word in text.lower)),
    ),
)
