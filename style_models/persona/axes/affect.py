"""The writer's mood on the two dimensions of the affect grid."""

from style_models.persona.axis import ReaderAxis

AXES = (
    ReaderAxis("valence", "pleasantness", "the writer feels good", "writer_affect_x", 19),
    ReaderAxis("arousal", "energy", "the writer is stirred up", "writer_affect_y", 20),
)
