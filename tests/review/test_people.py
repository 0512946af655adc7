"""Roles, documents kept from somebody, and what no forged request gets past."""

from __future__ import annotations

import pytest
from fastapi.routing import APIRoute

from tests.review.conftest import OURS, Coder, app_of
from tests.store.study import document, participants, passages, suggestions
from voices.errors import InputError
from voices.model import Coded, Valence, Verdict
from voices.review.people import RIGHTS, Act, Role, people
from voices.store import Sought, Store

ANIMALS = ("lion", "otter", "heron", "badger")
ROLES = {"C1": Role.LEAD, "C2": Role.ADJUDICATOR, "C3": Role.CODER, "C4": Role.VIEWER}
LEADS = {"/held", "/held/end", "/people", "/documents/{document}", "/rules", "/rules/back", "/codebook"}
LEADS |= {"/codebook/{code:path}", "/themes/code", "/quotes/release", "/quotes/withhold", "/quotes/rule"}
"""Forms that only a lead may send."""
EVERYBODY = {"/search", "/keys"}
"""Forms that a viewer may send too."""
FORM_PAGES = {"/code/hold", "/quotes/words", "/examples/{id}/words", "/theories/{id}/link"}
"""Pages that hold nothing but a form for those who decide."""
FREE = {"/sign-in", "/you", "/you/link", "/sign-out"}


def everybody(store: Store, blind_share: float = 0.0) -> dict[str, Coder]:
    """Return one signed-in person for each role, on one application."""
    known = people("", tuple(ROLES))
    for code, role in ROLES.items():
        known = known.with_role(code, role)
    store.set("people", known.as_text())
    app = app_of(store, coders=tuple(ROLES), blind_share=blind_share)
    return {code: Coder(app, code) for code in ROLES}


def routes(coder: Coder, method: str) -> list[str]:
    """Return the paths that take a method, those of included parts too."""
    return sorted(set(paths(coder.client.app, method)) - FREE)


def get_pages(app: object) -> list[str]:
    """Return the paths of every page, signing in and out left out: it has no address."""
    return paths(app, "GET")


def paths(app: object, method: str) -> list[str]:
    """Return every path of an application that takes a method, those of included parts too."""
    listed = list(app.routes)  # type: ignore[attr-defined]
    for one in listed:
        listed += getattr(getattr(one, "original_router", None), "routes", [])
    return sorted({r.path for r in listed if isinstance(r, APIRoute) and method in (r.methods or ())})


def test_each_role_against_each_form(store: Store) -> None:
    signed_in = everybody(store)
    found = routes(signed_in["C1"], "POST")
    assert len(found) > 15
    assert set(found) >= LEADS | EVERYBODY, "the list names no form that is not there"
    for path in found:
        address = path.replace("{document}", "nowhere").replace("{id}", "x").replace("{code}", "x")
        needs = Act.LEAD if path in LEADS else Act.OWN if path in EVERYBODY else Act.DECIDE
        for code, role in ROLES.items():
            coder = signed_in[code]
            answer = coder.client.post(address, data={"csrf": coder.csrf}, headers=OURS)
            refused = answer.status_code == 403
            assert refused is (needs not in RIGHTS[role]), (path, role, answer.status_code)


def test_each_role_against_each_page(store: Store) -> None:
    signed_in = everybody(store)
    passage, theme = store.passages()[0], store.themes("all")[0].themes[0]
    found = routes(signed_in["C1"], "GET")
    assert len(found) > 25
    assert set(found) >= FORM_PAGES | {"/codebook/edit"}, "the list names no page that is not there"
    for path in found:
        address = path.replace("{document}", passage.document).replace("{scope}", "all").replace("{theme}", theme.id)
        asked = {"passage": passage.id, "code": "culture", "position": 1}
        asked |= {"id": "culture"} if path.startswith("/quotes") else {}
        for code, role in ROLES.items():
            answer = signed_in[code].client.get(address.replace("{id}", "x").replace("{name}", "x"), params=asked)
            needs = Act.LEAD if path == "/codebook/edit" else Act.DECIDE if path in FORM_PAGES else Act.OWN
            refused = needs not in RIGHTS[role]
            assert (answer.status_code == 403) is refused, (path, role, answer.status_code)
            assert answer.status_code < 500, (path, role)


