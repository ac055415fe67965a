"""Train the reader axes on readers' own ratings and write the weights with their card.

    python -m style_models.recipes.reader_axes --data DIR

``DIR`` holds ``persona_paragraphs.jsonl.gz``: the paragraphs and ratings of
paul-rottger/ai-distortion@fa89d43 (CC BY 4.0), one JSON object a line with ``writer``,
``proposition``, ``kind``, ``condition``, ``text`` and ``ratings``.

Writers, never rows, are held out: those whose hash falls in :data:`HELD_OUT`. All choices are made
by cross-validation over the writers that are left.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from style_models.paths import weights_dir
from style_models.persona.axes import FORM_AXES, READER_AXES
from style_models.persona.counted_text import normalise
from style_models.persona.drift import change_amount
from style_models.persona.reader_model import LAYERS, NAME, features, writer_hash
from style_models.persona.statistics import correlation

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

SOURCE = "paul-rottger/ai-distortion@fa89d43 (arXiv 2604.22503), CC BY 4.0"
FILE = "persona_paragraphs.jsonl.gz"
HELD_OUT = 5  # one writer in five
FOLDS = 5
FORM_SHARES = (0.15, 0.3, 0.5, 1.0)
SPREAD_SHARE = 0.1
PENALTIES = (2.0, 3.0, 5.0, 8.0)
LOGISTIC_STRENGTHS = (0.03, 0.1, 0.3, 1.0)
REFITS = 12  # bootstrap refits for the error of the background axes


def bucket(writer: str, buckets: int, salt: str = "") -> int:
    """Return a writer's stable place among ``buckets``."""
    return int(hashlib.sha256((salt + writer).encode()).hexdigest(), 16) % buckets


def is_held_out(writer: str) -> bool:
    """Whether the shipped weights never see this writer."""
    return bucket(writer, HELD_OUT) == 0


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a JSON-lines file, gzipped or not."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open() as lines:
        return [json.loads(line) for line in lines if line.strip()]


def pairs_of(rows: Sequence[dict[str, Any]]) -> list[tuple[int, int]]:
    """Return positions (own text, AI text) of the same writer and proposition."""
    own = {
        (row["writer"], row["proposition"]): position
        for position, row in enumerate(rows)
        if row["kind"] == "writer"
    }
    return [
        (own[row["writer"], row["proposition"]], position)
        for position, row in enumerate(rows)
        if row["kind"] != "writer" and (row["writer"], row["proposition"]) in own
    ]


def scale_of(raw: Array, form_share: float) -> tuple[Array, Array, Array, Array]:
    """Return (mean, scale, lowest, highest) of raw features; shapes (features,).

    Each block counts as one: its standardised features are divided by the root of their number
    and weighted: the layers' means share 1, the last layer's spread has :data:`SPREAD_SHARE`, the form
    block ``form_share``.
    """
    width = 384
    blocks = len(LAYERS) + 1
    form = raw.shape[1] - width * blocks
    share = [*(width * [1 / len(LAYERS) / width] * len(LAYERS)), *(width * [SPREAD_SHARE / width])]
    share += form * [form_share / form]
    deviation = raw.std(axis=0)
    scale = np.where(deviation > 1e-9, np.sqrt(share) / np.maximum(deviation, 1e-9), 0.0)
    return raw.mean(axis=0), scale, raw.min(axis=0), raw.max(axis=0)


def ridge(x: Array, y: Array, penalty: float) -> tuple[Array, Array]:
    """Return (weight, bias) of a ridge regression with an unpenalised mean, in the dual form."""
    mean_x, mean_y = x.mean(axis=0), y.mean(axis=0)
    centred = x - mean_x
    dual = np.linalg.solve(centred @ centred.T + penalty * np.eye(len(x)), y - mean_y)
    weight = centred.T @ dual
    return weight, mean_y - mean_x @ weight


def logistic(x: Array, y: Array, strength: float) -> tuple[Array, float]:
    """Return (weight, bias) of an L2 logistic regression."""
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=strength, max_iter=500).fit(x, y)
    return fitted.coef_[0], float(fitted.intercept_[0])


