from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser

import docx
import invented_report
import openpyxl
import pytest
from docx.oxml.ns import qn

from voices.model import Coded, Method, QuoteBank, Report, Valence
from voices.privacy.risk import bound
from voices.quotes import build_bank, verify
from voices.reporting import as_xlsx, fixed, sheets, word_front, wording, write
from voices.reporting.blocks import Heading
from voices.reporting.method_pages import missed

BOOKS = invented_report.BOOKS
VOID = {"meta", "br", "img", "link", "path", "use", "input", "hr"}


@pytest.fixture(scope="module")
def report() -> Report:
    return invented_report.report()


@pytest.fixture(scope="module")
def folder(report, tmp_path_factory):
    where = tmp_path_factory.mktemp("out")
    write(report, where, BOOKS)
    return where


def test_the_same_report_gives_the_same_bytes_whatever_the_order_of_input(folder, tmp_path):
    written = write(invented_report.report(shuffle=5), tmp_path, BOOKS)
    assert len(written) == 10
    for path in written:
        assert path.read_bytes() == (folder / path.name).read_bytes(), path.name
    assert {p.name for p in tmp_path.iterdir()} == {p.name for p in written}


def test_office_files_carry_the_last_decision_and_no_clock(folder):
    for path in sorted(folder.glob("*.docx")) + sorted(folder.glob("*.xlsx")):
        with zipfile.ZipFile(path) as package:
            assert {i.date_time for i in package.infolist()} == {fixed.MOMENT}
            core = package.read("docProps/core.xml").decode()
        assert set(re.findall(r">(\d{4}-[^<]+)</dcterms", core)) == {"2026-03-02T00:00:00Z"}


def test_published_quotes_verify_and_name_no_person(folder, report):
    record = json.loads((folder / "quote_bank.json").read_text("utf-8"))
    passages = [c.passage for c in invented_report.coded()]
    assert record["quotes"]
    assert verify(record, passages) == ()
    any_code = re.compile(rf"\b({'|'.join(sorted({p.participant for p in passages}))})\b")
    for path in folder.iterdir():
        content = path.read_bytes()
        if path.suffix in (".docx", ".xlsx"):
            with zipfile.ZipFile(path) as package:
                content = b"".join(package.read(n) for n in package.namelist() if n.endswith((".xml", ".rels")))
        text = content.decode("utf-8", "replace")
        assert not any_code.search(text), path.name
        assert not re.search(r"\[(person|place) \d", text), path.name
        assert "anonymised" not in re.sub("pseudonymised", "", text, flags=re.IGNORECASE), path.name


def test_every_quote_stands_in_every_form_of_the_bank(folder, report):
    record = json.loads((folder / "quote_bank.json").read_text("utf-8"))
    printed = {q["printed"] for q in record["quotes"]}
    document = docx.Document(str(folder / "quote_bank.docx"))
    words = {p.text.strip("“”") for p in document.paragraphs if p.style.name.startswith("Quote Text")}
    assert words == printed
    rows = list(csv.DictReader(io.StringIO((folder / "quote_bank.csv").read_bytes().decode("utf-8-sig"))))
    assert {r["Quote"] for r in rows} == printed
    sheet = openpyxl.load_workbook(folder / "quote_bank.xlsx")["Quotes"]
    assert {row[5].value for row in sheet.iter_rows(min_row=2)} == printed
    page = Words()
    page.feed((folder / "quote_bank.html").read_text("utf-8"))
    assert set(page.quotes) == printed


