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
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from style_models.paths import weights_dir
from style_models.persona.axes import READER_AXES
from style_models.persona.causal_states import LAYERS as CAUSAL_LAYERS
from style_models.persona.causal_states import WIDTH, causal_states
from style_models.persona.counted_text import normalise
from style_models.persona.drift import change_amount
from style_models.persona.reader_model import LAYERS, NAME, features, writer_hash
from style_models.persona.statistics import correlation

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

SOURCE = "paul-rottger/ai-distortion@fa89d43 (arXiv 2604.22503), CC BY 4.0"
FILE = "persona_paragraphs.jsonl.gz"
SINGLE = (
    "emobank",
    "science_certainty",
    "empathic_reactions",
    "pavlick_formality_subset",
)


@dataclass(frozen=True)
class Shares:
    """How much each block of features counts in a ridge; a block with 0 is left out."""

    minilm: float
    form: float
    causal: float


HELD_OUT = 5  # one writer in five
FOLDS = 5
SPREAD_SHARE = 0.1  # of MiniLM's share, beside it
PENALTIES = (2.0, 3.0, 4.0, 6.0, 9.0)
BACKGROUND_PENALTIES = (3.0, 6.0, 12.0, 24.0)
QUICK = tuple(Shares(1.0, form, 0.0) for form in (0.15, 0.3, 0.5))
FULL = tuple(Shares(minilm, form, 1.0) for minilm in (0.25, 0.5, 1.0) for form in (0.1, 0.15, 0.3))
ABLATION = (
    ("MiniLM alone", Shares(1.0, 0.0, 0.0)),
    ("form alone", Shares(0.0, 1.0, 0.0)),
    ("MiniLM and form (the quick reading)", Shares(1.0, 0.15, 0.0)),
    ("SmolLM2 alone", Shares(0.0, 0.0, 1.0)),
    ("SmolLM2 and form", Shares(0.0, 0.15, 1.0)),
)
FORM = tuple(
    (
        "hedges boosters absolutes obligation opinion_phrases formal_connectives "
        "plain_connectives plain_openers trailing_clauses contrasts lists contractions "
        "full_forms words log_words sentence_length sentence_length_spread word_length "
        "long_words word_variety first_person first_plural second_person third_person commas "
        "semicolons dashes brackets quotes exclamations questions ellipses digits capitals "
        "hyphens slips small_starts unclosed abstract_nouns adverbs negations passives "
        "articles prepositions everyday_words pleasant_words unpleasant_words"
    ).split()
)
"""Form axes that the weights use: those that were there when shares were chosen, small and fast."""
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


def scale_of(raw: Array, shares: Shares) -> dict[str, Array]:
    """Return mean, scale, lowest and highest of raw features; each of shape (features,).

    The blocks lie as in :func:`blocks_of`. Each counts as one: its standardised features are
    divided by the root of their number and weighted by its share; layers share theirs equally.
    """
    causal = WIDTH * len(CAUSAL_LAYERS)
    pooled = 384 * len(LAYERS)
    form = raw.shape[1] - pooled - 384 - causal
    share = np.concatenate(
        [
            np.full(pooled, shares.minilm / pooled),
            np.full(384, shares.minilm * SPREAD_SHARE / 384),
            np.full(form, shares.form / form),
            np.full(causal, shares.causal / causal),
        ]
    )
    deviation = raw.std(axis=0)
    return {
        "mean": raw.mean(axis=0),
        "scale": np.where(deviation > 1e-9, np.sqrt(share) / np.maximum(deviation, 1e-9), 0.0),
        "lowest": raw.min(axis=0),
        "highest": raw.max(axis=0),
    }


def ridge(x: Array, y: Array, penalty: float) -> tuple[Array, Array]:
    """Return (weight, bias) of a ridge regression with an unpenalised mean, in the dual form."""
    mean_x, mean_y = x.mean(axis=0), y.mean(axis=0)
    centred = x - mean_x
    dual = np.linalg.solve(centred @ centred.T + penalty * np.eye(len(x)), y - mean_y)
    weight = centred.T @ dual
    return weight, mean_y - mean_x @ weight


def platt(predicted: Array, y: Array) -> tuple[float, float]:
    """Return (slope, offset) of the log odds of 0/1 outcomes as a line in predicted values."""
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=1e4, max_iter=500).fit(predicted[:, None], y)
    return max(float(fitted.coef_[0, 0]), 0.0), float(fitted.intercept_[0])


