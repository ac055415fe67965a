"""Which question to ask next: the one that is expected to tell most, given the answers so far.

    questionnaire = Questionnaire(answers={"clarity_more": 90.0})
    item = questionnaire.next()

Greedy in the expected fall of the open variance. Same answers, same question.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from style_models.learning.items import BY_NAME, Item
from style_models.learning.population import Beliefs, Population

LENGTH = 10
"""Questions to a questionnaire, unless it is done sooner."""

LEAST_GAIN = 0.01
"""Stop when the best question would lower the open variance by less than this share of it."""


def next_item(beliefs: Beliefs, asked: Collection[str], skipped: Collection[str] = ()) -> str:
    """Return the item that tells most under ``beliefs`` (which already know the answers).

    Ties go to the item that comes first in the study. Raises ``ValueError`` if none is left.
    """
    gains = beliefs.gains([*asked, *skipped])
    if not gains:
        raise ValueError("every item is asked or skipped")
    return max(gains, key=lambda item: gains[item])


@dataclass(frozen=True)
class Questionnaire:
    """A questionnaire under way: what was answered (item to 0..100) and what was skipped.

    A skipped question counts as asked, so that skipping shortens the questionnaire.
    """

    answers: Mapping[str, float] = field(default_factory=dict)
    skipped: Collection[str] = ()
    length: int = LENGTH

    def next(self) -> Item | None:
        """Return the next question, or ``None`` when there is nothing more to ask."""
        asked = {item for item in self.answers if item in BY_NAME}
        done = asked | {item for item in self.skipped if item in BY_NAME}
        if len(done) >= min(self.length, len(BY_NAME)):
            return None
        beliefs = Population.load().beliefs.given({item: self.answers[item] for item in asked})
        chosen = next_item(beliefs, done)
        left = beliefs.open_variance(sorted(done))
        if beliefs.gains(sorted(done))[chosen] < LEAST_GAIN * left:
            return None
        return BY_NAME[chosen]
