"""What kind of person the writer seems to be."""

from style_models.persona.axis import ReaderAxis

AXES = (
    ReaderAxis("friendliness", "friendliness", "the writer is friendly", "writer_friendliness", 5),
    ReaderAxis("optimism", "optimism", "the writer expects good things", "writer_optimism", 6),
    ReaderAxis(
        "community", "care for the community", "the writer thinks of others", "writer_community", 7
    ),
    ReaderAxis(
        "openness", "openness of views", "the writer is open to other views", "writer_openness", 8
    ),
)
