"""Time and memory against length: web text as it comes, through the whole pipeline.

Texts of CWEB's sentences, from 50 to 20,000 words, each in a process of its own: seconds from text to
measured rewrite, and the highest resident memory above that of the warm models. Least-squares lines
tell how straight time goes and how flat memory stays; the stages tell where the time is spent. The
processor's own seconds stand beside: they hardly depend on what else the machine has to do.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from html import escape
from pathlib import Path
from typing import Any

from style_models.bench.corpora import data_file, rows_of
from style_models.bench.polish import sentence_of
from style_models.errors import InputError

LENGTHS = (50, 200, 500, 1000, 2000, 5000, 10_000, 20_000)
SENTENCES_A_PARAGRAPH = 5
PLOT = Path("length.svg")


def run(data: Path | None, words: int = LENGTHS[-1], out: Path = PLOT) -> dict[str, Any]:
    """Measure texts of up to ``words`` words and draw the lines into the SVG file ``out``."""
    rows = rows_of(data_file(data, "cweb"))
    sentences = [sentence_of(row).text for row in rows]
    points = []
    for length in [each for each in LENGTHS if each <= words] or [words]:
        points.append(_in_a_process(text_of(sentences, length)))
        _progress(length)
    result = {
        "points": points,
        "time": line([p["words"] for p in points], [p["seconds"] for p in points]),
        "processor": line([p["words"] for p in points], [p["processor_s"] for p in points]),
        "memory": line([p["words"] for p in points], [p["mb"] for p in points]),
        "plot": str(out),
    }
    try:
        out.write_text(drawn(result), encoding="utf-8")
    except OSError as error:
        raise InputError(f"the plot cannot be written to {out}: choose another --out") from error
    return result


def text_of(sentences: Sequence[str], words: int) -> str:
    """Return the first sentences, over again if need be, up to ``words`` words, in paragraphs."""
    taken: list[str] = []
    count = 0
    while count < words:
        taken.append(sentences[len(taken) % len(sentences)])
        count += len(taken[-1].split())
    return "\n\n".join(
        " ".join(taken[at : at + SENTENCES_A_PARAGRAPH])
        for at in range(0, len(taken), SENTENCES_A_PARAGRAPH)
    )


def line(x: Sequence[float], y: Sequence[float]) -> dict[str, float]:
    """Return the least-squares line ``y = intercept + slope x`` and its R2.

    R2 is 1 where all ``y`` are alike; of fewer than two points the line is flat.
    """
    import numpy as np

    known, told = np.asarray(x, float), np.asarray(y, float)
    if len(known) < 2 or np.ptp(known) == 0:
        return {"slope": 0.0, "intercept": float(told.mean()), "r2": 1.0}
    slope, intercept = np.polyfit(known, told, 1)
    off = float(((told - intercept - slope * known) ** 2).sum())
    spread = float(((told - told.mean()) ** 2).sum())
    return {
        "slope": float(slope),
        "intercept": float(intercept),
        "r2": 1.0 - off / spread if spread else 1.0,
    }


# ------------------------------------------------------------------ one text


def _in_a_process(text: str) -> dict[str, Any]:
    command = "from style_models.bench.length import measure_stdin; measure_stdin()"
    done = subprocess.run(
        [sys.executable, "-c", command],
        input=text.encode(),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        last = (done.stderr.decode(errors="replace").strip() or "it said nothing").splitlines()[-1]
        raise InputError(f"a text of {len(text.split())} words was not worked on: {last}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure_stdin() -> None:
    """Rewrite the text of standard input with warm models and print what it took, as JSON."""
    from style_models.pipeline import load_pipeline

    text = sys.stdin.buffer.read().decode()
    pipeline = load_pipeline()
    pipeline.warm()
    pipeline.forget()
    _lower_the_mark()
    warm = _megabytes("VmRSS")
    began = time.process_time()
    rewrite = pipeline.rewrite(text)
    processor = time.process_time() - began
    stages = {stage: ms / 1000 for stage, ms in rewrite.timing_ms.items()}
    told = {
        "words": len(text.split()),
        "seconds": round(stages.pop("total"), 3),
        "processor_s": round(processor, 3),
        "stages": {stage: round(seconds, 3) for stage, seconds in stages.items()},
        "edits": len(rewrite.edits),
        "warm_mb": round(warm, 1),
        "mb": round(_megabytes("VmHWM") - warm, 1),
    }
    print(json.dumps(told))


def _lower_the_mark() -> None:
    """Have Linux forget the highest memory so far: loading the models takes more than using them."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", "ascii")