def test_forms_that_are_forged_reach_nothing(store: Store) -> None:
    coder = everybody(store)["C1"]
    before = (store.decisions(), store.get("people"), store.memos())
    for path in routes(coder, "POST"):
        address = path.replace("{document}", "nowhere").replace("{id}", "x").replace("{code}", "x")
        for data, headers in (
            ({"csrf": "guessed"}, OURS),
            ({}, OURS),
            ({"csrf": coder.csrf}, {"Origin": "http://evil.example"}),
            ({"csrf": coder.csrf}, {**OURS, "Host": "evil.example"}),
            ({"csrf": coder.csrf}, {"Origin": "null", "Sec-Fetch-Site": "cross-site"}),
        ):
            assert coder.client.post(address, data=data, headers=headers).status_code == 403, (path, data)
    assert (store.decisions(), store.get("people"), store.memos()) == before


def test_no_page_is_shown_to_whoever_is_not_signed_in(store: Store) -> None:
    coder = everybody(store)["C1"]
    words = store.passages()[0].text[:30]
    coder.client.cookies.clear()
    for path in routes(coder, "GET"):
        if path.startswith("/static"):
            continue
        answer = coder.client.get(path.replace("{", "").replace("}", ""), headers=OURS)
        assert answer.status_code in (401, 404, 400), path
        assert words not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/documents/..%2f..%2fstudy.db",
        "/static/site/..%2f..%2fapp.py",
        "/static/site/%2e%2e/app.py",
        "/static/site/....//app.py",
        "/static/site//etc/passwd",
        "/static/web/..%5c..%5csite.py",
        "/static/vendor/..%2f..%2fpyproject.toml",
        "/themes/all/..%2f..%2fx.png",
        "/quotes/chapter?id=../../study.db",
        "/codebook/edit?code=../../study.toml",
    ],
)
def test_no_address_leads_to_a_file(store: Store, path: str) -> None:
    coder = everybody(store)["C1"]
    answer = coder.client.get(path)
    assert answer.status_code == 404, "and nothing of what lies there"
    for words in ("def make_app", "import ", "root:", "SQLite format"):
        assert words not in answer.text


def one_of_their_own(store: Store) -> str:
    """Add a document whose words stand nowhere else; return its id."""
    made = document(99, tuple(f"Marmalade the {animal} sat at the office window again." for animal in ANIMALS))
    store.put_documents([(made, "in")], participants(made), "v1")
    cut = passages(made)
    store.put_passages([(made.id, "in", cut)], "v1")
    store.put_suggestions([(p.id, p.hash, suggestions(p)) for p in cut], "v1")
    return made.id


def test_a_document_kept_from_somebody_is_nowhere(store: Store) -> None:
    signed_in = everybody(store)
    kept = one_of_their_own(store)
    own = store.passages_of(kept)
    other = next(p for p in store.passages() if p.document != kept)
    codes = (Coded("continuity", Valence.POSITIVE), Coded("culture"))
    store.decide(own[0].id, "C1", Verdict.CODED, codes, quotable=True)
    store.decide(other.id, "C1", Verdict.CODED, codes[:1])
    store.decide(own[1].id, "C1", Verdict.HELD)
    store.add_memo(own[0].id, "C1", "a note on it", True)
    lead, coder = signed_in["C1"], signed_in["C3"]
    pages = ["/", "/documents", f"/documents/{kept}", "/search", "/themes", "/codebook", "/decisions", "/memos"]
    pages += ["/held", "/tables", "/tables?by=source", "/passages?code=continuity", "/people", "/differences", "/rules"]
    pages += [f"/code?passage={own[0].id}", f"/code/hold?passage={own[0].id}"]
    lead.post(f"/documents/{kept}", barred=["C3"])
    coder.post("/search", words=own[0].text.split()[0], code="", role="", source="", coder="", state="")
    for path in pages:
        text = coder.client.get(path, follow_redirects=True).text
        assert kept not in text, path
        for passage in own:
            assert passage.id not in text, path
            assert passage.text not in text, path
    assert coder.client.get(f"/documents/{kept}").status_code == 404
    assert store.find(Sought(), 500, without=(kept,))[0] == len(store.passages()) - len(own)
    assert "1 passages" not in coder.get("/passages?code=culture")
    for _ in range(len(store.passages())):
        page = coder.get("/code")
        if "decide" not in page:
            break
        held = [item.passage for item in store.queue("claimed") if item.coder == "C3"]
        assert not set(held) & {p.id for p in own}, "it is never handed out"
        coder.decide(held[0], "none", version=store.item(held[0]).tip or "")  # type: ignore[union-attr]
    for path, fields in (
        ("/code", {"passage": own[2].id, "act": "none"}),
        ("/code/words", {"passage": own[2].id, "words": own[2].text, "code": "continuity"}),
        ("/code/propose", {"passage": own[2].id, "name": "x"}),
        ("/memo", {"passage": own[2].id, "text": "hello"}),
    ):
        answer = coder.client.post(path, data={"csrf": coder.csrf, "reading": "0", **fields}, headers=OURS)
        assert answer.status_code in (400, 404), path
    assert not [d for d in store.decisions() if d.passage == own[2].id]
    lead.post(f"/documents/{kept}")
    assert kept in coder.get("/documents"), "the bar is lifted"


