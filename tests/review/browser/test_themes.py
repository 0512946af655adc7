"""The pages of themes in a real browser: Enter, what is refused, pictures on a narrow screen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.review.browser.conftest import Desk
from tests.review.browser.test_held import kept, violations
from tests.review.conftest import NAME
from tests.review.test_themes import date

pytestmark = pytest.mark.browser

MOST = 4
"""Boxes tried on a page: of each kind there is one among them."""
PRESSED = 150
"""Milliseconds in which an answer of a loopback server would be there, were a form sent."""


def enter(page: Page, box: Locator) -> None:
    """Press Enter in a box as somebody does who thinks that this takes what they typed or ticks the box."""
    box.focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(PRESSED)


def test_enter_in_a_box_stores_nothing(desk: Desk) -> None:
    date(desk.store)
    context, page = desk.open(bypass_csp=True)
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.url) if asked.method == "POST" else None)
    for address in ("themes", "themes/all/t1", "themes/complaints/none"):
        page.goto(desk.base + address)
        assert violations(page) == []
        boxes = page.locator("main form input:not([type=hidden])")
        for place in range(min(MOST, boxes.count())):
            enter(page, boxes.nth(place))
    assert (sent, desk.store.theme_acts()) == ([], ())
    page.goto(f"{desk.base}themes")
    page.get_by_role("button", name=re.compile("Confirm under this name.*knowing our story")).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".v-notice")).to_contain_text("The theme is confirmed.")
    assert [act.act for act in desk.store.theme_acts()] == ["confirm"], "the button itself takes Enter"
    context.close()


def test_what_is_refused_leads_to_its_field_and_keeps_what_was_typed_and_ticked(desk: Desk) -> None:
    context, page = desk.open(bypass_csp=True)
    page.goto(f"{desk.base}themes")
    page.fill("#name-all-t2", f"What {NAME} does")
    page.get_by_role("button", name=re.compile("Only rename.*calls and waiting")).click()
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    assert violations(page) == []
    kept(page, "themes-refused")
    summary.get_by_role("link", name="the theme “calls and waiting”").click()
    expect(page.locator("#name-all-t2")).to_be_focused()
    expect(page.locator("#name-all-t2")).to_have_value(f"What {NAME} does")
    assert NAME.split()[0] not in page.url
    page.goto(f"{desk.base}themes/all/t1")
    page.check("#passages")
    page.fill("#split-name", "[person 306] rings")
    page.get_by_role("button", name="Split off").click()
    assert violations(page) == []
    expect(page.locator("#passages")).to_be_checked()
    kept(page, "theme-refused")
    page.fill("#split-name", "Somebody rings")
    page.uncheck("#passages")
    page.get_by_role("button", name="Split off").click()
    assert violations(page) == []
    summary.get_by_role("link").click()
    expect(page.locator("#passages")).to_be_focused()
    expect(page.locator("#split-name")).to_have_value("Somebody rings")
    page.check("#passages")
    page.get_by_role("button", name="Split off").click()
    expect(page.locator(".v-notice")).to_contain_text("a theme of their own")
    context.close()


def test_pictures_of_a_theme_fit_a_narrow_screen(desk: Desk) -> None:
    date(desk.store)
    context, page = desk.open(bypass_csp=True, viewport={"width": 400, "height": 640})
    page.goto(f"{desk.base}themes/complaints/a")
    assert page.locator(".v-picture img").count() > 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    assert page.locator(".v-picture img").first.evaluate("one => one.naturalWidth") > 400
    kept(page, "theme-narrow")
    page.goto(f"{desk.base}themes")
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    page.get_by_role("navigation", name="Parts of the study").get_by_role("link", name="Complaints").click()
    assert page.url.endswith("#part-complaints")
    context.close()
