"""The console script. Each command is one file of this package that holds a ``command``.

The files import nothing heavy at their top, so that ``ownvoice --help`` answers at once.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

import server.cli
from style_models import __version__
from style_models.errors import InputError
from style_models.paths import ENVIRONMENT_VARIABLE

EXIT_BAD_INPUT = 2
EXIT_UNEXPECTED = 1


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
        _take_data_dir(found)
        return found


def _set_data_dir(ctx: click.Context, param: click.Parameter, value: Path | None) -> None:
    if value is not None:
        os.environ[ENVIRONMENT_VARIABLE] = str(value)


def _data_dir_option(**settings: Any) -> click.Option:
    return click.Option(
        ["--data-dir"],
        type=click.Path(file_okay=False, path_type=Path),
        help="Folder that holds everything the program stores.",
        expose_value=False,
        callback=_set_data_dir,
        **settings,
    )


def _take_data_dir(command: click.Command) -> None:
    """Let ``command`` and those below it take ``--data-dir`` too: people put options last."""
    if not any("--data-dir" in param.opts for param in command.params):
        command.params.append(_data_dir_option())
    if isinstance(command, click.Group):
        for below in command.commands.values():
            _take_data_dir(below)


@click.group(cls=CommandFiles, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ownvoice")
def cli() -> None:
    """Polish a writer's text and keep the writer's voice, on this machine alone."""


cli.params.append(_data_dir_option(envvar=ENVIRONMENT_VARIABLE, show_envvar=True))


def main() -> None:
    """Run the command line: exit 0 on success, 2 on bad input with one clear line on stderr.

    An error that nobody foresaw ends with 1 and one line that names its type alone: its message
    and its traceback may quote the writer's text.
    """
    try:
        result = cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(error.exit_code)
    except click.ClickException as error:
        _fail(error.format_message())
    except InputError as error:
        _fail(str(error))
    except BrokenPipeError:
        # The reader of our output went away (`| head`): not an error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        _fail(f"unexpected error ({type(error).__name__}): please report it", EXIT_UNEXPECTED)
    sys.exit(result if isinstance(result, int) else 0)


def _fail(message: str, code: int = EXIT_BAD_INPUT) -> NoReturn:
    click.echo(f"ownvoice: {' '.join(message.split())}", err=True)
    sys.exit(code)
