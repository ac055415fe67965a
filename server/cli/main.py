"""The console script. Each command is one file of this package that holds a ``command``.

The files import nothing heavy at their top, so that ``ownvoice --help`` answers at once.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from pathlib import Path

import click

import server.cli
from style_models import __version__
from style_models.errors import InputError
from style_models.paths import ENVIRONMENT_VARIABLE

EXIT_BAD_INPUT = 2


class CommandFiles(click.Group):
    """A group whose commands are the modules beside this one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the command files, in alphabetical order."""
        return sorted(
            found.name.replace("_", "-")
            for found in pkgutil.iter_modules(server.cli.__path__)
            if found.name != "main" and not found.name.startswith("_")
        )

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import the command's file and return its ``command``."""
        if name not in self.list_commands(ctx):
            return None
        found: click.Command = importlib.import_module(
            f"server.cli.{name.replace('-', '_')}"
        ).command
        return found


@click.group(cls=CommandFiles, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ownvoice")
@click.option(
    "--data-dir",
    type=click.Path(file_okay=False, path_type=Path),
    envvar=ENVIRONMENT_VARIABLE,
    show_envvar=True,
    help="Folder that holds everything the program stores.",
)
def cli(data_dir: Path | None) -> None:
    """Polish a writer's text and keep the writer's voice, on this machine alone."""
    if data_dir is not None:
        os.environ[ENVIRONMENT_VARIABLE] = str(data_dir)


def main() -> None:
    """Run the command line: exit 0 on success, 2 on bad input with one clear line on stderr."""
    try:
        result = cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        _fail(error.format_message())
    except InputError as error:
        _fail(str(error))
    except BrokenPipeError:
        # The reader of our output went away (`| head`): not an error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    sys.exit(result if isinstance(result, int) else 0)


def _fail(message: str) -> None:
    click.echo(f"ownvoice: {' '.join(message.split())}", err=True)
    sys.exit(EXIT_BAD_INPUT)
