"""``ownvoice rewrite``: polish a text on the command line."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from typing import Any

import click
from click.core import ParameterSource

from style_models.errors import InputError
from style_models.rewriting.modes import MODES, Mode

MARKS = {"polish": "green", "unsure": "yellow", "distortion": "magenta", "meaning": "red"}


@click.command()
@click.argument("file", default="-", required=False)
@click.option(
    "--mode",
    type=click.Choice(list(MODES)),
    default="polish",
    show_default=True,
    help="What may change.",
)
@click.option(
    "--command",
    "own",
    metavar="NAME",
    help="A command of your own in place of a mode (see 'ownvoice command').",
)
@click.option("--writer", metavar="NAME", help="Whose preferences to follow.")
@click.option(
    "--register",
    metavar="R",
    help="The kind of writing (mail, posts, ...). Kept for profiles; does not change repairs yet.",
)
@click.option("--charter", metavar="NAME", help="The charter to keep to.")
@click.option(
    "--batch", metavar="IN.jsonl", help='JSON lines {"id","text"[,"writer"]} in, JSON lines out.'
)
@click.option("--json", "as_json", is_flag=True, help="Print the whole rewrite as JSON.")
def command(
    file: str, mode: str, own: str | None, writer: str | None, register: str | None,
    charter: str | None, batch: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Polish the text in FILE (or standard input) and keep the voice.

    The result goes to standard output, a short account of the edits to standard error.
    """
    from server.cli._input import (
        BYTE_ORDER_MARK,
        note_unknown_writer,
        preferences_of,
        read_document,
        write_text,
    )
    from style_models.pipeline import load_pipeline

    _check_charter(charter)
    chosen = mode if own is None else _mode_of(own)
    del register  # As its help says: what is repaired does not depend on it.
    if not as_json:
        note_unknown_writer(writer)
    if batch is not None:
        _batch(batch, chosen, writer)
        return
    text, marked = read_document(file)
    # Only there does the profile decide on edits: texts that have come since it was made are read.
    wants = preferences_of(writer, learn=mode == "own-voice")
    rewrite = load_pipeline().rewrite(text, mode=chosen, preferences=wants)
    shown = rewrite.to_json()
    if as_json:
        write_text(json.dumps(shown, ensure_ascii=False) + "\n")
        return
    # On a terminal the account reads better above the text than after it.
    account(shown)
    end = "" if rewrite.result.endswith("\n") or not sys.stdout.isatty() else "\n"
    # The mark is the file's, not the text's: what was saved with one is saved with one again.
    write_text((BYTE_ORDER_MARK if marked else "") + rewrite.result + end)


def _check_charter(charter: str | None) -> None:
    if charter is not None:
        raise InputError(f"there is no charter {charter!r}: charters come with a later version")


def _mode_of(name: str) -> Mode:
    """Return what the command of that name may do; it takes the place of a mode."""
    from server.store.repository import open_store

    given = click.get_current_context().get_parameter_source("mode")
    if given is not None and given is not ParameterSource.DEFAULT:
        raise InputError("--command takes the place of --mode: leave one of them out")
    with closing(open_store()) as store:
        return store.command(name).mode()


def _batch(name: str, mode: str | Mode, writer: str | None) -> None:
    from server.cli._input import answer_lines, field, preferences_of, writer_of
    from style_models.pipeline import load_pipeline

    pipeline = load_pipeline()

    def answer(row: dict[str, Any]) -> dict[str, Any]:
        wants = preferences_of(writer_of(row, writer), learn=mode == "own-voice")
        return pipeline.rewrite(field(row, "text"), mode=mode, preferences=wants).to_json()

    answer_lines(name, answer)


def account(shown: dict[str, Any]) -> None:
    """Print what was done and what was held back to standard error."""

    def say(text: str, **style: Any) -> None:
        click.secho(text, err=True, **style)

    applied = [edit for edit in shown["edits"] if edit["applied"]]
    held = [edit for edit in shown["edits"] if not edit["applied"]]
    for title, edits in (("applied", applied), ("held back", held)):
        if edits:
            say(f"{len(edits)} {title}", bold=True)
        for edit in edits:
            change = f"{_visible(edit['before'])} → {_visible(edit['after'])}"
            click.secho(f"  {edit['verdict']:<10} ", err=True, nl=False, fg=MARKS[edit["verdict"]])
            click.secho(change, err=True, nl=False)
            click.secho(f"  {edit['reason']}", err=True, dim=True)
    if not shown["edits"]:
        say("nothing to change", bold=True)
    for note in shown["notes"]:
        say(f"note: {note}", fg="yellow")
    if far := shown["profile_distance"]:
        say(f"from your own style: {far['original']:.2f} before, {far['result']:.2f} now", dim=True)
    drift = shown["drift"]
    say(
        f"drift {drift['result']['score']:.2f} (the full proposal: {drift['proposal']['score']:.2f})  "
        f"{shown['timing_ms']['total'] / 1000:.1f} s",
        dim=True,
    )


def _visible(text: str) -> str:
    return text.replace("\n", "⏎").replace(" ", "·") if text.isspace() else text.strip() or "∅"
