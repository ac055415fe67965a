"""How well the reader axes agree with readers, on writers that the weights never saw.

``run`` takes the study's paragraphs (or the folder that holds them) and measures on every writer
whose hash is not among those the weights were trained on.
"""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from style_models.errors import InputError
from style_models.persona.axes import READER_AXES
from style_models.persona.drift import NINETY, RATED, change_amount
from style_models.persona.reader_model import ReaderModel, writer_hash
from style_models.persona.statistics import correlation, interval, rank_correlation

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

FILE = "persona_paragraphs.jsonl.gz"
FORMALITY = "pavlick_formality_subset"
WORDS_A_SLIP = 25
LENGTHS = (30, 60, 120)
"""Texts are cut to so many words to show how reliability falls with length."""
REVISED = ("improve", "rewrite")
"""Conditions in which the model revised the writer's own paragraph."""


def run(data: Path | None, **options: object) -> dict[str, object]:
    """Measure the shipped weights; ``data`` is the file or the folder that holds :data:`FILE`."""
    if data is None:
        raise InputError(f"bench persona needs --data: the file {FILE} or the folder it is in")
    path = data / FILE if data.is_dir() else data
    if not path.is_file():
        raise InputError(f"{path} is not there: give --data the file {FILE} or its folder")
    try:
        with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
            rows = [json.loads(line) for line in lines if line.strip()]
        needed = {axis.column for axis in READER_AXES}
        if not all(needed <= row["ratings"].keys() and row["text"] for row in rows):
            raise KeyError("ratings")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} does not hold the study's rows (see bench persona)") from error
    result = measure(rows, ReaderModel.load())
    if data.is_dir():
        result["single_sources"] = single_sources(data)
    return result


def measure(rows: Sequence[dict[str, Any]], model: ReaderModel) -> dict[str, Any]:
    """Return every figure of the reader axes on the rows of unseen writers."""
    rows = [row for row in rows if writer_hash(row["writer"]) not in model.trained_on]
    if not rows:
        raise InputError("every writer in this file was trained on: there is nothing to measure")
    axes = {axis.name: axis for axis in READER_AXES}
    truth = np.array([[axes[n].target(row["ratings"]) for n in model.axes] for row in rows])
    read = model.read([row["text"] for row in rows])
    writers = [row["writer"] for row in rows]
    own = np.array([row["kind"] == "writer" for row in rows])
    by_question = {(r["writer"], r["proposition"]): i for i, r in enumerate(rows) if own[i]}
    pairs = np.array(
        [
            (by_question[row["writer"], row["proposition"]], at)
            for at, row in enumerate(rows)
            if not own[at] and (row["writer"], row["proposition"]) in by_question
        ],
        dtype=np.int64,
    ).reshape(-1, 2)
    result: dict[str, Any] = {
        "writers": len(set(writers)),
        "texts": len(rows),
        "own_texts": int(own.sum()),
        "pairs": len(pairs),
    }
    change = read[pairs[:, 1]] - read[pairs[:, 0]]
    heard = truth[pairs[:, 1]] - truth[pairs[:, 0]]
    pair_writers = [writers[at] for at in pairs[:, 1]]
    own_writers = [writer for writer, is_own in zip(writers, own, strict=True) if is_own]
    views = {
        "level": (read, truth, writers),
        "own": (read[own], truth[own], own_writers),
        "change": (change, heard, pair_writers),
    }
    amounts = np.array([change_amount(rows[a]["text"], rows[b]["text"]) for a, b in pairs])
    table: dict[str, dict[str, float | None]] = {}
    for at, name in enumerate(model.axes):
        line: dict[str, float | None] = {
            view: _number(correlation(first[:, at], second[:, at]))
            for view, (first, second, _) in views.items()
        }
        line["error"] = _number(float(np.sqrt(np.mean((read[:, at] - truth[:, at]) ** 2))))
        line["baseline_error"] = _number(float(truth[:, at].std()))
        reach = NINETY * model.error[name] * np.sqrt(amounts)
        inside = np.abs(change[:, at] - heard[:, at]) <= reach
        # A background's target is a single yes or no: no interval of a probability can hold it.
        line["coverage"] = None if axes[name].is_background else _number(float(inside.mean()))
        table[name] = line
    result["axes"] = table
    rated = [at for at, name in enumerate(model.axes) if not axes[name].is_background]
    result["means"] = {
        view: _mean_with_interval(first, second, labels, rated)
        for view, (first, second, labels) in views.items()
    }
    result["means_all_25"] = {
        view: _mean([line[view] for line in table.values()]) for view in views
    }
    quick = model.read([row["text"] for row in rows], quick=True)
    quick_change = quick[pairs[:, 1]] - quick[pairs[:, 0]]
    result["means_quick"] = {
        view: _mean([_number(correlation(first[:, k], second[:, k])) for k in rated])
        for view, (first, second) in {
            "level": (quick, truth),
            "own": (quick[own], truth[own]),
            "change": (quick_change, heard),
        }.items()
    }
    result["by_length"] = _by_length(rows, np.flatnonzero(own), truth, rated, model)
    unit = np.array([model.sd[name] for name in model.axes])
    readers_unit = truth[own].std(axis=0)
    result["mean_shift"] = _mean_shift(change[:, rated], heard[:, rated], readers_unit[rated])
    result["drift"] = _drift(
        rows, pairs, np.sqrt(((change / unit)[:, rated] ** 2).mean(axis=1)),
        np.sqrt(((heard[:, rated] / readers_unit[rated]) ** 2).mean(axis=1)),
        amounts, model,
    )  # fmt: skip
    result["repair"] = _repair(
        [row["text"] for row, is_own in zip(rows, own, strict=True) if is_own], model
    )
    return result


