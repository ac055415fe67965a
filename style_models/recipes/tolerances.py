"""Fit the population's tolerances and write the weights with their card.

    python -m style_models.recipes.tolerances --data DIR

``DIR`` holds ``persona_tolerances.jsonl.gz``: the 49 answers of each writer in the first phase of
paul-rottger/ai-distortion@fa89d43 (CC BY 4.0), one JSON object a line.

One writer in five is held out by a stable hash; all choices are made by cross-validation over the
others. The card's figures are measured on the held-out writers once, at the end.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from style_models.bench.tolerance import FILE, LEAST_GROUP, ask, figures, read_rows, render
from style_models.learning.items import MIDDLE, NAMES
from style_models.learning.mixture import fit_mixture
from style_models.learning.population import NAME, Beliefs, Population, writer_hash
from style_models.learning.questionnaire import LENGTH
from style_models.paths import weights_dir

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

SOURCE = "paul-rottger/ai-distortion@fa89d43 (arXiv 2604.22503), CC BY 4.0"
HELD_OUT = 5  # one writer in five
FOLDS = 5
COMPONENTS = (1, 2, 3, 4)
PULLS = (100.0, 200.0, 300.0, 500.0)
MIDDLES = (50.0, 49.0, 48.0, 47.0)
NOISE = 18.0
"""Variance of an answer around what it stands for (SD 4.2 points: where a slider comes to rest)."""


def bucket(writer: str, buckets: int, salt: str = "") -> int:
    """Return a writer's stable place among ``buckets``."""
    return int(hashlib.sha256((salt + writer).encode()).hexdigest(), 16) % buckets


def fitted(rows: Sequence[Mapping[str, Any]], components: int, pull: float) -> Beliefs:
    """Return the mixture fitted on ``rows``."""
    answers = np.array([[float(row["tolerance"][item]) for item in NAMES] for row in rows])
    return Beliefs(NAMES, *fit_mixture(answers, components, pull), noise=NOISE)


def cross_validated(
    rows: Sequence[Mapping[str, Any]], components: int, pull: float, middle: float
) -> dict[str, Any]:
    """Return the figures of the questionnaire where every writer is predicted by the other folds."""
    folds = [bucket(str(row["writer"]), FOLDS, "fold") for row in rows]
    writers: dict[str, Any] = {}
    for fold in range(FOLDS):
        learned = fitted(
            [row for row, own in zip(rows, folds, strict=True) if own != fold], components, pull
        )
        beliefs = Beliefs(NAMES, learned.weights, learned.means, learned.covariances, NOISE, middle)
        for row, own in zip(rows, folds, strict=True):
            if own == fold:
                writers[str(row["writer"])] = ask(row, LENGTH, beliefs)
    # The baseline mean is the training writers': the difference between folds is negligible.
    found = figures(rows, writers, Population(fitted(rows, components, pull), frozenset()))
    assert found is not None
    return found


def worth_of_background(rows: Sequence[Mapping[str, Any]]) -> float:
    """Return the variance of all answers that age, gender, race and the like explain, unseen.

    Ridge over one-hot fields and age, cross-validated: what is given up by not using them.
    """
    fields = ("gender", "race", "englishFirst", "englishSkills", "education", "income")
    kinds = sorted({(field, str(row.get(field))) for row in rows for field in fields})
    inputs = np.array(
        [[float(str(row.get(field)) == value) for field, value in kinds] for row in rows]
    )
    ages = np.array([float(row["age"]) if str(row["age"]).isdigit() else 45.0 for row in rows])
    inputs = np.column_stack([inputs, (ages - 45) / 15, ((ages - 45) / 15) ** 2])
    answers = np.array([[float(row["tolerance"][item]) for item in NAMES] for row in rows])
    folds = np.array([bucket(str(row["writer"]), FOLDS, "fold") for row in rows])
    wrong = spread = 0.0
    for fold in range(FOLDS):
        other, own = folds != fold, folds == fold
        centre, mean = inputs[other].mean(axis=0), answers[other].mean(axis=0)
        x = inputs[other] - centre
        slope = np.linalg.solve(x.T @ x + 100 * np.eye(x.shape[1]), x.T @ (answers[other] - mean))
        said = mean + (inputs[own] - centre) @ slope
        wrong += float(((said - answers[own]) ** 2).sum())
        spread += float(((mean - answers[own]) ** 2).sum())
    return 1 - wrong / spread


