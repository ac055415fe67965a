"""Comparing."""

# One feature, one line: a table reads better than calls that are broken up.
# ruff: noqa: E501
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from style_models.judging.dialect_features._feature import Feature, any_word, low, matches, span

if TYPE_CHECKING:
    from spacy.tokens import Doc

_SHORT = re.compile(r"^[^aeiou]*[aeiouy]+[^aeiou]*(?:y|ly)?$")


def _more_short(doc: Doc) -> Iterator[tuple[int, int]]:
    for token in doc[:-1]:
        word = doc[token.i + 1]
        if (
            low(token) in {"more", "most"}
            and word.pos_ == "ADJ"
            and _SHORT.match(low(word))
            and word.tag_ == "JJ"
        ):
            yield span(token, word)


FEATURES = (
    Feature("double-comparative", 78, "comparing twice", "That is so much more easier.", matches(r"\b(?:more|most|less) (?:better|worse|best|worst|easier|harder|bigger|smaller|faster|older|younger|higher|lower|cheaper|larger|stronger|healthier|happier|safer|cleaner|quicker|simpler|nicer|richer|\w{3,}(?:iest|ier|(?<!for)(?<!hon)(?<!mod)(?<!inter)est))\b")),
    Feature("regular-comparison", 79, "-er and -est on every word", "He is the regularest guy I know.", matches(r"\b(?:worser|badder|baddest|gooder|goodest|bestest|mostest|littler|littlest|funner|funnest|regularest|beautifulest|onliest|\w{4,}(?:ful|ous|ing|ar)(?:er|est))\b"), marked=True),
    Feature("analytic-comparison", 80, "*more* and *most* with short words", "One of the most pretty sunsets.", _more_short, marked=True, dialect=False),
    Feature("much-comparative", 81, "*much* for more", "The situation is much serious than I thought.", matches(r"\bmuch (?!more|less|better|worse|rather|further|older|too)\w+(?<!er) than\b")),
    Feature("as-comparative", 82, "*as* or *to* for than", "She is bigger as her sister.", matches(r"\b(?:\w{2,}er|worse|more \w+) (?:as|nor|to) (?=(?:me|you|him|her|us|them|my|your|his|their|our|what)\b)(?<!after to )(?<!other as )(?<!refer to )(?<!better to )")),
    Feature("than-alone", 84, "*than* without more", "They like football than basketball.", matches(r"\b(?:like|love|prefer|want|loves|likes|prefers) (?:(?!\b(?:more|better|rather|less|other|er)\b)[^.?!,])+? than\b")),
    Feature("fightingest", 83, "-est on -ing", "He was the fightingest man.", any_word("fightingest singingest laughingest talkingest workingest"), marked=True),
    Feature("than-what", 204, "*than what*", "It's harder than what you think it is.", matches(r"\b(?:than|as) what (?:i|you|he|she|it|we|they|is|was|the|my)\b"), marked=True),
)  # fmt: skip
