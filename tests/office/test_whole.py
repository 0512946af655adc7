"""A study from files to docx by the pages alone, in a real browser; and every page under axe-core and at 320 px."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZipFile

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.framework.test_commands import THEORY
from tests.office.conftest import tools
from tests.review.browser.test_coding import RULES
from tests.review.test_people import paths
from tests.typed import SAMPLE, Place, copy_of, paragraphs, surroundings
from voices.office import make_office

pytestmark = pytest.mark.browser

LONG = 300_000
"""Milliseconds: a run learns the shipped codebooks."""


FURTHER = {
    **{f"/studies/{{name}}/{part}": f"/{part}" for part in ("agreement", "across", "matrix", "theories", "codebooks")},
    "/studies/{name}/twice": "/twice",
    **{f"/studies/{{name}}/{part}": f"/{part}" for part in ("risk", "backups")},
    "/studies/{name}/backups/{file}/put-back": "put a backup back?",
}
"""The same of pages beside the six steps, which are looked at with a study that has run."""
LOOKED_AT = {
    "/": "all studies",
    "/studies/{name}": "a new study",
    "/studies/{name}/about": "about",
    "/studies/{name}/files": "files",
    "/studies/{name}/sources": "sources",
    "/studies/{name}/sources/{number}": "one source",
    "/studies/{name}/run": "/run",
    "/studies/{name}/results": "/results",
    "/computer": "/computer",
    "/you": "/you",
}
"""By route, the name under which its page is looked at."""
NO_PAGES = {
    "/static/vendor/{name}",
    "/studies/{name}/progress/{act}",
    "/studies/{name}/agreement/download",
    "/studies/{name}/theories/download",
    "/studies/{name}/codebooks/{number}/download",
    *(f"/studies/{{name}}/{part}/{{file}}" for part in ("results", "matrix", "risk", "backups")),
}
"""Routes that answer with a file or with part of a page that is looked at as a whole."""


@contextmanager
def started(root: Path, home: Path, environment: dict[str, str] | None = None) -> Iterator[str]:
    """Run `voices start`, typed as a user types it, and yield the address it prints."""
    home.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "voices", "start", str(root), "--no-browser"]
    pages = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=surroundings(home, environment), cwd=home)
    try:
        assert pages.stdout is not None
        yield pages.stdout.readline().strip()
    finally:
        pages.terminate()
        pages.wait(40)
        if pages.stdout is not None:
            pages.stdout.close()


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Return the address of the study pages over an empty folder."""
    with started(tmp_path / "studies", tmp_path / "home") as printed:
        yield printed


def looked_at(page: Page, found: dict[str, object], name: str) -> None:
    """Note what axe-core finds on a page, and whether it is wider than a narrow screen."""
    found.setdefault(f"{name}, looked at", None)
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
    for path in ("/computer", "/you", "/nowhere"):
        page.goto(address.partition("/?")[0] + path)
        looked_at(page, found, path)
    context.close()
    assert wrong(found) == {}
    app = make_office(tmp_path, tools(), "")
    assert set(paths(app, "GET")) == {*LOOKED_AT, *FURTHER, *NO_PAGES}, "every page is looked at, or listed as none"
    assert {f"{one}, looked at" for one in LOOKED_AT.values()} <= set(found)


def wrong(found: dict[str, object]) -> dict[str, object]:
    """Return what was found on the pages that were looked at."""
    return {name: what for name, what in found.items() if what is not None}


