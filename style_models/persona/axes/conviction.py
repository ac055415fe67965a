"""How sure, how well informed, and how concerned the writer seems."""

from style_models.persona.axis import ReaderAxis

AXES = (
    ReaderAxis("confidence", "confidence", "the writer is sure", "writer_confidence", 2),
    ReaderAxis("knowledge", "knowledge", "the writer knows the subject", "writer_knowledge", 3),
    ReaderAxis(
        "importance", "importance", "the question matters to the writer", "writer_importance", 4
    ),
)
