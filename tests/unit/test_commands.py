"""Custom commands: what one may be, how it is kept and used, and what of its wordings is applied."""

from __future__ import annotations

import json
import re
from contextlib import closing

import pytest
from click.testing import CliRunner
from endpoint import said, text_of

from server.cli.main import cli
from server.store.errors import BadName, UnknownCommand
from server.store.repository import MOST_COMMANDS, open_store
from style_models.errors import InputError
from style_models.judging.judge import Judgement
from style_models.rewriting.commands import (
    LONGEST_INSTRUCTION,
    BadCommand,
    Command,
    checked_axes,
    checked_instruction,
)
from style_models.rewriting.modes import licensed

FRIENDLIER = "Make it friendlier to a customer."


def judged(verdict="distortion", meaning=0.0, guard=None, **shifts):
    p = {"polish": 0.2, "distortion": 0.8 - meaning, "meaning": meaning}
    return Judgement(verdict, p, "", guard, shifts)


# ------------------------------------------------------------------ what a command may be


def test_an_instruction_is_one_line_of_bounded_length():
    assert checked_instruction("  Make it\n friendlier.\t") == "Make it friendlier."
    for text in ("", " \n ", "12!", "a\x00bcd", "x" * (LONGEST_INSTRUCTION + 1)):
        with pytest.raises(BadCommand) as failed:
            checked_instruction(text)
        assert ": " in str(failed.value), "it says what to do"
    assert len(checked_instruction("x" * LONGEST_INSTRUCTION)) == LONGEST_INSTRUCTION


def test_axes_have_a_direction():
    assert checked_axes(["friendliness", "-formality ", "+friendliness"]) == (
        "+friendliness",
        "-formality",
    )
    assert Command.of("x", FRIENDLIER, ["+clarity", "-clarity"]).licence == {
        "clarity": frozenset({1, -1})
    }
    with pytest.raises(BadCommand, match="friendliness"):
        checked_axes(["kindness"])


def test_only_declared_axes_license_and_one_of_them_must_move():
    mode = Command.of("kinder", FRIENDLIER, ["friendliness", "-formality"]).mode()
    assert licensed(mode, judged(friendliness=0.3))
    assert licensed(mode, judged(friendliness=0.3, formality=-0.2))
    assert licensed(mode, judged(friendliness=0.3, clarity=0.2)), "a task axis may rise along"
    assert not licensed(mode, judged(clarity=0.3)), "but is not what the command is for"
    assert not licensed(mode, judged(friendliness=-0.3))
    assert not licensed(mode, judged(friendliness=0.3, formality=0.1))
    assert not licensed(mode, judged(friendliness=0.3, confidence=0.1))
    # Length is not declared, so it is nobody's business here.
    assert licensed(mode, judged(friendliness=0.3), counted={"sentence_length": -3})


def test_no_command_licenses_meaning_a_guard_or_what_it_does_not_declare():
    every = Command.of(
        "all", FRIENDLIER, [f"{s}{a}" for a in ("clarity", "formality") for s in "+-"]
    )
    assert licensed(every.mode(), judged(formality=0.3))
    assert not licensed(every.mode(), judged("meaning", formality=0.3))
    assert not licensed(every.mode(), judged(meaning=0.3, formality=0.3))
    assert not licensed(every.mode(), judged(guard="numbers", formality=0.3))
    silent = Command.of("none", FRIENDLIER).mode()
    assert not licensed(silent, judged(clarity=0.3))
    assert not licensed(silent, judged())


def test_length_is_licensed_where_it_is_declared():
    short = Command.of("short", "Use fewer words.", ["-sentence_length"]).mode()
    assert licensed(short, judged(), counted={"sentence_length": -3})
    assert not licensed(short, judged(), counted={"sentence_length": 3})
    assert not licensed(short, judged(confidence=0.3), counted={"sentence_length": -3})


# ------------------------------------------------------------------ how it is kept


def test_commands_are_kept_by_name(data_dir):
    with closing(open_store()) as store:
        assert store.commands() == []
        store.set_command("kinder", FRIENDLIER, ["friendliness"])
        store.set_command("brief", "Say it in one sentence.")
        store.set_command("kinder", "Make it kinder.")
        with pytest.raises(BadName, match="command"):
            store.set_command("a/b", FRIENDLIER)
        with pytest.raises(BadCommand):
            store.set_command("bad", "")
    with closing(open_store()) as store:
        assert [one.name for one in store.commands()] == ["brief", "kinder"]
        assert store.command("kinder") == Command("kinder", "Make it kinder.", ())
        store.remove_command("kinder")
        for ask in (store.command, store.remove_command):
            with pytest.raises(UnknownCommand, match="command add"):
                ask("kinder")


def test_there_is_room_for_so_many(data_dir):
    with closing(open_store()) as store:
        for number in range(MOST_COMMANDS):
            store.set_command(f"c{number}", FRIENDLIER)
        with pytest.raises(InputError, match="remove one"):
            store.set_command("one more", FRIENDLIER)
        store.set_command("c0", "Another instruction.")


def test_the_command_line_adds_lists_and_removes(data_dir):
    def ran(*words):
        found = CliRunner().invoke(cli, ["command", *words])
        return found

    assert ran("add", "kinder", FRIENDLIER, "--axes", "friendliness,-formality").exit_code == 0
    listed = json.loads(ran("list", "--json").stdout)
    assert listed == [
        {"name": "kinder", "instruction": FRIENDLIER, "axes": ["+friendliness", "-formality"]}
    ]
    assert FRIENDLIER in ran("list").stdout
    assert isinstance(ran("add", "x", "!").exception, InputError)
    assert isinstance(ran("add", "x", FRIENDLIER, "--axes", "kindness").exception, InputError)
    assert ran("remove", "kinder").exit_code == 0
    assert isinstance(ran("remove", "kinder").exception, InputError)