def log_loss(logits: Array, y: Array) -> float:
    """Return the mean negative log-likelihood of 0/1 outcomes."""
    return float(np.mean(np.logaddexp(0.0, logits) - y * logits))


class Study:
    """The training writers' rows, features, targets and folds."""

    def __init__(self, rows: Sequence[dict[str, Any]]) -> None:
        self.rows = rows
        self.raw = features([normalise(row["text"]) for row in rows], list(FORM_AXES))
        self.targets = np.array(
            [[axis.target(row["ratings"]) for axis in READER_AXES] for row in rows]
        )
        self.rated = [at for at, axis in enumerate(READER_AXES) if not axis.is_background]
        self.background = [at for at, axis in enumerate(READER_AXES) if axis.is_background]
        self.fold = np.array([bucket(row["writer"], FOLDS, "fold") for row in rows])
        self.own = np.array([row["kind"] == "writer" for row in rows])
        self.pairs = np.array(pairs_of(rows))

    def folds(self) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
        """Yield (fit, check) positions; no writer is in both."""
        for fold in range(FOLDS):
            yield np.flatnonzero(self.fold != fold), np.flatnonzero(self.fold == fold)

    def scaled(self, fit: NDArray[np.int64], form_share: float) -> Array:
        """Return all features, scaled by the rows of ``fit``."""
        mean, scale, _, _ = scale_of(self.raw[fit], form_share)
        return (self.raw - mean) * scale

    def out_of_fold(self, form_share: float, penalty: float) -> Array:
        """Return ridge predictions of the rated axes, each by a model that never saw the writer."""
        found = np.zeros((len(self.rows), len(self.rated)))
        for fit, check in self.folds():
            x = self.scaled(fit, form_share)
            weight, bias = ridge(x[fit], self.targets[fit][:, self.rated], penalty)
            found[check] = x[check] @ weight + bias
        return found

    def quality(self, predicted: Array) -> float:
        """Return mean r of level, own texts and change together, over the rated axes."""
        truth = self.targets[:, self.rated]
        first, second = self.pairs.T
        views = [
            (predicted, truth),
            (predicted[self.own], truth[self.own]),
            (predicted[second] - predicted[first], truth[second] - truth[first]),
        ]
        return float(
            np.mean(
                [correlation(a[:, at], b[:, at]) for a, b in views for at in range(len(self.rated))]
            )
        )


def train(rows: Sequence[dict[str, Any]]) -> tuple[dict[str, Array], dict[str, Any]]:
    """Return (arrays, metadata) of the reader model trained on ``rows``."""
    study = Study(rows)
    quality, form_share, penalty = max(
        (study.quality(study.out_of_fold(share, penalty)), share, penalty)
        for share in FORM_SHARES
        for penalty in PENALTIES
    )
    print(f"form share {form_share}, penalty {penalty}: mean r {quality:.3f}")
    mean, scale, lowest, highest = scale_of(study.raw, form_share)
    x = (study.raw - mean) * scale
    weight = np.zeros((x.shape[1], len(READER_AXES)))
    bias = np.zeros(len(READER_AXES))
    weight[:, study.rated], bias[study.rated] = ridge(x, study.targets[:, study.rated], penalty)
    predicted = np.zeros_like(study.targets)
    predicted[:, study.rated] = study.out_of_fold(form_share, penalty)

    error: dict[str, float] = {}
    strengths: dict[str, float] = {}
    pair_rows = study.pairs
    for at in study.background:
        axis = READER_AXES[at]
        y = study.targets[:, at]
        logits = {}
        for strength in LOGISTIC_STRENGTHS:
            logits[strength] = np.zeros(len(rows))
            for fit, check in study.folds():
                scaled = study.scaled(fit, form_share)
                w, b = logistic(scaled[fit], y[fit], strength)
                logits[strength][check] = scaled[check] @ w + b
        best = min(logits, key=lambda strength: log_loss(logits[strength], y))
        strengths[axis.name] = best
        # Platt scaling on predictions for unseen writers; ridge keeps the slope sane.
        slope, offset = logistic(logits[best][:, None], y, 100.0)
        slope_value = max(float(slope[0]), 0.0)
        w, b = logistic(x, y, best)
        weight[:, at], bias[at] = w * slope_value, b * slope_value + offset
        predicted[:, at] = 1 / (1 + np.exp(-(logits[best] * slope_value + offset)))
        error[axis.name] = _refit_error(study, x, y, best, slope_value)

    amounts = np.array([change_amount(rows[a]["text"], rows[b]["text"]) for a, b in pair_rows])
    change = predicted[pair_rows[:, 1]] - predicted[pair_rows[:, 0]]
    heard = study.targets[pair_rows[:, 1]] - study.targets[pair_rows[:, 0]]
    for at in study.rated:
        missed = (heard[:, at] - change[:, at]) ** 2 / amounts
        error[READER_AXES[at].name] = float(np.sqrt(missed.mean()))

    sd = predicted[study.own].std(axis=0)
    metadata: dict[str, Any] = {
        "axes": [axis.name for axis in READER_AXES],
        "form_axes": list(FORM_AXES),
        "sd": {axis.name: float(sd[at]) for at, axis in enumerate(READER_AXES)},
        "error": {axis.name: error[axis.name] for axis in READER_AXES},
        "calibration": calibrate(
            np.sqrt(((change / sd) ** 2).mean(axis=1)), own_distance(study, heard)
        ),
        "trained_on": sorted({writer_hash(row["writer"]) for row in rows}),
        "settings": {
            "layers": list(LAYERS),
            "form_share": form_share,
            "penalty": penalty,
            "logistic_strengths": strengths,
            "folds": FOLDS,
            "cross_validated_mean_r": quality,
        },
        "source": SOURCE,
    }
    arrays = {
        "mean": mean,
        "scale": scale,
        "lowest": lowest,
        "highest": highest,
        "weight": weight,
        "bias": bias,
    }
    return arrays, metadata


