"""Theories, framework matrix and practice examples in every form of the report."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace

import docx
import invented_report
import openpyxl
import pytest
from test_publishing import Words

from voices.model import Report, Verdict
from voices.model.assembled import Cited, FrameworkRow, PracticeExample
from voices.model.realist import Anchor, Bearing, Element, Link, Theory
from voices.quotes import desk, findings, published, verify
from voices.reporting import as_xlsx, write
from voices.reporting.written_sheets import theory_links

BOOKS = invented_report.BOOKS
THEORY = Theory(
    "one_face", "One face", "a family keeps one worker", "they ask early", "they trust her", ("continuity",)
)
QUIET = replace(THEORY, id="quiet", name="A quiet one")


@pytest.fixture(scope="module")
def report() -> Report:
    items = [i for i in invented_report.coded() if i.passage.quoting and i.decision.verdict is Verdict.CODED]
    release = desk(
        [i.passage for i in invented_report.coded()],
        {i.passage.id: i.decision for i in invented_report.coded()},
        invented_report.participants(invented_report.coded()),
        {"social worker": 120, "parent": 300},
    )
    one, two, three = (i.passage for i in items[:3])
    links = [
        Link("l1", 1, "one_face", Bearing.SUPPORTS, (Anchor(Element.CONTEXT, one.id, 0, 20),
             Anchor(Element.OUTCOME, two.id, 0, 15)), "Two of them say so.", "C1", "2026-01-01"),
        Link("l2", 2, "one_face", Bearing.REFUTES, (Anchor(Element.REASONING, three.id, 0, 12),), "", "C1",
             "2026-01-02"),
    ]  # fmt: skip
    told = PracticeExample("e1", 1, "A case", "It began.\n\n[2]\n\nIt ended.", ("continuity",), True, "forms",
                           (Cited(one.id, 0, 20), Cited(two.id, 0, 15)), "C2", "", released_by="C1")  # fmt: skip
    row = FrameworkRow("parent", (("continuity", "=They say it grew.", (release.quote("f", three.id, 0, 12, ""),)),))
    return replace(
        invented_report.report(),
        theories=findings([THEORY, QUIET], {}, links, items, release),
        framework=(row,),
        examples=published([told], release),
    )


@pytest.fixture(scope="module")
def folder(report, tmp_path_factory):
    where = tmp_path_factory.mktemp("written")
    write(report, where, BOOKS)
    return where


def chosen(report: Report) -> list[str]:
    quotes = [q for f in report.theories for one in f.links for _, q in one.elements]
    quotes += [q for one in report.examples for q in one.quotes]
    return [q.printed for q in (*quotes, *(q for r in report.framework for _, _, qs in r.cells for q in qs))]


def test_every_chosen_quote_stands_in_every_form(folder, report):
    page = (folder / "report.html").read_text("utf-8")
    words = re.sub(r"<[^>]+>", " ", page).replace("&#x27;", "'").replace("&amp;", "&")
    document = docx.Document(str(folder / "report.docx"))
    printed = " ".join(p.text for p in document.paragraphs) + " ".join(
        cell.text for table in document.tables for row in table.rows for cell in row.cells
    )
    book = openpyxl.load_workbook(folder / "report.xlsx")
    cells = {
        str(c.value) for s in ("Theory links", "Framework quotes", "Practice examples") for r in book[s] for c in r
    }
    for quote in chosen(report):
        assert quote in words
        assert quote in printed
        assert quote in cells


def test_the_page_is_well_formed_and_a_theory_without_refutation_says_what_was_checked(folder, report):
    text = (folder / "report.html").read_text("utf-8")
    page = Words()
    page.feed(text)
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    assert {"theories", "theory-one-face", "framework", "examples", "example-e1"} <= set(page.ids)
    assert all(after <= before + 1 for before, after in zip(page.headings, page.headings[1:], strict=False))
    checked = report.theories[1].checked
    assert checked > 10
    assert text.count(f"Refuting: none found, {checked} passages checked.") == 1
    assert "A composite: it is put together from several cases" in text


def test_chosen_quotes_verify_and_the_figures_are_in_the_json(folder, report):
    bank = json.loads((folder / "quote_bank.json").read_text("utf-8"))
    assert [q["printed"] for q in bank["chosen"]] == [
        *(q.printed for f in report.theories for one in f.links for _, q in one.elements),
        *(q.printed for r in report.framework for _, _, qs in r.cells for q in qs),
        *(q.printed for one in report.examples for q in one.quotes),
    ]
    passages = [c.passage for c in invented_report.coded()]
    assert verify(bank, passages) == ()
    bank["chosen"][0]["printed"] += "x"
    assert verify(bank, passages) != ()
    whole = json.loads((folder / "report.json").read_text("utf-8"))
    supports = whole["theories"][0]["counts"]["supports"]
    assert (supports["links"], supports["people"]) == (1, None)
    assert [e["element"] for e in whole["theories"][0]["links"][0]["elements"]] == ["context", "outcome"]
    assert whole["examples"][0]["composite"] is True
    assert whole["framework"][0]["group"] == "parent"


def test_no_code_of_a_person_and_no_formula_gets_out(folder, report):
    any_code = re.compile(rf"\b({'|'.join(sorted({c.passage.participant for c in invented_report.coded()}))})\b")
    for name in ("report.html", "report.json", "quote_bank.json"):
        assert not any_code.search((folder / name).read_text("utf-8")), name
    book = openpyxl.load_workbook(folder / "report.xlsx")
    assert [cell.data_type for row in book["Framework"] for cell in row if "They say" in str(cell.value)] == ["s"]
    rows = list(csv.reader(io.StringIO(as_xlsx.as_csv(theory_links(report)))))
    assert len(rows) == 4


def test_a_study_without_any_of_it_has_no_empty_parts(tmp_path):
    write(invented_report.report(), tmp_path, BOOKS)
    text = (tmp_path / "report.html").read_text("utf-8")
    assert 'id="theories"' not in text
    assert 'id="framework"' not in text
    assert 'id="examples"' not in text
    assert not {"Theories", "Framework", "Practice examples"} & set(
        openpyxl.load_workbook(tmp_path / "report.xlsx").sheetnames
    )