def _megabytes(name: str) -> float:
    """Return ``VmRSS`` (now) or ``VmHWM`` (highest) in MB; elsewhere than on Linux the highest."""
    try:
        listed = Path("/proc/self/status").read_text("ascii", "replace").splitlines()
        return next(int(each.split()[1]) / 1024 for each in listed if each.startswith(name))
    except (OSError, StopIteration):
        highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return highest / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _progress(length: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{length} words", end=" ", file=sys.stderr, flush=True)


# ------------------------------------------------------------------ the plot

WIDTH, HEIGHT, LEFT, TOP, GAP = 420, 260, 64, 64, 56
STAGE_HEIGHT = 26
# The report's colours, light and dark.
STYLE = """
svg { --paper: #ffffff; --ink: #1b2230; --soft: #586174; --line: #dfe3ea; --up: #0b6e74; --down: #b4531a; }
@media (prefers-color-scheme: dark) {
  svg { --paper: #12151b; --ink: #e8ebf1; --soft: #a2abbb; --line: #303846; --up: #5cc8ce; --down: #f0a06a; }
}
.paper { fill: var(--paper); } text { fill: var(--ink); } .small { fill: var(--soft); font-size: 11.5px; }
.title { font-weight: 600; } .grid { stroke: var(--line); } .fit { stroke: var(--up); stroke-width: 1.6; }
.memory .fit { stroke: var(--down); } circle { fill: var(--up); } .memory circle { fill: var(--down); }
"""
SHADES = ("#0b6e74", "#3f9aa0", "#8a93a5", "#b4531a", "#dfa37c", "#7a5ea8")


def drawn(result: dict[str, Any]) -> str:
    """Return the SVG page of a result: time and memory against words, and the stages' shares."""
    points = result["points"]
    stages = list(points[0]["stages"])
    width = 2 * (LEFT + WIDTH) + GAP + 20
    below = TOP + HEIGHT + 84
    height = below + len(points) * STAGE_HEIGHT + 60
    took, memory = result["time"], result["memory"]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="system-ui, sans-serif" font-size="13">',
        f"<title>Time and memory against length</title><style>{STYLE}</style>",
        f'<rect class="paper" width="{width}" height="{height}"/>',
        _panel(
            LEFT,
            "Seconds from text to measured rewrite",
            f"{100 * took['slope']:.2f} s per 100 words, R² {took['r2']:.4f}",
            [(p["words"], p["seconds"]) for p in points],
            took,
            "time",
        ),
        _panel(
            2 * LEFT + WIDTH + GAP,
            "Highest memory above the warm models, MB",
            f"{1000 * memory['slope']:.2f} MB per 1,000 words",
            [(p["words"], p["mb"]) for p in points],
            memory,
            "memory",
        ),
        f'<text class="title" x="{LEFT}" y="{below - 34}">Share of the time, by stage</text>',
    ]
    room = width - LEFT - 100
    for row, point in enumerate(points):
        y = below + row * STAGE_HEIGHT
        whole = sum(point["stages"].values()) or 1.0
        parts.append(
            f'<text x="{LEFT + 50}" y="{y + 15}" text-anchor="end">{point["words"]:,}</text>'
        )
        x = LEFT + 60.0
        for stage, shade in zip(stages, SHADES, strict=False):
            share = point["stages"][stage] / whole * room
            told = f"{stage}: {point['stages'][stage]:.2f} s"
            parts.append(
                f'<rect x="{x:.1f}" y="{y}" width="{share:.1f}" height="{STAGE_HEIGHT - 6}" '
                f'fill="{shade}"><title>{escape(told)}</title></rect>'
            )
            x += share
    x, y = float(LEFT), below + len(points) * STAGE_HEIGHT + 24
    for stage, shade in zip(stages, SHADES, strict=False):
        parts.append(f'<rect x="{x}" y="{y - 11}" width="13" height="13" fill="{shade}"/>')
        parts.append(f'<text x="{x + 19}" y="{y}">{escape(stage)}</text>')
        x += 110
    return "\n".join([*parts, "</svg>", ""])


