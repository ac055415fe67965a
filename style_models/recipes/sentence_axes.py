"""Train the sentence axes on judgements of single sentences; write the weights and their card.

    python -m style_models.recipes.sentence_axes --data DIR

``DIR`` holds :data:`SETS`. One document (EmoBank) or sentence (certainty) in five is held out by a stable hash; penalties are chosen by cross-validation over the others.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from style_models.bench.corpora import data_file, rows_of
from style_models.paths import weights_dir
from style_models.persona.counted_text import normalise
from style_models.persona.sentence_model import NAME, sentence_features, word_counter
from style_models.persona.statistics import correlation

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

HELD_OUT = 5
FOLDS = 5
MINILM_SHARE = 1.0
WORD_PENALTY = 2.0
PENALTIES = (1.0, 2.0, 4.0, 8.0, 16.0)
TOGETHER = 16


@dataclass(frozen=True)
class Source:
    """A public set: its file, the axes it gives with the field of each, their range, its source."""

    file: str
    axes: dict[str, str]
    low: float
    high: float
    origin: str

    def group(self, row: dict[str, Any]) -> str:
        """Return what is split: the document, or the sentence where documents are not named."""
        return str(row["id"]).rsplit("_", 2)[0] if "id" in row else str(row["text"])


SETS = (
    Source(
        "emobank",
        {"valence": "V", "arousal": "A", "dominance": "D"},
        1.0,
        5.0,
        "JULIELab/EmoBank@248ce2a43e16, CC BY-SA 4.0",
    ),
    Source(
        "science_certainty",
        {"certainty": "certainty"},
        1.0,
        6.0,
        "Jiaxin-Pei/Certainty-in-Science-Communication@39a786360c21, MIT",
    ),
)


def bucket(group: str, buckets: int, salt: str = "") -> int:
    """Return a group's stable place among ``buckets``."""
    return int(hashlib.sha256((salt + group).encode()).hexdigest(), 16) % buckets


def is_held_out(group: str) -> bool:
    """Whether the shipped weights never see this document or sentence."""
    return bucket(group, HELD_OUT) == 0


def solve(x: Array, y: Array, penalties: Sequence[float]) -> list[tuple[Array, Array]]:
    """Return (weight, bias) of ridge regressions of standardised ``y``, one for each penalty.

    ``x`` has shape (n, features), ``y`` (n, axes). In the features' own space: there are more rows.
    """
    centre_x, centre_y = x.mean(axis=0), y.mean(axis=0)
    values, vectors = np.linalg.eigh((x - centre_x).T @ (x - centre_x))
    turned = vectors.T @ ((x - centre_x).T @ (y - centre_y))
    found = []
    for penalty in penalties:
        weight = vectors @ (turned / (values + penalty)[:, None])
        found.append((weight, centre_y - centre_x @ weight))
    return found


def train(
    sets: Sequence[tuple[Source, list[dict[str, Any]], Array]],
) -> tuple[dict[str, Array], dict[str, Any], dict[str, Any]]:
    """Return (arrays, metadata, figures) from each source's rows and raw features.

    Per axis the penalty of the states and how much states and words count in the sum come from
    cross-validation.
    """
    seen = [
        np.array([not is_held_out(source.group(row)) for row in rows]) for source, rows, _ in sets
    ]
    everything = np.concatenate([raw[known] for (_, _, raw), known in zip(sets, seen, strict=True)])
    minilm = 384 * 4
    causal = everything.shape[1] - minilm
    share = np.concatenate([np.full(minilm, MINILM_SHARE / minilm), np.full(causal, 1 / causal)])
    arrays: dict[str, Array] = {
        "sentence.mean": everything.mean(axis=0),
        "sentence.scale": np.sqrt(share) / np.maximum(everything.std(axis=0), 1e-9),
        "sentence.lowest": everything.min(axis=0),
        "sentence.highest": everything.max(axis=0),
    }
    counter = word_counter().fit(
        normalise(row["text"])
        for (_, rows, _), known in zip(sets, seen, strict=True)
        for row, is_known in zip(rows, known, strict=True)
        if is_known
    )
    weights, biases, word_weights = [], [], []
    chosen: dict[str, float] = {}
    ranges: dict[str, tuple[float, float]] = {}
    figures: dict[str, Any] = {}
    for (source, rows, raw), known in zip(sets, seen, strict=True):
        x = (raw - arrays["sentence.mean"]) * arrays["sentence.scale"]
        words = counter.transform([normalise(row["text"]) for row in rows])
        fold = np.array([bucket(source.group(row), FOLDS, "fold") for row in rows])
        values = {
            name: np.array([float(row[field]) for row in rows])
            for name, field in source.axes.items()
        }
        crossed = _crossed(x, words, values, known, fold)
        for name, y in values.items():
            states, told = crossed[name]
            quality = [correlation(line, y[known]) for line in states]
            at = int(np.argmax(quality))
            both = np.stack([states[at], told], axis=1)
            parts = _blend(both, y[known])
            penalty = PENALTIES[at]
            (weight, bias), own = (
                solve(x[known], y[known, None], [penalty])[0],
                _words_fit(words[known], y[known]),
            )
            ranges[name], chosen[name] = (source.low, source.high), penalty
            weights.append(parts[0] * weight)
            # Both views foresee the mean; what the parts lack or exceed of it is put right here.
            biases.append(parts[0] * bias + (1 - parts[0]) * y[known].mean())
            word_weights.append(parts[1] * own)
            predicted = (x[~known] @ weights[-1] + biases[-1])[:, 0] + words[~known] @ word_weights[
                -1
            ]
            figures[name] = {
                "set": source.file,
                "trained_on": int(known.sum()),
                "held_out": int((~known).sum()),
                "r": round(correlation(predicted, y[~known]), 3),
                "error": round(float(np.sqrt(np.mean((predicted - y[~known]) ** 2))), 3),
                "baseline_error": round(float(y[~known].std()), 3),
            }
    grams = [str(gram) for gram in counter.get_feature_names_out()]
    arrays |= {
        "sentence.weight": np.concatenate(weights, axis=1),
        "sentence.bias": np.concatenate(biases),
        "words.idf": counter.idf_,
        "words.weight": np.stack(word_weights, axis=1),
    }
    metadata = {"axes": list(ranges), "ranges": ranges, "penalties": chosen, "grams": grams}
    return arrays, metadata, figures


