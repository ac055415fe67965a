"""Rarity of words: "quick" made "brisk", and the reverse."""

from style_models.judging.operator import Operator, swaps

OPERATORS = (
    Operator(
        "rarer_word", "rare_words", 1, "distortion", "a common word becomes a rare one",
        swaps("rare"), "plainer_word", ("originality", "knowledge", "formality"),
    ),
    Operator(
        "plainer_word", "rare_words", -1, "distortion", "a rare word becomes a common one",
        swaps("rare", back=True), "rarer_word", ("originality", "knowledge", "formality"),
    ),
)  # fmt: skip
