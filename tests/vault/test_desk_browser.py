"""The desk in a real browser: keys, focus, reflow, and the rules of WCAG 2.2 AA a machine can check."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from voices.model import Entity
from voices.vault import Vault
from voices.vault.desk import queue, serve_desk

from .beside import Beside
from .people import REASON, SCHOOL, masked_of

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

pytestmark = pytest.mark.browser


@pytest.fixture
def beside(tmp_path: Path, vault: Vault) -> Iterator[Beside]:
    made = Beside(tmp_path, vault)
    yield made
    made.store.close()


@pytest.fixture
def page(vault: Vault, beside: Beside, browser: Browser) -> Iterator[Any]:
    vault.put_entities([Entity("e-7", "ORGANISATION", 44, ("Larkrise School",))])
    addresses: list[str] = []
    serving = (vault, "D. Custodian", addresses.append, 0, 2, beside)
    threading.Thread(target=serve_desk, args=serving, daemon=True).start()
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


def kept(page: Any, name: str) -> None:
    """Keep a picture where the environment names a folder for them, for people to look at."""
    folder = os.environ.get("VOICES_TEST_PICTURES")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def violations(page: Any) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]


def test_every_page_keeps_the_rules(page: Any) -> None:
    for path in ("/doubts", f"/doubts?item={SCHOOL.id}", "/rulings", "/look-up", "/log", "/words", "/merges", "/erase"):
        page.goto(path)
        assert violations(page) == [], path
        kept(page, path.partition("?")[0].strip("/"))
    page.goto("/look-up")
    page.fill("#value", "person 214")
    page.click("main button")
    page.wait_for_selector("text=There is a problem")
    assert violations(page) == []
    page.fill("#reason", REASON)
    page.click("main button")
    page.wait_for_selector("text=Marguerite Okonjo-Vale")
    assert violations(page) == []
    kept(page, "look-up-answer")
    assert "214" not in page.url
    page.set_viewport_size({"width": 320, "height": 640})
    for path in ("/doubts", "/urgent", "/merges", "/words", "/erase"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_urgent_questions_and_erasure_keep_the_rules_in_every_state(page: Any, beside: Beside) -> None:
    page.goto("/urgent")
    assert violations(page) == []
    beside.store.ask("p1", "C1", "referral 7781")
    page.goto("/")
    assert page.url.endswith("/urgent")
    assert violations(page) == []
    kept(page, "urgent")
    page.click("text=Show the original words")
    page.wait_for_selector("text=Marguerite rang Tobias")
    assert violations(page) == []
    page.goto("/log")
    assert violations(page) == []  # with the banner
    page.goto("/urgent")
    page.click("text=End it")
    page.wait_for_selector("text=Told the safeguarding lead")
    assert violations(page) == []
    for path, button in (("/words", "Rule"), ("/erase", "Continue")):
        page.goto(path)
        page.click(f"main button:has-text('{button}')")
        page.wait_for_selector("text=There is a problem")
        assert violations(page) == [], path
    page.fill("#who", "organisation 44")
    page.fill("#reason", REASON)
    page.click("text=Continue")
    page.wait_for_selector("text=for good?")
    assert violations(page) == []
    kept(page, "sure")
    page.click("text=Erase for good")
    page.wait_for_selector("text=is erased from")
    assert violations(page) == []
    page.fill("#who", "person 214")
    page.check("input[value=refuse]")
    page.fill("#reason", REASON)
    page.click("text=Continue")
    page.wait_for_selector("text=There is a problem")
    assert page.input_value("#reason") == REASON  # nothing typed is lost
    assert violations(page) == []
    kept(page, "refuse-without-ground")
    page.check("input[value='17(3)(d)']")
    page.click("text=Continue")
    page.wait_for_selector("text=The refusal is recorded")
    assert violations(page) == []
    kept(page, "refused")


def test_one_document_is_settled_by_keyboard(page: Any, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "FRESH_SECONDS", 0)
    vault.put_masked([(masked_of("d9", ["We saw ", (SCHOOL, "Larkrise Primary", True), "."]), "h")])
    page.goto(f"/doubts?item={SCHOOL.id}")
    assert violations(page) == []
    kept(page, "doubts-here")
    page.locator("form.d-here button[value=release]").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("text=in this document only")
    assert [bool(r.document) for r in vault.rulings()] == [True]
    page.goto("/rulings")
    assert violations(page) == []
    kept(page, "rulings")


def test_the_keyboard_alone_does_it_all(page: Any, vault: Vault) -> None:
    page.goto("/merges")
    page.keyboard.press("k")
    page.wait_for_selector("text=not offered again")
    page.goto(f"/doubts?item={SCHOOL.id}")
    page.keyboard.press("a")
    page.wait_for_selector("text=masked wherever it stands")
    assert [r.kind for r in vault.rulings()] == ["always"]
    page.goto("/erase")
    page.focus("#who")
    page.keyboard.type("person 214")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type(REASON)
    page.keyboard.press("Enter")
    page.wait_for_selector("text=The refusal is recorded")
    assert vault.log()[-1].action == "refused to erase"


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