def main(arguments: Sequence[str] | None = None) -> None:
    """Choose, fit, write the weights, measure them on the held-out writers, write the card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help=f"folder that holds {FILE}")
    parser.add_argument("--out", type=Path, default=weights_dir() / NAME)
    chosen = parser.parse_args(arguments)
    rows = read_rows(chosen.data)
    held_out = [row for row in rows if bucket(str(row["writer"]), HELD_OUT) == 0]
    train = [row for row in rows if bucket(str(row["writer"]), HELD_OUT) != 0]

    tried = []
    for components in COMPONENTS:
        for pull in PULLS if components > 1 else PULLS[:1]:
            found = cross_validated(train, components, pull, MIDDLE)
            tried.append((found["right_side"] + found["explained"], components, pull, found))
            print(components, pull, found["right_side"], found["explained"], flush=True)
    _, components, pull, _ = max(tried, key=lambda line: line[0])
    middles = {m: cross_validated(train, components, pull, m) for m in MIDDLES}
    middle = max(MIDDLES, key=lambda m: middles[m]["right_side"] + middles[m]["explained"])
    print("chosen", components, pull, middle, flush=True)

    write(
        chosen.out, fitted(train, components, pull), middle, [str(row["writer"]) for row in train]
    )
    population = Population.open(chosen.out)
    results = {
        count: {
            "writers": (
                writers := {str(r["writer"]): ask(r, count, population.beliefs) for r in held_out}
            ),
            "asked": count,
            "figures": figures(held_out, writers, population),
        }
        for count in (0, 3, 5, LENGTH, 15)
    }
    text = card(
        results,
        middles[middle],
        {(c, p): found for _, c, p, found in tried},
        middle,
        (components, pull),
        worth_of_background(train),
        len(train),
    )
    (chosen.out / "card.md").write_text(text, encoding="utf-8")
    print(render(results[LENGTH]))


def write(out: Path, beliefs: Beliefs, middle: float, writers: Sequence[str]) -> None:
    """Write the mixture and its metadata into the folder ``out``."""
    from safetensors.numpy import save_file

    out.mkdir(parents=True, exist_ok=True)
    arrays = {
        "weights": beliefs.weights,
        "means": beliefs.means,
        "covariances": beliefs.covariances,
    }
    save_file(
        {name: np.ascontiguousarray(value, dtype=np.float32) for name, value in arrays.items()},
        out / f"{NAME}.safetensors",
    )
    metadata = {
        "items": list(beliefs.items),
        "noise": beliefs.noise,
        "middle": middle,
        "trained_on": sorted(writer_hash(writer) for writer in writers),
    }
    (out / f"{NAME}.json").write_text(json.dumps(metadata, indent=1) + "\n", encoding="utf-8")


def card(
    results: Mapping[int, Mapping[str, Any]],
    validated: Mapping[str, Any],
    tried: Mapping[tuple[int, float], Mapping[str, Any]],
    middle: float,
    settings: tuple[int, float],
    background: float,
    train: int,
) -> str:
    """Return the card of a run."""
    components, pull = settings
    by_count = "\n".join(
        f"| {count} | {r['figures']['right_side']:.3f} | {r['figures']['explained']:.3f} |"
        for count, r in results.items()
    )
    by_setting = "\n".join(
        f"| {c} | {p:.0f} | {f['right_side']:.3f} | {f['explained']:.3f} |"
        for (c, p), f in tried.items()
    )
    small = {n: g for n, g in validated["groups"].items() if g["writers"] >= LEAST_GROUP}
    worst = sorted(small.items(), key=lambda pair: pair[1]["right_side"])[:5]
    worst_lines = "\n".join(
        f"| {name} | {group['writers']} | {group['right_side']:.3f} | {group['explained']:.3f} |"
        for name, group in worst
    )
    held = results[LENGTH]["figures"]["unseen_writers"]
    return f"""# {NAME}

## What it is

How acceptable it is to writers to be made to seem more or less so: a mixture of {components}
Gaussians over the 49 answers of a questionnaire (0 not acceptable at all, 100 entirely). It is the
prior of every new writer's tolerances, and chooses the next question by the answers so far.

## Data and licence

{SOURCE}, first phase: {train + held} UK adults with 49 answers each. Fitted on {train} writers;
{held} are held out by a stable hash of the writer's id. Weights name the training writers by hash
only. No demographic field is used: cross-validated, they explain {background:.1%} of the variance
before the first question; after ten questions a prior shifted by them was no better (.513 beside
.515 in a trial), and nobody has to state their background to be served.

## How trained

`python -m style_models.recipes.tolerances --data DIR`. Expectation and maximisation, every
component's covariance drawn to the pooled one as by {pull:.0f} writers. Answer noise: variance
{NOISE:.0f}. An expected answer from {middle:.0f} to 50 is given as 50, since more such answers lie at or
above the slider's middle than below. Settings chosen by {FOLDS}-fold cross-validation over training
writers, {LENGTH} questions asked (sum of the two figures; one component is a plain Gaussian, which
asks everybody the same):

| components | pull | right side of 50 | explained variance |
|---|---|---|---|
{by_setting}

## Figures

Held-out writers, {LENGTH} questions; measured on the items not asked.

```
{render(results[LENGTH])}
```

By the number of questions (held-out writers):

| asked | right side of 50 | explained variance |
|---|---|---|
{by_count}

The held-out part is small for groups, so also, cross-validated over training writers, the five
worst groups of {LEAST_GROUP} or more:

| group | writers | right side of 50 | explained variance |
|---|---|---|---|
{worst_lines}

## Limits

- What people say they would accept is not what they accept in front of a text; decisions on real
  edits correct it.
- Answers were given about opinion paragraphs on policy questions; work mail may differ.
- Half of the variance stays open after ten questions: intervals are shown, and matter.
- Valence and arousal were not asked about; native English borrows the item on better English.
- The mixture's components are a device of calculation, not kinds of people.

## Who is not represented

UK adults recruited online, 85% of them White; one in twenty did not grow up with English. People
elsewhere, teenagers and writers of other Englishes were hardly asked or not at all, and for
groups of fewer than {LEAST_GROUP} there are no figures.
"""


if __name__ == "__main__":
    main()
