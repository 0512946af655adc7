"""The page of held passages in a real browser: the rules of accessibility, and the keyboard alone."""

from __future__ import annotations

import os

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.review.browser.conftest import Desk

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]


def kept(page: Page, name: str) -> None:
    """Keep a picture where the environment names a folder for them, for people to look at."""
    folder = os.environ.get("VOICES_TEST_PICTURES")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_a_held_passage_is_asked_about_by_keyboard(desk: Desk) -> None:
    context, page = desk.open(bypass_csp=True)  # lets the checker's own script in
    page.goto(f"{desk.base}held")
    assert violations(page) == []
    kept(page, "held")
    page.focus("#reason-1")
    page.keyboard.type("x")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Say why")
    assert violations(page) == []
    assert desk.store.asks() == ()
    page.focus("#reason-1")
    page.keyboard.type("referral 7781")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=has not ended it yet")
    assert violations(page) == []
    kept(page, "held-asked")
    (ask,) = desk.store.asks()
    desk.store.end_ask(ask.id, "known already")
    page.reload()
    page.wait_for_selector("text=known already")
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    kept(page, "held-narrow")
    context.close()
