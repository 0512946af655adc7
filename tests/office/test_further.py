"""Every further step of the command line by the pages: matrix, risk, agreement, triangulation, codebooks, proof."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from html import unescape
from pathlib import Path
from threading import Event
from zipfile import ZipFile

import openpyxl
import pytest

from tests.framework.test_commands import THEORY, fill
from tests.office.conftest import Evaluator
from tests.review.conftest import NAME, OURS
from tests.typed import Place, copy_of
from voices import study as studies
from voices.model import Coded, Decision, Valence, Verdict
from voices.model.pairs import LikelyPair, pair_id
from voices.store import open_store
from voices.store.pairing import LIKELY_KEY

pytestmark = pytest.mark.flow
STUDY = "/studies/study"


@pytest.fixture(scope="module")
def place(small: Place, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Return a finished study that the pages may change."""
    return copy_of(small, tmp_path_factory.mktemp("further"))


@pytest.fixture(scope="module")
def desk(place: Place) -> Iterator[Evaluator]:
    """Return somebody signed in over the folder in which that study lies, on an account without the vault's key."""
    signed_in = Evaluator(place.base)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(place.base / "nobody"))
        patch.delenv("VOICES_KEY_FILE", raising=False)
        patch.delenv("XDG_CONFIG_HOME", raising=False)
        yield signed_in
    signed_in.app.state.office.children.end()


def sent(desk: Evaluator, path: str, file: tuple[str, bytes] | None, **fields: str) -> None:
    """Send a form that carries a file."""
    files = {"file": file} if file else {}
    answer = desk.client.post(f"{STUDY}{path}", data={"csrf": desk.csrf, **fields}, files=files, headers=OURS)
    assert answer.status_code == 303, answer.text[-600:]


def done(desk: Evaluator, act: str, page: str) -> str:
    """Wait for what a page began; return the page."""
    child = desk.app.state.office.children.get(act, "study")
    assert child.wait(120)
    return desk.get(f"{STUDY}/{page}")


def listed(page: str, part: str) -> list[str]:
    """Return the files a page offers."""
    return re.findall(rf'href="{STUDY}/{part}/([^"/]+)" download', page)


def fetched(desk: Evaluator, path: str) -> bytes:
    """Download a file; it is never shown in place."""
    answer = desk.client.get(f"{STUDY}/{path}")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    return answer.content


def exported(place: Place) -> list[tuple[str, str]]:
    with open_store(place.study / "study.db") as store:
        return [(one.act, one.what) for one in store.exports()]


