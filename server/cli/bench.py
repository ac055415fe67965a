"""``ownvoice bench``: reproduce a figure."""

from __future__ import annotations

import inspect
import json
import pkgutil
from pathlib import Path
from typing import Any

import click

from style_models.errors import InputError

NOT_BENCHES = {
    *("corpora", "correction", "gleu", "known_edits"),
    *("progress", "ruler", "sentences", "twin_texts"),
}


@click.command()
@click.argument("name", required=False)
@click.option(
    "--data", type=click.Path(path_type=Path), help="The data file, or the folder that holds it."
)
@click.option(
    "--asked", type=click.IntRange(min=0), help="tolerance: how many questions are asked."
)
@click.option(
    "--rows",
    type=click.IntRange(min=0),
    help="Most rows of each part (0: all), where a bench takes parts.",
)
@click.option(
    "--work",
    type=click.Path(path_type=Path, file_okay=False),
    help="judge: where gathered edits are kept, so that a stopped run goes on.",
)
@click.option(
    "--words", type=click.IntRange(min=1), help="length: how many words the longest text has."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="length: the SVG file that the plot is written to (length.svg).",
)
@click.option(
    "--tagger",
    type=click.Path(path_type=Path, file_okay=False),
    help="twins: the tagger in this folder instead of the shipped one.",
)
@click.option(
    "--adapter",
    type=click.Path(path_type=Path, file_okay=False),
    help="twins: the adapter in this folder instead of the shipped one.",
)
@click.option("--engines", help="twins: which are measured, of tagger,model,whole.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def command(name: str | None, data: Path | None, as_json: bool, **options: Any) -> None:
    """Run the bench NAME and print its figures; without NAME, list the benches."""
    import importlib

    import style_models.bench

    found = [
        m.name
        for m in pkgutil.iter_modules(style_models.bench.__path__)
        if m.name not in NOT_BENCHES
    ]
    if name is None:
        for each in found:
            module = importlib.import_module(f"style_models.bench.{each}")
            summary = (module.__doc__ or "").strip().splitlines()[0]
            click.echo(f"{each:<14}{summary}")
        return
    if name not in found:
        raise InputError(f"there is no bench {name!r}: choose one of {', '.join(found)}")
    if data is not None and not data.exists():
        raise InputError(f"there is no {data}: name the data file or its folder with --data")
    module = importlib.import_module(f"style_models.bench.{name}")
    takes = inspect.signature(module.run).parameters
    given = {key: value for key, value in options.items() if value is not None}
    if surplus := [key for key in given if key not in takes]:
        raise InputError(f"bench {name} has no option --{surplus[0]}")
    result = module.run(data, **given)
    click.echo(json.dumps(result, ensure_ascii=False) if as_json else module.render(result))
