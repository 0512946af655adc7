"""A study from files to docx by the pages alone, in a real browser; and every page under axe-core and at 320 px."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.review.browser.test_coding import RULES
from tests.typed import SAMPLE, paragraphs, surroundings

pytestmark = pytest.mark.browser

LONG = 300_000
"""Milliseconds: a run learns the shipped codebooks."""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Return the address of `voices start`, typed as a user types it."""
    home = tmp_path / "home"
    home.mkdir()
    command = [sys.executable, "-m", "voices", "start", str(tmp_path / "studies"), "--no-browser"]
    pages = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=surroundings(home), cwd=home)
    try:
        assert pages.stdout is not None
        yield pages.stdout.readline().strip()
    finally:
        pages.terminate()
        pages.wait(40)


def looked_at(page: Page, found: dict[str, object], name: str) -> None:
    """Note what axe-core finds on a page, and whether it is wider than a narrow screen."""
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    results = Axe().run(page, options=RULES)
    if results.violations_count:
        found[name] = [(v["id"], v["nodes"][0]["html"][:160]) for v in results.response["violations"]]
    page.set_viewport_size({"width": 320, "height": 640})
    if page.evaluate("document.documentElement.scrollWidth") > 320:
        found[f"{name}, 320 px"] = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": 1100, "height": 800})


def prepare(page: Page, tmp_path: Path, found: dict[str, object]) -> str:
    """Make a study of two small files by the pages; return its address."""
    talk = tmp_path / "03-parent.txt"
    talk.write_text(paragraphs(SAMPLE / "interviews" / "03-parent.txt", 14), "utf-8")
    looked_at(page, found, "all studies")
    page.get_by_label("Title").fill("Is our practice model working?")
    page.get_by_label("Council").fill("Harrowmere")
    page.get_by_role("button", name="Make the study").click()
    name = page.url
    looked_at(page, found, "a new study")
    page.get_by_role("link", name="1. Files").click()
    for group, file in (("interviews", talk), ("complaints", SAMPLE / "complaints" / "register.csv")):
        page.get_by_label("What are they?").select_option(group)
        page.locator("#files").set_input_files(str(file))
        page.get_by_role("button", name="Add these files").click()
        expect(page.locator(".v-notice")).to_contain_text("1 files are there now")
    looked_at(page, found, "files")
    page.get_by_role("button", name="Go on: how they are understood").click()
    page.get_by_role("button", name="Look into the files").click()
    expect(page.locator(".v-notice").first).to_contain_text("2 new sources")
    looked_at(page, found, "sources")
    page.locator("article", has_text="interview").get_by_role("button", name="Correct").click()
    page.get_by_label("Yes, all of them").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".v-notice").first).to_contain_text("Saved")
    looked_at(page, found, "one source")
    page.goto(f"{name}/about")
    looked_at(page, found, "about")
    page.get_by_role("button", name="Save").click()
    return name


def test_axe_finds_nothing_on_the_study_pages_and_they_fit_a_narrow_screen(
    address: str, browser: Browser, tmp_path: Path
) -> None:
    context = browser.new_context(bypass_csp=True)
    page, found = context.new_page(), dict[str, object]()
    page.goto(address)
    page.get_by_role("button", name="Continue").click()
    name = prepare(page, tmp_path, found)
    for path in ("", "/run", "/results"):
        page.goto(name + path)
        looked_at(page, found, path)
    context.close()
    assert found == {}


@pytest.mark.soak
@pytest.mark.flow
def test_a_study_goes_from_files_to_docx_by_the_pages_alone(address: str, browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(bypass_csp=True, accept_downloads=True)
    page, found = context.new_page(), dict[str, object]()
    page.goto(address)
    page.get_by_role("button", name="Continue").click()
    name = prepare(page, tmp_path, found)
    page.goto(f"{name}/run")
    page.get_by_role("button", name="Make the vault").click()
    expect(page.locator(".v-notice")).to_contain_text("Vault made")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    looked_at(page, found, "a run going on")
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("Stopped. What was finished is kept").first).to_be_visible(timeout=LONG)
    page.goto(f"{name}/run")
    page.get_by_role("button", name="Run").click()
    page.wait_for_function("document.querySelector('#state')?.textContent.includes('Done')", timeout=LONG)
    looked_at(page, found, "a run that is done")

    page.goto(name)
    page.get_by_role("button", name="open the coders").click(timeout=60_000)
    looked_at(page, found, "the coders' pages are open")
    with context.expect_page() as opened:
        page.get_by_role("button", name="Go there").click()
    coding = opened.value
    coding.get_by_role("button", name="Continue as C1").click()
    coding.goto(f"{coding.url}code")
    for _ in range(3):
        coding.get_by_role("button", name="None of the codes applies").click()
    coding.close()

    page.goto(f"{name}/results")
    page.get_by_role("button", name="Publish").click()
    page.goto(f"{name}/results")
    page.wait_for_function("document.querySelector('#state')?.textContent.includes('Done')", timeout=LONG)
    page.goto(f"{name}/results")
    looked_at(page, found, "published")
    with page.expect_download() as fetched:
        page.get_by_role("link", name=".docx").first.click()
    assert "word/document.xml" in ZipFile(fetched.value.path()).namelist()
    context.close()
    assert found == {}
