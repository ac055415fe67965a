"""Perceived background: what readers would assume, true or not. Values are probabilities, not facts.

Every wording says so: nothing here states what a writer is.

``yes`` holds the answers of the study's questionnaire that count. A value of .8 on ``degree``
reads: the probability is .8 that most readers would guess a university degree.
"""

from style_models.persona.axis import ReaderAxis

_UNIT = "probability that most readers would answer so"


def _background(
    name: str, label: str, hears: str, column: str, place: int, *yes: str
) -> ReaderAxis:
    return ReaderAxis(name, label, hears, column, place, _UNIT, 0.0, 1.0, frozenset(yes))


AXES = (
    _background(
        "native_english",
        "English as first language",
        "readers would assume that the writer grew up with English",
        "writer_english_first",
        22,
        "Yes",
    ),
    _background(
        "expert_english",
        "expert English",
        "readers would assume that the writer's English is expert",
        "writer_english_skills",
        23,
        "Expert",
    ),
    _background(
        "degree",
        "university degree",
        "readers would assume that the writer has a degree",
        "writer_education",
        24,
        "Undergraduate degree",
        "Postgraduate degree (Master's)",
        "Doctorate (PhD)",
    ),
    _background(
        "high_income",
        "income of £35,000 or more",
        "readers would assume that the writer earns £35,000 or more",
        "writer_income",
        25,
        "£35,000-£49,999",
        "£50,000-£74,999",
        "£75,000-£99,999",
        "£100,000+",
    ),
)