def _mean_with_interval(
    first: Array, second: Array, labels: Sequence[str], rated: Sequence[int]
) -> dict[str, Any]:
    def mean_r(at: NDArray[np.int64]) -> float:
        return float(np.nanmean([correlation(first[at, k], second[at, k]) for k in rated]))

    if len(first) < 3:
        return {"r": None, "interval": None}
    found = interval(mean_r, labels, resamples=200)
    return {
        "r": _number(mean_r(np.arange(len(first)))),
        "interval": [_number(end) for end in found] if found else None,
    }


def _by_length(
    rows: Sequence[dict[str, Any]],
    own: NDArray[np.int64],
    truth: Array,
    rated: Sequence[int],
    model: ReaderModel,
) -> dict[str, Any]:
    """Return mean r over the rated axes when only the first words of own texts are read.

    Readers' ratings are of the whole text, and texts of at most so many words are left out.
    """
    found: dict[str, Any] = {}
    for length in LENGTHS:
        words = {int(at): rows[at]["text"].split() for at in own}
        chosen = [at for at in words if len(words[at]) > length]
        if len(chosen) < 3:
            continue
        cut = [" ".join(words[at][:length]) for at in chosen]
        line: dict[str, Any] = {"texts": len(chosen)}
        for name, quick, texts in (
            ("full", False, cut),
            ("quick", True, cut),  # remembered from the full reading
            ("whole_text", False, [rows[at]["text"] for at in chosen]),
        ):
            read = model.read(texts, quick=quick)
            line[name] = _mean(
                [_number(correlation(read[:, k], truth[chosen][:, k])) for k in rated]
            )
        found[str(length)] = line
    return found


