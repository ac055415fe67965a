"""Feelings: "worried" made "terrified", "hate" made "dislike"."""

from style_models.judging.operator import Operator, swaps

_HEARD = ("arousal", "excitement", "fear", "disgust", "anger", "hope", "valence")
OPERATORS = (
    Operator(
        "intensify_feeling", "strong_feelings", 1, "distortion", "a feeling is made stronger",
        swaps("feeling"), "flatten_feeling", _HEARD,
    ),
    Operator(
        "flatten_feeling", "strong_feelings", -1, "distortion", "a strong feeling is made mild",
        swaps("feeling", back=True), "intensify_feeling", _HEARD,
    ),
)  # fmt: skip