def own_distance(study: Study, heard: Array) -> Array:
    """Return readers' own distance of each pair: RMS shift of the rated axes in own-text SD."""
    unit = study.targets[study.own][:, study.rated].std(axis=0)
    return np.sqrt(((heard[:, study.rated] / unit) ** 2).mean(axis=1))


def calibrate(predicted: Array, readers: Array) -> dict[str, float]:
    """Fit the curve from predicted distance to the percentile of readers' own distance.

    ``1 - exp(-(d / scale) ** power)`` by least squares on a grid; ``low`` and ``high`` are the 5th
    and 95th percentile of (readers' distance put back through the curve) / predicted distance.
    """
    percentile = (np.argsort(np.argsort(readers)) + 0.5) / len(readers)
    middle = float(np.median(predicted))
    best = min(
        (
            float(np.mean((1 - np.exp(-((predicted / scale) ** power)) - percentile) ** 2)),
            float(scale),
            float(power),
        )
        for scale in middle * np.linspace(0.5, 2.5, 81)
        for power in np.linspace(0.5, 3.0, 51)
    )
    _, scale, power = best
    put_back = scale * (-np.log1p(-percentile)) ** (1 / power)
    low, high = np.quantile(put_back / predicted, [0.05, 0.95])
    return {"scale": scale, "power": power, "low": float(low), "high": float(high)}


def _refit_error(study: Study, x: Array, y: Array, strength: float, slope: float) -> float:
    """Return the spread of a background's predicted shift over refits on resampled writers."""
    random = np.random.default_rng(0)
    by_writer: dict[str, list[int]] = {}
    for at, row in enumerate(study.rows):
        by_writer.setdefault(row["writer"], []).append(at)
    groups = list(by_writer.values())
    shifts = []
    for _ in range(REFITS):
        chosen = [at for g in random.integers(len(groups), size=len(groups)) for at in groups[g]]
        if len(set(y[chosen])) < 2:
            continue
        w, b = logistic(x[chosen], y[chosen], strength)
        probability = 1 / (1 + np.exp(-(x @ w + b) * slope))
        shifts.append(probability[study.pairs[:, 1]] - probability[study.pairs[:, 0]])
    return float(np.sqrt(np.var(shifts, axis=0).mean()))


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, write the weights, measure them on the held-out writers, write the card."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help=f"folder with {FILE}")
    parser.add_argument("--out", type=Path, default=weights_dir() / NAME)
    chosen = parser.parse_args(arguments)
    rows = read_rows(chosen.data / FILE)
    arrays, metadata = train([row for row in rows if not is_held_out(row["writer"])])
    write(chosen.out, arrays, metadata)

    from style_models.bench import persona
    from style_models.persona.reader_model import ReaderModel

    result = persona.measure(rows, ReaderModel.open(chosen.out))
    print(persona.render(result))
    (chosen.out / "card.md").write_text(card(metadata, result), encoding="utf-8")


