"""How old the writer seems."""

from style_models.persona.axis import ReaderAxis

AXES = (
    ReaderAxis(
        "age", "age", "the writer seems older", "writer_age", 21, unit="years", low=18.0, high=90.0
    ),
)
