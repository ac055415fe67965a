"""``ownvoice drift``: how far a revision moves the person heard."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import click

from style_models.errors import InputError

LEAST_PART = 0.02
"""An edit that moves an axis by less than this, in SD, is not named as moving it."""


@click.command()
@click.argument("original", required=False)
@click.argument("revised", required=False)
@click.option(
    "--writer",
    metavar="NAME",
    help="Whose tolerances weigh the drift, and towards whose own style it does not count.",
)
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
    wants = preferences_of(writer, learn=True)
    report = load_pipeline().drift(before, after, preferences=wants).to_json()
    if as_json:
        write_text(json.dumps(report, ensure_ascii=False) + "\n")
    else:
        write_text(render(report))


def _batch(name: str, writer: str | None) -> None:
    from server.cli._input import answer_lines, field, preferences_of, writer_of
    from style_models.pipeline import load_pipeline

    pipeline = load_pipeline()

    def answer(row: dict[str, Any]) -> dict[str, Any]:
        wants = preferences_of(writer_of(row, writer), learn=True)
        original, revised = field(row, "original"), field(row, "revised")
        return pipeline.drift(original, revised, preferences=wants).to_json()

    answer_lines(name, answer)


def render(report: dict[str, Any]) -> str:
    """Return the report as text: the score, the axes that moved, and what each edit is."""
    from style_models.persona.axes import READER_AXES
    from style_models.persona.drift import STYLE

    drift = report["drift"]
    low, high = drift["interval"]
    heard_names = {axis.name for axis in READER_AXES}
    lines = [
        f"drift {drift['score']:.2f}  (90% interval {low:.2f} to {high:.2f}; "
        f"unwelcome {drift['unwelcome']:.2f})"
    ]
    heard = {n: axis for n, axis in drift["axes"].items() if n in heard_names}
    counted = {n: axis for n, axis in drift["axes"].items() if n not in {*heard_names, STYLE}}
    for title, axes in (("what readers hear", heard), ("what can be counted", counted)):
        lines += ["", *_table(title, axes)]
    if style := drift["axes"].get(STYLE):
        told = style.get("why") or (
            f"original {style['before']:.2f}, revised {style['after']:.2f} (0 the very same, 1 unrelated)"
        )
        lines += ["", f"unlike the writer's own style: {told}"]
    lines += ["", *_behind(report)]
    counts: dict[str, int] = {}
    for edit in report["edits"]:
        counts[edit["verdict"]] = counts.get(edit["verdict"], 0) + 1
    listed = ", ".join(f"{count} {verdict}" for verdict, count in counts.items()) or "none"
    return "\n".join([*lines, "", f"edits: {listed}", ""])


def _table(title: str, axes: dict[str, Any]) -> Iterator[str]:
    """Yield the axes that moved, those that moved most first, and how many others there are."""
    moved = [(name, axis) for name, axis in axes.items() if axis.get("shift")]
    short = sum(axis.get("before") is None for axis in axes.values())
    yield f"{title:<24}{'before':>8}{'after':>8}{'shift':>8}{'in SD':>8}  90% interval"
    moved.sort(key=lambda item: -abs(item[1].get("shift_sd", item[1]["shift"])))
    for name, axis in moved:
        low, high = axis["interval"]
        in_sd = f"{axis['shift_sd']:+8.2f}" if "shift_sd" in axis else " " * 8
        # A count has no error: its interval is the shift itself.
        span = f"  {low:+.2f} to {high:+.2f}" if low != high else ""
        cells = f"{axis['before']:8.2f}{axis['after']:8.2f}{axis['shift']:+8.2f}"
        yield f"  {name:<22}{cells}{in_sd}{span}".rstrip()
    still = len(axes) - len(moved) - short
    if still:
        yield f"  {still} did not move"
    if short:
        yield f"  {short} need a longer text"


def _behind(report: dict[str, Any], axes: int = 3, most: int = 3) -> Iterator[str]:
    """Yield, for the reader axes that moved most, the edits that moved them that way most."""
    moved = [
        (name, axis["shift_sd"])
        for name, axis in report["drift"]["axes"].items()
        if axis.get("shift_sd")
    ]
    moved.sort(key=lambda item: -abs(item[1]))
    for name, whole in moved[:axes]:
        way = 1 if whole > 0 else -1
        parts = [(edit["shifts"].get(name, 0.0) * way, edit) for edit in report["edits"]]
        parts = sorted((p for p in parts if p[0] >= LEAST_PART), key=lambda part: -part[0])
        if parts:
            yield f"{name} {whole:+.2f} SD, most by"
            for part, edit in parts[:most]:
                yield f"  {part * way:+.2f}  {_wording(edit)}"


def _wording(edit: dict[str, Any], longest: int = 40) -> str:
    sides = (" ".join(edit[side].split()) or "∅" for side in ("before", "after"))
    return " → ".join(s if len(s) <= longest else s[: longest - 1] + "…" for s in sides)