def _panel(
    left: int,
    title: str,
    told: str,
    points: Sequence[tuple[float, float]],
    fit: dict[str, float],
    kind: str,
) -> str:
    """Return one panel: points, their least-squares line, round ticks from 0 on both sides."""
    last = max(x for x, _ in points)
    reached = fit["intercept"] + fit["slope"] * last
    across, up = _ticks(last), _ticks(max(reached, *(y for _, y in points)))

    def place(x: float, y: float) -> tuple[float, float]:
        return left + x / across[-1] * WIDTH, TOP + HEIGHT - max(0.0, y) / up[-1] * HEIGHT

    parts = [
        f'<g class="{kind}">',
        f'<text class="title" x="{left}" y="{TOP - 36}">{escape(title)}</text>',
        f'<text class="small" x="{left}" y="{TOP - 18}">{escape(told)}</text>',
    ]
    for tick in up:
        _, y = place(0, tick)
        parts.append(
            f'<line class="grid" x1="{left}" x2="{left + WIDTH}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text class="small" x="{left - 8}" y="{y + 4:.1f}" text-anchor="end">{tick:,g}</text>'
        )
    for tick in across:
        x, y = place(tick, 0)
        parts.append(
            f'<text class="small" x="{x:.1f}" y="{y + 18:.1f}" text-anchor="middle">{tick:,g}</text>'
        )
    ends = [place(x, fit["intercept"] + fit["slope"] * x) for x in (0.0, last)]
    (x1, y1), (x2, y2) = ends
    parts.append(f'<line class="fit" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>')
    for words, value in points:
        x, y = place(words, value)
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.6"><title>{words:,} words: {value:,.1f}</title></circle>'
        )
    x, y = place(across[-1], 0)
    parts.append(
        f'<text class="small" x="{x:.1f}" y="{y + 34:.1f}" text-anchor="end">words</text></g>'
    )
    return "\n".join(parts)


def _ticks(highest: float) -> list[float]:
    """Return round numbers from 0 to at least ``highest``, at most seven of them."""
    size = 1.0
    while highest / size > 60:
        size *= 10
    while 0 < highest / size <= 6:
        size /= 10
    step = next(s * size for s in (1, 2, 5, 10, 20) if highest / (s * size) <= 6)
    count = max(1, -int(-highest // step))
    return [round(step * at, 10) for at in range(count + 1)]


def render(result: dict[str, Any]) -> str:
    """Return the figures as a table for the terminal."""
    stages = list(result["points"][0]["stages"])
    lines = [
        "  words   seconds  s per 100 words   MB   share of the time: "
        + "  ".join(f"{stage:>8}" for stage in stages)
    ]
    for p in result["points"]:
        whole = sum(p["stages"].values()) or 1.0
        shares = "  ".join(f"{100 * p['stages'][s] / whole:7.1f}%" for s in stages)
        lines.append(
            f"{p['words']:>7,} {p['seconds']:9.2f} {100 * p['seconds'] / p['words']:16.2f}"
            f" {p['mb']:4.0f}                      {shares}"
        )
    memory = result["memory"]
    lines += [
        f"{what}: {100 * fit['slope']:.3f} s per 100 words and {fit['intercept']:+.2f} s, "
        f"R2 {fit['r2']:.4f}"
        for what, fit in (("time", result["time"]), ("processor", result["processor"]))
    ]
    lines += [
        f"highest memory above the warm models: {1000 * memory['slope']:.2f} MB per 1,000 words and "
        f"{memory['intercept']:+.0f} MB, R2 {memory['r2']:.4f}",
        f"drawn in {result['plot']}",
    ]
    return "\n".join(lines)
