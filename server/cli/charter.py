"""``ownvoice charter``: comes in a later version."""

from __future__ import annotations

from pathlib import Path

import click

from server.cli._later import comes_later

_INSTEAD = "the writer's own tolerances ('ownvoice writer ask NAME') bound what is applied"


@click.group("charter")
def command() -> None:
    """Bounds on axes for a role or place. (Comes in a later version.)"""


@command.command("check")
@click.argument("file", type=click.Path(path_type=Path))
def check(file: Path) -> None:
    """Check a charter's file."""
    comes_later("charter check", _INSTEAD)


@command.command("add")
@click.argument("file", type=click.Path(path_type=Path))
def add(file: Path) -> None:
    """Keep a charter."""
    comes_later("charter add", _INSTEAD)


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
def list_all(as_json: bool) -> None:
    """List the charters that are kept: none yet, as they come in a later version."""
    if as_json:
        click.echo("[]")


@command.command("show")
@click.argument("name")
def show(name: str) -> None:
    """Show a charter."""
    comes_later("charter show", _INSTEAD)
