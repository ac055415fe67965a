"""Draw a report as one HTML page that needs nothing else."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from style_models.persona.axes import FORM_AXES, READER_AXES
from style_models.persona.drift import LEAST_WORDS

ROW = 22  # height of an axis's row in the forest plot
PAGE = 1072  # room for a plot; more groups than fit are scrolled to
NARROWEST, WIDEST = 118, 430  # width of one group's panel
GAP, EDGE = 14, 14  # between panels, and between a panel's side and its scale
LABELS = 178  # width of the axis labels
TICK_ROOM = 30
TOP = 58  # room above the rows for panel titles


@dataclass(frozen=True)
class Panel:
    """One column of the forest plot: everyone, or one group."""

    field: str
    title: str
    size: str
    left: float
    marks: list[dict[str, Any]]


def render(summary: dict[str, Any]) -> str:
    """Return the page of a summary from :func:`server.reports.summary.summarise`."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("server.reports", "."),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters |= {
        "signed": signed, "number": number, "span": span, "percent": percent, "many": many,
    }  # fmt: skip
    reader = {name: axis for name, axis in summary["axes"].items() if axis["kind"] == "reader"}
    form = {name: axis for name, axis in summary["axes"].items() if axis["kind"] == "form"}
    return environment.get_template("report.html.j2").render(
        summary=summary,
        reader=reader,
        form=form,
        moved=_moved(reader),
        plots=_plots(summary, list(reader)),
        hears={axis.name: axis.hears for axis in READER_AXES},
        counts={name: axis.counts for name, axis in FORM_AXES.items()},
        least_words=LEAST_WORDS,
    )


def _moved(reader: dict[str, Any]) -> list[dict[str, Any]]:
    """The axes that moved most among those whose interval leaves out 0."""
    sure = [axis for axis in reader.values() if _leaves_out_zero(axis["interval_sd"])]
    return sorted(sure, key=lambda axis: -abs(axis["shift_sd"]))[:3]


def _leaves_out_zero(interval: list[float] | None) -> bool:
    return interval is not None and not interval[0] <= 0 <= interval[1]


def _plots(summary: dict[str, Any], names: list[str]) -> list[dict[str, Any]]:
    """Return the geometry of the forest plots: everyone beside the groups of each field."""
    everyone = ("", "everyone", summary)
    sides = [
        [everyone, *((field, value, part) for value, part in found["values"].items())]
        for field, found in summary["groups"].items()
    ] or [[everyone]]
    ends = [
        value
        for side in sides
        for _, _, part in side
        for name in names
        for value in [*(part["axes"][name]["interval_sd"] or []), part["axes"][name]["shift_sd"]]
        if value is not None
    ]
    scale = _scale(min(ends, default=0.0), max(ends, default=0.0))
    return [_plot(side, names, scale) for side in sides]


def _plot(
    parts: list[tuple[str, str, dict[str, Any]]], names: list[str], scale: list[float]
) -> dict[str, Any]:
    """Return one plot's geometry: panels side by side over shared rows."""
    width = max(NARROWEST, min(WIDEST, (PAGE - LABELS) / len(parts) - GAP))
    first, last = scale[0], scale[-1]

    def place(value: float) -> float:
        return round(EDGE + (value - first) / (last - first) * (width - 2 * EDGE), 1)

    panels = []
    for index, (field, value, part) in enumerate(parts):
        marks = []
        for row, name in enumerate(names):
            axis = part["axes"][name]
            if axis["shift_sd"] is None:
                continue
            ends = axis["interval_sd"]
            kind = "up" if axis["shift_sd"] > 0 else "down"
            marks.append(
                {
                    "y": TOP + row * ROW + ROW / 2,
                    "x": place(axis["shift_sd"]),
                    "ends": [place(end) for end in ends] if ends else None,
                    "kind": kind if _leaves_out_zero(ends) else "unsure",
                    "title": f"{axis['label']}: {signed(axis['shift_sd'])} SD ({span(ends, True)})",
                }
            )
        size = f"{many(part['pairs'], 'pair')}, {many(part['writers'], 'writer')}"
        left = LABELS + index * (width + GAP)
        panels.append(Panel(field, _short(value, int(width / 7.5)), size, left, marks))
    bottom = TOP + len(names) * ROW
    every = 1 if (width - 2 * EDGE) / (len(scale) - 1) >= TICK_ROOM else 2
    zero = scale.index(0.0)
    return {
        "panels": panels,
        "rows": [
            {"y": TOP + at * ROW, "label": parts[0][2]["axes"][name]["label"]}
            for at, name in enumerate(names)
        ],
        "ticks": [
            {"x": place(tick), "label": _tick(tick) if (at - zero) % every == 0 else ""}
            for at, tick in enumerate(scale)
        ],
        "zero": place(0.0),
        "row": ROW,
        "top": TOP,
        "bottom": bottom,
        "width": LABELS + len(panels) * (width + GAP),
        "height": bottom + 44,
        "panel": width,
        "labels": LABELS,
    }


def _scale(low: float, high: float) -> list[float]:
    """Return round ticks that hold 0, ``low`` and ``high``, at most about eight of them."""
    reach = max(high, 0.0) - min(low, 0.0)
    step = next((s for s in (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0) if reach / s <= 6), 10.0)
    below = math.ceil(max(0.0, -low) / step - 1e-9)
    above = max(math.ceil(max(0.0, high) / step - 1e-9), 1 - below)
    return [step * at for at in range(-below, above + 1)]


def _tick(value: float) -> str:
    return f"{value:+g}".replace("-", "−") if value else "0"


def _short(text: str, longest: int = 24) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def number(value: float | None, digits: int = 2) -> str:
    """Return a number for people; a dash where there is none."""
    return "–" if value is None else f"{value:.{digits}f}".replace("-", "−")


def signed(value: float | None, digits: int = 2) -> str:
    """Return a number with its sign (a true minus); a dash where there is none."""
    if value is None:
        return "–"
    shown = f"{value:+.{digits}f}"
    return shown[1:] if float(shown) == 0 else shown.replace("-", "−")


def span(interval: list[float] | None, with_sign: bool = False, digits: int = 2) -> str:
    """Return an interval as "low to high"; "unknown" where there is none."""
    if interval is None:
        return "unknown"
    show = signed if with_sign else number
    return f"{show(interval[0], digits)} to {show(interval[1], digits)}"


def percent(part: float, whole: float) -> str:
    """Return a share in per cent."""
    return f"{100 * part / whole:.0f}%" if whole else "–"


def many(count: int, word: str) -> str:
    """Return a count with its noun: "1 pair", "2 pairs"."""
    return f"{count:,} {word}" + ("" if count == 1 else "s")
