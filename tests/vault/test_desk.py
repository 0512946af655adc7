"""The custodian's pages: nothing without signing in, names only where asked for, every look-up logged."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from voices.vault import Vault
from voices.vault.desk import make_desk
from voices.vault.desk.queue import by_pseudonym, doubles, following

from .people import ENTITIES, MARGUERITE, REASON, SCHOOL, TOBIAS, masked_of

BASE = "http://127.0.0.1:8123"
OURS = {"Origin": BASE}
PAGES = ("/urgent", "/doubts", "/merges", "/words", "/rulings", "/look-up", "/erase", "/log", "/you")


@pytest.fixture
def outside(vault: Vault) -> Iterator[TestClient]:
    app = make_desk(vault, "D. Custodian", "the-token")
    with TestClient(app, base_url=BASE, follow_redirects=True) as client:
        yield client


@pytest.fixture
def desk(outside: TestClient) -> TestClient:
    answer = outside.post("/sign-in", data={"token": "the-token", "who": "D. Custodian"}, headers=OURS)
    assert answer.status_code == 200
    return outside


def send(client: TestClient, path: str, **fields: str) -> str:
    page = client.get("/doubts").text
    csrf = re.search(r'name="csrf" value="([^"]+)"', page)
    assert csrf is not None
    answer = client.post(path, data={"csrf": csrf[1], **fields}, headers=OURS)
    assert answer.status_code in (200, 422), answer.text
    return answer.text


@pytest.mark.parametrize("path", ["/", *PAGES])
def test_nothing_is_shown_without_signing_in(outside: TestClient, path: str) -> None:
    answer = outside.get(path)
    assert answer.status_code == 401
    assert "Larkrise" not in answer.text


@pytest.mark.parametrize(
    "path", [f"/doubts/{SCHOOL.id}", "/merges", "/words", "/look-up", "/erase", "/urgent/a1", "/undo", "/keys"]
)
def test_no_form_is_taken_without_session_or_secret(outside: TestClient, vault: Vault, path: str) -> None:
    fields = {"ruling": "release", "what": "pseudonym", "value": "person 214", "reason": REASON}
    assert outside.post(path, data=fields, headers=OURS).status_code == 401
    outside.post("/sign-in", data={"token": "the-token", "who": "D. Custodian"}, headers=OURS)
    before = vault.log()
    assert outside.post(path, data=fields, headers=OURS).status_code == 403
    assert outside.post(path, data=fields | {"csrf": "x"}, headers=OURS).status_code == 403
    assert outside.post(path, data=fields, headers={"Origin": "http://elsewhere.example"}).status_code == 403
    assert vault.log() == before
    assert vault.rulings() == ()


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_whole_and_locked_down(desk: TestClient, path: str) -> None:
    answer = desk.get(path)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    html = answer.text
    assert html.count("<h1") == 1
    assert '<html lang="en-GB"' in html
    assert "style=" not in html
    assert not re.search(r"\son[a-z]+=", html)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    for target in re.findall(r'\s(?:for|aria-labelledby|aria-describedby)="([^"]+)"', html):
        assert set(target.split()) <= set(ids), target
    for tag in re.findall(r"<(?:input|select)[^>]*>", html):
        if 'type="hidden"' not in tag:
            found = re.search(r'id="([^"]+)"', tag)
            assert found is not None
            assert f'for="{found[1]}"' in html


def test_other_hosts_are_not_answered(desk: TestClient) -> None:
    assert desk.get("/doubts", headers={"Host": "rebound.example:8123"}).status_code == 403


def test_one_item_at_a_time_with_its_context(desk: TestClient, vault: Vault) -> None:
    first, second = vault.pending()
    html = desk.get("/doubts").text
    assert "1 of 2 in doubt" in html
    assert f'action="/doubts/{first.id}"' in html
    assert f"/doubts?item={second.id}" in html
    school = desk.get(f"/doubts?item={SCHOOL.id}").text
    assert "<mark>Larkrise Primary</mark> they met [person 214]." in school
    assert "Okonjo" not in school


def test_rulings_by_form_and_their_taking_back(desk: TestClient, vault: Vault) -> None:
    html = send(desk, f"/doubts/{SCHOOL.id}", ruling="confirm")
    assert "[organisation 31] stays masked" in html
    assert "1 of 1 in doubt" in html
    assert [(r.kind, r.entity, r.actor) for r in vault.rulings()] == [("confirm", SCHOOL.id, "D. Custodian")]
    assert "2 in doubt" in send(desk, "/undo", ruling="1")
    assert vault.rulings() == ()
    assert vault.log()[-1].action == "took back a ruling"
    date = next(item for item in vault.pending() if not item.entity)
    send(desk, f"/doubts/{date.id}", ruling="release")
    assert [(r.kind, r.entity, r.form) for r in vault.rulings()] == [("release", "", "3 May 2019")]
    send(desk, f"/doubts/{SCHOOL.id}", ruling="relabel", label="LOCATION")
    html = desk.get("/doubts").text
    assert "Nothing is in doubt" in html
    rulings = desk.get("/rulings").text
    assert "Mask as place" in rulings
    assert "Take back" in rulings
    vault.apply_rulings("D. Custodian")
    assert "shown in documents" in desk.get("/rulings").text


def test_merging_by_pseudonym(desk: TestClient, vault: Vault) -> None:
    vault.put_masked([(masked_of("d9", ["Then ", (TOBIAS, "Tobias", True), "."]), "h")])
    send(desk, "/keys", keys="on")
    path = f"/doubts/{TOBIAS.id}"
    assert "write the pseudonym" in send(desk, path, ruling="merge", pseudonym="person 999")
    assert "two different" in send(desk, path, ruling="merge", pseudonym="person 530")
    assert vault.rulings() == ()
    send(desk, path, ruling="merge", pseudonym="[Person  214]")
    assert [(r.entity, r.other) for r in vault.rulings()] == [(TOBIAS.id, MARGUERITE.id)]


def test_an_item_that_is_gone_changes_nothing(desk: TestClient, vault: Vault) -> None:
    assert "no longer in doubt" in send(desk, "/doubts/e-gone", ruling="confirm")
    assert "choose what to do" in send(desk, f"/doubts/{SCHOOL.id}", ruling="burn")
    assert vault.rulings() == ()


def test_keys_can_be_turned_off(desk: TestClient) -> None:
    assert 'data-keys="on"' in desk.get("/doubts").text
    html = send(desk, "/keys", keys="off")
    assert 'data-keys="off"' in html
    assert "<kbd>" not in html


@pytest.mark.parametrize(
    ("what", "value", "shown"),
    [
        ("pseudonym", "person 214", "Marguerite Okonjo-Vale"),
        ("name", "tobias quillfeather", "[person 530]"),
        ("name", "Nobody Known", "Nobody of this name"),
        ("document", "d1", "Marguerite rang Tobias Quillfeather on 07700 900123. Good."),
    ],
)
def test_look_ups_answer_in_place_and_leave_a_line(
    desk: TestClient, vault: Vault, what: str, value: str, shown: str
) -> None:
    before = len(vault.log())
    html = send(desk, "/look-up", what=what, value=value, reason=REASON)
    assert shown in html
    assert len(vault.log()) == before + 1
    assert vault.log()[-1].actor == "D. Custodian"
    assert vault.log()[-1].reason == REASON


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"what": "pseudonym", "value": "person 214", "reason": ""}, "give a reason"),
        ({"what": "pseudonym", "value": "person 1", "reason": REASON}, "no such pseudonym"),
        ({"what": "pseudonym", "value": "", "reason": REASON}, "say what to look up"),
        ({"what": "else", "value": "x", "reason": REASON}, "choose whether"),
        ({"what": "document", "value": "d77", "reason": REASON}, "not in the vault"),
    ],
)
def test_refused_look_ups_say_why_and_show_nobody(
    desk: TestClient, vault: Vault, fields: dict[str, str], problem: str
) -> None:
    before = vault.log()
    html = send(desk, "/look-up", **fields)
    assert problem in html
    assert "There is a problem" in html
    assert "Okonjo" not in html
    assert vault.log() == before


def test_the_log_page_says_whether_it_is_intact(desk: TestClient, vault: Vault) -> None:
    vault.lookup("person 214", "D. Custodian", REASON)
    html = desk.get("/log").text
    assert "The log is intact" in html
    assert REASON in html
    assert "Okonjo" not in html


def test_what_is_typed_is_never_markup(desk: TestClient) -> None:
    html = send(desk, "/look-up", what="document", value="<script>alert(1)</script>", reason=REASON)
    assert "<script>alert" not in html


def test_order_and_likely_doubles(vault: Vault) -> None:
    items = vault.pending()
    assert following(items, items[0].id) == items[1].id
    assert following(items, items[1].id) == items[0].id
    assert following(items[:1], items[0].id) == ""
    assert following((), "x") == ""
    assert by_pseudonym("PERSON 214", ENTITIES) == MARGUERITE.id
    assert by_pseudonym("person", ENTITIES) == ""
    school = next(item for item in items if item.entity)
    from voices.model import Entity

    near = Entity("e-7", "ORGANISATION", 44, ("Larkrise School",))
    far = Entity("e-8", "LOCATION", 45, ("Larkrise",))
    assert [d.entity for d in doubles(school, (*ENTITIES, near, far))] == ["e-7"]
