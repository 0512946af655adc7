"""Theories and practice examples in a real browser: the rules of accessibility, and a link made by keyboard alone."""

from __future__ import annotations

from tests.review.browser.conftest import Desk
from tests.review.browser.test_held import kept, violations
from voices.model.realist import Bearing, Element, Theory


def test_a_theory_is_written_and_linked_by_keyboard_without_script(desk: Desk) -> None:
    context, page = desk.open(java_script_enabled=False)
    page.goto(f"{desk.base}theories")
    page.locator("summary", has_text="Write a theory").press("Enter")
    for field, words in (("name", "One face"), ("if", "one worker stays"), ("then", "they ask"), ("because", "trust")):
        page.focus(f"#theory-{field}")
        page.keyboard.type(words)
    page.get_by_label("Continuity of the relationship").press("Space")
    page.get_by_role("button", name="Store the theory").press("Enter")
    page.wait_for_selector("text=If one worker stays, then they ask, because trust.")
    page.focus("#words")
    page.keyboard.type("training")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    with page.expect_navigation():
        page.get_by_role("link", name="Link its words (passage 1)").press("Enter")
    page.focus("#part-1")
    page.keyboard.type("resource")
    page.get_by_label("Supports it").press("ArrowDown")
    page.focus("#note")
    page.keyboard.type("There was no time for it.")
    page.get_by_role("button", name="Make the link").press("Enter")
    page.wait_for_selector("text=The link is made.")
    (link,) = desk.store.links()
    assert (link.bearing, [a.element for a in link.anchors]) == (Bearing.REFINES, [Element.RESOURCE])
    context.close()


def test_axe_finds_nothing_on_theories_and_examples_and_they_fit_a_narrow_screen(desk: Desk) -> None:
    store = desk.store
    store.write_theory(
        Theory("t", "One face", "one worker stays", "they ask", "they trust", ("continuity",)), "C1", None
    )
    context, page = desk.open(bypass_csp=True)  # lets the checker's own script in
    page.goto(f"{desk.base}theories/t")
    page.get_by_role("link", name="Link its words (passage 1)").click()
    page.select_option("#part-1", "context")
    page.get_by_label("Refutes it").check()
    page.get_by_role("button", name="Make the link").click()
    page.wait_for_selector("text=Refuting (1)")
    page.wait_for_load_state()  # leaving earlier would cut off its style sheet
    passage = store.links()[0].anchors[0].passage
    page.goto(f"{desk.base}examples")
    page.fill("#title", "A case")
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/examples/*")
    example = store.examples()[0].id
    # The same pages without a refuting link are looked at in test_everywhere, by more rules.
    for path in ("theories/t", f"theories/t/link?passage={passage}", f"examples/{example}"):
        page.goto(desk.base + path)
        for fold in page.locator("details").all():
            fold.evaluate("one => one.open = true")
        assert violations(page) == [], path
        kept(page, path.split("?")[0].replace("/", "-").replace(example, "one"))
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        page.set_viewport_size({"width": 1200, "height": 900})
    assert desk.complaints == []
    context.close()
