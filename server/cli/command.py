"""``ownvoice command``: a writer's own instructions by name."""

from __future__ import annotations

import json
from contextlib import closing

import click


@click.group("command")
def command() -> None:
    """Your own commands: an instruction by name, used as 'ownvoice rewrite FILE --command NAME'.

    They need a model that follows instructions (OWNVOICE_MODEL).
    """


@command.command("add")
@click.argument("name")
@click.argument("instruction")
@click.option(
    "--axes",
    metavar="AXIS,...",
    default="",
    help="What the command is meant to move: +AXIS (or AXIS) may rise, -AXIS may fall. Rewordings that "
    "move these axes alone are applied; all others are shown and held back.",
)
def add(name: str, instruction: str, axes: str) -> None:
    """Keep INSTRUCTION under NAME, in place of a command of that name."""
    from server.store.repository import open_store

    named = [axis for axis in axes.split(",") if axis.strip()]
    with closing(open_store()) as store:
        kept = store.set_command(name, instruction, named)
    meant = f" (may move {', '.join(kept.axes)})" if kept.axes else ""
    click.echo(f"kept the command {kept.name}{meant}", err=True)


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
def list_all(as_json: bool) -> None:
    """List the commands with their instructions."""
    from server.store.repository import open_store

    with closing(open_store()) as store:
        found = store.commands()
    if as_json:
        shown = [one.to_json() for one in found]
        click.echo(json.dumps(shown, ensure_ascii=False))
        return
    for one in found:
        axes = click.style(f"  [{', '.join(one.axes)}]", dim=True) if one.axes else ""
        click.echo(f"{click.style(one.name, bold=True)}  {one.instruction}{axes}")


@command.command("remove")
@click.argument("name")
def remove(name: str) -> None:
    """Remove the command NAME."""
    from server.store.repository import open_store

    with closing(open_store()) as store:
        store.remove_command(name)
    click.echo(f"removed the command {name}", err=True)