def with_wrong_columns(content: bytes) -> bytes:
    """Return a workbook whose first heading somebody changed."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    book["Framework"]["A1"].value = "Line"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_the_matrix_goes_out_and_comes_back_by_the_page(desk: Evaluator, place: Place, tmp_path: Path) -> None:
    desk.post(f"{STUDY}/matrix", rows="people")
    page = done(desk, "matrix", "matrix")
    (file,) = listed(page, "matrix")
    assert "rows by 2 principles" in page
    assert "voices framework import" not in page, "nobody is sent to the command line"
    workbook = tmp_path / "matrix.xlsx"
    workbook.write_bytes(fetched(desk, f"matrix/{file}"))
    assert ("downloaded", file) in exported(place)
    fill(workbook, ["It grew with one worker (Q).", f"As {NAME} told us.", "See q00000000."])
    sent(desk, "/matrix/bring", ("The Kowalczyk family.xlsx", workbook.read_bytes()), by="C1")
    page = done(desk, "matrix", "matrix")
    assert "1 cells stored, 2 to look at." in page
    assert "may name somebody, so it was not stored" in page
    assert "points at q00000000" in page
    assert not any(word in page for word in (*NAME.split(), "Kowalczyk")), "neither words nor names of files are told"
    with open_store(place.study / "study.db") as store:
        assert [cell.text.startswith("It grew") for cell in store.cells()] == [True]
    for content, said in (
        (b"no workbook", "cannot be read as a workbook"),
        (with_wrong_columns(workbook.read_bytes()), "the column “Row” is missing"),
    ):
        sent(desk, "/matrix/bring", ("matrix.xlsx", content), by="C1")
        assert said in done(desk, "matrix", "matrix")
    for file_sent, by, said in (
        (("matrix.docx", b"x"), "C1", "should end in .xlsx"),
        (("matrix.xlsx", b"x"), "C9", "Choose the coder"),
        (None, "C1", "Choose the file first"),
    ):
        sent(desk, "/matrix/bring", file_sent, by=by)
        assert said in desk.get(f"{STUDY}/matrix")
    assert not list(place.study.glob(".brought-*")), "nothing that was sent is left behind"
    desk.post(f"{STUDY}/matrix/remove", file=file)
    assert listed(desk.get(f"{STUDY}/matrix"), "matrix") == []
    desk.post(f"{STUDY}/matrix/remove", status=404, file="../study.toml")


def test_a_sample_is_drawn_marked_and_recorded_by_the_page(desk: Evaluator, place: Place) -> None:
    assert "Nobody has read a sample yet" in desk.get(f"{STUDY}/risk")
    desk.post(f"{STUDY}/risk", act="sample", number="12")
    (file,) = listed(done(desk, "risk", "risk"), "risk")
    book = openpyxl.load_workbook(io.BytesIO(fetched(desk, f"risk/{file}")))
    for row in range(2, 14):
        book["Sample"].cell(row, 5).value = "no"
    marked = io.BytesIO()
    book.save(marked)
    sent(desk, "/risk/marks", ("sheet.xlsx", marked.getvalue()))
    page = done(desk, "risk", "risk")
    assert "Of 12 sentences that a person read, none leaked" in page
    assert "Nobody has read a sample yet" not in page
    for name, content, said in (
        ("sheet.csv", b"Number,Sentence\n1,She was born in Eddle Road\n", "not a sample&#39;s sheet"),
        ("sheet.xlsx", b"PK\x03\x04 damaged", "cannot be read as an Excel file"),
    ):
        sent(desk, "/risk/marks", (name, content))
        page = done(desk, "risk", "risk")
        assert said in page
        assert "Eddle" not in page
    desk.post(f"{STUDY}/risk", act="sample", number="many")
    assert "a whole number from 1" in desk.get(f"{STUDY}/risk")


def test_the_impact_assessment_is_written_without_the_key_and_downloaded(desk: Evaluator, place: Place) -> None:
    desk.post(f"{STUDY}/risk", act="assessment")
    page = done(desk, "risk", "risk")
    assert "Without the vault: no key for the vault" in page
    file = next(name for name in listed(page, "risk") if name.startswith("dpia"))
    content = fetched(desk, f"risk/{file}")
    assert b"word/document.xml" in content
    with ZipFile(io.BytesIO(content)) as document:
        assert "impact assessment" in document.read("word/document.xml").decode().casefold()
    assert "Who stands out" in page


def test_agreement_says_where_two_coders_differ_and_how_far_they_agree(desk: Evaluator, place: Place) -> None:
    assert "No passage was read blind yet" in desk.get(f"{STUDY}/agreement")
    with open_store(place.study / "study.db") as store:
        free = sorted({p.id for p in store.passages()} - set(store.standing()))[:4]
        for coder, codes in (("C1", ("continuity",) * 4), ("C2", ("continuity", "continuity", "continuity", ""))):
            store.decide_many(
                Decision(
                    0,
                    passage,
                    coder,
                    Verdict.CODED if code else Verdict.NO_CODE,
                    (Coded(code, Valence.POSITIVE),) if code else (),
                    "2025-04-01T09:00:00Z",
                    suggestion_shown=False,
                )
                for passage, code in zip(free, codes, strict=True)
            )
    page = desk.get(f"{STUDY}/agreement")
    assert "4 passages, 2 coders: 3 coded alike, 1 to talk about" in page
    assert f"{free[3]}" in page
    assert "Gwet" in page
    assert "95 % interval" in desk.get(f"{STUDY}/agreement?statistics=yes")
    assert b'"pairs"' in fetched(desk, "agreement/download")
    assert ("downloaded", "agreement.json") in exported(place)


def test_how_far_the_sources_agree_is_settled_on_the_page(desk: Evaluator, place: Place) -> None:
    page = desk.get(f"{STUDY}/across")
    (principle, *_) = re.findall(r'name="principle" value="(\w+)"', page)
    note = "Mrs Shazia Hussain said the same on the phone."
    fields = {"principle": principle, "verdict": "partial", "by": "C1"}
    desk.post(f"{STUDY}/across", **fields, note=note)
    page = desk.get(f"{STUDY}/across")
    assert "Nothing was stored" in page
    assert note in page, "what was typed is still in its field"
    for wrong, said in (({"verdict": "maybe"}, "Choose how far"), ({"by": "C9"}, "Choose the coder")):
        desk.post(f"{STUDY}/across", **{**fields, **wrong}, note="Staff agree in part.")
        assert said in desk.get(f"{STUDY}/across")
    desk.post(f"{STUDY}/across", **fields, note="Staff agree in part.")
    page = desk.get(f"{STUDY}/across")
    assert "they agree in part</strong>. Staff agree in part." in page
    sent(desk, "/across/bring", ("report.xlsx", b"no workbook"), by="C1")
    assert "the file you sent.xlsx" in done(desk, "across", "across")
    desk.post(f"{STUDY}/across", **fields, note="The 14 of March meeting changed it.", cleared="yes")
    assert "The 14 of March meeting changed it." in studies.load(place.study).cleared, "publishing knows it too"
    with open_store(place.study / "study.db") as store:
        assert [one.note for one in store.triangulated()] == ["The 14 of March meeting changed it."]


def test_theories_are_counted_and_downloaded(desk: Evaluator, place: Place) -> None:
    assert "has no theories" in desk.get(f"{STUDY}/theories")
    assert desk.client.get(f"{STUDY}/theories/download").status_code == 404
    (place.study / "theories.toml").write_text(THEORY, "utf-8")
    assert "One face" in desk.get(f"{STUDY}/theories")
    assert b'name = "One face"' in fetched(desk, "theories/download")
    (place.study / "theories.toml").unlink()


def test_codebooks_are_brought_used_compared_and_written_for_other_tools(desk: Evaluator, place: Place) -> None:
    page = desk.get(f"{STUDY}/codebooks")
    assert "Two principles, version 1.0" in page
    content = fetched(desk, "codebooks/0/download")
    assert b"CodeBook" in content
    sent(desk, "/codebooks/bring", ("Theirs.qdc", content), called="From NVivo")
    assert "The codebook is read" in desk.get(f"{STUDY}/codebooks")
    sent(desk, "/codebooks/bring", ("Theirs.qdc", content), called="From NVivo")
    assert "holds a codebook already" in desk.get(f"{STUDY}/codebooks")
    desk.post(f"{STUDY}/codebooks/use", number="1", act="use", kinds="complaint")
    uses = studies.load(place.study).codebooks
    assert [(use.name, [k.value for k in use.kinds]) for use in uses] == [
        ("codebook", []),
        ("codebooks/from-nvivo", ["complaint"]),
    ]
    compared = desk.post(f"{STUDY}/codebooks/compare", status=200, old="0", new="1")
    assert "From Two principles, version 1.0 to from-nvivo, version 1" in compared
    for number in ("1", "0"):
        desk.post(f"{STUDY}/codebooks/use", number=number, act="stop")
    assert [use.name for use in studies.load(place.study).codebooks] == ["codebook"], "the last one stays"
    for name, content, said in (
        ("theirs.qdc", b"<html/>", "not a REFI-QDA codebook"),
        ("theirs.qdc", b"\xff\xfe\x00", "cannot be read as a .qdc file"),
        ("theirs.xlsx", b"x", "should end in .qdc"),
    ):
        sent(desk, "/codebooks/bring", (name, content), called="Other")
        assert said in desk.get(f"{STUDY}/codebooks")
    assert not (place.study / "codebooks" / "other").exists()
    assert desk.client.get(f"{STUDY}/codebooks/99/download").status_code == 404


def test_a_publication_is_proven_and_a_quote_followed(desk: Evaluator, place: Place) -> None:
    desk.post(f"{STUDY}/results/prove", published="quote_bank.csv")
    assert "all verbatim and released" in done(desk, "prove", "results")
    altered = (place.out / "quote_bank.csv").read_text("utf-8-sig").replace(" the ", " teh ")
    sent(desk, "/results/prove", ("sent by somebody.csv", altered.encode()))
    page = done(desk, "prove", "results")
    assert "It is not proven" in page
    assert "teh" not in page
    sign = re.search(r"\bq[0-9a-f]{8}\b", (place.out / "quote_bank.html").read_text("utf-8"))
    assert sign is not None
    desk.post(f"{STUDY}/results/trace", quote=sign[0])
    assert "decision " in done(desk, "prove", "results")
    desk.post(f"{STUDY}/results/trace", quote="--unseen")
    assert "looks like q3f9c21aa" in desk.get(f"{STUDY}/results")
    desk.post(f"{STUDY}/results/prove", status=404, published="../study.toml")


def test_the_figures_of_a_publication_nobody_got_are_forgotten_only_when_asked(
    desk: Evaluator, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Publishing itself is typed and clicked elsewhere; here its words are enough.
    begun: list[list[str]] = []
    monkeypatch.setattr(desk.app.state.office.children, "begin", lambda words, *_: begun.append(words) or Event())
    for fields in ({}, {"unseen": "yes"}):
        desk.post(f"{STUDY}/results", **fields)
    assert ["--unseen" in words for words in begun] == [False, True]


def test_where_the_study_stands_and_this_computer_are_told(desk: Evaluator) -> None:
    page = desk.get(STUDY)
    assert "Who took part" in page
    assert "staff survey" in page
    assert "Language model" in desk.get("/computer")
    answer = desk.client.post(f"{STUDY}/files/forms-workbook", data={"csrf": desk.csrf}, headers=OURS)
    assert "forms.xlsx" in answer.headers["content-disposition"]
    assert openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames


def test_a_complaint_that_is_in_twice_is_said_to_be_the_same_on_the_page(desk: Evaluator, place: Place) -> None:
    assert "No letter waits to be looked at." in desk.get(f"{STUDY}/twice")
    with open_store(place.study / "study.db") as store:
        row, letter = sorted(store.documents(), key=lambda one: (one.source != "register", one.id))[:2]
        store.set(LIKELY_KEY, json.dumps([asdict(LikelyPair(row.id, letter.id, 0.5, ("the same month",)))]))
        held, *others = store.passages_of(letter.id)
        store.decide(held.id, "C1", Verdict.HELD)
    id = pair_id(row.id, letter.id)
    page = desk.get(f"{STUDY}/twice")
    assert f"Pair {id}: not looked at" in page
    assert "Nearness 0.50; the same month." in page
    assert "1 passage is held or kept from a coder." in page
    assert all(" ".join(one.text.split()) in unescape(page) for one in others)
    assert " ".join(held.text.split()) not in unescape(page)
    for wrong, said in (({"by": "C9"}, "Choose the coder"), ({"said": "maybe"}, "Say whether they are the same")):
        desk.post(f"{STUDY}/twice", **{"pair": id, "said": "same", "by": "C1", **wrong})
        assert said in desk.get(f"{STUDY}/twice")
    desk.post(f"{STUDY}/twice", pair=id, said="same", by="C1")
    assert f"Pair {id}: same, says C1; counted so after the next run" in desk.get(f"{STUDY}/twice")
    desk.post(f"{STUDY}/twice", pair=id, said="undo", by="C1")
    assert f"Pair {id}: not looked at" in desk.get(f"{STUDY}/twice")
