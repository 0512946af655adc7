"""The desk in a real browser: keys, focus, reflow, and the rules of WCAG 2.2 AA a machine can check."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from voices.model import Entity
from voices.vault import Vault
from voices.vault.desk import serve_desk

from .people import REASON, SCHOOL

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

pytestmark = pytest.mark.browser


@pytest.fixture
def page(vault: Vault, browser: Browser) -> Iterator[Any]:
    vault.put_entities([Entity("e-7", "ORGANISATION", 44, ("Larkrise School",))])
    addresses: list[str] = []
    threading.Thread(target=serve_desk, args=(vault, "D. Custodian", addresses.append, 0, 2), daemon=True).start()
    until = time.monotonic() + 20
    while not addresses and time.monotonic() < until:
        time.sleep(0.02)
    base = addresses[0].split("/?")[0]
    # Only this context lets the checker's own script in; the policy itself is tested in test_desk.
    context = browser.new_context(bypass_csp=True, base_url=base)
    opened = context.new_page()
    opened.goto(addresses[0])
    opened.click("text=Continue as")
    yield opened
    context.close()


def violations(page: Any) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]


def test_every_page_keeps_the_rules(page: Any) -> None:
    for path in ("/doubts", f"/doubts?item={SCHOOL.id}", "/rulings", "/look-up", "/log"):
        page.goto(path)
        assert violations(page) == [], path
    page.goto("/look-up")
    page.fill("#value", "person 214")
    page.click("main button")
    page.wait_for_selector("text=There is a problem")
    assert violations(page) == []
    page.fill("#reason", REASON)
    page.click("main button")
    page.wait_for_selector("text=Marguerite Okonjo-Vale")
    assert violations(page) == []
    assert "214" not in page.url
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/doubts")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_keys_rule_take_back_and_stay_out_of_fields(page: Any, vault: Vault) -> None:
    page.goto(f"/doubts?item={SCHOOL.id}")
    page.keyboard.press("c")
    page.wait_for_selector("text=stays masked")
    assert [r.kind for r in vault.rulings()] == ["confirm"]
    page.keyboard.press("u")
    page.wait_for_selector("text=is taken back")
    assert vault.rulings() == ()
    page.goto(f"/doubts?item={SCHOOL.id}")
    page.keyboard.press("m")
    page.keyboard.type("c r")
    assert page.input_value("#pseudonym") == "c r"
    assert vault.rulings() == ()
    page.click("text=Turn single-letter keys off")
    page.goto(f"/doubts?item={SCHOOL.id}")
    page.keyboard.press("c")
    page.wait_for_timeout(200)
    assert vault.rulings() == ()
    page.click("text=Merge with [organisation 44]")
    page.wait_for_selector("text=becomes one with another")
    assert [(r.kind, r.other) for r in vault.rulings()] == [("merge", "e-7")]
