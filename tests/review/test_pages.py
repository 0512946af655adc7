"""Every page and form of the coders' application, as somebody uses them."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from fastapi.testclient import TestClient

from tests.review.conftest import BASE, NAME, OURS, Coder, app_of
from voices.model import Verdict
from voices.review import is_blind
from voices.store import Store

PAGES = ["/", "/code", "/documents", "/search", "/themes", "/codebook", "/decisions", "/memos", "/differences", "/you"]


@pytest.mark.parametrize("path", [*PAGES, "/decisions?mine=true", "/decisions?sheet=9", "/search?sheet=3"])
def test_every_page_opens_and_says_what_it_is_not(coder: Coder, path: str) -> None:
    html = coder.get(path)
    assert html.count("<h1") == 1
    assert "This is not a safeguarding service" in html
    assert not re.search(r"P\d{3}", re.sub(r"<[^>]+>", "", html)), "no participant code is shown"
    assert "style=" not in html.replace('rel="stylesheet"', "")
    assert "<script>" not in html


@pytest.mark.parametrize("path", [*PAGES, "/documents/x", "/code/hold?passage=x", "/code/before?position=1"])
def test_nothing_is_shown_to_somebody_not_signed_in(store: Store, path: str) -> None:
    client = TestClient(app_of(store), base_url=BASE, follow_redirects=False)
    answer = client.get(path)
    assert answer.status_code == 401
    assert "social worker" not in answer.text


@pytest.mark.parametrize(
    "path", ["/code", "/undo", "/redo", "/memo", "/memo/change", "/themes", "/search", "/skipped", "/keys"]
)
def test_no_form_is_taken_without_its_secret_or_from_elsewhere(coder: Coder, store: Store, path: str) -> None:
    passage = store.passages()[0].id
    fields = {"passage": passage, "act": "none", "text": "a", "scope": "all", "theme": "t1", "name": "n"}
    assert coder.client.post(path, data=fields, headers=OURS).status_code == 403
    assert (
        coder.client.post(path, data={**fields, "csrf": coder.csrf}, headers={"Origin": "http://evil"}).status_code
        == 403
    )
    assert coder.client.post(path, data={**fields, "csrf": coder.csrf}).status_code == 403
    assert store.decisions() == ()
    assert store.memos() == ()


def test_the_coding_screen_shows_what_is_needed_and_not_who(coder: Coder, store: Store) -> None:
    html = coder.get("/code")
    passage = store.passages([store.queue("claimed")[0].passage])[0]
    for wanted in (
        "<mark>",
        "A guess",
        "score 86 of 100, which promises nothing",
        passage.text[30:60],
        "Question 1",
        "wave",
        "Belongs here",
    ):
        assert wanted in html
    assert passage.participant not in html


def test_accepting_stores_the_suggestion_with_its_evidence_and_goes_on(coder: Coder, store: Store) -> None:
    coder.get("/code")
    first = store.queue("claimed")[0]
    path = coder.decide(first.passage, "accept", position=first.position, quotable="yes")
    made = store.standing()[first.passage]
    assert (made.coder, made.verdict, made.quotable, made.suggestion_shown) == ("C1", Verdict.CODED, True, True)
    assert [(c.code, c.start, c.end) for c in made.codes] == [("continuity", 0, 24)]
    html = coder.get(path)
    assert "Coded: Continuity" in html
    assert store.queue("claimed")[0].passage != first.passage


def test_several_codes_each_with_its_valence(coder: Coder, store: Store) -> None:
    passage = store.passages()[0].id
    fields = {"code": ["culture", "continuity/one_worker"], "valence culture": "negative"}
    coder.decide(passage, "code", **fields)
    assert [(c.code, c.valence and c.valence.value) for c in store.standing()[passage].codes] == [
        ("culture", "negative"),
        ("continuity/one_worker", None),
    ]
    assert "No code is chosen" in coder.get(coder.decide(passage, "code", version=1))
    assert len(store.decisions()) == 1
    assert (
        coder.client.post(
            "/code",
            data={"csrf": coder.csrf, "passage": passage, "act": "code", "code": "made-up", "version": 1},
            headers=OURS,
        ).status_code
        == 400
    )


@pytest.mark.parametrize(
    ("act", "verdict", "state"),
    [("none", Verdict.NO_CODE, "done"), ("skip", Verdict.SKIPPED, "skipped"), ("hold", Verdict.HELD, "held")],
)
def test_the_other_verdicts(coder: Coder, store: Store, act: str, verdict: Verdict, state: str) -> None:
    passage = store.passages()[0].id
    assert "Hold it" in coder.get(f"/code/hold?passage={passage}")
    coder.decide(passage, act, quotable="yes")
    made = store.standing()[passage]
    assert (made.verdict, made.codes, made.quotable) == (verdict, (), False)
    item = store.item(passage)
    assert item is not None
    assert item.state == state
    html = coder.get("/themes")
    assert ("1 passage held" in html) == (act == "hold")


def test_somebody_quicker_is_said_plainly_and_nothing_is_stored(store: Store) -> None:
    app = app_of(store)
    one, two = Coder(app, "C1"), Coder(app, "C2")
    passage = store.passages()[0].id
    one.decide(passage, "accept")
    html = two.decide(passage, "none", 409)
    assert "Somebody was quicker" in html
    assert store.standing()[passage].coder == "C1"
    two.decide(passage, "none", version=1)
    assert store.standing()[passage].coder == "C2"


def test_a_passage_in_anothers_hand_can_be_read_but_not_decided(store: Store) -> None:
    app = app_of(store)
    one, two = Coder(app, "C1"), Coder(app, "C2")
    one.get("/code")
    passage = store.queue("claimed")[0].passage
    assert "in hand" in two.get(f"/code?passage={passage}")
    assert "Somebody was quicker" in two.decide(passage, "none", 409)
    one.post("/sign-out", 200)
    two.decide(passage, "none")


def test_undo_and_redo_and_the_log(coder: Coder, store: Store) -> None:
    assert "nothing of yours" in coder.get(coder.post("/undo"))
    passage = store.passages()[0].id
    coder.decide(passage, "accept")
    path = coder.post("/undo")
    assert passage in path
    assert "decided before" in coder.get(path)
    assert store.standing() == {}
    assert "Done again" in coder.get(coder.post("/redo"))
    assert "nothing to do again" in coder.get(coder.post("/redo"))
    assert len(store.decisions()) == 3
    log = coder.get("/decisions")
    assert log.count("Undo<span") == 1
    coder.post("/undo", decision=store.standing()[passage].id)
    assert store.standing() == {}
    coder.post("/undo", 409, decision=1)


def test_next_and_previous(coder: Coder, store: Store) -> None:
    coder.get("/code")
    order = store.queue()
    coder.get(f"/code?after={order[0].position}")
    assert [i.passage for i in store.queue("claimed")] == [order[1].passage]
    path = coder.client.get(f"/code/before?position={order[1].position}").headers["location"]
    assert order[0].passage in path
    coder.get(path)
    assert [i.passage for i in store.queue("claimed")] == [order[0].passage]
    assert "first passage" in coder.get(f"/code/before?position={order[0].position}")


def test_the_blind_share_shows_no_suggestion_and_says_so_in_the_record(store: Store) -> None:
    app = app_of(store, blind_share=1.0)
    one, two = Coder(app, "C1"), Coder(app, "C2")
    html = one.get("/code")
    passage = store.queue("claimed")[0].passage
    assert is_blind(passage, 1.0)
    assert "<mark>" not in html
    assert "of 100" not in html
    assert 'value="accept"' not in html
    assert "No code is chosen" in one.get(one.decide(passage, "accept"))
    one.decide(passage, "code", code="culture")
    assert not store.standing()[passage].suggestion_shown
    two.get("/code")
    second = next(i for i in store.queue("claimed") if i.coder == "C2")
    assert (second.passage, second.reading) == (passage, 1)
    assert "History of this passage" not in two.get(f"/code?passage={passage}&reading=1")
    two.post("/code", passage=passage, reading=1, act="none")
    assert "Settle it" in one.get("/differences")
    assert "C1" not in one.get("/differences").split("<main")[1].split("</main")[0]
    one.decide(passage, "none", version=1)
    settled = one.get("/differences").split("<main")[1].split("</main")[0]
    assert settled.index("One reading") < settled.index("The other") < settled.index("Settled as")
    assert "None of the codes applies" in settled.split("Settled as")[1]
    assert store.standing()[passage].suggestion_shown, "who settles has seen both readings"
    assert [d.coder for d in store.blind()] == ["C1", "C2"]


def test_a_memo_that_names_somebody_waits_for_its_writer(coder: Coder, store: Store) -> None:
    passage = store.passages()[0].id
    coder.post("/memo", passage=passage, text="compare with the second wave")
    html = coder.post("/memo", 200, passage=passage, text=f"ask {NAME} <b>")
    assert "Nothing is stored yet" in html
    assert f"<mark>{NAME}</mark> &lt;b&gt;" in html
    assert len(store.memos()) == 1
    coder.post("/memo", passage=passage, text=f"ask {NAME} <b>", cleared="yes")
    assert [m.cleared for m in store.memos()] == [True, True]
    assert "Nothing is stored yet" in coder.post("/memo/change", 200, memo=2, act="change", text=f"still {NAME}")
    assert store.memos()[1].text == f"ask {NAME} <b>"
    coder.post("/memo/change", memo=2, act="change", text="ask nobody")
    assert store.memos()[1].text == "ask nobody"
    coder.post("/memo/change", memo=2, act="remove")
    coder.post("/memo/change", 400, memo=2, act="remove")
    coder.post("/memo", 400, passage=passage, text="x" * 5001)
    assert "empty" in coder.get(coder.post("/memo", passage=passage, text="  "))
    other = Coder(coder.client.app, "C2")  # type: ignore[arg-type]
    other.post("/memo/change", 400, memo=1, act="clear")
    assert len(store.memos()) == 1


def test_themes_are_confirmed_renamed_dropped_and_scanned(coder: Coder, store: Store) -> None:
    html = coder.get("/themes")
    assert "knowing our story" in html
    assert "unstable" in html
    coder.post("/themes", scope="all", theme="t1", act="confirm", name="Known by our worker")
    theme = store.themes("all")[0].themes[0]
    assert (theme.name, theme.confirmed) == ("Known by our worker", True)
    coder.post("/themes", scope="all", theme="t2", act="drop")
    assert [t.id for t in store.themes("all")[0].themes] == ["t1"]
    assert "Make it a candidate again" in coder.get("/themes")
    coder.post("/themes", scope="all", theme="t2", act="reopen")
    before = store.themes("all")
    told = coder.post("/themes", 422, scope="all", theme="t2", act="rename", name=f"What {NAME} does")
    assert "Nothing was stored" in told
    assert store.themes("all") == before
    coder.post("/themes", scope="all", theme="t2", act="rename", name=f"What {NAME} does", cleared="yes")
    assert store.uncleared_names() == 0
    assert "Write a name for" in coder.post("/themes", 422, scope="all", theme="t2", act="confirm", name=" ")
    coder.post("/themes", 400, scope="all", theme="t9", act="drop")
    coder.post("/themes", 400, scope="all", theme="t1", act="rename", name="x" * 121)


def test_search_keeps_words_out_of_addresses(coder: Coder, store: Store) -> None:
    passage = store.passages()[0]
    coder.decide(passage.id, "accept", quotable="yes")
    path = coder.post("/search", words="same worker", code="continuity", role=passage.role, quotable="yes")
    assert path == "/search"
    html = coder.get(path)
    assert re.search(r"1 passage\s*<", html)
    assert "<mark>same</mark>" in html
    coder.post("/search", words="nowhere to be found")
    assert "0 passages" in coder.get("/search")
    coder.post("/search", act="clear")
    assert 'id="found"' not in coder.get("/search")


def test_a_document_page_shows_every_word_once(coder: Coder, store: Store) -> None:
    passage = store.passages()[0]
    coder.decide(passage.id, "accept", quotable="yes")
    coder.decide(store.passages()[1].id, "hold")
    html = coder.get(f"/documents/{passage.document}")
    (document,) = store.documents([passage.document])
    assert all(
        html.count(document.text[t.start : t.end].replace("'", "&#39;")) == 1 for t in document.turns if t.participant
    )
    assert "Quotable" in html
    assert 'class="bar code-continuity"' in html
    assert ">Held for safeguarding<" in html
    assert coder.client.get("/documents/none").status_code == 404


def test_keys_are_switched_off_for_one_coder_and_stay_off(coder: Coder, store: Store) -> None:
    assert 'data-keys="on"' in coder.get("/code")
    assert "<kbd" in coder.get("/code")
    coder.post("/keys", keys="off", back="/code")
    assert 'data-keys="off"' in coder.get("/code")
    assert "<kbd" not in coder.get("/code")
    assert 'data-keys="on"' in Coder(coder.client.app, "C2").get("/code")  # type: ignore[arg-type]
    assert coder.post("/keys", keys="on", back="//evil.example") == "/you"


def test_skipped_passages_come_back_and_an_empty_queue_says_so(coder: Coder, store: Store) -> None:
    for passage in store.passages():
        coder.decide(passage.id, "skip")
    html = coder.get("/code")
    assert "Nothing waits for you" in html
    assert "18 skipped" in html
    coder.post("/skipped")
    assert "18 passages wait" in coder.get("/")


def test_every_code_has_its_colour_in_the_style_sheet(coder: Coder) -> None:
    sheet = coder.client.get("/static/codes.css").text
    assert ".code-continuity{--code:#" in sheet
    assert ".code-continuity-one_worker" in sheet or ".code-continuity-one-worker" in sheet


def test_from_a_decision_to_the_next_passage_takes_well_under_fifty_milliseconds() -> None:
    # In a process of its own, because measuring coverage makes everything slower than it is.
    done = subprocess.run([sys.executable, "-m", "tests.review.speed"], capture_output=True, text=True, check=True)
    assert float(done.stdout) < 50, f"{done.stdout.strip()} ms"


def test_themes_are_merged_split_and_moved_on_their_own_page(coder: Coder, store: Store) -> None:
    html = coder.get("/themes/all/t1")
    first, second = (one.passage for one in store.themes("all")[0].assignments if one.theme == "t1")
    assert html.count('name="passage"') == 2
    assert "Nothing yet." in html
    saved = coder.client.get("/themes/all/t1/counts.html")
    assert saved.headers["content-disposition"] == 'attachment; filename="counts.html"'
    assert saved.text.startswith("<!DOCTYPE html>")
    assert {coder.client.get(f"/themes/all/t1/nothing.{kind}").status_code for kind in ("png", "svg", "html")} == {404}
    fields = {"scope": "all", "theme": "t1"}
    assert "Tick the passages first" in coder.post("/themes", 422, **fields, act="move", target="t2")
    coder.post("/themes", **fields, act="move", target="t2", passage=first)
    assert "moved 1 passage into calls and waiting" in coder.get("/themes/all/t1")
    own = {"scope": "all", "theme": "t2"}
    coder.post("/themes", **own, act="split", name="Doors", passage=first)
    assert "Doors" in coder.get("/themes")
    coder.post("/themes", **own, act="merge", target="t1")
    assert {one.name for one in store.themes("all")[0].themes} == {"knowing our story", "Doors"}
    assert second in {one.passage for one in store.themes("all")[0].assignments if one.theme == "t1"}
    assert coder.client.get("/themes/all/t2").status_code == 404
    coder.post("/themes", 400, **fields, act="merge", target="t9")


def test_the_log_says_what_left_the_study(coder: Coder, store: Store) -> None:
    assert "Nothing has left the study yet" in coder.get("/exports")
    store.add_publication("out", "0123456789abcdef", ["P100"])
    store.note_export("downloaded", "quote_bank.docx")
    html = coder.get("/exports")
    assert html.index("quote_bank.docx") < html.index("fingerprint 0123456789ab"), "newest first"
    assert "P100" not in html
    assert [one.act for one in store.exports()] == ["downloaded", "published"]
