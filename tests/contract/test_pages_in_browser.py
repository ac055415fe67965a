"""The server's own pages in a real browser, over a pipeline of a few rules."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect
from served import Served

pytestmark = pytest.mark.slow

# The emoji are two and more code points and four and more UTF-16 units.
TEXT = "👍🏽 Last year they was late. I ate a apple, maybe two 👩‍👧."
RESULT = TEXT.replace("they was", "they were").replace("a apple", "an apple")


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
    yield browser
    browser.close()


@pytest.fixture(params=[(1200, "light"), (400, "dark")], ids=["wide", "narrow"])
def page(
    chromium: Browser, served: Served, url: str, request: pytest.FixtureRequest
) -> Iterator[Page]:
    """A browser that was let in. It fails on script errors, CSP and sideways scrolling."""
    width, scheme = request.param
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, base_url=url
    )
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda told: wrong.append(told.text) if "Policy" in told.text else None)
    page.goto(f"/?key={served.services.links.new()}")
    assert "key" not in page.url
    yield page
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert wrong == []
    context.close()


def rewrite(page: Page, text: str = TEXT) -> None:
    page.goto("/")
    page.get_by_label("Your text").fill(text)
    page.get_by_role("button", name="Rewrite").click()
    expect(page.locator("#status")).to_contain_text("applied")


def show(page: Page, view: str) -> None:
    page.locator("#results .segments").first.get_by_text(view, exact=True).click()


def test_try_it(page: Page, served: Served) -> None:
    rewrite(page)
    shown = page.locator("#shown")
    for view, text in (
        ("Result", RESULT),
        ("Original", TEXT),
        ("Full proposal", RESULT.replace("maybe", "certainly")),
    ):
        show(page, view)
        expect(shown).to_have_text(text)
    assert page.locator("#applied li").count() == 2
    assert page.locator("#held li").count() == 1
    expect(page.locator("#held")).to_contain_text("held back by the judge")
    show(page, "Result")
    page.get_by_role("button", name="Reject: was becomes were").click()
    expect(shown).to_have_text(RESULT.replace("were", "was"))
    page.get_by_role("button", name="Accept: maybe becomes certainly").click()
    expect(shown).to_have_text(RESULT.replace("were", "was").replace("maybe", "certainly"))
    kept = served.store.decision_list("me")
    assert [(d["action"], d["before"]) for d in kept] == [("reject", "was"), ("accept", "maybe")]
    assert kept[0]["shown"] == {"order": 0, "default": "on", "framing": "page"}
    # The rejection is felt in the next rewrite.
    rewrite(page)
    expect(page.locator("#held")).to_contain_text("held back by your preferences")
    assert page.locator("#applied li").count() == 1


def test_the_drift_of_a_long_enough_text_is_drawn(page: Page) -> None:
    rewrite(page)
    expect(page.locator("#scores")).to_contain_text("This result30")
    expect(page.locator("#axes-drawn svg.bar")).to_have_count(1)
    expect(page.locator("#axes-drawn")).to_contain_text("fewer than 20 words")


def test_a_problem_is_told(page: Page, served: Served) -> None:
    served.pipeline.missing = True
    page.get_by_label("Your text").fill("A text.")
    page.get_by_role("button", name="Rewrite").click()
    expect(page.locator("#status.problem")).to_contain_text("Run 'ownvoice models pull' once.")


def test_stop(page: Page, served: Served) -> None:
    page.get_by_label("Your text").fill("They was here. A slow one.")
    page.get_by_role("button", name="Rewrite").click()
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#status")).to_have_text("Stopped.")
    assert served.pipeline.cancelled.wait(5)


def test_decisions_can_be_reversed(page: Page, served: Served) -> None:
    rewrite(page)
    page.get_by_role("button", name="Reject: was becomes were").click()
    expect(page.locator("#status")).to_contain_text("kept")
    page.goto("/decisions")
    expect(page.locator("#list .sentence")).to_contain_text("they was becomes were late.")
    page.get_by_role("button", name="Accept after all").click()
    expect(page.locator("#list li")).to_have_count(2)
    page.get_by_role("button", name=re.compile("^Undo")).click()
    expect(page.locator("#list li")).to_have_count(3)
    actions = [decision["action"] for decision in served.store.decision_list("me")]
    assert actions == ["reject", "accept", "undo"]


def test_profile(page: Page, served: Served, tmp_path: Path) -> None:
    page.goto("/profile")
    expect(page.locator("#tolerances svg").first).to_be_visible()
    question = page.locator("#question-text")
    expect(question).not_to_be_empty()
    first = question.inner_text()
    page.locator("#value").fill("90")
    page.get_by_role("button", name="Next").click()
    expect(question).not_to_have_text(first)
    expect(question).not_to_be_empty()
    second = question.inner_text()
    page.get_by_role("button", name="Skip").click()
    expect(question).not_to_have_text(second)
    assert list(served.store.answers("me").values()) == [90.0]
    (tmp_path / "mine.txt").write_text("Words of my own.", "utf-8")
    page.locator("#files").set_input_files(tmp_path / "mine.txt")
    page.get_by_label("Register").fill("mail")
    page.get_by_role("button", name="Keep").click()
    expect(page.locator("#registers")).to_have_text("mail: 1 text, 4 words")
    assert [sample.text for sample in served.store.samples("me")] == ["Words of my own."]


def test_settings(page: Page, served: Served) -> None:
    page.goto("/settings")
    pairing = served.store.access.start_pairing("My editor")
    banner = page.locator("#pairing")
    expect(banner).to_contain_text(f"{pairing.code[:3]} {pairing.code[3:]}")
    served.store.access.finish_pairing(pairing.id, pairing.code)
    expect(banner).to_be_empty()
    page.reload()
    page.get_by_role("button", name="Revoke My editor").click()
    expect(page.locator("#no-clients")).to_be_visible()
    served.store.add_sample("me", "Words of my own.")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export all of me").click()
    assert "Words of my own." in download.value.path().read_text("utf-8")
    page.get_by_role("button", name="Erase all of me").click()
    expect(page.get_by_role("button", name="Erase", exact=True)).to_be_disabled()
    page.get_by_label("Type the writer's name").fill("me")
    page.get_by_role("button", name="Erase", exact=True).click()
    expect(page.locator("#status")).to_contain_text("1 samples")
    assert served.store.samples("me") == []
