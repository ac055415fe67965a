"""Sum up drift over many pairs: overall and by group, each with an interval over writers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from server.reports.pairs import BadLine, Pair
from style_models import __version__
from style_models.persona.axes import FORM_AXES, READER_AXES
from style_models.persona.drift import Drift, measure_drift
from style_models.persona.reader_model import ReaderModel
from style_models.persona.statistics import LEVEL, RESAMPLES, interval, mean_interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

ONE_WRITER = "one writer: how far this would vary over writers is unknown"
TOO_SHORT = "no pair is long enough for this axis"
_BATCH = 48  # pairs read by the model at once


def measure(pairs: Sequence[Pair], progress: Callable[[int], None]) -> list[Drift]:
    """Return the drift of each pair; ``progress`` gets the number of pairs just done."""
    model = ReaderModel.load()
    drifts: list[Drift] = []
    for at in range(0, len(pairs), _BATCH):
        batch = pairs[at : at + _BATCH]
        # One batched pass through the encoder; the model remembers the readings.
        model.read([text for pair in batch for text in (pair.original, pair.revised)])
        drifts += [measure_drift(pair.original, pair.revised) for pair in batch]
        progress(len(batch))
    return drifts


def summarise(
    pairs: Sequence[Pair],
    drifts: Sequence[Drift],
    bad: Sequence[BadLine],
    fields: Sequence[str],
    seed: int = 0,
) -> dict[str, Any]:
    """Return the summary as JSON-able data. It holds no text and no writer's name.

    ``null`` means not measured or unknown, and ``why`` stands beside it; it never means 0.
    """
    everyone = list(range(len(pairs)))
    return {
        "ownvoice": __version__,
        "pairs": len(pairs),
        "writers": len({pair.writer for pair in pairs}),
        "bad_lines": [{"line": line.line, "why": line.why} for line in bad],
        "interval": {"level": LEVEL, "method": "bootstrap over writers", "resamples": RESAMPLES},
        "seed": seed,
        **_part(pairs, drifts, everyone, seed),
        "groups": {field: _by_group(pairs, drifts, field, seed) for field in fields},
    }


def _by_group(
    pairs: Sequence[Pair], drifts: Sequence[Drift], field: str, seed: int
) -> dict[str, Any]:
    members: dict[str, list[int]] = {}
    for at, pair in enumerate(pairs):
        members.setdefault(pair.groups[field], []).append(at)
    parts = {
        value: {
            "pairs": len(chosen),
            "writers": len({pairs[at].writer for at in chosen}),
            **_part(pairs, drifts, chosen, seed),
        }
        for value, chosen in sorted(members.items())
    }
    by_drift = sorted(parts, key=lambda value: parts[value]["drift"]["mean"])
    best, worst = by_drift[0], by_drift[-1]
    return {
        "values": parts,
        "worst": {"value": worst, **_headline(parts[worst])},
        "difference": _difference(pairs, drifts, members, worst, best, seed),
    }


def _headline(part: dict[str, Any]) -> dict[str, Any]:
    drift = part["drift"]
    kept = {key: drift[key] for key in ("mean", "interval", "why") if key in drift}
    return {"pairs": part["pairs"], "writers": part["writers"], **kept}


def _difference(
    pairs: Sequence[Pair],
    drifts: Sequence[Drift],
    members: dict[str, list[int]],
    worst: str,
    best: str,
    seed: int,
) -> dict[str, Any] | None:
    """Mean drift of the worst group minus that of the best; writers resampled together."""
    if worst == best:
        return None
    chosen = members[worst] + members[best]
    scores = np.array([drifts[at].score for at in chosen])
    is_worst = np.arange(len(chosen)) < len(members[worst])

    def gap(at: NDArray[np.int64]) -> float:
        side = is_worst[at]
        if side.all() or not side.any():
            return float("nan")
        return float(scores[at][side].mean() - scores[at][~side].mean())

    found: dict[str, Any] = {
        "of": worst,
        "from": best,
        "mean": _round(gap(np.arange(len(chosen)))),
        "interval": None,
    }
    if min(len({pairs[at].writer for at in members[value]}) for value in (worst, best)) < 2:
        found["why"] = f"a group has {ONE_WRITER}"
        return found
    ends = interval(gap, [pairs[at].writer for at in chosen], resamples=1000, seed=seed)
    found["interval"] = [_round(end) for end in ends] if ends else None
    return found


def _part(
    pairs: Sequence[Pair], drifts: Sequence[Drift], chosen: Sequence[int], seed: int
) -> dict[str, Any]:
    writers = [pairs[at].writer for at in chosen]
    scores = np.array([drifts[at].score for at in chosen])
    unwelcome = np.array([drifts[at].unwelcome for at in chosen])
    quantiles = np.quantile(scores, [0.1, 0.25, 0.5, 0.75, 0.9])
    # In whole ten-thousandths: a score of .3 must not fall below a .3 that is .30000000000000004.
    tenth = np.minimum(np.rint(scores * 10_000).astype(int) // 1000, 9)
    return {
        "drift": {
            **_mean(scores, writers, seed),
            "quantiles": {
                name: _round(float(value))
                for name, value in zip(("p10", "p25", "p50", "p75", "p90"), quantiles, strict=True)
            },
            "tenths": np.bincount(tenth, minlength=10).tolist(),
        },
        "unwelcome": _mean(unwelcome, writers, seed),
        "axes": _axes(drifts, chosen, writers, seed),
    }


def _mean(values: Array, writers: Sequence[str], seed: int, digits: int = 4) -> dict[str, Any]:
    ends = mean_interval(values, writers, seed=seed)
    found: dict[str, Any] = {"mean": _round(float(values.mean()), digits), "interval": None}
    if ends is None:
        found["why"] = ONE_WRITER
    else:
        found["interval"] = [_round(float(end), digits) for end in ends]
    return found


def _axes(
    drifts: Sequence[Drift], chosen: Sequence[int], writers: Sequence[str], seed: int
) -> dict[str, Any]:
    described = {axis.name: axis for axis in READER_AXES}
    found: dict[str, Any] = {}
    for name in drifts[chosen[0]].axes:
        axis = described.get(name)
        form = FORM_AXES.get(name)
        label, unit = (
            (axis.label, axis.unit) if axis else (form.label, form.unit) if form else ("", "")
        )
        rows = [drifts[at].axes[name] for at in chosen]
        kept = [at for at, row in enumerate(rows) if row.shift is not None]
        entry: dict[str, Any] = {
            "kind": "reader" if axis else "form",
            "label": label,
            "unit": unit,
            "pairs": len(kept),
        }
        if not kept:
            entry |= {"before": None, "after": None, "shift": None, "shift_sd": None}
            entry |= {"interval": None, "interval_sd": None, "why": TOO_SHORT}
            found[name] = entry
            continue
        numbers = np.array([[rows[at].before, rows[at].after, rows[at].shift] for at in kept])
        before, after, shift = numbers.mean(axis=0)
        entry |= {"before": _round(before), "after": _round(after), "shift": _round(shift)}
        # A reader axis has its reference spread in the model; a counted one takes its own here.
        sd = ReaderModel.load().sd[name] if axis else float(numbers[:, 0].std())
        shown = _mean(numbers[:, 2], [writers[at] for at in kept], seed)
        entry["interval"] = shown["interval"]
        entry["shift_sd"] = _round(shift / sd) if sd > 0 else None
        entry["interval_sd"] = (
            [_round(end / sd) for end in shown["interval"]]
            if shown["interval"] and sd > 0
            else None
        )
        if "why" in shown:
            entry["why"] = shown["why"]
        elif not sd > 0:
            entry["why"] = "all originals are alike on this axis: no standard deviation"
        found[name] = entry
    return found


def _round(value: float, digits: int = 4) -> float:
    return round(float(value), digits)
