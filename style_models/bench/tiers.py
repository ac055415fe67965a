"""Recall against false edits: each engine alone and their union, through the same judge.

CWEB, rows with odd numbers. An edit counts as applied where no guard holds it and its probability of
polish is at least a threshold; the threshold goes from strict to lax. Recall: share of the rows edited
by both annotators that get an edit which one of them made, span and wording alike. False: share of the
rows that both left alone and that are changed. Engines are compared at the same share of false edits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from style_models.bench.corpora import data_file, even, rows_of
from style_models.bench.polish import considered_all, gold, sample_of, sentence_of
from style_models.rewriting.proposing import ENGINES

FALSE = (0.01, 0.02, 0.05, 0.1)
RESAMPLED = 500


def run(data: Path | None, rows: int = 200) -> dict[str, Any]:
    """Measure on ``rows`` rows of each kind (0: all)."""
    from style_models.pipeline import Pipeline

    listed = [row for row in rows_of(data_file(data, "cweb")) if not even(row["id"])]
    alone = sample_of([row for row in listed if not any(row["edits"])], rows)
    edited = sample_of([row for row in listed if all(row["edits"])], rows)
    engines: dict[str, Sequence[str]] = {name: (name,) for name in ENGINES} | {"union": ENGINES}
    scores = {}
    for name, asked in engines.items():
        pipeline = Pipeline(engines=asked)
        scores[name] = (_right(pipeline, edited, name), _false(pipeline, alone, name))
    return {
        "rows": {"edited": len(edited), "alone": len(alone)},
        "recall": {name: _recalls(*found) for name, found in scores.items()},
        "union_gains": {
            name: _gains(scores["union"], found)
            for name, found in scores.items()
            if name != "union"
        },
        "curve": {name: _curve(*found) for name, found in scores.items()},
    }


def _worth(item: Any) -> float:
    return 0.0 if item.judgement.guard else float(item.judgement.p["polish"])


def _right(pipeline: Any, rows: Sequence[dict[str, Any]], name: str) -> np.ndarray:
    """Return, per row, the highest threshold at which an annotator's edit is applied (0: none is)."""
    sentences = [sentence_of(row) for row in rows]
    found = considered_all(pipeline, [s.text for s in sentences], f"{name}, edited")
    best = []
    for row, sentence, items in zip(rows, sentences, found, strict=True):
        wanted = gold(row)
        best.append(
            max((_worth(i) for i in items if sentence.correction(i.edit) in wanted), default=0.0)
        )
    return np.array(best)


def _false(pipeline: Any, rows: Sequence[dict[str, Any]], name: str) -> np.ndarray:
    """Return, per row, the highest threshold at which anything is applied (0: nothing is)."""
    texts = [sentence_of(row).text for row in rows]
    found = considered_all(pipeline, texts, f"{name}, left alone")
    return np.array([max((_worth(i) for i in items), default=0.0) for items in found])


def recall_at(right: np.ndarray, false: np.ndarray, share: float) -> float:
    """Return the recall at the laxest threshold that changes at most ``share`` of the clean rows."""
    most = int(share * len(false))
    # One more clean row would be changed at the threshold that is the next one's score.
    threshold = np.sort(false)[::-1][most] if most < len(false) else 0.0
    return float((right > threshold).mean())


def _recalls(right: np.ndarray, false: np.ndarray) -> dict[str, dict[str, Any]]:
    return _at_each(
        "recall", lambda a, b, share: recall_at(right[a], false[b], share), right, false
    )


def _gains(
    union: tuple[np.ndarray, np.ndarray], other: tuple[np.ndarray, np.ndarray]
) -> dict[str, dict[str, Any]]:
    """Return by how much the union's recall exceeds another's at equal false edits, rows resampled together."""

    def gain(a: Any, b: Any, share: float) -> float:
        return recall_at(union[0][a], union[1][b], share) - recall_at(
            other[0][a], other[1][b], share
        )

    return _at_each("gain", gain, *union)


def _at_each(
    name: str, figure: Callable[[Any, Any, float], float], right: np.ndarray, false: np.ndarray
) -> dict[str, dict[str, Any]]:
    """Return a figure of chosen edited and clean rows at each share of :data:`FALSE`, with its 95% interval."""
    rng = np.random.default_rng(0)
    everything = slice(None)
    found: dict[str, dict[str, Any]] = {}
    for share in FALSE:
        drawn = [
            figure(
                rng.integers(len(right), size=len(right)),
                rng.integers(len(false), size=len(false)),
                share,
            )
            for _ in range(RESAMPLED)
        ]
        found[f"{share:g}"] = {
            name: round(figure(everything, everything, share), 4),
            "interval": [round(float(q), 4) for q in np.quantile(drawn, [0.025, 0.975])],
        }
    return found


def _curve(right: np.ndarray, false: np.ndarray) -> list[list[float]]:
    """Return [threshold, share of clean rows changed, recall], from strict to lax."""
    return [
        [round(t, 2), round(float((false > t).mean()), 4), round(float((right > t).mean()), 4)]
        for t in np.linspace(0.98, 0.02, 17)
    ]


def render(result: dict[str, Any]) -> str:
    """Return the recalls as a table and each curve as a row of points."""
    rows = result["rows"]
    lines = [
        f"CWEB, {rows['edited']} rows edited by both annotators, {rows['alone']} left alone by both",
        "share of rows with a right edit, where this share of clean rows is changed:",
        "            " + "".join(f"{f'{share:.0%}':>23}" for share in FALSE),
    ]
    for name, found in result["recall"].items():
        cells = (
            f"{f['recall']:.1%} ({f['interval'][0]:.1%} to {f['interval'][1]:.1%})"
            for f in found.values()
        )
        lines.append(f"  {name:<10}" + "".join(f"{cell:>23}" for cell in cells))
    lines.append("the union's gain in points over")
    for name, found in result["union_gains"].items():
        cells = (
            f"{100 * f['gain']:+.1f} ({100 * f['interval'][0]:+.1f} to {100 * f['interval'][1]:+.1f})"
            for f in found.values()
        )
        lines.append(f"  {name:<10}" + "".join(f"{cell:>23}" for cell in cells))
    lines.append("curve: threshold, clean rows changed / rows with a right edit")
    for name, curve in result["curve"].items():
        points = [f"{t:.2f} {f:.1%}/{r:.1%}" for t, f, r in curve[::2]]
        lines.append(f"  {name:<8}" + "  ".join(points))
    return "\n".join(lines)
