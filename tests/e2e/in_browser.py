"""The extension in a running browser, and a page with our parts on it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Playwright, expect

PAGES = Path(__file__).parent / "pages"
# The real model on two cores, other tests beside it.
PATIENCE_MS = 120_000
expect.set_options(timeout=20_000)


def chromium_path(playwright: Playwright) -> str:
    """Playwright's own Chromium if it is there, else the system's."""
    own = Path(playwright.chromium.executable_path)
    found = str(own) if own.is_file() else None
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = found or shutil.which(name)
    if not found:
        pytest.fail("no Chromium: 'apt-get install chromium' or 'playwright install chromium'")
    return found


class Extension:
    """The extension in a running browser."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        workers = context.service_workers
        worker = workers[0] if workers else context.wait_for_event("serviceworker")
        self.id = worker.url.split("/")[2]

    def popup(self) -> Page:
        """Open the popup as a page of its own."""
        page = self.context.new_page()
        page.goto(f"chrome-extension://{self.id}/popup.html")
        return page

    def use_port(self, port: int) -> None:
        """Set the server's port in the popup."""
        popup = self.popup()
        field = popup.locator("[data-ov=port]")
        field.fill(str(port))
        field.press("Tab")
        expect(popup.locator("[data-ov=status]")).not_to_contain_text("Looking")
        popup.close()

    def pair(self, server: Any) -> None:
        """Pair as a writer does: press Pair, read the code from the terminal, type it."""
        self.use_port(server.port)
        popup = self.popup()
        code = server.pairing_code(lambda: popup.locator("[data-ov=pair]").click())
        popup.locator("[data-ov=code]").press_sequentially(code)
        expect(popup.locator("[data-ov=status]")).to_contain_text("Ready.")
        popup.close()


class Writing:
    """A page with a field, and our parts on it."""

    def __init__(self, page: Page, field: str = "#field") -> None:
        self.page = page
        self.field = page.locator(field)
        self.button = self.part("button")
        self.panel = self.part("panel")
        self.status = self.part("status")
        self.edits = self.part("edit")

    def part(self, name: str) -> Locator:
        """One of our parts, by its public name."""
        return self.page.locator(f"[data-ov={name}]")

    def write(self, text: str) -> None:
        """Type into the field as a person does."""
        self.field.click()
        self.page.keyboard.insert_text(text)

    def text(self) -> str:
        """The text in the field."""
        read = "element => element.value ?? element.innerText.replaceAll('\\u00a0', ' ')"
        return str(self.field.evaluate(read))

    def polish(self) -> None:
        """Open the panel and wait for the edits."""
        self.button.click()
        self.wait_read()

    def wait_read(self) -> None:
        """Wait until the text is read."""
        expect(self.panel).to_have_attribute("aria-busy", "false", timeout=PATIENCE_MS)
        expect(self.edits.first).to_be_visible()

    def edit(self, id: str) -> Locator:
        """The edit of that id."""
        return self.page.locator(f"[data-ov=edit][data-edit-id='{id}']")

    def accept(self, edit: dict[str, str]) -> None:
        """Accept an edit, as the writer would."""
        self.edit(edit["id"]).locator("[data-ov=accept]").click()
        expect(self.edit(edit["id"])).to_have_attribute("data-on", "true")

    def accept_all(self) -> None:
        """Accept every edit."""
        for edit in self.shown():
            self.accept(edit)

    def shown(self) -> list[dict[str, str]]:
        """The edits as they are shown, in order."""
        return self.edits.evaluate_all(
            """all => all.map(edit => ({
                id: edit.dataset.editId, verdict: edit.dataset.verdict, on: edit.dataset.on,
                applied: edit.dataset.applied, held: edit.dataset.heldBy ?? '',
                before: edit.querySelector('del')?.textContent ?? '',
                after: edit.querySelector('ins')?.textContent ?? '',
            }))"""
        )
