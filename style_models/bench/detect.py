"""How well the detector finds what people corrected, token by token, in learner and web text.

All sets are measured on and never trained on. The threshold is the one that has the best F0.5 on
the even rows of GMEG's FCE part; it is then used everywhere.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from style_models.bench.corpora import TokenisedSentence, data_file, even, rows_of
from style_models.errors import InputError

PUBLISHED = (
    "FCE test, trained on 28,000 corrected learner sentences: .411 (LSTM, Rei and Yannakoudakis 2016), "
    ".485 (with a language model, Rei 2017), .573 (BERT base, Bell et al. 2019)"
)
SET_ON = "GMEG FCE even (threshold set here)"
BETA = 0.5
RESAMPLES = 300


def run(data: Path | None, **options: object) -> dict[str, Any]:
    """Measure the shipped detector; ``data`` is the folder of the sets."""
    from style_models.detecting.detector import Detector

    if data is None or not data.is_dir():
        raise InputError("bench detect needs --data: the folder with jfleg, gmeg and cweb")
    return measure(data, Detector.load())


def measure(data: Path, detector: Any) -> dict[str, Any]:
    """Return the figures of a detector."""
    jfleg = list(rows_of(data_file(data, "jfleg")))
    gmeg = list(rows_of(data_file(data, "gmeg")))
    cweb = list(rows_of(data_file(data, "cweb")))
    fce = [row for row in gmeg if row["domain"] == "fce"]
    parts: dict[str, list[Any]] = {
        SET_ON: [_sentence(r["src"], r["refs"][:1]) for r in fce if even(r["id"])],
        "learner text, GMEG FCE odd": [
            _sentence(r["src"], r["refs"][:1]) for r in fce if not even(r["id"])
        ],
        "learner text, JFLEG": [_sentence(r["src"], r["refs"]) for r in jfleg],
        "Wikipedia, GMEG": [_sentence(r["src"], r["refs"]) for r in gmeg if r["domain"] == "wiki"],
        "web text, CWEB": [
            _sentence(r["src"], r["refs"][:1], True) for r in cweb if not even(r["id"])
        ][:1500],
    }
    scored = {name: _scored(detector, listed) for name, listed in parts.items()}
    first = scored[SET_ON]
    grid = np.round(np.arange(0.02, 0.96, 0.01), 2)
    threshold = float(max(grid, key=lambda t: _f(*_counts(first, t))))
    result: dict[str, Any] = {"threshold": threshold, "published": PUBLISHED, "parts": {}}
    for name, sentences in scored.items():
        tp, flagged, wrong = _counts(sentences, threshold)
        own = {
            "sentences": len(sentences), "tokens wrong": int(wrong),
            "precision": round(tp / max(flagged, 1), 3), "recall": round(tp / max(wrong, 1), 3),
            "F0.5": round(_f(tp, flagged, wrong), 3), "interval": _interval(sentences, threshold),
            "unknown words alone": round(_f(*_counts([(u, w, u) for _, w, u in sentences], 0.5)), 3),
            "AUC by token": _auc(sentences),
        }  # fmt: skip
        clean = [p for p, w, _ in sentences if not w.any()]
        own["clean sentences untouched"] = (
            round(float(np.mean([(p < threshold).all() for p in clean])), 3)
            if len(clean) >= 20
            else None
        )
        result["parts"][name] = own
    return result


def _sentence(
    tokenised: str, references: Sequence[str], hyphens: bool = False
) -> tuple[Any, np.ndarray]:
    """Return the sentence and which of its tokens are wrong (by the reference nearest to it)."""
    sentence = TokenisedSentence.of(tokenised, hyphens)
    tokens = list(sentence.tokens)
    best: np.ndarray | None = None
    for reference in references:
        wrong = np.zeros(len(tokens), bool)
        blocks = difflib.SequenceMatcher(
            None, tokens, reference.split(), autojunk=False
        ).get_opcodes()
        for tag, start, end, _, _ in blocks:
            if tag == "insert":
                wrong[min(start, len(tokens) - 1)] = True
            elif tag != "equal":
                wrong[start:end] = True
        if best is None or wrong.sum() < best.sum():
            best = wrong
    assert best is not None
    return sentence, best


def _scored(
    detector: Any, listed: Sequence[tuple[Any, np.ndarray]]
) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Return per sentence: P(wrong) by token, truth, and whether the word is in no list."""
    from style_models.judging.change import is_known

    found = []
    for start in range(0, len(listed), 64):
        part = listed[start : start + 64]
        for (sentence, wrong), reading in zip(
            part, detector.read([s.text for s, _ in part]), strict=True
        ):
            pieces = list(zip(reading.spans, reading.wrong, strict=True))
            p = np.array([
                max((float(w) for (a, b), w in pieces if a < end and begin < b), default=0.0)
                for begin, end in sentence.places
            ])  # fmt: skip
            unknown = np.array(
                [t.isalpha() and t.islower() and not is_known(t) for t in sentence.tokens], float
            )
            found.append((p, wrong, unknown))
    return found


def _counts(
    sentences: Sequence[tuple[np.ndarray, np.ndarray, np.ndarray]], threshold: float
) -> tuple[float, float, float]:
    hits = sum(float(((p >= threshold) & w).sum()) for p, w, _ in sentences)
    return (
        hits,
        sum(float((p >= threshold).sum()) for p, _, _ in sentences),
        sum(float(w.sum()) for _, w, _ in sentences),
    )


def _f(hits: float, flagged: float, wrong: float) -> float:
    """Return F0.5: precision counts twice as much as recall. 0 if nothing was found."""
    if not hits:
        return 0.0
    precision, recall = hits / flagged, hits / wrong
    return (1 + BETA**2) * precision * recall / (BETA**2 * precision + recall)


def _interval(sentences: Sequence[Any], threshold: float) -> list[float]:
    rng = np.random.default_rng(0)
    each = np.array([_counts([s], threshold) for s in sentences])
    drawn = [_f(*each[rng.integers(len(each), size=len(each))].sum(0)) for _ in range(RESAMPLES)]
    return [round(float(v), 3) for v in np.quantile(drawn, [0.025, 0.975])]


def _auc(sentences: Sequence[Any]) -> float:
    from sklearn.metrics import roc_auc_score

    return round(
        float(
            roc_auc_score(
                np.concatenate([w for _, w, _ in sentences]),
                np.concatenate([p for p, _, _ in sentences]),
            )
        ),
        3,
    )


def render(result: dict[str, Any]) -> str:
    """Return the figures as a table for a terminal."""
    columns = (
        "sentences",
        "tokens wrong",
        "precision",
        "recall",
        "F0.5",
        "unknown words alone",
        "AUC by token",
        "clean sentences untouched",
    )
    heads = ("sentences", "wrong", "precision", "recall", "F0.5", "spelling", "AUC", "clean kept")
    lines = [f"{'':<38}" + "".join(f"{head:>11}" for head in heads)]
    for name, own in result["parts"].items():
        cells = "".join(f"{'' if own[c] is None else own[c]:>11}" for c in columns)
        lines.append(
            f"{name:<38}{cells}   95% {own['interval'][0]:.3f} to {own['interval'][1]:.3f}"
        )
    lines += [
        "",
        f"threshold {result['threshold']}; 'spelling' flags words that are in no list",
        f"published: {result['published']}",
    ]
    return "\n".join(lines)