def log_loss(logits: Array, y: Array) -> float:
    """Return the mean negative log-likelihood of 0/1 outcomes."""
    return float(np.mean(np.logaddexp(0.0, logits) - y * logits))


def views(predicted: Array, truth: Array, own: Array, pairs: Array) -> dict[str, float]:
    """Return the axes' mean r with readers: level, own texts alone, change from own to AI text."""
    first, second = pairs.T
    compared = {
        "level": (predicted, truth),
        "own": (predicted[own], truth[own]),
        "change": (predicted[second] - predicted[first], truth[second] - truth[first]),
    }
    return {
        name: float(np.mean([correlation(a[:, at], b[:, at]) for at in range(a.shape[1])]))
        for name, (a, b) in compared.items()
    }


class Study:
    """The training writers' rows, raw features, targets and folds."""

    def __init__(self, rows: Sequence[dict[str, Any]], raw: Array) -> None:
        self.rows = rows
        self.raw = raw
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

    def out_of_fold(self, shares: Shares, penalties: Sequence[float]) -> dict[float, Array]:
        """Return ridge predictions of all axes, each by a model that never saw the writer.

        One array of shape (rows, axes) for each penalty. A fold is factorised once for all.
        """
        found = {penalty: np.zeros_like(self.targets) for penalty in penalties}
        for fit, check in self.folds():
            scaled = scale_of(self.raw[fit], shares)
            used = scaled["scale"] > 0
            x = (self.raw[:, used] - scaled["mean"][used]) * scaled["scale"][used]
            x = x.astype(np.float32)  # twice as fast, and penalties are far above its rounding
            centre = self.targets[fit].mean(axis=0)
            values, vectors = np.linalg.eigh(x[fit] @ x[fit].T)
            turned = vectors.T @ (self.targets[fit] - centre)
            between = x[check] @ x[fit].T @ vectors
            for penalty, predicted in found.items():
                predicted[check] = between @ (turned / (values + penalty)[:, None]) + centre
        return found

    def quality(self, predicted: Array) -> dict[str, float]:
        """Return :func:`views` over the rated axes."""
        rated = self.rated
        return views(predicted[:, rated], self.targets[:, rated], self.own, self.pairs)


@dataclass(frozen=True)
class Learned:
    """A linear reading, its readings of unseen training writers, and how it was chosen."""

    arrays: dict[str, Array]
    predicted: Array
    shares: Shares
    penalty: float
    background_penalties: dict[str, float]
    quality: dict[str, float]
    lines: dict[str, tuple[float, float]]


def learn(study: Study, choices: Sequence[Shares]) -> Learned:
    """Choose shares and penalties by cross-validation over writers, and fit all rows with them."""
    best: tuple[float, Shares, float] | None = None
    for shares in choices:
        for penalty, predicted in study.out_of_fold(shares, PENALTIES).items():
            quality = float(np.mean(list(study.quality(predicted).values())))
            if best is None or quality > best[0]:
                best = quality, shares, penalty
    assert best is not None
    _, shares, penalty = best
    found = study.out_of_fold(shares, sorted({penalty, *BACKGROUND_PENALTIES}))
    predicted = found[penalty]
    qualities = study.quality(predicted)
    scaled = scale_of(study.raw, shares)
    x = (study.raw - scaled["mean"]) * scaled["scale"]
    weight, bias = ridge(x, study.targets, penalty)
    background_penalties, lines = {}, {}
    for at in study.background:
        y = study.targets[:, at]
        # A ridge on the 0/1 answers, then Platt scaling on its predictions for unseen writers: no
        # worse than a logistic regression here, and solved exactly.
        options = []
        for option in BACKGROUND_PENALTIES:
            slope, offset = platt(found[option][:, at], y)
            options.append(
                (
                    log_loss(found[option][:, at] * slope + offset, y),
                    option,
                    slope,
                    offset,
                )
            )
        _, chosen, slope, offset = min(options)
        w, b = ridge(x, study.targets[:, at], chosen)
        weight[:, at], bias[at] = w * slope, b * slope + offset
        predicted[:, at] = 1 / (1 + np.exp(-(found[chosen][:, at] * slope + offset)))
        name = READER_AXES[at].name
        background_penalties[name], lines[name] = chosen, (slope, offset)
    arrays = {**scaled, "weight": weight, "bias": bias}
    return Learned(arrays, predicted, shares, penalty, background_penalties, qualities, lines)


