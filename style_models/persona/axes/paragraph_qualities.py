"""Qualities of the paragraph itself."""

from style_models.persona.axis import ReaderAxis

AXES = (
    ReaderAxis("relevance", "relevance", "it speaks to the question", "paragraph_relevance", 9),
    ReaderAxis("clarity", "clarity", "it is easy to follow", "paragraph_clarity", 10),
    ReaderAxis("formality", "formality", "it is written formally", "paragraph_formality", 11),
    ReaderAxis(
        "informativeness",
        "informativeness",
        "the reader learns something from it",
        "paragraph_informativeness",
        12,
    ),
    ReaderAxis(
        "originality", "originality", "it says something unusual", "paragraph_originality", 13
    ),
)
