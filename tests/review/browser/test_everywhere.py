"""Every page and state under axe-core and on a narrow screen; a page that is not listed here fails the test."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.review.browser.conftest import Desk
from tests.review.browser.test_coding import RULES
from tests.review.conftest import NAME
from tests.review.test_marking import NASTY
from tests.review.test_people import get_pages
from tests.review.test_quoting import CHAPTER, SAID, add
from tests.store.study import document, participants, passages, suggestions
from voices.model.assembled import Cited, PracticeExample
from voices.model.realist import Anchor, Bearing, Element, Theory
from voices.review.people import Role, people

pytestmark = pytest.mark.browser

NARROW = {"width": 320, "height": 256}
"""A window of 1280 by 1024 pixels at 400 % zoom (WCAG 2.1, 1.4.10)."""
WIDE = {"width": 1280, "height": 800}
ADDRESSES: dict[str, tuple[str, ...]] = {
    "/": ("",),
    "/code": ("code", "code?passage={passage}", "code?passage={twice}&reading=1"),
    "/code/hold": ("code/hold?passage={open}",),
    "/codebook": ("codebook",),
    "/codebook/edit": ("codebook/edit?code=culture", "codebook/edit?code=culture/blame"),
    "/decisions": ("decisions", "decisions?mine=true"),
    "/differences": ("differences",),
    "/documents": ("documents",),
    "/documents/{document}": ("documents/{document}",),
    "/examples": ("examples",),
    "/examples/{id}": ("examples/e1",),
    "/examples/{id}/words": ("examples/e1/words?passage={quoted}",),
    "/exports": ("exports",),
    "/held": ("held",),
    "/memos": ("memos",),
    "/passages": ("passages?code=continuity", "passages?code=learning"),
    "/people": ("people",),
    "/quotes": ("quotes",),
    "/quotes/chapter": (f"quotes/chapter?id={CHAPTER}", "quotes/chapter?id=culture/blame"),
    "/quotes/words": (f"quotes/words?id={CHAPTER}&passage={{quoted}}",),
    "/rules": ("rules", "rules?code=continuity&confidence=0.5"),
    "/search": ("search",),
    "/tables": ("tables", "tables?by=wave&children=true"),
    "/themes": ("themes",),
    "/themes/{scope}/none": ("themes/all/none",),
    "/themes/{scope}/{theme}": ("themes/all/t1",),
    "/theories": ("theories", "theories?passage={quoted}"),
    "/theories/{id}": ("theories/t",),
    "/theories/{id}/link": ("theories/t/link?passage={quoted}",),
    "/you": ("you",),
}
"""By route, the addresses that show each state of its page."""
NO_PAGES = {"/code/before", "/themes/{scope}/{theme}/{name}.{kind}", "/static/codes.css", "/static/vendor/{name}"}
"""Routes that answer with another address, a picture or a style sheet."""
READ_BY_VIEWERS = ("code", "documents/{document}", "quotes", f"quotes/chapter?id={CHAPTER}", "held", "people", "rules")


class Eye:
    """Looks at a page as it stands: with everything folded out, wide and narrow."""

    def __init__(self) -> None:
        self.found: dict[str, object] = {}

    def look(self, page: Page, name: str, *, unfolded: bool = True) -> None:
        """Note what is wrong with a page."""
        if unfolded:
            page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
        page.evaluate("document.querySelectorAll('[data-marking]').forEach(part => { part.hidden = false; })")
        results = Axe().run(page, options=RULES)
        if results.violations_count:
            told = [(v["id"], [node["html"][:150] for node in v["nodes"]][:2]) for v in results.response["violations"]]
            self.found[name] = told
        page.set_viewport_size(NARROW)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > NARROW["width"]:
            self.found[f"{name}, narrow"] = width
        page.set_viewport_size(WIDE)


def something_of_everything(desk: Desk) -> dict[str, str]:
    """Fill what the fixture leaves out; return the ids that addresses are made of."""
    store = desk.store
    quoted = add(store, 50, SAID)
    made = document(77, (NASTY + " word" * 10_000,))
    store.put_documents([(made, "in")], participants(made), "v1")
    hostile = passages(made)[0]
    store.put_passages([(made.id, "in", (hostile,))], "v1")
    store.put_suggestions([(hostile.id, hostile.hash, suggestions(hostile))], "v1")
    store.write_theory(Theory("t", "One face", "one stays", "they ask", "they trust", ("continuity",)), "C1", None)
    store.put_link("t", Bearing.SUPPORTS, [Anchor(Element.CONTEXT, quoted[0].id, 0, 20)], "It shows trust.", "C1")
    cited = tuple(Cited(one.id, 0, 30) for one in quoted[1:3])
    told = "She stayed.\n\n[1]\n\nIt helped."
    example = PracticeExample("e1", 0, "A case", told, ("continuity",), False, "signed forms", cited, "C1", "")
    store.put_example(example, "C1", None)
    store.add_publication("out", "0123456789abcdef", ["P100"])
    store.propose(quoted[0].id, "C2", "Somebody who stays", "It is about staying.", in_vivo=False)
    store.withhold(quoted[3].id, "The family is known.", "C1", None)
    before = store.quote_choices().of(CHAPTER, quoted[1].id)
    store.choose_quote(
        before.__class__(CHAPTER, quoted[1].id, note="It shows trust.", released_by="C1"), "release", "C1"
    )
    waiting = [item.passage for item in store.queue("open") if item.passage != hostile.id]
    store.add_second_readings([waiting[1]])
    first = store.passages()[0]
    return {
        "passage": first.id,
        "document": first.document,
        "open": waiting[0],
        "twice": waiting[1],
        "quoted": quoted[0].id,
        "hostile": hostile.id,
    }


def test_axe_finds_nothing_on_any_page_and_every_page_fits_a_narrow_screen(desk: Desk) -> None:
    assert set(get_pages(desk.app)) == {*ADDRESSES, *NO_PAGES}, "every page is looked at, or listed as none"
    ids, eye = something_of_everything(desk), Eye()
    context, page = desk.open("C1", bypass_csp=True)
    for addresses in ADDRESSES.values():
        for place, address in enumerate(addresses):
            answer = page.goto(desk.base + address.format(**ids))
            assert answer is not None
            assert answer.status == 200, address
            eye.look(page, address, unfolded=place == 0)  # what folds out is the same in every state of a page
    assert page.title().startswith("You")
    context.close()
    assert eye.found == {}


def test_axe_finds_nothing_in_states_that_only_forms_lead_to(desk: Desk) -> None:
    ids, eye = something_of_everything(desk), Eye()
    desk.store.set("people", people("", ("C1", "C2")).with_role("C2", Role.VIEWER).as_text())
    context, page = desk.open("C1", bypass_csp=True)

    def at(address: str) -> None:
        page.goto(desk.base + address.format(**ids))
        page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")

    at("code?passage={open}")
    page.locator(".pick input").first.check()
    eye.look(page, "codes being chosen")
    page.fill("#memo", f"ask {NAME}")
    page.get_by_role("button", name="Store memo").click()
    expect(page.get_by_role("heading", name="Check your note")).to_be_visible()
    eye.look(page, "a memo that may name somebody")
    at(f"quotes/chapter?id={CHAPTER}")
    page.fill(f"#note-{ids['quoted']}", f"It shows {NAME}.")
    page.locator(f"#quote-{ids['quoted']}").get_by_role("button", name="Store the note").click()
    expect(page.locator(".v-notice--problem")).to_contain_text("Nothing was stored")
    eye.look(page, "a note that may name somebody")
    at("search")
    page.get_by_label("Words, all of them").fill("worker")
    page.get_by_role("button", name="Search").click()
    eye.look(page, "search results")
    page.get_by_label("Words in their context").check()
    page.get_by_role("button", name="Search").click()
    eye.look(page, "words in their context")
    at("codebook/edit?code=culture")
    page.evaluate("document.querySelector('input[name=seen]').value = 'older'")
    page.get_by_role("button", name="Save as a new version").click()
    expect(page.locator(".v-notice--problem")).to_contain_text("nothing of yours was stored")
    eye.look(page, "two editors")
    at("you")
    page.get_by_role("button", name="Make a link for C2").click()
    eye.look(page, "a further link")
    at("nowhere")
    eye.look(page, "page not found")
    at("code?passage={open}")
    desk.store.decide(ids["open"], "C2", desk.store.decisions()[0].verdict.__class__("no code"))
    page.locator("button[value=none]").click()
    expect(page.get_by_role("heading", name="Somebody was quicker")).to_be_visible()
    eye.look(page, "somebody was quicker")
    for item in desk.store.queue("open"):
        desk.store.decide(
            item.passage, "C2", desk.store.decisions()[0].verdict.__class__("skipped"), reading=item.reading
        )
    at("code?after=1")
    eye.look(page, "an empty queue")
    at("you")
    page.get_by_role("button", name="Sign out").click()
    eye.look(page, "signed out")
    at("")
    eye.look(page, "no link")
    page.goto(f"{desk.base}?token={desk.app.state.sessions.further_token()}")  # type: ignore[attr-defined]
    eye.look(page, "sign in")
    context.close()
    context, page = desk.open("C2", bypass_csp=True)
    for address in READ_BY_VIEWERS:
        at(address)
        eye.look(page, f"viewer: {address}")
    at("codebook/edit?code=culture")
    expect(page.get_by_text("Your role in this study does not include this")).to_be_visible()
    eye.look(page, "refused")
    context.close()
    assert eye.found == {}


def test_hostile_words_stay_words_in_a_browser(desk: Desk) -> None:
    ids = something_of_everything(desk)
    (passage,) = desk.store.passages([ids["hostile"]])
    context, page = desk.open("C1")
    said: list[str] = []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.goto(f"{desk.base}code?passage={passage.id}")
    assert page.locator(".here").evaluate("part => part.textContent").strip() == passage.text.strip()
    page.goto(f"{desk.base}documents/{passage.document}")
    assert page.locator("[data-passage-text]").first.evaluate("part => part.textContent") == passage.text
    assert page.locator("main script, main b").count() == 0
    assert (said, desk.complaints) == ([], [])
    context.close()
