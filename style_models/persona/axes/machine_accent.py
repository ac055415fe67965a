"""The accent of language models: how much a text sounds as if one had written it.

A logistic model over words, word pairs and marks, learned on people's texts and language models'
rewrites of the same texts (:mod:`style_models.recipes.machine_accent`). It says how a text sounds,
not who wrote it: people write so too.
"""

from __future__ import annotations

import functools
import itertools
import json
import math
import re
from collections import Counter
from collections.abc import Iterator

import numpy as np

from style_models.models.releasing import releasable
from style_models.paths import weights_dir
from style_models.persona.axis import FormAxis
from style_models.persona.counted_text import CountedText

NAME = "machine_accent"
_PIECE = re.compile(r"[^\W_]+(?:'[^\W_]+)?|[^\w\s]")
_TYPOGRAPHY = frozenset("\"`'[]_*#")
_ALIKE = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "—"})


def pieces(text: str) -> Iterator[str]:
    """Yield words and marks in lower case, and pairs of neighbours.

    Quotation marks and pairs of two marks are left out: they tell the corpora apart, not the writers.
    """
    found = [p for p in _PIECE.findall(text.translate(_ALIKE).lower()) if p not in _TYPOGRAPHY]
    yield from found
    for left, right in itertools.pairwise(found):
        if left[0].isalnum() or right[0].isalnum():
            yield f"{left} {right}"


@releasable
@functools.cache
def _model() -> tuple[dict[str, tuple[float, float]], float, float, float]:
    from safetensors.numpy import load_file

    folder = weights_dir() / NAME
    arrays = load_file(folder / f"{NAME}.safetensors")
    about = json.loads((folder / f"{NAME}.json").read_text("utf-8"))
    weights = arrays["weight"].astype(np.float64)
    rarity = arrays["rarity"].astype(np.float64)
    table = {
        word: (float(w), float(r))
        for word, w, r in zip(about["pieces"], weights, rarity, strict=True)
    }
    return table, float(about["bias"]), float(about["mean"]), float(about["sd"])


def logit(text: CountedText) -> float:
    """Return the log odds that a text is a language model's rather than a person's."""
    table, bias, _, _ = _model()
    counts = Counter(piece for piece in pieces(text.text) if piece in table)
    total = norm = 0.0
    for piece, count in counts.items():
        weight, rarity = table[piece]
        value = (1.0 + math.log(count)) * rarity
        total += weight * value
        norm += value * value
    return bias + (total / math.sqrt(norm) if norm else 0.0)


def _measure(text: CountedText) -> float:
    _, _, mean, sd = _model()
    return max(0.0, 50.0 + 10.0 * (logit(text) - mean) / sd)


AXES = (
    FormAxis(
        NAME,
        "machine accent",
        "sounds as language models write (furthermore, crucial, lists of three)",
        "points (50 is the mean of people's texts, 10 their standard deviation)",
        _measure,
        least_words=20,
        source="learned on ranhli/l2r_data@2e0f258faa44 (CC BY 3.0) and "
        "Jiaqi-Chen-00/ImBD@ef0ad54b8498 (Apache-2.0)",
    ),
)
