"""Strength of verdicts: "good" made "excellent", "terrible" made "bad"; and blame made harmless."""

from style_models.judging.operator import Operator, swaps

_HEARD = ("stance_polarity", "confidence", "importance")
OPERATORS = (
    Operator(
        "strengthen_verdict", "strong_verdicts", 1, "distortion", "praise or blame is made stronger",
        swaps("verdict"), "weaken_verdict", _HEARD,
    ),
    Operator(
        "weaken_verdict", "strong_verdicts", -1, "distortion", "strong praise or blame is made mild",
        swaps("verdict", back=True), "strengthen_verdict", _HEARD,
    ),
    Operator(
        "soften_blame", "unpleasant_words", -1, "distortion",
        "a word that accuses becomes one that nobody minds",
        swaps("softened"), "", ("anger", "disgust", "fear", "valence", "stance_polarity", "optimism"),
    ),
)  # fmt: skip