def train(study: Study) -> tuple[dict[str, Array], dict[str, Any]]:
    """Return (arrays, metadata) of the reader model trained on the study's rows."""
    full, quick = learn(study, FULL), learn(study, QUICK)
    for name, learned in (("full", full), ("quick", quick)):
        print(name, learned.shares, learned.penalty, learned.quality, flush=True)
    pairs = study.pairs
    amounts = np.array(
        [change_amount(study.rows[a]["text"], study.rows[b]["text"]) for a, b in pairs]
    )
    change = full.predicted[pairs[:, 1]] - full.predicted[pairs[:, 0]]
    heard = study.targets[pairs[:, 1]] - study.targets[pairs[:, 0]]
    missed = np.sqrt(((heard - change) ** 2 / amounts[:, None]).mean(axis=0))
    error = {axis.name: float(missed[at]) for at, axis in enumerate(READER_AXES)}
    error |= refit_errors(study, full)
    sd = full.predicted[study.own].std(axis=0)
    quick_sd = quick.predicted[study.own].std(axis=0)
    moved = (change / sd)[:, study.rated]  # drift leaves the backgrounds out
    distance = np.sqrt((moved**2).mean(axis=1))
    ablation = {
        name: max(
            (
                study.quality(predicted)
                for predicted in study.out_of_fold(shares, PENALTIES).values()
            ),
            key=lambda quality: sum(quality.values()),
        )
        for name, shares in ABLATION
    }
    ablation["SmolLM2, MiniLM and form (the full reading)"] = full.quality
    metadata: dict[str, Any] = {
        "axes": [axis.name for axis in READER_AXES],
        "form_axes": list(FORM),
        "sd": {axis.name: float(sd[at]) for at, axis in enumerate(READER_AXES)},
        "quick_sd": {axis.name: float(quick_sd[at]) for at, axis in enumerate(READER_AXES)},
        "error": error,
        "calibration": calibrate(distance, own_distance(study, heard)),
        "trained_on": sorted({writer_hash(row["writer"]) for row in study.rows}),
        "settings": {
            name: {
                "shares": asdict(learned.shares),
                "penalty": learned.penalty,
                "background_penalties": learned.background_penalties,
                "cross_validated": learned.quality,
            }
            for name, learned in (("full", full), ("quick", quick))
        },
        "ablation": ablation,
        "source": SOURCE,
    }
    quick_features = study.raw.shape[1] - WIDTH * len(CAUSAL_LAYERS)
    arrays = {f"full.{name}": value for name, value in full.arrays.items()}
    arrays |= {
        f"quick.{name}": value if name == "bias" else value[:quick_features]
        for name, value in quick.arrays.items()
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


def refit_errors(study: Study, learned: Learned) -> dict[str, float]:
    """Return the spread of each background's predicted shift over refits on resampled writers."""
    random = np.random.default_rng(0)
    by_writer: dict[str, list[int]] = {}
    for position, row in enumerate(study.rows):
        by_writer.setdefault(row["writer"], []).append(position)
    groups = list(by_writer.values())
    x = (study.raw - learned.arrays["mean"]) * learned.arrays["scale"]
    products = x @ x.T  # all that a ridge in the dual form needs
    shifts: dict[str, list[Array]] = {READER_AXES[at].name: [] for at in study.background}
    for _ in range(REFITS):
        chosen = np.array(
            [row for g in random.integers(len(groups), size=len(groups)) for row in groups[g]]
        )
        across = products[:, chosen] - products[:, chosen].mean(axis=1, keepdims=True)
        inside = across[chosen] - across[chosen].mean(axis=0)
        for at in study.background:
            name = READER_AXES[at].name
            y = study.targets[chosen, at]
            penalty = learned.background_penalties[name]
            dual = np.linalg.solve(inside + penalty * np.eye(len(chosen)), y - y.mean())
            slope, offset = learned.lines[name]
            value = (across - across[chosen].mean(axis=0)) @ dual + y.mean()
            probability = 1 / (1 + np.exp(-(value * slope + offset)))
            first, second = study.pairs.T
            shifts[name].append(probability[second] - probability[first])
    return {name: float(np.sqrt(np.var(found, axis=0).mean())) for name, found in shifts.items()}


def raw_features(rows: Sequence[dict[str, Any]]) -> Array:
    """Return the full reading's raw features of the rows' texts (minutes: a language model reads)."""
    texts = [normalise(row["text"]) for row in rows]
    return np.concatenate([features(texts, list(FORM)), causal_states(texts)], axis=1)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, write the weights, measure them on the held-out writers, write the card."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help=f"folder with {FILE}")
    parser.add_argument("--out", type=Path, default=weights_dir() / NAME)
    chosen = parser.parse_args(arguments)
    rows = read_rows(chosen.data / FILE)
    training = [row for row in rows if not is_held_out(row["writer"])]
    arrays, metadata = train(Study(training, raw_features(training)))
    write(chosen.out, arrays, metadata)

    from style_models.bench import persona
    from style_models.persona.reader_model import ReaderModel

    result = persona.measure(rows, ReaderModel.open(chosen.out))
    if not all((chosen.data / f"{name}.jsonl.gz").is_file() for name in SINGLE):
        print("single sources are not there: the card goes without them")
    else:
        result["single_sources"] = persona.single_sources(chosen.data)
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
    curve = metadata["calibration"]
    how = "\n".join(
        f"- {name}: MiniLM {line['shares']['minilm']}, form {line['shares']['form']}, SmolLM2 "
        f"{line['shares']['causal']}; penalty {line['penalty']:g}; backgrounds "
        + ", ".join(f"{axis} {p:g}" for axis, p in line["background_penalties"].items())
        for name, line in settings.items()
    )
    ablation = "\n".join(
        f"| {name} | {line['level']:.3f} | {line['own']:.3f} | {line['change']:.3f} |"
        for name, line in metadata["ablation"].items()
    )
    return f"""# reader_axes

## What it is

Two linear readings. *Full*: over all-MiniLM-L6-v2 states (means of layers
{", ".join(map(str, LAYERS))} and the spread of the last), SmolLM2-135M-Instruct states (means of
layers {", ".join(map(str, CAUSAL_LAYERS))} of 30) and {len(metadata["form_axes"]) + 1} counted
features of form. *Quick*: the same without SmolLM2, for the shifts of single edits, where dozens of
variants of a passage are read. From a paragraph both read what about ten readers would say of its
writer, on {len(READER_AXES)} axes: 21 mean ratings and 4 perceived backgrounds (the probability
that most readers would assume so). Drift is measured on the full reading. Use it to compare
versions of one text. Do not use it to judge people.

## Data and licence

{SOURCE}: opinion paragraphs on 100 British policy questions by UK adults, their own versions and
AI versions (GPT-4o, Claude Sonnet 4, DeepSeek V3), each rated blind by about ten readers. Trained
on {len(metadata["trained_on"])} writers; {result["writers"]} writers ({result["texts"]} texts) are
held out by a stable hash of the writer. all-MiniLM-L6-v2 and SmolLM2-135M-Instruct: Apache-2.0,
unchanged and not included.

## How trained

`python -m style_models.recipes.reader_axes --data DIR`. Ridge regressions; what each block of
features counts and the penalty are chosen by {FOLDS}-fold cross-validation over training writers
(mean r of level, own texts and change). Backgrounds: ridge on the 0/1 answers, penalty by log loss,
then Platt scaling on unseen writers.

{how}

Standard deviations, errors and the drift curve come from full readings of unseen writers: score =
1 - exp(-(d / {curve["scale"]:.3f})^{curve["power"]:.2f}), interval d x {curve["low"]:.2f} to d x
{curve["high"]:.2f}.

What each block brings, cross-validated over training writers (mean r of the 21 rated axes):

| features | level | own texts | change |
| --- | --- | --- | --- |
{ablation}

Tried and left out: ridge rows of differences (own text against AI text) at weight .3 and 1 lowered
all three (change .433 to .433 and .430): a pair's levels hold its difference already. A Gaussian
kernel gained .001, reading the expected ratings once more from each other lost .008. SmolLM2's
surprisals (mean, spread, slope) gained .002 and need its other ten layers and its head.

## Figures

Held-out writers, never used for a choice. Baseline: always answering these texts' mean (r = 0; its
error is given). Readers' own noise allows about .86 (level), .85 (own texts), .68 (change).

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
- Shifts of single edits are quick readings: they rank edits, and need not add up to the drift.
- The drift score's percentile refers to this study's pairs of own and AI text.

## Who is not represented

Writers and readers are UK adults recruited online, 86% of the writers White. Writers of other
Englishes and dialects, learners, teenagers and people outside the UK are hardly there or not at
all; what readers elsewhere hear may differ. Nobody rated African American, Indian, Nigerian or
Singapore English here. Both language models were taught mostly on text from the web.
"""


if __name__ == "__main__":
    main()
