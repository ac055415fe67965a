"""How far the writer stands from the middle of the question."""

from style_models.persona.axis import ReaderAxis

AXES = (
    ReaderAxis(
        "stance_polarity",
        "strength of stance",
        "the writer takes a side strongly, for or against (0 is neutral, 100 is extreme)",
        "writer_stance_polarity",
        1,
    ),
)
