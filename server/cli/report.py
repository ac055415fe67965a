"""``ownvoice report``: the drift of many pairs, overall and by group."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click


@click.command(name="report")
@click.argument("pairs", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    help="Folder for summary.json and report.html; made if it is not there.",
)
@click.option(
    "--group", "groups", multiple=True, metavar="FIELD", help="Compare by this field of the rows."
)
@click.option(
    "--engine",
    type=click.Choice(["local", "ray"]),
    default="local",
    show_default=True,
    help="Where the texts are read.",
)
def command(pairs: Path, out: Path, groups: tuple[str, ...], engine: str) -> None:
    """Measure how far writers are moved from the originals to the revisions in PAIRS.

    PAIRS holds JSON lines (may be gzipped): {"id", "writer", "original", "revised"} and any other
    field to group by. Writes summary.json and one self-contained report.html; neither holds the
    texts or the writers' names. Lines that cannot be used are named in the summary and left out.
    """
    from server.reports.page import render
    from server.reports.pairs import read_pairs
    from server.reports.summary import measure, summarise
    from style_models.errors import InputError

    if engine == "ray":
        raise InputError("--engine ray comes in a later version: use --engine local")
    fields = list(dict.fromkeys(groups))
    rows, bad = read_pairs(pairs, fields)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"the folder {out} cannot be made: choose another --out") from error
    with click.progressbar(
        length=len(rows), label="Reading pairs", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        drifts = measure(rows, bar.update)
    summary = summarise(rows, drifts, bad, fields)
    try:
        written = json.dumps(summary, ensure_ascii=False, indent=1, allow_nan=False)
        (out / "summary.json").write_text(written + "\n", encoding="utf-8")
        (out / "report.html").write_text(render(summary), encoding="utf-8")
    except OSError as error:
        raise InputError(f"nothing can be written to {out}: choose another --out") from error
    if bad:
        many = "lines were" if len(bad) > 1 else "line was"
        click.echo(f"{len(bad)} {many} left out: see bad_lines in summary.json", err=True)
    click.echo(str(out / "report.html"))
