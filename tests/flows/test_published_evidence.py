"""A published evaluation, an e-mail and a bad archive in one study, from files to the printed bank."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.sources.made_files import pdf_of, word
from tests.typed import Place, copy_of
from voices.model import Coded, Valence, Verdict
from voices.store import open_store

pytestmark = pytest.mark.flow

REPORT = """
[[sources]]
name = "published evaluation"
files = ["evidence/*"]
kind = "evidence"
author = "Tolley and Breck"
year = 2017

[[sources]]
name = "mails"
files = ["mails/*"]
kind = "complaint"
"""
BODY = (
    "Tolley and Breck visited Harwick County Council twice and found that supervision had become regular.",
    "As one senior manager said: \u201cWe stopped counting visits and the same worker stayed with a family.\u201d",
)
MAIL = (
    "From: Marian Tolley <m.tolley@post.example>\nTo: Complaints <complaints@council.example>\n"
    "Date: Tue, 14 Mar 2017 10:02:11 +0000\nSubject: CMP-2017-0042\n\nHello,\n\n"
    "Three different workers have come to the door since January and none of them knew our plan.\n\nMarian Tolley\n\n"
    "On 3 March 2017 at 09:15, Osian Quennell <o.q@council.example> wrote:\n> Dear Marian, thank you.\n"
)


def test_evidence_is_cited_never_counted_and_its_authors_stay(small: Place, tmp_path: Path) -> None:
    place = copy_of(small, tmp_path / "copy")
    manifest = place.study / "study.toml"
    manifest.write_text(manifest.read_text("utf-8").replace("\n[population]", f"{REPORT}\n[population]", 1), "utf-8")
    for folder in ("evidence", "mails"):
        (place.originals / folder).mkdir()
    word(place.originals / "evidence" / "annex.docx", [BODY[0]])
    pages = pdf_of(["Evaluation, page {page}", "", *_wrapped(BODY[1])], pages=2)
    (place.originals / "evidence" / "report.pdf").write_bytes(pages)
    (place.originals / "mails" / "one.eml").write_text(MAIL, "utf-8")
    (place.originals / "mails" / "Osian Quennell.zip").write_bytes(b"PK\x03\x04 broken")
    done = place.type("run", place.study)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "mails, file 1. It is damaged" in done.stdout
    assert "voices check, on the same study, names the files" in done.stdout
    assert "Quennell" not in done.stdout
    checked = place.type("check", place.study)
    assert "Osian Quennell.zip (file 1): It is damaged" in checked.stdout

    with open_store(place.study / "study.db") as store:
        documents = {d.id: d for d in store.documents() if d.source == "published evaluation"}
        text = "\n".join(d.text for d in documents.values())
        assert "Tolley and Breck visited Harwick County Council" in text
        mail = next(d for d in store.documents() if d.source == "mails")
        assert "Quennell" not in mail.text
        assert "Marian" not in mail.text
        assert not [p for p in store.participants() if p.source == "published evaluation"]
        told = [p for p in store.passages() if p.source == "published evaluation" and p.role == "senior manager"]
        assert [documents[p.document].turns[p.turn].page for p in told] == [1, 2]
        for passage in told:
            store.decide(passage.id, "C1", Verdict.CODED, (Coded("consistency", Valence.POSITIVE),), quotable=True)
    published = place.type("publish", place.study)
    assert published.returncode == 0, published.stdout + published.stderr
    bank = json.loads((place.out / "quote_bank.json").read_text("utf-8"))
    cited = [q["attribution"] for q in bank["quotes"] if q["passage"] in {p.id for p in told}]
    assert cited
    assert set(cited) <= {"senior manager, Tolley and Breck 2017:1", "senior manager, Tolley and Breck 2017:2"}
    assert b"Quennell" not in (place.study / "study.db").read_bytes()


def _wrapped(text: str) -> list[str]:
    words = text.split()
    return [" ".join(words[n : n + 9]) for n in range(0, len(words), 9)]
