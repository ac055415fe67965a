"""``ownvoice drift``: how far a revision moves the person heard."""

from __future__ import annotations

import json
from typing import Any

import click

from style_models.errors import InputError


@click.command()
@click.argument("original", required=False)
@click.argument("revised", required=False)
@click.option("--writer", metavar="NAME", help="Whose tolerances weigh the drift.")
@click.option(
    "--batch",
    metavar="IN.jsonl",
    help='JSON lines {"id","original","revised"[,"writer"]} in, JSON lines out.',
)
@click.option("--json", "as_json", is_flag=True, help="Print edits and drift as JSON.")
def command(
    original: str | None, revised: str | None, writer: str | None, batch: str | None, as_json: bool
) -> None:
    """Compare two texts (files, or - for standard input): edits, verdicts, and drift by axis."""
    from server.cli._input import note_unknown_writer, preferences_of, read_text, write_text
    from style_models.pipeline import load_pipeline

    if not as_json:
        note_unknown_writer(writer)
    if batch is not None:
        _batch(batch, writer)
        return
    if original is None or revised is None:
        raise InputError("name two files: ownvoice drift ORIGINAL REVISED")
    if original == revised == "-":
        raise InputError("standard input can be one of the two texts, not both")
    before, after = read_text(original), read_text(revised)
    report = load_pipeline().drift(before, after, preferences=preferences_of(writer)).to_json()
    if as_json:
        write_text(json.dumps(report, ensure_ascii=False) + "\n")
    else:
        write_text(render(report))


def _batch(name: str, writer: str | None) -> None:
    from server.cli._input import answer_lines, field, preferences_of, writer_of
    from style_models.pipeline import load_pipeline

    pipeline = load_pipeline()

    def answer(row: dict[str, Any]) -> dict[str, Any]:
        wants = preferences_of(writer_of(row, writer))
        original, revised = field(row, "original"), field(row, "revised")
        return pipeline.drift(original, revised, preferences=wants).to_json()

    answer_lines(name, answer)


def render(report: dict[str, Any]) -> str:
    """Return the report as text: the score, the axes that moved, and what each edit is."""
    drift = report["drift"]
    low, high = drift["interval"]
    lines = [
        f"drift {drift['score']:.2f}  (interval {low:.2f} to {high:.2f}; unwelcome {drift['unwelcome']:.2f})",
        "",
        f"{'axis':<20}{'before':>8}{'after':>8}{'shift':>8}  interval",
    ]
    axes = sorted(drift["axes"].items(), key=lambda item: -abs(item[1].get("shift") or 0))
    for name, axis in axes:
        if axis.get("before") is None:
            lines.append(f"{name:<20}{'-':>8}{'-':>8}{'-':>8}  {axis.get('why', '')}")
            continue
        interval = axis.get("interval")
        shown = f"{interval[0]:+.2f} to {interval[1]:+.2f}" if interval else ""
        lines.append(
            f"{name:<20}{axis['before']:8.2f}{axis['after']:8.2f}{axis['shift']:+8.2f}  {shown}"
        )
    counts: dict[str, int] = {}
    for edit in report["edits"]:
        counts[edit["verdict"]] = counts.get(edit["verdict"], 0) + 1
    listed = ", ".join(f"{count} {verdict}" for verdict, count in counts.items()) or "none"
    return "\n".join([*lines, "", f"edits: {listed}", ""])