def test_nobody_gives_themselves_more_rights(store: Store) -> None:
    signed_in = everybody(store)
    coder = signed_in["C3"]
    coder.post("/you", who="C1")
    assert "Coding as <strong>C3" in coder.get("/you")
    coder.post("/you/link", 403, who="C1")
    coder.post("/you/link", who="C4")
    token = coder.get("/you").split("/?token=")[1].split("<")[0]
    coder.client.cookies.clear()
    answer = coder.client.post("/sign-in", data={"token": token, "who": "C1"}, headers=OURS)
    assert answer.status_code == 401
    assert "Continue as C4" in coder.client.get(f"/?token={token}").text
    assert "Continue as C1" not in coder.client.get(f"/?token={token}").text


def test_somebody_has_to_be_lead(store: Store) -> None:
    lead = everybody(store)["C1"]
    lead.post("/people", person="C1", role="coder")
    assert "somebody has to be lead" in lead.get("/people").casefold()
    lead.post("/people", person="C2", role="lead")
    lead.post("/people", person="C1", role="coder")
    assert people(store.get("people"), tuple(ROLES)).find("C1").role is Role.CODER
    lead.post("/people", 403, person="C1", role="lead")
    with pytest.raises(InputError):
        people("", ("C1",)).with_role("C1", Role.VIEWER)


def test_a_viewer_reads_and_takes_nothing_in_hand(store: Store) -> None:
    viewer = everybody(store)["C4"]
    assert "Documents" in viewer.get("/code")
    passage = store.passages()[0]
    assert passage.text[:12] in viewer.get(f"/code?passage={passage.id}")
    assert store.queue("claimed") == ()


def test_differences_are_settled_by_an_adjudicator(store: Store) -> None:
    signed_in = everybody(store, blind_share=1.0)
    passage = store.passages()[0].id
    one = store.decide(passage, "C3", Verdict.CODED, (Coded("continuity"),), suggestion_shown=False)
    store.decide(passage, "C1", Verdict.NO_CODE, suggestion_shown=False, reading=1)
    signed_in["C3"].decide(passage, "none", 403, version=one.id)
    signed_in["C2"].decide(passage, "none", version=one.id)
    assert store.standing()[passage].coder == "C2"


def test_a_blind_reading_shows_nothing_of_the_other(store: Store) -> None:
    signed_in = everybody(store, blind_share=1.0)
    passage = store.passages()[0]
    store.decide(passage.id, "C1", Verdict.CODED, (Coded("culture/blame", Valence.MIXED),), suggestion_shown=False)
    store.add_memo(passage.id, "C1", "what the first one thought", True)
    coder = signed_in["C3"]
    pages = [f"/code?passage={passage.id}&reading=1", f"/documents/{passage.document}", "/decisions", "/memos"]
    pages += ["/passages?code=culture", "/tables"]
    coder.post("/search", words="", code="culture/blame", role="", source="", coder="", state="")
    for path in [*pages, "/search"]:
        text = coder.get(path)
        assert "what the first one thought" not in text, path
        assert "Coded" not in text or path.startswith("/code"), path
        assert "±" not in text.replace("± mixed", ""), path
    assert "0 passages" in coder.get("/search")


def test_a_hold_ends_with_an_outcome_and_a_time(store: Store) -> None:
    signed_in = everybody(store)
    ids = [p.id for p in store.passages()][:2]
    for id in ids:
        store.decide(id, "C3", Verdict.HELD)
    lead = signed_in["C1"]
    assert "2 passages held" in lead.get("/")
    lead.post("/held/end", passage=ids[0], outcome="whatever")
    assert "an outcome is one of" in lead.get("/held")
    lead.post("/held/end", passage=ids[0], outcome="told the safeguarding lead; stays out")
    lead.post("/held/end", passage=ids[1], outcome="known already; back to the queue")
    assert "passages held" not in lead.get("/")
    assert [item.state for id in ids if (item := store.item(id))] == ["held", "open"]
    page = lead.get("/held")
    assert "told the safeguarding lead; stays out" in page
    assert "held for 0 days" in page
    lead.post("/held/end", passage=ids[0], outcome="known already; back to the queue")
    assert "ended before" in lead.get("/held")
    assert "End the hold" not in signed_in["C3"].get("/held")