def test_a_command_takes_the_place_of_a_mode(data_dir):
    def failed(*words):
        return str(CliRunner().invoke(cli, ["rewrite", "-", *words], input="A text.").exception)

    assert "there is no command" in failed("--command", "kinder")
    assert "leave one of them out" in failed("--command", "kinder", "--mode", "polish")


# ------------------------------------------------------------------ through the whole

TEXT = (
    "Dear customer, we has received your complaint about order 4471 on 12 May. "
    "You must send the heater back to us, or we will not pay the refund of £80. "
    "Our engineers may look at it within ten days. The staff at the shop can help you in the meantime."
)


def servile(text):
    """Rewrite as an over-eager model might: kind words, one slip mended, and facts turned about."""
    text = text.replace("we has received", "we have received")
    text = re.sub(r"\bYou must send\b", "Please could you kindly send", text)
    text = text.replace("The staff", "The team")
    text = text.replace("will not pay", "will gladly pay").replace("£80", "£100")
    return text.replace("may look", "will look").replace("4471", "4417")


@pytest.fixture
def kind(endpoint, data_dir):
    """An endpoint that rewrites servilely where it is told to be friendlier, and repairs elsewhere."""

    def answer(body, handler):
        text = text_of(body)
        told = "friendlier" in body["messages"][0]["content"]
        return 200, said(servile(text) if told else text.replace("we has", "we have")), {}

    return endpoint(answer)


@pytest.mark.slow
def test_a_command_repairs_restyles_only_what_it_declares_and_keeps_every_fact(kind):
    from style_models.pipeline import Pipeline

    axes = [f"{sign}{axis}" for axis in ALL for sign in "+-"]
    applied = {}
    for name, declared in (("bare", ()), ("kinder", axes)):
        command = Command.of(name, FRIENDLIER, declared)
        rewrite = Pipeline(kind.name, engines=("model",)).rewrite(TEXT, mode=command.mode())
        shown = rewrite.to_json()
        assert (shown["mode"], shown["command"]) == ("command", name)
        assert "we have received" in shown["result"]
        for fact in ("order 4471", "12 May", "will not pay", "£80", "may look", "ten days"):
            assert fact in shown["result"], fact
        edits = {(e["before"], e["after"]): e for e in shown["edits"]}
        assert any("kindly" in after for _, after in edits), "it is shown"
        assert not any("kindly" in edit["after"] for edit in edits.values() if edit["applied"])
        assert edits["staff", "team"]["verdict"] != "polish"
        for edit in shown["edits"]:
            if edit["applied"] and edit["verdict"] != "polish":
                assert declared
        applied[name] = {key for key, edit in edits.items() if edit["applied"]}
        assert any("declares no axes" in note for note in shown["notes"]) == (not declared)
        assert any("exam" in note for note in shown["notes"]), "this model never sat it"
    assert ("staff", "team") in applied["kinder"] - applied["bare"]
    assert applied["bare"] < applied["kinder"]
    system = kind.asked[0]["messages"][0]["content"]
    assert system.startswith(FRIENDLIER.rstrip("."))
    assert "keep every fact" in system


@pytest.mark.slow
def test_a_rewording_that_leaves_a_slip_is_given_back_whole(endpoint, data_dir):
    from style_models.pipeline import Pipeline

    # Each edit would be licensed; made, they leave "it do not".
    changed = (("documentation", "papers"), ("does not", "do not"))

    def answer(body, handler):
        text = text_of(body)
        for before, after in changed:
            text = text.replace(before, after)
        return 200, said(text), {}

    every = Command.of("all", "Use plain words.", [sign + axis for axis in ALL for sign in "+-"])
    text = "The documentation that was sent has come; however, it does not contain the number 8812."
    pipeline = Pipeline(endpoint(answer).name, engines=("model",))
    rewrite = pipeline.rewrite(text, mode=every.mode())
    assert rewrite.edits
    assert rewrite.result == text


@pytest.mark.slow
def test_a_model_that_only_repairs_refuses_a_command_and_says_what_to_do(data_dir):
    def ran(*words):
        return CliRunner().invoke(cli, list(words), input="She go home.")

    ran("command", "add", "kinder", FRIENDLIER)
    failed = ran("rewrite", "-", "--command", "kinder").exception
    assert isinstance(failed, InputError)
    assert "kinder" in str(failed)
    assert "OWNVOICE_MODEL" in str(failed)


@pytest.mark.slow
def test_the_command_line_rewrites_by_command_alone_and_in_batch(kind, monkeypatch, tmp_path):
    monkeypatch.setenv("OWNVOICE_MODEL", kind.name)

    def ran(*words):
        found = CliRunner().invoke(cli, list(words), input=TEXT)
        assert found.exit_code == 0, found.exception
        return found.stdout

    ran("command", "add", "kinder", FRIENDLIER)
    alone = json.loads(ran("rewrite", "-", "--command", "kinder", "--json"))
    assert alone["command"] == "kinder"
    lines = tmp_path / "in.jsonl"
    lines.write_text(json.dumps({"id": 1, "text": TEXT}) + "\n")
    batch = json.loads(ran("rewrite", "--batch", str(lines), "--command", "kinder"))
    assert batch["result"] == alone["result"]
    assert "£80" in alone["result"]


ALL = (
    "stance_polarity confidence knowledge importance friendliness optimism community openness relevance "
    "clarity formality informativeness originality hope excitement fear disgust anger valence arousal age "
    "native_english expert_english degree high_income sentence_length"
).split()