def single_sources(data: Path) -> dict[str, Any]:
    """Return r of sentence readings with judgements in single sources of a data folder.

    EmoBank and certainty: held-out documents and sentences. Formality: the reader axis, read on
    single sentences of Pavlick and Tetreault's set, never trained on.
    """
    from style_models.bench.corpora import data_file, rows_of
    from style_models.persona.sentence_model import SentenceModel
    from style_models.recipes.sentence_axes import SETS, is_held_out

    found: dict[str, Any] = {}
    sentences = SentenceModel.load()
    for source in SETS:
        if not any(data.glob(f"{source.file}.jsonl*")):
            continue
        rows = [r for r in rows_of(data_file(data, source.file)) if is_held_out(source.group(r))]
        read = sentences.read([row["text"] for row in rows], together=16)
        for name, field in source.axes.items():
            truth = np.array([float(row[field]) for row in rows])
            heard = read[:, sentences.axes.index(name)]
            known = np.isfinite(heard)  # a row may hold no word
            found[f"{source.file} {name}"] = {
                "rows": int(known.sum()),
                "r": _number(correlation(heard[known], truth[known])),
            }
    if any(data.glob(f"{FORMALITY}.jsonl*")):
        rows = list(rows_of(data_file(data, FORMALITY)))
        truth = np.array([float(row["formality"]) for row in rows])
        read = ReaderModel.load().read([row["text"] for row in rows])
        heard = read[:, ReaderModel.load().axes.index("formality")]
        known = np.isfinite(heard)
        found[f"{FORMALITY} formality"] = {
            "rows": int(known.sum()),
            "r": _number(correlation(heard[known], truth[known])),
        }
    return found


def _mean_shift(change: Array, heard: Array, unit: Array) -> dict[str, float | None]:
    """Across axes: the mean shift read against the mean shift heard, in readers' own-text SD."""
    if not len(change):
        return {"r": None, "slope": None}
    read, truth = (change / unit).mean(axis=0), (heard / unit).mean(axis=0)
    return {
        "r": _number(correlation(read, truth)),
        "slope": _number(float((read * truth).sum() / (truth * truth).sum())),
    }


def _drift(
    rows: Sequence[dict[str, Any]],
    pairs: NDArray[np.int64],
    distance: Array,
    readers: Array,
    amounts: Array,
    model: ReaderModel,
) -> dict[str, Any]:
    """Rank agreement of drift with readers' own distance, beside the amount of change."""
    score = np.array([model.calibration.score(float(value)) for value in distance])
    percentile = (np.argsort(np.argsort(readers)) + 0.5) / max(1, len(readers))
    ends = np.array([model.calibration.interval(float(v)) for v in distance]).reshape(-1, 2)
    condition = np.array([rows[b]["condition"] or "" for _, b in pairs])
    revised = np.isin(condition, REVISED)
    own_length = np.array([len(rows[a]["text"].split()) for a, _ in pairs])
    found: dict[str, Any] = {}
    for name, chosen in (("all", np.full(len(pairs), True)), ("revised_own", revised)):
        found[name] = {
            "pairs": int(chosen.sum()),
            "spearman_drift": _number(rank_correlation(score[chosen], readers[chosen])),
            "spearman_change_amount": _number(rank_correlation(amounts[chosen], readers[chosen])),
            "mean_score": _number(float(score[chosen].mean())) if chosen.any() else None,
            "mean_percentile": _number(float(percentile[chosen].mean())) if chosen.any() else None,
        }
    found["mean_own_words"] = _number(float(own_length.mean())) if len(pairs) else None
    inside = (ends[:, 0] <= percentile) & (percentile <= ends[:, 1])
    found["interval_coverage"] = _number(float(inside.mean())) if len(pairs) else None
    found["by_condition"] = {
        name: _number(float(score[condition == name].mean())) for name in sorted(set(condition))
    }
    return found


def _repair(texts: Sequence[str], model: ReaderModel) -> dict[str, Any]:
    """Drift of pure repair: own texts with planted slips against the same texts without them."""
    import random

    import spacy

    from style_models.models.load import parser_path
    from style_models.rewriting.corruption import corrupt

    if not texts:
        return {"texts": 0}
    parser = spacy.load(parser_path())
    seeded = random.Random(0)
    slipped = [
        corrupt(doc, seeded, max(1, round(len(doc) / WORDS_A_SLIP)))[0]
        for doc in parser.pipe(texts, batch_size=32)
    ]
    units = np.array([model.sd[name] for name in model.axes])
    moved = (model.read(texts) - model.read(slipped)) / units
    counted = moved[:, [at for at, name in enumerate(model.axes) if name in RATED]]
    scores = [model.calibration.score(float(d)) for d in np.sqrt((counted**2).mean(axis=1))]
    mean = moved.mean(axis=0)
    largest = sorted(range(len(mean)), key=lambda at: -abs(mean[at]))[:4]
    return {
        "texts": len(texts),
        "words_a_slip": WORDS_A_SLIP,
        "median_score": _number(float(np.median(scores))),
        "p90_score": _number(float(np.quantile(scores, 0.9))),
        "largest_mean_shifts_sd": {model.axes[at]: _number(float(mean[at])) for at in largest},
    }