def _words_fit(words: Any, y: Array) -> Array:
    """Return the words' weights of a ridge of ``y`` about its mean, shape (grams,)."""
    from sklearn.linear_model import Ridge

    model = Ridge(alpha=WORD_PENALTY, fit_intercept=False, solver="sparse_cg")
    return np.asarray(model.fit(words, y - y.mean()).coef_)


def _crossed(
    x: Array, words: Any, values: dict[str, Array], known: Any, fold: Any
) -> dict[str, tuple[Array, Array]]:
    """Return, per axis, what states (one line a penalty) and words foresee of rows they never saw."""
    table = np.stack(list(values.values()), axis=1)
    states = np.zeros((len(PENALTIES), *table.shape))
    told = np.zeros(table.shape)
    for part in range(FOLDS):
        fit, check = known & (fold != part), known & (fold == part)
        for at, (weight, bias) in enumerate(solve(x[fit], table[fit], PENALTIES)):
            states[at, check] = x[check] @ weight + bias
        for k in range(table.shape[1]):
            told[check, k] = words[check] @ _words_fit(words[fit], table[fit, k])
    return {name: (states[:, known, k], told[known, k]) for k, name in enumerate(values)}


def _blend(both: Array, y: Array) -> Array:
    """Return how much each view counts: least squares about the means, none below 0."""
    from scipy.optimize import nnls

    return np.asarray(nnls(both - both.mean(axis=0), y - y.mean())[0])


def card(metadata: dict[str, Any], figures: dict[str, Any]) -> str:
    """Return the card of a training run."""
    table = "\n".join(
        f"| {name} | {line['set']} | {line['trained_on']} | {line['held_out']} | {line['r']:.3f} | "
        f"{line['error']:.3f} | {line['baseline_error']:.3f} |"
        for name, line in figures.items()
    )
    sources = "\n".join(f"- {source.file}: {source.origin}" for source in SETS)
    penalties = ", ".join(f"{name} {value:g}" for name, value in metadata["penalties"].items())
    return f"""# sentence_axes

## What it is

A linear model over pooled states of all-MiniLM-L6-v2 and of SmolLM2-135M-Instruct's lower layers (both
Apache-2.0, unchanged and not included), and over TF-IDF of words and pairs of words. From a single sentence it reads what people said of such
sentences: valence, arousal, dominance (1 to 5) and certainty (1 to 6). Not part of the drift score.

## Data and licence

{sources}

The weights are under CC BY-SA 4.0, the strictest of these licences that asks for the same.

## How trained

`python -m style_models.recipes.sentence_axes --data DIR`. Two ridges for each axis, over states (penalties: {penalties}) and over
words (penalty {WORD_PENALTY:g}); penalties and the two ridges' shares in the sum come from {FOLDS}-fold cross-validation over
documents or sentences that are not held out.

## Figures

Documents (EmoBank) and sentences (certainty) never trained on. Error: root mean square, on the set's
scale; baseline: always the mean (r = 0).

| axis | set | trained on | held out | r | error | baseline |
| --- | --- | --- | --- | --- | --- | --- |
{table}

## Limits

- Certainty was judged in sentences about science from papers and news; the set does not name its
  documents, so sentences of one document may stand on both sides of its split.
- Means of few judges; readings are pulled towards the middle of each scale.

## Who is not represented

Edited American English weighs heavily (EmoBank: news, fiction, blogs, letters, essays). No dialects, few
learners, no children. Who the judges were is hardly known: mostly paid raters online in the USA.
"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, and write weights, metadata and card."""

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=weights_dir() / NAME)
    options = parser.parse_args(arguments)
    sets = []
    for source in SETS:
        rows = list(rows_of(data_file(options.data, source.file)))
        sets.append((source, rows, sentence_features([row["text"] for row in rows], TOGETHER)))
    write(options.out, *train(sets))


def write(
    folder: Path,
    arrays: dict[str, Array],
    metadata: dict[str, Any],
    figures: dict[str, Any],
) -> None:
    """Write the weights (safetensors, single precision), their metadata and their card."""
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"{NAME}.safetensors"
    save_file({k: np.ascontiguousarray(v, np.float32) for k, v in arrays.items()}, place)
    place.chmod(0o644)  # safetensors keeps it to its owner
    (folder / f"{NAME}.json").write_text(json.dumps(metadata, indent=1) + "\n", "utf-8")
    (folder / "card.md").write_text(card(metadata, figures), "utf-8")


if __name__ == "__main__":
    main()
