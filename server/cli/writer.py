"""``ownvoice writer``: what Ownvoice knows of a writer, learns from them, and forgets."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from server.cli._input import read_text, write_text
from style_models.errors import EmptyText, InputError, ModelMissing, NotText

if TYPE_CHECKING:
    from server.store.repository import Store
    from style_models.persona.profile import Profile

SKIP = {"", "s", "skip"}
STOP = {"q", "quit"}


@click.group()
def command() -> None:
    """Learn a writer's style and wishes; show, export and erase what is known."""


@contextmanager
def _store() -> Iterator[Store]:
    from server.store.repository import open_store

    with closing(open_store()) as store:
        yield store


@command.command()
@click.argument("name")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--register", help="Kind of writing: mail, posts, reviews, ...")
def learn(name: str, files: tuple[str, ...], register: str | None) -> None:
    """Learn NAME's own style from texts of theirs (UTF-8 text files, - for standard input)."""
    texts = [_own_text(file, "learn from") for file in files]
    with _store() as store:
        # An error in any of the names leaves everything as it was.
        from server.store.names import checked_name

        if register is not None:
            checked_name(register, "register")
        store.writer(name, create=True)
        before = len(store.samples(name))
        for text in texts:
            store.add_sample(name, text, register)
        new = len(store.samples(name)) - before
        known = len(texts) - new
        click.echo(
            f"Learned from {_count(new, 'new text')} of {name}"
            + (f"; {_count(known, 'text')} known already" if known else "")
            + "."
        )
        found, why = _profiles(store, name)
    if why:
        click.echo(f"The profile has to wait: {why}", err=True)
    for line in _profile_lines(found):
        click.echo(line)


def _own_text(file: str, purpose: str) -> str:
    """Return the text of a file that holds some; an error says what it cannot be used for."""
    text = read_text(file)
    if "\0" in text:
        raise NotText(f"{file} holds NUL bytes, so it is not plain text: save it as UTF-8 text")
    if not text.strip():
        raise EmptyText(f"{file} is empty: there is nothing to {purpose}")
    return text


@command.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def show(name: str, as_json: bool) -> None:
    """Show what is known of NAME: profile, and tolerances with their evidence."""
    from collections import Counter

    with _store() as store:
        writer = store.writer(name)
        found, why = _profiles(store, name)
        samples = store.samples(name)
        answers = store.answers(name)
        decisions = dict(Counter(each.action for each in store.decisions(name)))
        tolerances = store.preferences(name).tolerances.to_json()
    if as_json:
        profile: dict[str, Any] = {
            "samples": len(samples),
            "words": sum(sample.words for sample in samples),
        }
        if found:
            profile = found["all"].to_json()
        registers = {key: one.to_json() for key, one in found.items() if key != "all"}
        profile["registers"] = registers
        if why:
            profile["why"] = why
        whole = {
            "name": writer.name,
            "created": writer.created,
            "profile": profile,
            "tolerances": tolerances,
            "evidence": {"answers": answers, "decisions": decisions},
        }
        write_text(json.dumps(whole, ensure_ascii=False) + "\n")
        return
    click.echo(f"{click.style(writer.name, bold=True)}, known since {writer.created[:10]}")
    if why:
        click.echo(f"The profile has to wait: {why}", err=True)
    if samples:
        for line in _profile_lines(found, axes=True):
            click.echo(line)
    else:
        click.echo(f"No texts yet: ownvoice writer learn {name} FILE")
    click.echo()
    click.echo(
        f"{_count(len(answers), 'answer')} to the questionnaire, "
        f"{_count(sum(decisions.values()), 'decision')} on edits"
    )
    for line in _tolerance_lines(tolerances):
        click.echo(line)


