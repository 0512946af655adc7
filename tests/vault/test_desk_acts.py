"""What the custodian does at the desk beyond single doubts: merges, words, urgent questions, erasure, refusal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from voices.errors import InputError
from voices.model import Entity
from voices.vault import Vault
from voices.vault.desk import make_desk
from voices.vault.desk.queue import pairs, risk

from .beside import Beside
from .people import ENTITIES, MARGUERITE, REASON, SCHOOL, TOBIAS, masked_of

BASE = "http://127.0.0.1:8123"
MAGGIE = Entity("e-2001", "PERSON", 401, ("Maggie Okonjo-Vale",))


@pytest.fixture
def beside(tmp_path: Path, vault: Vault) -> Iterator[Beside]:
    made = Beside(tmp_path, vault)
    yield made
    made.store.close()


@pytest.fixture
def desk(vault: Vault, beside: Beside) -> Iterator[TestClient]:
    with TestClient(make_desk(vault, "D. Custodian", "t", beside), base_url=BASE, follow_redirects=True) as client:
        client.post("/sign-in", data={"token": "t", "who": "D. Custodian"}, headers={"Origin": BASE})
        yield client


def send(client: TestClient, path: str, **fields: str) -> str:
    csrf = re.search(r'name="csrf" value="([^"]+)"', client.get("/doubts").text)
    assert csrf is not None
    answer = client.post(path, data={"csrf": csrf[1], **fields}, headers={"Origin": BASE})
    assert answer.status_code in (200, 422), answer.text
    return answer.text


def test_an_urgent_question_is_seen_first_answered_and_ended(desk: TestClient, vault: Vault, beside: Beside) -> None:
    assert "Nothing is urgent" in desk.get("/urgent").text
    ask = beside.store.ask("p1", "C1", "referral 7781")
    with pytest.raises(InputError, match="already"):
        beside.store.ask("p1", "C1", "referral 7781")
    assert "Urgent look-ups" in desk.get("/").text
    for path in ("/doubts", "/log", "/merges"):
        assert "1 urgent question waits" in desk.get(path).text
    html = send(desk, f"/urgent/{ask.id}", do="look")
    assert "Marguerite rang Tobias Quillfeather" in html
    line = vault.log()[-1]
    assert (line.action, line.subject, line.reason) == ("restored", ("d1",), f"urgent look-up {ask.id}")
    assert "outcome is one of" in send(desk, f"/urgent/{ask.id}", do="end", outcome="Marguerite is well")
    html = send(desk, f"/urgent/{ask.id}", do="end", outcome="passed to the front door")
    assert "Passed to the front door" in html
    assert "urgent question waits" not in desk.get("/log").text
    line = vault.log()[-1]
    assert (line.action, line.reason) == ("ended an urgent look-up", "passed to the front door")
    (ended,) = beside.store.asks()
    assert ended.answered_at >= ended.asked_at
    assert "not there any more" in send(desk, f"/urgent/{ask.id}x", do="look")
    beside.store.ask("p1", "C1", "again, referral 7790")


def test_two_that_look_alike_are_decided_once(desk: TestClient, vault: Vault) -> None:
    assert "No two pseudonyms look like one" in desk.get("/merges").text
    vault.put_entities([*ENTITIES, MAGGIE])
    html = desk.get("/merges").text
    assert "Maggie Okonjo-Vale" in html
    assert "okonjo-vale" in html
    html = send(desk, "/merges", first=MARGUERITE.id, second=MAGGIE.id, ruling="apart")
    assert "not offered again" in html
    assert "No two pseudonyms look like one" in html
    assert vault.rulings() == ()
    assert vault.log()[-1].subject == (MARGUERITE.id, MAGGIE.id)
    assert "does not know" in send(desk, "/merges", first=MARGUERITE.id, second="e-9", ruling="apart")


def test_a_merge_is_a_ruling(desk: TestClient, vault: Vault) -> None:
    vault.put_entities([*ENTITIES, MAGGIE])
    send(desk, "/merges", first=MARGUERITE.id, second=MAGGIE.id, ruling="merge")
    assert [(r.kind, r.entity, r.other) for r in vault.rulings()] == [("merge", MAGGIE.id, MARGUERITE.id)]
    assert pairs(vault.entities(), vault.settled_pairs()) == ()


@pytest.mark.parametrize(
    ("fields", "ruling"),
    [
        ({"ruling": "always", "words": "Cressida", "label": "PERSON"}, ("always", "", "PERSON", "Cressida")),
        ({"ruling": "never", "words": "Larkrise to Candleford"}, ("never", "", "", "Larkrise to Candleford")),
        ({"ruling": "split", "words": "Tobias", "pseudonym": "person 530"}, ("split", TOBIAS.id, "", "Tobias")),
    ],
)
def test_rulings_on_words(
    desk: TestClient, vault: Vault, fields: dict[str, str], ruling: tuple[str, str, str, str]
) -> None:
    assert "after the next run" in send(desk, "/words", **fields)
    assert [(r.kind, r.entity, r.label, r.form) for r in vault.rulings()] == [ruling]
    assert fields["words"] not in str(vault.log())


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"ruling": "always", "words": ""}, "write the words"),
        ({"ruling": "burn", "words": "x"}, "choose what to do"),
        ({"ruling": "split", "words": "Tobias", "pseudonym": "person 999"}, "write the pseudonym"),
    ],
)
def test_rulings_on_words_that_lack_something(
    desk: TestClient, vault: Vault, fields: dict[str, str], problem: str
) -> None:
    html = send(desk, "/words", **fields)
    assert problem in html
    assert "There is a problem" in html
    assert vault.rulings() == ()


def test_a_doubt_can_be_always_never_or_split(desk: TestClient, vault: Vault) -> None:
    path = f"/doubts/{SCHOOL.id}"
    assert "choose the words" in send(desk, path, ruling="always", form="another")
    send(desk, path, ruling="split", form="Larkrise Primary")
    assert [(r.kind, r.entity, r.form) for r in vault.rulings()] == [("split", SCHOOL.id, "Larkrise Primary")]


def test_a_doubt_can_be_settled_in_one_document_only(desk: TestClient, vault: Vault) -> None:
    vault.put_masked([(masked_of("d9", ["We saw ", (SCHOOL, "Larkrise Primary", True), "."]), "h")])
    path = f"/doubts/{SCHOOL.id}"
    send(desk, "/doubts/gone", ruling="confirm")  # the list at hand is thrown away
    assert desk.get(f"/doubts?item={SCHOOL.id}").text.count("Only in this document") == 2
    assert "choose one of the documents shown" in send(desk, path, ruling="release", document="d1")
    html = send(desk, path, ruling="release", document="d9", form="Larkrise Primary")
    assert "will be shown, in this document only" in html
    assert "Only in this document" not in html  # one document is left, and the item is still there
    assert SCHOOL.id in html
    assert [(r.kind, r.entity, r.document) for r in vault.rulings()] == [("release", SCHOOL.id, "d9")]
    assert "only in document" in desk.get("/rulings").text
    assert [m.document.id for m in vault.apply_rulings("custodian")] == ["d9"]
    assert vault.masked("d9").document.text == "We saw Larkrise Primary."
    assert "[organisation 31]" in vault.masked("d2").document.text


def test_the_list_of_rulings_speaks_plainly(desk: TestClient, vault: Vault) -> None:
    vault.rule("relabel", actor="D. Custodian", entity=SCHOOL.id, label="LOCATION")
    vault.rule("always", actor="D. Custodian", form="Cressida", label="NHS_NUMBER")
    html = desk.get("/rulings").text
    assert "Mask as place" in html
    assert "Always mask as NHS number" in html
    assert "relabel" not in html


def test_merges_follow_the_switch_for_single_letter_keys(desk: TestClient, vault: Vault) -> None:
    vault.put_entities([*ENTITIES, MAGGIE])
    assert 'data-keys="on"' in desk.get("/merges").text
    html = send(desk, "/keys", keys="off", **{"from": "merges"})
    assert "Are these two the same?" in html
    assert 'data-keys="off"' in html
    assert "<kbd>" not in html


def test_doubts_come_by_risk_with_reasons_in_sentences(desk: TestClient, vault: Vault) -> None:
    vault.put_masked([(masked_of("d9", [(TOBIAS, "Tobias", True)]), "h")])
    ranked = sorted(vault.pending(), key=risk, reverse=True)
    assert ranked[0].label == "PERSON"
    send(desk, "/doubts/gone", ruling="confirm")  # the list at hand is thrown away
    html = desk.get("/doubts").text
    assert "High: it may be somebody" in html
    assert "given name" not in html  # a rule's name
    assert "(0)" in desk.get("/doubts?kind=second").text
    assert "Nothing is in doubt" in desk.get("/doubts").text
    assert "Nothing is in doubt" not in desk.get("/doubts?kind=").text


def test_erasing_asks_once_more_and_then_does_it(desk: TestClient, vault: Vault) -> None:
    fields = {"who": "person 214", "what": "erase", "reason": REASON}
    html = send(desk, "/erase", **fields)
    assert "Erase person 214 for good?" in html
    assert {e.id: e.forms for e in vault.entities()}[MARGUERITE.id] == MARGUERITE.forms
    html = send(desk, "/erase", **fields, sure="yes")
    assert "is erased from 2 documents" in html
    assert "letters/Marguerite Okonjo-Vale.docx" in html
    assert {e.id: e.forms for e in vault.entities()}[MARGUERITE.id] == ()
    assert "erased already" in send(desk, "/erase", **fields, sure="yes")


def test_a_participant_withdraws_at_the_desk(desk: TestClient, vault: Vault, beside: Beside) -> None:
    code = vault.participant_codes([("P", "i1.docx|Cressida")])["P", "i1.docx|Cressida"]
    html = send(desk, "/erase", who=code, what="erase", reason=REASON, sure="yes")
    assert f"{code} is out of the study" in html
    assert "quote bank" in html
    assert beside.withdrew == [(code, "D. Custodian", REASON)]


def test_a_refusal_is_recorded_and_listed(desk: TestClient, vault: Vault) -> None:
    html = send(desk, "/erase", who="person 214", what="refuse", ground="17(3)(d)", reason=REASON)
    assert "The refusal is recorded" in html
    assert "person 214, under Article 17(3)(d), on " in html
    assert {e.id: e.forms for e in vault.entities()}[MARGUERITE.id] == MARGUERITE.forms
    for fields in (
        {"who": "person 214", "what": "refuse", "ground": "17(3)(d)", "reason": ""},
        {"who": "person 214", "what": "refuse", "ground": "", "reason": REASON},
        {"who": "person 999", "what": "erase", "ground": "", "reason": REASON},
        {"who": "person 214", "what": "", "ground": "", "reason": REASON},
    ):
        assert "There is a problem" in send(desk, "/erase", **fields)