def render(result: dict[str, Any]) -> str:
    """Return the figures as a table for a terminal."""
    head = ("axis", "level", "own", "change", "error", "baseline", "in 90%")
    lines = [
        f"{result['writers']} unseen writers: {result['texts']} texts, {result['own_texts']} of "
        f"them their own, {result['pairs']} pairs of own and AI text",
        "",
        f"{head[0]:<18}" + "".join(f"{name:>10}" for name in head[1:]),
    ]
    for name, line in result["axes"].items():
        row = [line[k] for k in ("level", "own", "change", "error", "baseline_error", "coverage")]
        lines.append(f"{name:<18}" + "".join(f"{_shown(value):>10}" for value in row))
    means = result["means"]
    lines.append(
        f"{'mean of 21 rated':<18}" + "".join(f"{_shown(means[v]['r']):>10}" for v in means)
    )
    every = result["means_all_25"]
    lines.append(f"{'mean of all 25':<18}" + "".join(f"{_shown(every[v]):>10}" for v in every))
    swift = result["means_quick"]
    lines.append(f"{'quick, mean of 21':<18}" + "".join(f"{_shown(swift[v]):>10}" for v in swift))
    spans = {view: means[view]["interval"] for view in means}
    lines.append(
        "95% over writers: "
        + ", ".join(f"{v} {_shown(s[0])} to {_shown(s[1])}" for v, s in spans.items() if s)
    )
    shift, drift, repair = result["mean_shift"], result["drift"], result["repair"]
    lines += [
        "",
        "level, own, change: Pearson r with readers' mean rating (perceived backgrounds: with",
        "their modal answer, 0 or 1). error: root mean square, in the axis's unit; baseline: always the",
        "mean (r = 0). in 90%: changes that lie in the stated 90% interval.",
        f"mean shift by axis, read against heard: r {_shown(shift['r'])}, "
        f"slope {_shown(shift['slope'])}",
    ]
    for name, title in (
        ("all", "all pairs"),
        ("revised_own", "own text revised by AI"),
    ):
        line = drift[name]
        lines.append(
            f"drift against readers' own distance, {title} ({line['pairs']}): Spearman "
            f"{_shown(line['spearman_drift'])}, amount of change alone "
            f"{_shown(line['spearman_change_amount'])}; mean score {_shown(line['mean_score'])}, "
            f"readers' percentile {_shown(line['mean_percentile'])}"
        )
    lines.append(
        f"readers' percentile inside the score's interval: {_shown(drift['interval_coverage'])}"
    )
    by = ", ".join(f"{name} {_shown(value)}" for name, value in drift["by_condition"].items())
    lines.append(f"mean score by condition: {by}")
    for length, line in result["by_length"].items():
        lines.append(
            f"own texts cut to {length} words ({line['texts']} longer ones): mean r "
            f"{_shown(line['full'])}, quick {_shown(line['quick'])}; read whole "
            f"{_shown(line['whole_text'])}"
        )
    for name, line in result.get("single_sources", {}).items():
        lines.append(f"sentences, {name} ({line['rows']}): r {_shown(line['r'])}")
    if repair["texts"]:
        axes = ", ".join(
            f"{name} {_shown(value)}" for name, value in repair["largest_mean_shifts_sd"].items()
        )
        lines.append(
            f"pure repair ({repair['texts']} own texts, a planted slip in {repair['words_a_slip']} "
            f"tokens): median score {_shown(repair['median_score'])}, 90th percentile "
            f"{_shown(repair['p90_score'])}; largest mean shifts (SD): {axes}"
        )
    return "\n".join(lines)


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _number(value: float, digits: int = 3) -> float | None:
    return round(value, digits) if math.isfinite(value) else None


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return _number(sum(known) / len(known)) if known else None
