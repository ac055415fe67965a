"""Commands of the contract that come in a later version: they take their arguments and say so."""

from __future__ import annotations

import click

from style_models.errors import InputError


class ComesLater(InputError):
    """The command is part of the contract, but not of this version."""

    kind = "later"


def comes_later(what: str, instead: str) -> None:
    """Say in one line that ``what`` comes later, and what can be done until then."""
    raise ComesLater(f"'ownvoice {what}' comes in a later version; until then: {instead}")


def later_command(name: str, purpose: str, instead: str) -> click.Command:
    """Return a command that takes any arguments and says that it comes later."""

    @click.command(
        name,
        help=f"{purpose} (Comes in a later version.)",
        context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
    )
    @click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
    def command(arguments: tuple[str, ...]) -> None:
        comes_later(name, instead)

    return command
