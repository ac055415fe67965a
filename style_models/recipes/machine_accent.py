"""Train the axis *machine accent*: ``python -m style_models.recipes.machine_accent --data DIR``.

Same originals on both sides: each person's text stands against language models' rewrites of it,
with equal weight, so that subject, genre and length cannot tell them apart. Split by original.
Writes weights and card; takes about three minutes on one core.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from style_models.bench.corpora import data_file, rows_of
from style_models.paths import weights_dir
from style_models.persona.axes.machine_accent import NAME, pieces
from style_models.persona.counted_text import normalise

PIECES = 6000
LEAST_DOCUMENTS = 12
PENALTY = 4.0  # C of the logistic regression, chosen on a fifth of the training originals


def held_out(original: str) -> bool:
    """Tell whether an original is in the test fifth, by a stable hash of its text."""
    return hashlib.sha256(original.encode()).digest()[0] < 51


def load(data: Path) -> list[dict[str, str]]:
    """Return pairs: ``source``, ``model``, ``original``, ``rewrite``."""
    pairs = []
    for row in rows_of(data_file(data, "l2r_rewrites")):
        pairs.append(("l2r", row["model"], row["original"], row["rewrite"]))
    for row in rows_of(data_file(data, "imbd_polish_rewrite")):
        pairs.append((f"imbd {row['op']}", row["model"], row["original"], row["revised"]))
    found = []
    for source, model, original, rewrite in pairs:
        one, two = normalise(original or ""), normalise(rewrite or "")
        if min(len(one.split()), len(two.split())) >= 30 and one != two:
            found.append({"source": source, "model": model, "original": one, "rewrite": two})
    return found


def _windows(text: str, rng: random.Random) -> str:
    """Return 40 to 200 words from a random place: the axis is asked about short texts too."""
    words = text.split(" ")
    size = min(len(words), rng.randrange(40, 200))
    at = rng.randrange(0, len(words) - size + 1)
    return " ".join(words[at : at + size])


def _matrix(texts: list[str], index: dict[str, int], rarity: Any) -> Any:
    from scipy.sparse import csr_matrix

    rows, columns, values = [], [], []
    for number, text in enumerate(texts):
        counts = Counter(piece for piece in pieces(text) if piece in index)
        if not counts:
            continue
        at = np.array([index[piece] for piece in counts])
        value = (1 + np.log(np.array(list(counts.values()), dtype=float))) * rarity[at]
        value /= np.linalg.norm(value)
        rows += [number] * len(at)
        columns += at.tolist()
        values += value.tolist()
    return csr_matrix((values, (rows, columns)), shape=(len(texts), len(index)))


def auc(low: Any, high: Any) -> float:
    """Return the probability that a value of ``high`` is above one of ``low``."""
    from scipy.stats import mannwhitneyu

    return float(mannwhitneyu(high, low).statistic / (len(low) * len(high)))


def train(data: Path) -> None:
    """Train on the files in the folder ``data``, measure, and write weights and card."""
    from sklearn.linear_model import LogisticRegression

    rng = random.Random(7)
    pairs = load(data)
    training = [pair for pair in pairs if not held_out(pair["original"])]
    test = [pair for pair in pairs if held_out(pair["original"])]
    texts, labels, weights = [], [], []
    versions = Counter(pair["original"] for pair in training)
    for pair in training:
        texts += [_windows(pair["original"], rng), _windows(pair["rewrite"], rng)]
        labels += [0, 1]
        # An original with four rewrites counts as much as one with a single one.
        weights += [1 / versions[pair["original"]]] * 2
    seen = Counter(piece for text in texts for piece in set(pieces(text)))
    chosen = [piece for piece, count in seen.most_common(PIECES) if count >= LEAST_DOCUMENTS]
    rarity = np.array([np.log(len(texts) / seen[piece]) + 1 for piece in chosen])
    index = {piece: number for number, piece in enumerate(chosen)}
    model = LogisticRegression(C=PENALTY, max_iter=400)
    model.fit(_matrix(texts, index, rarity), labels, sample_weight=np.array(weights) * 2)

    def score(some: list[str]) -> Any:
        return model.decision_function(_matrix(some, index, rarity))

    own = sorted({pair["original"] for pair in training})
    reference = score([_windows(text, rng) for text in own])
    figures = _figures(test, score, data)
    folder = weights_dir() / NAME
    folder.mkdir(parents=True, exist_ok=True)
    from safetensors.numpy import save_file

    save_file(
        {"weight": model.coef_[0].astype(np.float32), "rarity": rarity.astype(np.float32)},
        folder / f"{NAME}.safetensors",
    )
    about = {
        "pieces": chosen,
        "bias": float(model.intercept_[0]),
        "mean": float(reference.mean()),
        "sd": float(reference.std()),
    }
    (folder / f"{NAME}.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
    order = np.argsort(model.coef_[0])
    words = {
        "machine": [chosen[i] for i in order[::-1][:30]],
        "people": [chosen[i] for i in order[:30]],
    }
    card = _card(len(training), len(test), len(own), figures, words)
    (folder / "card.md").write_text(card, encoding="utf-8")
    print(card)


def _figures(test: list[dict[str, str]], score: Any, data: Path) -> list[str]:
    from style_models.persona.counted_text import CountedText

    lines = []

    def letters(some: list[str]) -> Any:
        return np.array([len("".join(CountedText(t).words)) / max(1, len(t.split())) for t in some])

    def line(name: str, low: list[str], high: list[str]) -> None:
        lines.append(
            f"{name:<42}{len(low):>6}{len(high):>6}{auc(score(low), score(high)):>9.3f}"
            f"{auc(letters(low), letters(high)):>12.3f}"
        )

    for source in sorted({pair["source"] for pair in test}):
        some = [pair for pair in test if pair["source"] == source]
        line(
            f"{source}, whole texts",
            sorted({pair["original"] for pair in some}),
            [pair["rewrite"] for pair in some],
        )
    for size in (20, 50, 100, 200):
        some = [
            pair
            for pair in test
            if min(len(pair["original"].split()), len(pair["rewrite"].split())) >= size
        ]
        cut = {
            side: [" ".join(pair[side].split()[:size]) for pair in some]
            for side in ("original", "rewrite")
        }
        if len(some) >= 50:
            line(f"first {size} words, all sources", sorted(set(cut["original"])), cut["rewrite"])
    study = list(rows_of(data_file(data, "persona_paragraphs")))
    own = [normalise(row["text"]) for row in study if row["kind"] == "writer"]
    for condition in ("improve", "rewrite", "bullets-based", "stance-based"):
        other = [normalise(row["text"]) for row in study if row["condition"] == condition]
        if other:
            line(f"persona_paragraphs, {condition} (unseen set)", own, other)
    return lines


def _card(
    training: int, test: int, own: int, figures: list[str], words: dict[str, list[str]]
) -> str:
    table = "\n".join(figures)
    return f"""# machine_accent

