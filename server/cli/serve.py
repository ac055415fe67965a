"""``ownvoice serve``: the local server."""

from __future__ import annotations

import click

from server.ports import DEFAULT_PORT, bound

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@click.command("serve")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Loopback address to listen on."
)
@click.option(
    "--port",
    default=DEFAULT_PORT,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Port to listen on; 0 takes a free one.",
)
@click.option(
    "--idle-minutes",
    default=30.0,
    show_default=True,
    envvar="OWNVOICE_IDLE_MINUTES",
    show_envvar=True,
    type=click.FloatRange(0, 525_600),
    help="After so long without a text the models leave memory, until the next one; 0 for never.",
)
@click.option("--pull/--no-pull", default=True, help="Fetch models that are missing (default).")
def command(host: str, port: int, idle_minutes: float, pull: bool) -> None:
    """Serve the browser extension and the pages, on this machine alone.

    Prints a link that opens the page, good once. A browser extension that wants to pair shows up
    here with a code to type there. Ctrl-C ends the server.
    """
    if host not in LOOPBACK:
        raise click.BadParameter(
            f"{host} is not this machine: Ownvoice serves on 127.0.0.1 alone", param_hint="--host"
        )
    # The port is looked at first: nothing is fetched or loaded for a server that cannot start.
    listener = bound("::1" if host == "::1" else "127.0.0.1", port)
    with listener:
        if pull:
            _pull_missing()
        from server.serving import serve

        serve(listener, idle_minutes)


def _pull_missing() -> None:
    from style_models.models.catalog import CATALOG
    from style_models.models.pull import is_pulled, pull

    missing = [model for model in CATALOG if not is_pulled(model)]
    if not missing:
        return
    size = sum(model.megabytes for model in missing)
    click.echo(f"Fetching {len(missing)} models ({size} MB), once.", err=True)
    pull(missing, report=lambda model, what: click.echo(f"  {model.name}: {what}", err=True))
