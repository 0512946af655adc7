"""A stretch of work in a real browser: twenty passages by keys, two browsers, a lapsed session, marked words."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.review.browser.conftest import Desk
from tests.review.browser.test_coding import PASSAGE, current, press_to_next
from tests.store.conftest import fill
from voices.model import Verdict
from voices.web.sessions import LONGEST_SECONDS

pytestmark = pytest.mark.browser


def undo(page: Page, of: str) -> None:
    page.keyboard.press("u")
    page.wait_for_function(f"id => {PASSAGE} && {PASSAGE}.value === id", arg=of)
    expect(page.locator("h1")).to_be_focused()


def test_twenty_passages_by_keys_alone_with_undo(desk: Desk) -> None:
    fill(desk.store, documents=8, people=2)
    context, page = desk.open()
    page.goto(f"{desk.base}code")
    wanted: dict[str, Verdict] = {}
    ways = (
        (("a",), Verdict.CODED),
        (("r",), Verdict.NO_CODE),
        (("c", "c", "u", "+", "Enter"), Verdict.CODED),
        (("s",), Verdict.SKIPPED),
        (("1",), Verdict.CODED),
    )
    for number in range(20):
        keys, verdict = ways[number % len(ways)]
        left = press_to_next(page, *keys)
        wanted[left] = verdict
        if number % 4 == 3:
            undo(page, left)
            del wanted[left]
            wanted[press_to_next(page, "r")] = Verdict.NO_CODE
    stands = desk.store.standing()
    assert len(wanted) == 20
    assert {id: stands[id].verdict for id in wanted} == wanted
    assert desk.complaints == []
    context.close()


def test_two_browsers_on_one_passage_lose_no_decision(desk: Desk) -> None:
    one, first = desk.open("C1")
    two, second = desk.open("C2")
    passage = next(item.passage for item in desk.store.queue("open"))
    first.goto(f"{desk.base}code?passage={passage}")
    second.goto(f"{desk.base}code?passage={passage}")
    expect(second.locator(".v-notice--problem")).to_contain_text("Another coder has this passage in hand")
    first.keyboard.press("r")
    first.wait_for_function(f"id => {PASSAGE} && {PASSAGE}.value !== id", arg=passage)
    second.keyboard.press("s")
    expect(second.get_by_role("heading", name="Somebody was quicker")).to_be_visible()
    assert [d.coder for d in desk.store.history(passage)] == ["C1"]
    two.close()
    one.close()


def test_a_session_that_lapses_in_the_middle_loses_nothing(desk: Desk) -> None:
    context, page = desk.open("C1")
    page.goto(f"{desk.base}code")
    passage = current(page)
    page.keyboard.press("c")
    page.keyboard.type("cu-")
    sessions = desk.app.state.sessions  # type: ignore[attr-defined]
    for session in sessions._sessions.values():
        session.seen -= LONGEST_SECONDS + 1
    page.keyboard.press("Enter")
    expect(page.locator(".v-notice--problem")).to_contain_text("You are signed out, so nothing was stored")
    expect(page.locator("#chosen")).to_contain_text("An open and trusting organisational culture (negative)")
    assert passage not in desk.store.standing()
    other = context.new_page()
    other.goto(f"{desk.base}?token={sessions.further_token('C1')}")
    other.get_by_role("button", name="Continue as C1").click()
    other.wait_for_url(desk.base)
    page.bring_to_front()
    page.locator("#save-codes").click()
    page.wait_for_function(f"id => {PASSAGE} && {PASSAGE}.value !== id", arg=passage)
    assert [c.code for c in desk.store.standing()[passage].codes] == ["culture"]
    context.close()


def test_words_are_marked_and_coded_by_keys(desk: Desk) -> None:
    context, page = desk.open()
    page.goto(f"{desk.base}code")
    passage = current(page)
    text = next(p.text for p in desk.store.passages() if p.id == passage)
    page.keyboard.press("w")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("#marked-code")).to_be_focused()
    words = page.locator("[data-marked]").input_value()
    assert len(words.split()) == 2
    page.keyboard.type("le")
    page.keyboard.press("Enter")
    expect(page.locator(".v-notice--done")).to_contain_text("The other codes stay")
    (coded,) = desk.store.standing()[passage].codes
    assert (coded.code, text[coded.start : coded.end]) == ("learning", words)
    context.close()


def test_words_are_marked_with_the_mouse_in_a_whole_document(desk: Desk) -> None:
    context, page = desk.open()
    held = {item.passage for item in desk.store.queue("held")}
    passage = next(p for p in desk.store.passages() if p.id not in held and p.id not in desk.store.standing())
    page.goto(f"{desk.base}documents/{passage.document}")
    page.evaluate(
        "id => { const text = document.querySelector(`[data-id='${id}']`).firstChild;"
        " getSelection().setBaseAndExtent(text, 3, text, 15);"
        " document.dispatchEvent(new MouseEvent('mouseup')); }",
        passage.id,
    )
    expect(page.locator("[data-marking]")).to_be_visible()
    page.get_by_label("Two letters of a code").fill("cu")
    page.get_by_role("button", name="Add this code").click()
    page.wait_for_url(f"**/documents/{passage.document}*")
    (coded,) = desk.store.standing()[passage.id].codes
    assert passage.text[coded.start : coded.end] == passage.text[3:15].strip()
    context.close()


def test_a_blind_reading_holds_no_suggestion_in_its_source(desk: Desk) -> None:
    passage = next(item.passage for item in desk.store.queue("open"))
    desk.store.add_second_readings([passage])
    context, page = desk.open("C1")
    page.goto(f"{desk.base}code?passage={passage}&reading=1")
    expect(page.get_by_role("heading", name="Your own reading")).to_be_visible()
    source = page.content()
    decide = source[source.index('id="decide"') : source.index('class="fold chooser"')]
    for sign in ("of 100", "suggested", 'value="accept"', "<mark"):
        assert sign not in decide, sign
    assert "<mark" not in source
    assert "of 100" not in source
    context.close()
