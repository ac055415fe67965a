"""Contractions, and the full forms that stand where one could."""

from __future__ import annotations

import re

from style_models.persona.axis import FormAxis

CONTRACTIONS = re.compile(
    r"\b\w+n't\b|\b\w+'(?:re|ve|ll|d|m)\b"
    r"|\b(?:it|that|there|he|she|what|who|here|how|let|where)'s\b"
)
FULL_FORMS = re.compile(
    r"\b(?:do|does|did|is|are|was|were|have|has|had|would|could|should|will|can) ?not\b"
    r"|\b(?:i am|it is|that is|there is|he is|she is|they are|we are|you are)\b"
    r"|\b(?:i|we|you|they) (?:have|will|would)\b"
)

AXES = (
    FormAxis(
        "contractions",
        "contractions",
        "contracted forms (don't, it's)",
        "per 100 words",
        lambda text: text.rate(CONTRACTIONS),
    ),
    FormAxis(
        "full_forms",
        "full forms",
        "forms that could have been contracted (do not, it is)",
        "per 100 words",
        lambda text: text.rate(FULL_FORMS),
    ),
)