@command.command()
@click.argument("name")
@click.argument("file")
def export(name: str, file: str) -> None:
    """Write all that is kept of NAME to FILE as JSON (- for standard output)."""
    with _store() as store:
        text = json.dumps(store.export_writer(name), ensure_ascii=False, indent=1) + "\n"
    if file == "-":
        write_text(text)
        return
    part = Path(file).with_name(f".{Path(file).name}.part") if Path(file).name else Path(file)
    try:
        if Path(file).is_dir():
            raise IsADirectoryError(21, "it is a folder")
        # The writer's texts: for the writer's own eyes, and never half a file.
        with open(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as out:
            out.write(text.encode("utf-8"))
        part.replace(file)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        reason = (error.strerror or "").lower()
        raise InputError(f"{file} cannot be written ({reason}): name another file") from error
    click.echo(f"Wrote all that is kept of {name} to {file}.", err=True)


@command.command()
@click.argument("name")
def erase(name: str) -> None:
    """Erase NAME and all that is kept of them. On a terminal it asks first."""
    with _store() as store:
        store.writer(name)
        if sys.stdin.isatty():
            click.confirm(f"Erase all texts, answers and decisions of {name} for good?", abort=True)
        gone = store.erase_writer(name)
    held = ", ".join(_count(count, kind.removesuffix("s")) for kind, count in gone.items())
    click.echo(f"Erased {name}: {held}.")


@command.command()
@click.argument("name")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--register", help="Compare with NAME's texts of this register alone.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def match(name: str, files: tuple[str, ...], register: str | None, as_json: bool) -> None:
    """Tell how probably texts are NAME's own (UTF-8 text files, - for standard input).

    Compared are words, endings, punctuation and runs of letters with what NAME has taught. The
    probability holds where yes and no are equally likely beforehand; it is no proof. Not reliable
    are short texts, and a writer with little text.
    """
    from style_models.persona.style_embedding import StyleEmbedding
    from style_models.persona.style_profile import StyleProfile

    with _store() as store:
        store.writer(name)
        samples = [sample.text for sample in store.samples(name, register)]
    if not samples:
        what = f"of {name}" if register is None else f"of {name} in the register {register!r}"
        raise InputError(f"nothing is learned {what} yet: ownvoice writer learn {name} FILE")
    texts = [_own_text(file, "compare") for file in files]
    embedding = StyleEmbedding.load()
    whole = StyleProfile()
    whole.learn(samples, embedding)
    rows = []
    for file, text in zip(files, texts, strict=True):
        profile = whole
        # A text that was learned would be compared with itself.
        if text in samples and len(others := [each for each in samples if each != text]):
            profile = StyleProfile()
            profile.learn(others, embedding)
        rows.append(
            {
                "file": file,
                "same_writer": round(profile.same_writer(text, embedding), 4),
                "words": len(text.split()),
                "reliable": profile.reliable(text, embedding),
            }
        )
    if as_json:
        write_text(json.dumps(rows, ensure_ascii=False) + "\n")
        return
    click.secho(f"  {'by ' + name + '?':<18}{'words':>7}  {'reliable':<10}file", bold=True)
    for row in rows:
        value = float(str(row["same_writer"]))
        click.echo(
            f"  {_bar(value)} {value:<9.2f}{row['words']:>7}  "
            f"{'yes' if row['reliable'] else 'no':<10}{row['file']}"
        )
    if not all(row["reliable"] for row in rows):
        click.secho(
            f"  reliable from {embedding.reliable_words} words of the text and "
            f"{embedding.profile_words:,} of {name} ({whole.words:,} are known)",
            dim=True,
        )


@command.command()
@click.argument("name")
@click.option("--all", "whole", is_flag=True, help="List every feature that is known.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def features(name: str, whole: bool, as_json: bool) -> None:
    """Show the features of dialect and habit in NAME's own texts, and which are to be mended."""
    from style_models.judging.dialect_features import features as known

    with _store() as store:
        store.writer(name)
        shown, fixes = store.shown(name), store.fixes(name)
    listed = [each for each in known() if whole or each.name in shown | fixes]
    if as_json:
        rows = [
            {
                "name": each.name,
                "label": each.label.replace("*", ""),
                "example": each.example,
                "ewave": each.ewave,
                "shown": each.name in shown,
                "fix": each.name in fixes,
            }
            for each in listed
        ]
        write_text(json.dumps(rows, ensure_ascii=False) + "\n")
        return
    if not listed:
        click.echo(
            f"The texts of {name} show none of the {len(known())} features (--all lists them)."
        )
        return
    for each in listed:
        state = "mended" if each.name in fixes else "kept" if each.name in shown else ""
        click.echo(f"  {each.name:<28}{state:<8}{each.label.replace('*', '')}: {each.example}")
    click.echo(f"'ownvoice writer fix {name} FEATURE' has one mended, --undo keeps it again.")


@command.command()
@click.argument("name")
@click.argument("feature")
@click.option("--undo", is_flag=True, help="Keep the feature again.")
def fix(name: str, feature: str, undo: bool) -> None:
    """Have a FEATURE of NAME's dialect or habits mended from now on; without this it is kept."""
    import difflib

    from style_models.judging.dialect_features import feature_named
    from style_models.judging.dialect_features import features as known

    found = feature_named(feature)
    if found is None:
        near = difflib.get_close_matches(feature, [each.name for each in known()], 3)
        hint = f"did you mean {' or '.join(near)}?" if near else "--all lists them"
        raise InputError(
            f"there is no feature {feature!r}: {hint} (ownvoice writer features {name} --all)"
        )
    with _store() as store:
        store.writer(name)
        store.set_fix(name, found.name, not undo)
    what = found.label.replace("*", "")
    click.echo(f"{what}: {'kept again' if undo else 'mended from now on'} for {name}.")


@command.command()
@click.argument("name")
@click.option("--again", is_flag=True, help="Ask from the start; a new answer replaces the old.")
def ask(name: str, again: bool) -> None:
    """Ask NAME ten short questions on what an assistant may change in how they come across.

    Each is answered with 0 (not acceptable at all) to 100 (entirely acceptable). Enter or s skips
    a question, q stops; answers so far are kept. From a pipe: one answer a line.
    """
    from style_models.learning.questionnaire import Questionnaire

    terminal = sys.stdin.isatty()
    lines = iter(sys.stdin.readline, "")
    with _store() as store:
        store.writer(name, create=True)
        known = {} if again else store.answers(name)
        skipped: list[str] = []
        first = Questionnaire(known)
        if first.next() is None:
            click.echo(
                f"{name} has answered enough: nothing more to ask (--again asks from the start)."
            )
            return
        _say_what_it_is(terminal)
        given = 0
        while (item := Questionnaire(known, skipped).next()) is not None:
            number = len(known) + len(skipped) + 1
            if terminal:
                click.echo()
                click.secho(f"  {number} of {first.length}", dim=True)
                click.secho(f"  {item.question}", bold=True)
                click.echo("  > ", nl=False)
            value, stop = _answer(lines, terminal, item.name)
            if stop:
                break
            if value is None:
                skipped.append(item.name)
                continue
            known[item.name] = value
            given += 1
            store.set_answer(name, item.name, value)
            if not terminal:
                click.echo(f"{item.question} {value:g}")
        tolerances = store.preferences(name).tolerances.to_json()
    click.echo()
    click.echo(f"Kept {_count(given, 'answer')} of {name}, skipped {len(skipped)}.")
    for line in _extremes(tolerances):
        click.echo(line)


def _say_what_it_is(terminal: bool) -> None:
    if terminal:
        click.echo("How may an assistant change the way you come across? Answer with a number:")
        click.echo()
        click.echo("    0 ──────────────────── 50 ──────────────────── 100")
        click.echo("    not acceptable                         entirely acceptable")
        click.echo()
        click.secho("Enter skips a question, q stops; what you answered is kept.", dim=True)


def _answer(lines: Iterator[str], terminal: bool, item: str) -> tuple[float | None, bool]:
    """Return the answer (``None``: skipped) and whether to stop."""
    for line in lines:
        said = line.strip().lower()
        if said in SKIP:
            return None, False
        if said in STOP:
            return None, True
        try:
            value = float(said.removesuffix("%"))
        except ValueError:
            value = -1.0
        if 0 <= value <= 100:
            return value, False
        problem = f"{line.strip()[:40]!r} is no answer to {item}: give a number from 0 to 100"
        if not terminal:
            raise InputError(problem + ", or skip")
        click.echo(f"  {problem}, Enter to skip, q to stop\n  > ", nl=False)
    return None, True


def _profiles(store: Store, name: str) -> tuple[dict[str, Profile], str]:
    """Return the writer's profiles by register, and why there are none if there are none."""
    try:
        return store.learn_profiles(name), ""
    except ModelMissing as error:
        return {}, str(error)


def _profile_lines(found: Mapping[str, Profile], axes: bool = False) -> Iterator[str]:
    for register, profile in found.items():
        label = "all texts" if register == "all" else register
        yield f"  {label:<20}{_count(profile.samples, 'text'):>10}  {profile.note}"
    pooled = found.get("all")
    if not axes or pooled is None or not pooled.axes:
        return
    from style_models.persona.axes import FORM_AXES, READER_AXES

    yield ""
    yield click.style(f"  {'what readers hear':<34}{'mean':>8}{'spread':>9}", bold=True)
    for axis in READER_AXES:
        if axis.name in pooled.axes:
            yield _axis_line(axis.label, pooled, axis.name, axis.unit)
    yield ""
    yield click.style(f"  {'what can be counted':<34}{'mean':>8}{'spread':>9}", bold=True)
    for name, form in FORM_AXES.items():
        if name in pooled.axes:
            yield _axis_line(form.label, pooled, name, form.unit)


def _axis_line(label: str, profile: Profile, name: str, unit: str) -> str:
    axis = profile.axes[name]
    spread = "-" if axis.spread is None else f"{axis.spread:.2f}"
    return f"  {label:<34}{axis.mean:>8.2f}{spread:>9}  " + click.style(unit, dim=True)


def _labels() -> dict[str, str]:
    from style_models.persona.axes import READER_AXES

    return {axis.name: axis.label for axis in READER_AXES}


def _tolerance_lines(tolerances: Mapping[str, Any]) -> Iterator[str]:
    labels = _labels()
    yield ""
    yield click.style(
        f"  {'acceptable if it moves':<28}{'up':>24}{'down':>29}{'yours':>10}", bold=True
    )
    for axis, both in tolerances.items():
        own = max(1 - both[way]["evidence"]["population"] for way in ("more", "less"))
        cells = "".join(
            f"  {_bar(both[way]['value'])} {both[way]['value']:.2f} "
            + click.style(
                f"({both[way]['interval'][0]:.2f}-{both[way]['interval'][1]:.2f})", dim=True
            )
            for way in ("more", "less")
        )
        yield f"  {labels.get(axis, axis):<26}{cells}{own:>8.0%}"
    yield click.style(
        "  in brackets 90% intervals; yours: how much answers and decisions have to say, where most",
        dim=True,
    )


def _extremes(tolerances: Mapping[str, Any], count: int = 4) -> Iterator[str]:
    labels = _labels()
    ranked = sorted(
        (
            (both[way]["value"], f"{word} {labels.get(axis, axis)}")
            for axis, both in tolerances.items()
            for way, word in (("more", "more"), ("less", "less"))
        ),
        reverse=True,
    )
    yield click.style("  Most acceptable, as far as is known", bold=True)
    yield from (f"    {_bar(value)} {value:.2f}  {what}" for value, what in ranked[:count])
    yield click.style("  Least acceptable", bold=True)
    yield from (f"    {_bar(value)} {value:.2f}  {what}" for value, what in ranked[-count:])


def _bar(value: float, width: int = 8) -> str:
    full = round(value * width)
    return "█" * full + "·" * (width - full)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