## What it is

A logistic model over {PIECES:,} words, marks and pairs of neighbours that tells language models' rewrites
from people's texts. The axis `machine_accent` gives its log odds, 50 for the mean and 10 for one standard
deviation of people's texts. It compares versions of a text. It must not be used to accuse anyone of
anything: people write so too.

## Data and licence

ranhli/l2r_data@2e0f258faa44 (CC BY 3.0) and Jiaqi-Chen-00/ImBD@ef0ad54b8498 (Apache-2.0): people's texts and
language models' rewrites of the same. {training:,} pairs of {own:,} originals train, {test:,} pairs
of other originals test (split by a hash of the original).

## How trained

`python -m style_models.recipes.machine_accent --data DIR`. Windows of 40 to 200 words; sublinear counts times
inverse document frequency, unit length; logistic regression, C {PENALTY}; every original weighs the same.

## Figures

AUC on originals never seen (below: people's texts, rewrites, AUC, and the AUC of mean word length
alone, the baseline).

```
{"":<42}{"own":>6}{"model":>6}{"AUC":>9}{"baseline":>12}
{table}
```

Weighs most for the machine: {", ".join(f"`{w}`" for w in words["machine"])}.
Weighs most for people: {", ".join(f"`{w}`" for w in words["people"])}.

## Limits

- Not measured below 20 words; at 20 words it is a weak hint only (see the table).
- It knows the models of 2023 to 2025 that wrote the training rewrites; other models have other habits.
- Formal, edited and academic English by people scores higher than talk. So does English by people who
  learned it from textbooks: a high value is no evidence about who wrote a text.
- Operators that add one such word move it; a skilled imitation of a person does not.

## Who is not represented

Writers of dialects and of English as a second language hardly occur among the people's texts, nor do chat
and speech. Languages other than English are not read at all.
"""


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    train(parser.parse_args().data)


if __name__ == "__main__":
    main()