class Words(HTMLParser):
    """Checks nesting and collects ids, links, headings and quotes."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[int] = []
        self.quotes: list[str] = []
        self.attributes: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.attributes.append((tag, found))
        if tag not in VOID:
            self.open.append(tag)
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "a":
            self.links.append(found["href"])
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "blockquote":
            self.quotes.append("")

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        if "blockquote" in self.open:
            self.quotes[-1] += data.strip("“”")


@pytest.mark.parametrize("name", ["report.html", "quote_bank.html"])
def test_pages_are_well_formed_self_contained_and_accessible(folder, name):
    text = (folder / name).read_text("utf-8")
    page = Words()
    page.feed(text)
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    assert all(link.startswith("#") and link[1:] in page.ids for link in page.links)
    assert page.links[0] == "#main"
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(page.headings, page.headings[1:], strict=False))
    assert ("html", {"lang": "en-GB"}) in page.attributes
    tables = [tag for tag, _ in page.attributes if tag == "table"]
    assert len(tables) == len([tag for tag, _ in page.attributes if tag == "caption"])
    assert all(found.get("scope") in ("col", "row") for tag, found in page.attributes if tag == "th")
    assert all(found.get("role") == "img" and found.get("aria-label") for tag, found in page.attributes if tag == "svg")
    assert not re.search(r"<link|src=|url\((?!#)|@import", text)
    (script,) = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    known = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode()
    assert f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{known}'" in text


@pytest.mark.parametrize("name", ["report.docx", "quote_bank.docx"])
def test_word_documents_open_with_a_cover_and_one_page_of_contents(folder, report, name):
    document = docx.Document(str(folder / name))
    styles = [p.style.name for p in document.paragraphs]
    cover = document.paragraphs[: styles.index("Contents Heading")]
    assert cover[0].text == report.council
    assert cover[1].text.startswith(report.title)
    assert cover[2].text == "Decisions up to 2 March 2026"
    said = " ".join(p.text for p in cover[3:])
    for wanted in ("Quotes are exact", "one to four people are not shown", "as personal data"):
        assert wanted in said
    lines = [p for p in document.paragraphs if p.style.name == "Contents Line"]
    assert 5 <= len(lines) <= word_front.LINES
    assert all("PAGEREF b_" in p._p.xml for p in lines)
    (first, second) = [p for p in document.paragraphs if p.paragraph_format.page_break_before]
    assert (first.text, second.style.name) == ("Contents", "Heading 1")
    assert document.sections[0].different_first_page_header_footer


def test_contents_of_too_many_lines_leave_out_chapters_of_the_last_parts():
    headings = [
        Heading(level, f"{part}.{n}", f"a-{part}-{n}") for part in range(4) for n, level in enumerate([1] + [2] * 19)
    ]
    found = word_front.listed([*headings, Heading(1, "Appendix", "method"), Heading(2, "Who", "method-1")])
    assert [h.text for h in found if h.level == 1] == ["0.0", "1.0", "2.0", "3.0", "Appendix"]
    assert len(found) == 43
    assert {h.text[0] for h in found if h.level == 2} == {"0", "1"}


def test_word_documents_have_headings_header_rows_alternative_texts_and_language(folder):
    document = docx.Document(str(folder / "report.docx"))
    names = [p.style.name for p in document.paragraphs]
    assert {"Title", "Heading 1", "Heading 2", "Quote Text", "Quote Attribution", "Caption"} <= set(names)
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert document.inline_shapes
    assert all(len(shape._inline.docPr.get("descr")) > 40 for shape in document.inline_shapes)
    assert 'w:lang w:val="en-GB"' in document.styles.element.xml
    marks = re.findall(r'w:bookmarkStart w:id="\d+" w:name="([^"]+)"', document.element.xml)
    anchors = re.findall(r'w:anchor="([^"]+)"', document.element.xml)
    assert len(set(marks)) == len(marks)
    assert set(anchors) <= set(marks)
    assert max(map(len, marks)) <= 40


def test_the_report_says_what_has_to_be_said(folder):
    text = (folder / "report.html").read_text("utf-8")
    counts = ("of 127", "None found", "not shown", "171 (71%)", "Krippendorff", "small base")
    words = ("Stage 1 complaints", "England: 118", "Falling", "pseudonymised", "2 March 2026", "safeguarding lead")
    for wanted in (*counts, *words, BOOKS[0].hash):
        assert wanted in text, wanted
    assert "Not confirmed" not in text


FORMULAS = ["=1+1", "+44 20", "-2", "@SUM(A1)", "\t=1", " =1", "\r=1", "＝1", "|calc", "%0A"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text):
    sheet = sheets.Sheet(text, ("a", text), ((text, 1), ("=HYPERLINK(1)", 2.5)), (10, 10))
    rows = list(csv.reader(io.StringIO(as_xlsx.as_csv(sheet), newline="")))
    assert rows[1][0] == f"'{text}"
    assert rows[0][1].startswith("'")
    assert rows[1][1] == "1"
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx.render([replace(sheet, name="s")], text, "2026-01-01")))
    for row in book["s"].iter_rows():
        for cell in row:
            assert cell.data_type in ("s", "n")
            assert cell.data_type == "n" or cell.quotePrefix or not cell.value.lstrip().startswith(("=", "+", "-", "@"))
    assert book["s"].freeze_panes == "A2"


def test_words_that_would_break_a_file_do_not(tmp_path):
    items = list(invented_report.coded())[:40]
    hostile = (
        "<script>alert(1)</script> & \"quoted\" \x0b =cmd|' /C calc'!A0 $x_1$ ]]> it was like this every week for us."
    )
    first = next(n for n, c in enumerate(items) if c.passage.quoting and c.decision.codes)
    passage = replace(items[first].passage, text=hostile, end=len(hostile))
    items[first] = replace(
        items[first],
        passage=passage,
        decision=replace(items[first].decision, quotable=True, codes=(Coded("continuity", Valence.POSITIVE),)),
    )
    people = invented_report.participants(items)
    bank = build_bank(items, BOOKS, people, invented_report.vectors(items))
    empty = Method((), (), 0, 0, 0, 0, 0, 0, 0, 0, None, "")
    write(Report("A <b>title</b>", "", bank, (), (), (), (), (), empty), tmp_path, BOOKS)
    page = (tmp_path / "quote_bank.html").read_text("utf-8")
    assert "<script>alert" not in page
    assert "<b>" not in page
    assert "&lt;script&gt;" in page
    docx.Document(str(tmp_path / "quote_bank.docx"))
    openpyxl.load_workbook(tmp_path / "quote_bank.xlsx")
    record = json.loads((tmp_path / "quote_bank.json").read_text("utf-8"))
    assert verify(record, [c.passage for c in items]) == ()


def test_small_cells_of_the_participants_table_and_small_totals_are_hidden(report):
    counted = (("a", "director", 1), ("b", "parent", 30), ("b", "manager", 3), ("b", "worker", 9), ("c", "x", 5))
    rows = {(s, r): n for s, _, r, n, _ in sheets.participants(replace(report, participants=counted)).rows}
    hidden = {key for key, number in rows.items() if number == wording.NOT_SHOWN}
    # The source of five is hidden too: everybody less the others would give the source of one.
    assert hidden == {("a", "director"), ("b", "manager"), ("b", "worker"), ("c", "x")}
    assert rows[("b", "all roles")] == 42


def test_the_appendix_says_what_an_audit_found_of_missed_names(report):
    said = lambda **found: missed(replace(report, method=replace(report.method, **found)))  # noqa: E731
    words = bound(0, 300).words
    assert "Nobody has read a sample" in said()
    assert said(audit=words) == words
    assert "at most 1.0 %" in words
    assert said(audit=words, audit_stale=True) == f"{words} The texts have changed since that sample was drawn."
    assert any(missed(report) in row for row in sheets.method(report).rows)


def test_an_empty_study_can_be_written(tmp_path):
    empty = Method((), (), 0, 0, 0, 0, 0, 0, 0, 0, None, "")
    written = write(Report("Nothing yet", "", QuoteBank((), ()), (), (), (), (), (), empty), tmp_path)
    assert all(path.stat().st_size for path in written)


@pytest.mark.parametrize(
    ("value", "percent", "mean", "change"),
    [
        (0.5, "1%", "0.5", "+0.5"),
        (49.5, "50%", "49.5", "+49.5"),
        (0.04, "0%", "0.0", "0.0"),
        (0.25, "0%", "0.3", "+0.3"),
        (None, "–", "–", "–"),
    ],
)
def test_rounding(value, percent, mean, change):
    assert (wording.percent(value), wording.mean(value), wording.change(value)) == (percent, mean, change)
    assert wording.change(-0.6) == "−0.6"


@pytest.mark.parametrize(
    ("part", "word"),
    [
        (0, "nobody"),
        (24, "few"),
        (25, "some"),
        (49, "some"),
        (50, "many"),
        (74, "many"),
        (75, "most"),
        (99, "most"),
        (100, "all"),
    ],
)
def test_words_for_shares_at_their_boundaries(part, word):
    assert wording.share(part, 100) == word
