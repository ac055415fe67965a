"""``ownvoice extension``: where the built browser extension lies."""

from __future__ import annotations

from pathlib import Path

import click

import server
from style_models.errors import InputError

BUILT = Path(server.__file__).parent / "built_extension" / "chrome-mv3"


class NotBuilt(InputError):
    """The extension's built files are not here."""

    kind = "not_built"


def built_extension() -> Path:
    """Return the folder to load unpacked; :class:`NotBuilt` if there is none."""
    if not (BUILT / "manifest.json").is_file():
        raise NotBuilt(
            "the browser extension is not built: run 'make extension' in the source folder, or "
            "install the wheel, which brings it"
        )
    return BUILT


@click.command("extension")
def command() -> None:
    """Print the folder of the browser extension.

    In Chromium or Chrome: open chrome://extensions, switch on developer mode, press 'Load unpacked'
    and choose this folder.
    """
    click.echo(str(built_extension()))
