"""Adverbs and words of degree."""

# One feature, one line: a table reads better than calls that are broken up.
# ruff: noqa: E501
from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from style_models.judging.dialect_features._feature import Feature, matches, plain

if TYPE_CHECKING:
    from spacy.tokens import Doc

_LATER = r"(?:\b(?:not|n't|never|no|nobody|hardly|without|if|any|don't|doesn't|didn't|can't|won't|isn't|cannot|aren't|wasn't|couldn't)\b|n't)"


def _positive_anymore(doc: Doc) -> Iterator[tuple[int, int]]:
    import re

    text = plain(doc.text)
    for found in re.finditer(r"\bany ?more(?=\s*[.!?,]|\s*$)|^\W*anymore\b", text, re.IGNORECASE):
        if not re.search(
            _LATER, text[: found.start()], re.IGNORECASE
        ) and not text.rstrip().endswith("?"):
            if found.start() < 3 and re.search(_LATER, text, re.IGNORECASE):
                continue
            yield found.span()


FEATURES = (
    Feature("positive-anymore", 218, "*anymore* for nowadays", "Anymore they fly everywhere.", _positive_anymore, marked=True),
    Feature("real-good", 220, "*real* for really", "That's real good.", matches(r"\b(?:real|mighty|right|awful|dead|pure|well|proper|hella|mad|wicked|fair|hecka) (?:good|nice|bad|hard|big|easy|cool|tired|hot|cold|fast|quick|happy|proud|pretty|tight|close|different|fine|sad|hungry|sick|slow|early|late|soon|well|quiet|funny|smart|sweet|long|strong|simple)\b(?<!well fine)(?<!fair close)(?<!as well \w)"), marked=True),
    Feature("flat-adverb", 221, "an adverb without -ly", "She speaks so soft.", matches(r"\b(?:\w+(?:s|ed|ing|in')|speak|talk|run|drive|come|go|went|eat|walk|work|play|move|sing|think|drove|ran|spoke|act|treat|dress|do|did) (?:it |them |him |her |me |us |home )?(?:so |real |very |too |more )?(?P<it>quick|slow|soft|easy|safe|different|reckless|serious|careful|nice|proper|perfect|regular|steady|quiet|sweet|beautiful|good|loud|rough|smooth)(?=\s*[.,!?;]|\s*$| (?:and|but|to|in|on|at|if|when)\b)"), marked=True, dialect=False),
    Feature("too-for-very", 222, "*too*, *too much* for very", "They are too nice, we had a good time.", matches(r"\b(?:is|are|was|were|'s|'m|am|be) too (?:nice|good|beautiful|happy|lovely|sweet|fine|kind|great|excited|proud|much \w+)\b|\btoo much (?:nice|good|beautiful|happy|lovely|big|hot|cold|hard)\b")),
    Feature("adverb-way", 219, "*-way*, *-time* to make adverbs", "We came quick-way.", matches(r"\b(?:quick|long|late|dark|small|big|night|early|before|last)-(?:way|time)\b"), marked=True),
    Feature("said-twice", None, "a word said twice for more", "It is very very small small.", matches(r"\b(?P<w>small|big|well|quick|now|fast|long|sharp|different|hot|slow|plenty|fine|softly|later|little|kena|talk|play|try|walk)[ -,]{1,2}(?P=w)\b"), marked=True, spoken_in="NigE CollSgE MalE IndE JamE"),
)  # fmt: skip