def write(folder: Path, arrays: dict[str, Array], metadata: dict[str, Any]) -> None:
    """Write the weights (safetensors, single precision) and their metadata."""
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    single = {name: np.ascontiguousarray(value, np.float32) for name, value in arrays.items()}
    save_file(single, folder / f"{NAME}.safetensors")
    (folder / f"{NAME}.safetensors").chmod(0o644)  # safetensors keeps it to its owner
    text = json.dumps(metadata, indent=1, ensure_ascii=False)
    (folder / f"{NAME}.json").write_text(text + "\n", encoding="utf-8")


def card(metadata: dict[str, Any], result: dict[str, Any]) -> str:
    """Return the card of a training run."""
    from style_models.bench import persona

    settings = metadata["settings"]
    strengths = ", ".join(f"{k} {v}" for k, v in settings["logistic_strengths"].items())
    curve = metadata["calibration"]
    return f"""# reader_axes

## What it is

A linear model over all-MiniLM-L6-v2 states (means of layers {", ".join(map(str, LAYERS))} and the
spread of the last) and {len(metadata["form_axes"]) + 1} counted features of form. From a paragraph
it reads what about ten readers would say of its writer, on {len(READER_AXES)} axes: 21 mean ratings
and 4 perceived backgrounds (the probability that most readers would answer so). Drift is measured
on it. Use it to compare versions of one text. Do not use it to judge people.

## Data and licence

{SOURCE}: opinion paragraphs on 100 British policy questions by UK adults, their own versions and
AI versions (GPT-4o, Claude Sonnet 4, DeepSeek V3), each rated blind by about ten readers. Trained
on {len(metadata["trained_on"])} writers; {result["writers"]} writers ({result["texts"]} texts) are
held out by a stable hash of the writer. all-MiniLM-L6-v2: Apache-2.0, unchanged and not included.

## How trained

`python -m style_models.recipes.reader_axes --data DIR`. Ridge for the rated axes (penalty
{settings["penalty"]}, form block weighted {settings["form_share"]}; chosen by
{settings["folds"]}-fold cross-validation over training writers, mean r of level, own texts and
change {settings["cross_validated_mean_r"]:.3f}). Logistic
regression with Platt scaling on unseen writers for the backgrounds (C: {strengths}). Standard
deviations, errors and the drift curve come from predictions for unseen writers: score =
1 - exp(-(d / {curve["scale"]:.3f})^{curve["power"]:.2f}), interval d x {curve["low"]:.2f} to d x
{curve["high"]:.2f}.

## Figures

Held-out writers. Baseline: always answering these texts' mean (r = 0; its error is given).
Readers' own noise allows about .86 (level), .85 (own texts), .68 (change).

```
{persona.render(result)}
```

## Limits

- Paragraphs of 44 to 298 words of opinion in British English. Not stated below 20 words.
- The held-out writers answered the same 100 questions as the training writers; on other subjects
  and kinds of text expect less.
- Intervals of backgrounds hold the sampling error of the training writers only.
- Changes are read less well than levels, and small edits were never rated: their shifts are
  extrapolated from whole rewrites. `native_english` was answered no for 34 texts in 2,238, so
  hardly anything can be learned of it.
- Ratings are what readers heard, stereotypes included; they say nothing true about a writer.
- The drift score's percentile refers to this study's pairs of own and AI text.

## Who is not represented

Writers and readers are UK adults recruited online, 86% of the writers White. Writers of other
Englishes and dialects, learners, teenagers and people outside the UK are hardly there or not at
all; what readers elsewhere hear may differ. Nobody rated African American, Indian, Nigerian or
Singapore English here.
"""


if __name__ == "__main__":
    main()
