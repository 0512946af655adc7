"""Coding in a real browser: by keys alone, without JavaScript, on a narrow screen, and under axe-core."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.review.browser.conftest import Desk
from voices.model import Valence, Verdict

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
PASSAGE = "document.querySelector('#decide input[name=passage]')"


def current(page: Page) -> str:
    """Return the passage on the screen."""
    return page.locator("#decide input[name=passage]").get_attribute("value") or ""


def press_to_next(page: Page, *keys: str) -> str:
    """Press keys that end a passage and wait for the next one; return the one left."""
    before = current(page)
    for key in keys:
        page.keyboard.press(key)
    page.wait_for_function(f"before => {PASSAGE} && {PASSAGE}.value !== before", arg=before)
    expect(page.locator("h1")).to_be_focused()
    return before


def test_passages_are_coded_with_the_keyboard_alone(desk: Desk) -> None:
    context, page = desk.open()
    page.goto(f"{desk.base}code")
    first = press_to_next(page, "q", "a")
    expect(page.locator("#live")).to_contain_text("Coded:")
    second = press_to_next(page, "r")
    third = press_to_next(page, "c", "c", "u", "-", "l", "e", "/", "Enter")
    fourth = press_to_next(page, "s")
    stands = desk.store.standing()
    assert (stands[first].verdict, stands[first].quotable) == (Verdict.CODED, True)
    assert stands[second].verdict is Verdict.NO_CODE
    assert {(c.code, c.valence) for c in stands[third].codes} == {
        ("culture", Valence.NEGATIVE),
        ("learning", Valence.MIXED),
    }
    assert stands[fourth].verdict is Verdict.SKIPPED

    page.keyboard.press("u")
    page.wait_for_function(f"id => {PASSAGE} && {PASSAGE}.value === id", arg=fourth)
    assert fourth not in desk.store.standing()
    page.keyboard.press("Shift+U")
    expect(page.locator(".v-notice--done")).to_contain_text("Done again")
    assert desk.store.standing()[fourth].verdict is Verdict.SKIPPED

    here = current(page)
    press_to_next(page, "n")
    press_to_next(page, "p")
    assert current(page) == here
    page.keyboard.press("d")
    expect(page.get_by_text("Belongs here").first).to_be_visible()
    page.keyboard.press("m")
    page.keyboard.type("a r s u: letters typed in a box do nothing else")
    assert here not in desk.store.standing()
    page.keyboard.press("Escape")
    page.keyboard.press("h")
    expect(page.locator("h1")).to_contain_text("Hold this passage")
    assert here not in desk.store.standing(), "holding asks first"
    page.get_by_role("button", name="Hold it").press("Enter")
    expect(page.locator(".v-notice--done")).to_contain_text("Tell your safeguarding lead")
    assert desk.store.standing()[here].verdict is Verdict.HELD
    expect(page.locator(".v-footer")).to_contain_text("2 passages held")
    page.keyboard.press("?")
    expect(page.get_by_text("Single keys are on")).to_be_visible()
    assert desk.complaints == []
    kept = page.evaluate("Object.entries({...localStorage, ...sessionStorage})")
    assert [name for name, _ in kept if name != "htmx-current-path-for-history"] == [], "no words stay in the browser"
    context.close()


def test_keys_switched_off_do_nothing(desk: Desk) -> None:
    context, page = desk.open()
    desk.store.set("keys C1", "off")
    page.goto(f"{desk.base}code")
    before = len(desk.store.decisions())
    for key in "arsuqnU":
        page.keyboard.press(key)
    page.wait_for_timeout(200)
    assert len(desk.store.decisions()) == before
    expect(page.locator("kbd")).to_have_count(0)
    context.close()


def test_everything_works_without_javascript(desk: Desk) -> None:
    context, page = desk.open(java_script_enabled=False)
    page.goto(f"{desk.base}code")
    first = current(page)
    page.get_by_role("button", name="Accept").click()
    second = current(page)
    assert second != first
    page.get_by_text("Change: choose codes yourself").click()
    page.get_by_role("checkbox", name="A learning organisation").check()
    page.get_by_label("Valence of A learning organisation").select_option("negative")
    page.get_by_role("button", name="Save these codes").click()
    assert [(c.code, c.valence) for c in desk.store.standing()[second].codes] == [("learning", Valence.NEGATIVE)]
    page.get_by_role("button", name="Undo").click()
    assert second not in desk.store.standing()
    page.get_by_role("link", name="Hold for safeguarding").click()
    page.get_by_role("button", name="Hold it").click()
    assert desk.store.standing()[second].verdict is Verdict.HELD
    context.close()


PAGES = ["", "code", "documents", "search", "themes", "codebook", "decisions", "memos", "differences", "you"]


def test_the_browser_asks_nobody_else_and_keeps_to_the_policy(desk: Desk) -> None:
    context, page = desk.open()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in PAGES:
        page.goto(desk.base + path)
    assert {url.split("/")[2] for url in asked if url.startswith("http")} == {desk.base.split("/")[2]}
    assert desk.complaints == []
    context.close()


def test_somebody_quicker_is_told_on_the_screen(desk: Desk) -> None:
    context, page = desk.open()
    page.goto(f"{desk.base}code")
    passage = current(page)
    desk.store.release("C1")
    desk.store.decide(passage, "C2", Verdict.NO_CODE)
    page.keyboard.press("a")
    expect(page.locator("h1")).to_contain_text("Somebody was quicker")
    expect(page.locator("h1")).to_be_focused()
    assert desk.store.standing()[passage].coder == "C2"
    context.close()


def test_a_key_pressed_twice_decides_once(desk: Desk) -> None:
    context, page = desk.open()
    page.goto(f"{desk.base}code")
    before, first = len(desk.store.decisions()), current(page)
    press = "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'a', bubbles: true}))"
    page.evaluate(f"() => {{ {press}; {press}; }}")
    page.wait_for_function(f"id => {PASSAGE} && {PASSAGE}.value !== id", arg=first)
    page.wait_for_timeout(200)
    assert len(desk.store.decisions()) == before + 1
    context.close()
