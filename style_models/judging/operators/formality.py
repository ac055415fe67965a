"""Formality of words: "use" made "utilise", "children" made "kids", and the reverse."""

from style_models.judging.operator import Operator, swaps

OPERATORS = (
    Operator(
        "formalise", "formal_words", 1, "distortion", "a plain word becomes a formal one",
        swaps("formal"), "deformalise", ("formality",),
    ),
    Operator(
        "deformalise", "formal_words", -1, "distortion", "a formal word becomes a plain one",
        swaps("formal", back=True), "formalise", ("formality",),
    ),
    Operator(
        "make_casual", "informal_words", 1, "distortion", "a plain word becomes a casual one",
        swaps("informal"), "make_uncasual", ("formality",),
    ),
    Operator(
        "make_uncasual", "informal_words", -1, "distortion", "a casual word becomes a plain one",
        swaps("informal", back=True), "make_casual", ("formality",),
    ),
)  # fmt: skip
