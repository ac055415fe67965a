"""The extension in a real Chromium, with the real server and the real model."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from in_browser import Extension, Writing
from playwright.sync_api import expect

pytestmark = pytest.mark.slow

# Every test has words of its own: what a writer turned down once is held back in the same sentence
# from then on.
# Another slip on each page: what was turned down on one is held back on the other.
SLIPS = {
    "textarea": "In our street she have two dogs 🍅. Yesterday they was barking at teh postman near the street.",
    "editable": "In our garden she have two dogs 🍅. Yesterday they was barking becuase of the postman near the garden.",
}


def applied_edits(writing: Writing) -> list[dict[str, str]]:
    return [edit for edit in writing.shown() if edit["on"] == "true"]


@pytest.mark.parametrize("page", ["textarea", "editable"])
def test_type_polish_reject_one_apply_undo(
    page: str,
    paired: Extension,
    open_page: Callable[..., Writing],
    live_server: Any,
) -> None:
    writing = open_page(page)
    original = SLIPS[page]
    writing.write(original)
    markup = writing.field.inner_html()
    writing.polish()
    # Nothing of ours is in what the page edits.
    assert writing.field.inner_html() == markup
    expect(writing.part("meter")).to_be_visible()

    # Whatever the judge holds back by now: one suggested edit is turned down, another one stays.
    rejected, *suggested = applied_edits(writing)
    card = writing.edit(rejected["id"])
    card.locator("[data-ov=reject]").click()
    expect(card).to_have_attribute("data-on", "false")
    if not suggested:
        writing.accept(next(edit for edit in writing.shown() if edit["id"] != rejected["id"]))
    kept = applied_edits(writing)

    writing.page.evaluate("heard.length = 0")
    writing.part("apply").click()
    expect(writing.status).to_contain_text("applied")
    result = original
    for edit in kept:
        result = result.replace(edit["before"], edit["after"], 1)
    assert writing.text() == result
    assert rejected["before"] in result

    heard = writing.page.evaluate("heard")
    assert [event["type"] for event in heard] == ["beforeinput", "input"]
    assert heard[0]["inputType"] == "insertReplacementText"
    assert heard[1]["trusted"]

    # The focus is back in the field: the browser's own undo, and its own redo.
    writing.page.keyboard.press("Control+z")
    expect(writing.status).to_contain_text("Undone")
    assert writing.text() == original
    assert writing.page.evaluate("heard.at(-1).inputType") == "historyUndo"
    writing.page.keyboard.press("Control+Shift+z")
    expect(writing.status).to_contain_text("Applied again")
    assert writing.text() == result
    writing.page.keyboard.press("Control+z")
    expect(writing.status).to_contain_text("Undone")

    # What was decided is kept, with the condition under which it was shown.
    action, before, shown = decisions(live_server, original)[0]
    assert (action, before) == ("reject", rejected["before"])
    assert json.loads(shown)["default"] == "on"

    # The same text again: what was turned down is held back, by preference.
    writing.part("close").click()
    expect(writing.panel).to_have_count(0)
    writing.field.click()
    writing.polish()
    again = {edit["before"]: edit for edit in writing.shown()}
    assert again[rejected["before"]]["on"] == "false"
    assert again[rejected["before"]]["held"] == "preference"
    assert again[rejected["before"]]["applied"] == "false"
    assert all(again[edit["before"]]["on"] == "true" for edit in suggested)


def decisions(server: Any, text: str) -> list[tuple[str, str, str]]:
    """Action, words and condition of all decisions on the sentences of a text."""
    with sqlite3.connect(f"file:{server.data_dir / 'ownvoice.db'}?mode=ro", uri=True) as database:
        return database.execute(
            "SELECT action, before, shown FROM decisions WHERE instr(?, trim(sentence)) "
            "ORDER BY number",
            (text,),
        ).fetchall()


def test_typing_on_moves_the_edits_along(
    paired: Extension, open_page: Callable[..., Writing]
) -> None:
    writing = open_page("textarea")
    writing.write("My brother have a boat 🚣. We goes fishing with him on teh lake.")
    writing.polish()
    writing.accept_all()
    touched, *others = sorted(writing.shown(), key=lambda edit: writing.text().find(edit["before"]))
    assert others
    # Something new in front, and the first slip mended by hand.
    writing.field.click()
    writing.page.keyboard.press("Control+Home")
    writing.page.keyboard.insert_text("🎣 Summer! ")
    at = writing.text().index(touched["before"])
    writing.field.evaluate(
        "(field, [from, to]) => field.setSelectionRange(from, to)",
        [utf16(writing.text()[:at]), utf16(writing.text()[: at + len(touched["before"])])],
    )
    writing.page.keyboard.insert_text("HAS")
    expect(writing.edit(touched["id"])).to_have_attribute("data-lost", "true")
    expected = writing.text()
    for edit in others:
        expected = expected.replace(edit["before"], edit["after"], 1)
    caret = writing.field.evaluate("field => field.value.slice(0, field.selectionStart)")
    writing.part("apply").click()
    expect(writing.status).to_contain_text("applied")
    assert writing.text() == expected
    # The caret is where it was, and the next key goes there.
    assert writing.field.evaluate("field => field.value.slice(0, field.selectionStart)") == caret
    writing.page.keyboard.insert_text("!")
    writing.page.keyboard.press("Backspace")
    assert writing.text() == expected


def utf16(text: str) -> int:
    """Length as the browser counts."""
    return len(text.encode("utf-16-le")) // 2


def test_edits_around_markup_leave_it_alone(
    paired: Extension, open_page: Callable[..., Writing]
) -> None:
    writing = open_page("editable")
    writing.field.evaluate(
        """field => field.innerHTML = '<p>The <b>old</b> house have teh <i>green</i> door.</p>'
            + '<p>They was <a href="#x">painting</a> it.</p>'"""
    )
    writing.field.click()
    writing.polish()
    writing.accept_all()
    before = writing.text()
    writing.part("apply").click()
    expect(writing.status).to_contain_text("applied")
    after = writing.text()
    assert after != before
    for tag in ("b", "i", "a", "p"):
        assert writing.field.locator(tag).count() == (2 if tag == "p" else 1)
    # Several text nodes were written in; undo and redo take all of it at once.
    writing.page.keyboard.press("Control+z")
    expect(writing.status).to_contain_text("Undone")
    assert writing.text() == before
    writing.page.keyboard.press("Control+Shift+z")
    expect(writing.status).to_contain_text("Applied again")
    assert writing.text() == after
    writing.part("undo").click()
    expect(writing.status).to_contain_text("Undone")
    assert writing.text() == before


def test_the_panel_is_usable_by_keyboard_and_keeps_its_keys(
    paired: Extension, open_page: Callable[..., Writing]
) -> None:
    writing = open_page("textarea")
    text = "The children has lost there ball in the park."
    writing.write(text)
    writing.page.keyboard.press("ArrowLeft")
    writing.page.keyboard.press("ArrowLeft")
    writing.page.evaluate("shortcuts.length = 0")
    writing.button.focus()
    writing.page.keyboard.press("Enter")
    expect(writing.panel).to_be_focused()
    writing.wait_read()
    reached = set()
    for _ in range(40):
        writing.page.keyboard.press("Tab")
        reached.add(
            writing.page.evaluate(
                "document.activeElement.shadowRoot?.activeElement?.dataset.ov ?? ''"
            )
        )
    assert {"close", "accept", "reject", "apply", "apply-all"} <= reached
    writing.part("close").focus()
    writing.page.keyboard.press("Escape")
    expect(writing.panel).to_have_count(0)
    expect(writing.field).to_be_focused()
    assert writing.field.evaluate("field => field.selectionStart") == len(text) - 2
    # Keys pressed while the focus was with us: the page heard of none but those outside of us.
    assert "Escape" not in writing.page.evaluate("shortcuts")
    assert "Enter" not in writing.page.evaluate("shortcuts")


def test_the_page_cannot_style_our_parts(
    paired: Extension, open_page: Callable[..., Writing]
) -> None:
    writing = open_page("textarea")
    writing.field.click()
    expect(writing.button).to_be_visible()
    style = writing.button.evaluate(
        "button => [getComputedStyle(button).letterSpacing, getComputedStyle(button).display]"
    )
    assert style == ["normal", "grid"]


@pytest.mark.parametrize("field", ["subject", "find", "rich"])
def test_prose_fields_get_the_button(
    field: str, paired: Extension, open_page: Callable[..., Writing]
) -> None:
    writing = open_page("inputs", f"#{field}")
    writing.field.click()
    expect(writing.button).to_be_visible()


def test_secrets_and_data_never_get_it(
    paired: Extension, open_page: Callable[..., Writing]
) -> None:
    writing = open_page("inputs")
    prose, page = writing.page.locator("#subject"), writing.page
    for field in ("secret", "code", "mail", "card", "fixed"):
        prose.click()
        expect(writing.button).to_be_visible()
        page.locator(f"#{field}").click()
        expect(writing.button).to_have_count(0)
    # A password that is shown is one still.
    page.get_by_text("Show password").click()
    prose.click()
    expect(writing.button).to_be_visible()
    page.locator("#secret").click()
    expect(writing.button).to_have_count(0)


def test_a_site_switched_off_is_left_alone_at_once(
    paired: Extension, open_page: Callable[..., Writing]
) -> None:
    writing = open_page("textarea")
    writing.field.click()
    expect(writing.button).to_be_visible()
    popup = paired.popup()
    # What the popup's switch sends; opened as a tab, it has no site behind it to show one for.
    switch = "on => chrome.runtime.sendMessage({kind: 'set-site', host: '127.0.0.1', on})"
    popup.evaluate(switch, False)
    expect(writing.button).to_have_count(0)
    writing.field.click()
    expect(writing.button).to_have_count(0)
    popup.evaluate(switch, True)
    writing.page.bring_to_front()
    writing.page.locator("h1").click()
    writing.field.click()
    expect(writing.button).to_be_visible()


def test_pages_cannot_reach_the_token(paired: Extension, open_page: Callable[..., Writing]) -> None:
    writing = open_page("textarea")
    assert writing.page.evaluate("typeof globalThis.chrome?.storage") == "undefined"
    length = paired.context.service_workers[0].evaluate(
        "async () => (await chrome.storage.local.get('server')).server.token.length"
    )
    assert length > 20


def test_a_field_in_a_modal_dialog_works(
    paired: Extension, open_page: Callable[..., Writing]
) -> None:
    writing = open_page("inputs", "#within")
    writing.page.evaluate("modal.showModal()")
    writing.write("He have a cold since Monday.")
    writing.polish()
    writing.accept_all()
    writing.part("apply").click()
    expect(writing.status).to_contain_text("applied")
    assert writing.text() != "He have a cold since Monday."


def test_every_cause_has_its_next_step(
    extension: Extension,
    open_page: Callable[..., Writing],
    serve: Callable[..., Any],
    tmp_path: Any,
) -> None:
    data = tmp_path / "own"
    server = serve(data)
    extension.use_port(server.port)
    writing = open_page("textarea")
    writing.write("He have a cold.")
    writing.button.click()
    expect(writing.status).to_contain_text("not paired")
    expect(writing.part("pair")).to_be_visible()
    server.kill()
    writing.part("retry").click()
    expect(writing.status).to_contain_text("not running")
    # One click once it runs again, none once it is paired.
    server = serve(data, port=server.port)
    writing.part("retry").click()
    expect(writing.status).to_contain_text("not paired")
    extension.pair(server)
    writing.wait_read()

    popup = extension.popup()
    popup.locator("[data-ov=unpair]").click()
    expect(popup.locator("[data-ov=status]")).to_contain_text("Pair this browser")
    popup.locator("[data-ov=pair]").click()
    popup.locator("[data-ov=code]").fill("12345")
    popup.locator("[data-ov=confirm]").click()
    expect(popup.locator("[data-ov=code]")).to_be_visible()


@pytest.mark.parametrize("page", ["textarea", "editable"])
def test_a_page_that_refuses_is_left_alone(
    page: str, paired: Extension, open_page: Callable[..., Writing]
) -> None:
    writing = open_page(page)
    text = f"He have a cat on the {page}."
    writing.write(text)
    writing.polish()
    refuse = "document.addEventListener('beforeinput', event => event.preventDefault())"
    writing.page.evaluate(refuse)
    writing.accept_all()
    writing.part("apply").click()
    expect(writing.status).to_contain_text("did not let Ownvoice write")
    assert writing.text() == text