@pytest.mark.flow
def test_a_study_that_has_run_is_coded_released_published_and_downloaded_by_the_pages_alone(
    small: Place, browser: Browser, tmp_path: Path
) -> None:
    place = copy_of(small, tmp_path / "copy")
    shutil.rmtree(place.out)
    with started(place.base, place.home, {"VOICES_KEY_FILE": str(place.key)}) as address:
        context = browser.new_context(accept_downloads=True)
        page = context.new_page()
        page.goto(address)
        page.get_by_role("button", name="Continue").click()
        name = f"{address.partition('/?')[0]}/studies/study"
        page.goto(name)
        page.get_by_role("button", name="open the coders").click(timeout=60_000)
        with context.expect_page() as opened:
            page.get_by_role("button", name="Go there").click()
        coding = opened.value
        coding.get_by_role("button", name="Continue as C1").click()
        base = coding.url
        coding.goto(f"{base}code")
        coding.get_by_role("button", name="None of the codes applies").click()
        expect(coding.locator(".v-notice--done").first).to_contain_text("None of the codes applies")
        coding.goto(f"{base}quotes/chapter?id=continuity")
        first = coding.locator("article").first
        printed = first.locator("blockquote p").first.text_content() or ""
        weighed = first.get_by_label("I have weighed what the check found")
        if weighed.count():
            weighed.check()
        first.get_by_role("button", name="Release", exact=False).first.click()
        expect(coding.locator(".v-notice--done").first).to_contain_text("Released: these words stay")
        coding.goto(f"{base}quotes")
        coding.get_by_label("Only quotes that a lead released").check()
        coding.get_by_role("button", name="Save").click()
        expect(coding.locator(".v-notice--done").first).to_contain_text("Only released quotes are printed now")

        page.goto(f"{name}/results")
        page.get_by_role("button", name="Publish").click()
        page.goto(f"{name}/results")
        expect(page.locator("#state")).to_contain_text("Done", timeout=LONG)
        page.goto(f"{name}/results")
        with page.expect_download() as fetched:
            page.get_by_role("link", name="quote_bank.docx").click()
        words = ZipFile(fetched.value.path()).read("word/document.xml").decode()
        assert printed.strip("“”").split(" […]")[0].removeprefix("[…] ")[:40] in words
        bank = json.loads((place.out / "quote_bank.json").read_text("utf-8"))
        assert len(bank["quotes"]) == 1, "the released one alone"
        coding.goto(f"{base}exports")
        expect(coding.get_by_text("quote_bank.docx")).to_be_visible()
        context.close()


REACHED = """words => { const on = document.activeElement, labels = [...(on.labels || [])];
  return /^(A|BUTTON|INPUT)$/.test(on.tagName) && [on, ...labels].some(part => part.textContent.includes(words)); }"""


def tab_to(page: Page, words: str) -> None:
    """Press Tab until a link, button or field with these words has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(REACHED, words):
            return
    raise AssertionError(f"Tab never reaches “{words}”")


@pytest.mark.flow
def test_the_further_pages_by_the_keyboard_alone(small: Place, browser: Browser, tmp_path: Path) -> None:
    place = copy_of(small, tmp_path / "copy")
    (place.study / "theories.toml").write_text(THEORY, "utf-8")
    with started(place.base, place.home, {"VOICES_KEY_FILE": str(place.key)}) as address:
        context = browser.new_context(bypass_csp=True)
        page, found = context.new_page(), dict[str, object]()
        page.goto(address)
        page.get_by_role("button", name="Continue").click()
        name = f"{address.partition('/?')[0]}/studies/study"
        page.goto(name)
        looked_at(page, found, "a study that has run")
        for part in ("agreement", "twice", "across", "theories", "codebooks"):
            page.goto(f"{name}/{part}")
            looked_at(page, found, f"/{part}")
        page.goto(f"{name}/risk")
        tab_to(page, "Draw a sample")
        page.keyboard.press("Enter")
        expect(page.get_by_role("link", name="sample-")).to_be_visible(timeout=60_000)
        looked_at(page, found, "/risk")
        page.goto(f"{name}/matrix")
        tab_to(page, "Make the workbook")
        page.keyboard.press("Enter")
        expect(page.get_by_role("link", name="matrix-groups-")).to_be_visible(timeout=60_000)
        looked_at(page, found, "/matrix")
        page.goto(f"{name}/backups")
        tab_to(page, "Make a backup now")
        page.keyboard.press("Enter")
        expect(page.get_by_role("link", name="Put back")).to_be_visible(timeout=60_000)
        looked_at(page, found, "/backups")
        page.goto(f"{name}/backups")
        tab_to(page, "Put back")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Put this backup back?")).to_be_visible()
        looked_at(page, found, "put a backup back?")
        page.reload()
        tab_to(page, "Replace the study")
        page.keyboard.press("Space")
        tab_to(page, "Put it back")
        page.keyboard.press("Enter")
        expect(page.locator("#state")).to_contain_text("The study is as it was", timeout=60_000)
        context.close()
    assert wrong(found) == {}
    assert {f"{one}, looked at" for one in FURTHER.values()} <= set(found)


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
    assert wrong(found) == {}
