from __future__ import annotations

import re
from dataclasses import replace

import docx
import invented_report
import openpyxl
import pytest
from docx.oxml.ns import qn

from voices.model import Group, Quote, Theme, Themes, name_of_theme, units_of
from voices.quotes.suppression import SUPPRESSED
from voices.reporting import (
    bank_pages,
    fitting,
    indicator_pages,
    people_pages,
    report_pages,
    theme_pages,
    wording,
    write,
)
from voices.reporting.blocks import Heading, QuoteColumns, Table, Text

BOOKS = invented_report.BOOKS
HIDDEN = SUPPRESSED
QUOTE = Quote("c", "p", 0, 3, "abc", "h", None, "", "parent", "abc")
GROUP = Group(
    "c", "Cee", "", "About c.", "#112233", (QUOTE,), (), "None found, 9 checked", 30, 60, 9,
    (("parent", 14), ("carer", HIDDEN), ("worker", 19), ("student", 0), ("director", HIDDEN)),
    (("first wave", HIDDEN), ("no wave", HIDDEN), ("second wave", HIDDEN)),
    (("forms", 0), ("letters", HIDDEN), ("register", HIDDEN), ("survey", 20)),
    (("positive", 9),), False, "b",
)  # fmt: skip


@pytest.fixture(scope="module")
def report():
    return invented_report.report()


@pytest.fixture(scope="module")
def folder(report, tmp_path_factory):
    where = tmp_path_factory.mktemp("out")
    write(report, where, BOOKS)
    return where


def texts(blocks):
    return [b.text for b in blocks if isinstance(b, Text)]


def test_who_spoke_drops_noughts_and_puts_all_that_is_hidden_in_one_sentence():
    (table,) = people_pages.who_spoke(GROUP)
    assert table.rows == (("Role", "worker (19); parent (14)"), ("Source", "survey (20)"))
    assert table.note == (
        "Not shown, because fewer than five or needed to hide such a number: 2 roles, every wave and 2 sources."
    )
    named = str(table)
    assert not any(name in named for name in ("carer", "director", "student", "forms", "letters", "register"))


def test_a_chapter_of_which_no_count_may_be_shown_has_no_table():
    all_hidden = replace(GROUP, by_role=(("a", HIDDEN), ("b", HIDDEN)), by_wave=(), by_source=())
    assert list(people_pages.who_spoke(all_hidden)) == []
    assert list(people_pages.by_role(all_hidden)) == []


def test_the_bank_gives_roles_in_one_line():
    assert texts(people_pages.by_role(GROUP)) == ["By role: worker (19); parent (14); others not shown."]
    shown = replace(GROUP, by_role=(("a", 5), ("b", 7), ("c", 0)))
    assert texts(people_pages.by_role(shown)) == ["By role: b (7); a (5)."]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ((("a", 9), ("b", HIDDEN), ("c", HIDDEN), ("d", 0)), ["It comes up in 3 of 4 sources."]),
        ((("a", 9), ("b", 5), ("c", 6)), ["It comes up in all 3 sources."]),
        ((("a", 9), ("b", 6)), ["It comes up in both sources."]),
        ((("a", HIDDEN), ("b", HIDDEN)), []),
        ((), []),
    ],
)
def test_sources_are_counted_and_not_listed(cells, said):
    assert texts(people_pages.sources(replace(GROUP, by_source=cells))) == said


def test_a_side_without_quotes_says_why_and_two_such_sides_are_one_line():
    barred = "4 found, none of which may be quoted; 9 checked"
    (columns,) = bank_pages.quotes(replace(GROUP, supporting=(), support_note=barred, dissenting=(QUOTE,)), 3)
    assert isinstance(columns, QuoteColumns)
    assert (columns.support_note, columns.dissent_note) == (f"{barred}.", "")
    (line,) = bank_pages.quotes(replace(GROUP, supporting=(), support_note=barred), 3)
    assert line.text == f"No quote is printed. Supporting: {barred}. Dissenting: none found, 9 checked."


def test_child_chapters_without_quotes_are_named_in_one_line_and_those_without_passages_are_not():
    quoted = replace(GROUP, id="c/q", name="Quoted", parent="c")
    barred = replace(quoted, id="c/b", name="Barred", supporting=())
    empty = replace(barred, id="c/e", name="Empty", passages=0)
    blocks = list(bank_pages.chapter(GROUP, [quoted, barred, empty], False))
    assert [b.text for b in blocks if isinstance(b, Heading)] == ["Cee", "Quoted"]
    assert texts(blocks)[-1].endswith("printed elsewhere: Barred (30 of 60 participants).")
    assert not any("Empty" in text for text in texts(blocks))


def test_no_word_of_a_table_is_wider_than_its_column(folder):
    for name in ("report.docx", "quote_bank.docx"):
        document = docx.Document(str(folder / name))
        for table in document.tables:
            assert table.autofit is False
            for number, row in enumerate(table.rows):
                for cell in row.cells:
                    for word in cell.text.split(" "):
                        if len(word) <= fitting.LONGEST:
                            needed = fitting.measure(word, 9.5, bold=number == 0)
                            assert needed < cell.width.cm, (name, word)
            assert sum(cell.width.cm for cell in table.rows[0].cells) < 16.5


def test_columns_keep_their_words_and_share_out_the_rest():
    block = Table("t", ("Principle", "Participants", "For"), (("A long name of a principle", "48 of 232", "39"),))
    wide = fitting.widths(block, 16.4, 9.5)
    assert sum(wide) == pytest.approx(16.4)
    narrow = fitting.widths(replace(block, widths=(9.0, 1.0, 0.1)), 8.0, 9.5)
    assert sum(narrow) == pytest.approx(8.0)
    assert narrow[1] >= fitting.measure("Participants", 9.5, bold=True)
    assert sum(fitting.widths(block, 2.0, 9.5)) == pytest.approx(2.0)


def test_the_foot_of_a_page_is_one_line_with_the_number_at_the_right(report, tmp_path):
    long = replace(report, title="A very long title of an evaluation " * 6)
    write(long, tmp_path, BOOKS)
    document = docx.Document(str(tmp_path / "quote_bank.docx"))
    foot = document.sections[0].footer.paragraphs[0]
    title, place = foot.text.split("\t")
    assert title.endswith(" …")
    assert fitting.measure(title, 9) + fitting.measure(place + " 100", 9) < 16.4
    assert next(iter(foot.style.paragraph_format.tab_stops)).alignment is not None
    assert foot._p.findall(f".//{qn('w:instrText')}")


def test_indicators_stand_side_by_side_with_their_comparators_below():
    rows = (
        ("In care per 10000", "2022-23", "68.1", "", "per 10000", "Return", ""),
        ("In care per 10000", "2023-24", "62.5", "", "per 10000", "Return", ""),
        ("In care per 10000", "2022-23", "70.4", "", "per 10000", "Figures", "England"),
        ("Audited good", "2023-24", "81", "84", "%", "Audits", ""),
        ("Complaints", "2023-24", "12500", "", "count", "Register", "England: 118"),
    )
    table = next(b for b in indicator_pages.indicators(rows) if isinstance(b, Table))
    assert table.header == ("Indicator", "2022-23", "2023-24", "Source")
    assert table.rows == (
        ("In care per 10,000", "68.1", "62.5", "Return"),
        ("– compared with England", "70.4", "–", "Figures"),
        ("Audited good", "–", "81%\u00a0of\u00a084", "Audits"),
        ("Complaints", "–", "12,500", "Register"),
    )
    assert "Complaints, 2023-24: England: 118." in table.note


def test_only_the_latest_periods_are_printed():
    rows = tuple(("A", str(year), "1", "", "count", "", "") for year in range(2010, 2020))
    table = next(b for b in indicator_pages.indicators(rows) if isinstance(b, Table))
    assert table.header == ("Indicator", "2015", "2016", "2017", "2018", "2019", "Source")
    assert "5 earlier periods" in table.note


def test_candidate_themes_stand_in_an_appendix_marked_as_unconfirmed(report, tmp_path):
    said, words = ("the form my sister filled in",), ("waiting", "form")
    offered = Theme("t8", "complaints", name_of_theme(said, words), words, 12, 0.81, (), phrases=said)
    few = replace(offered, id="t9", name="Only four", size=4)
    seeded = replace(offered, id="t7", name="Delay", seed="delay", stability=1.0, size=6)
    inside = replace(offered, id="t6", scope="continuity", name="Of a principle")
    found = (*report.themes, Themes("complaints", (few, seeded, offered), ()), Themes("continuity", (inside,), ()))
    whole = replace(report, themes=found)
    blocks = report_pages.pages(whole, BOOKS).blocks
    place = next(n for n, b in enumerate(blocks) if isinstance(b, Heading) and b.anchor == "candidate-themes")
    assert "not confirmed" in blocks[place].text
    assert "Waiting, form" not in str(blocks[:place])
    table = next(b for b in blocks[place:] if isinstance(b, Table))
    assert [row[0] for row in table.rows] == ["Waiting, form", "Delay (passages like this code)"]
    assert [row[3] for row in table.rows] == ["stable (0.81)", "stable (1.00)"]
    write(whole, tmp_path, BOOKS)
    sheet = openpyxl.load_workbook(tmp_path / "report.xlsx")["Themes not confirmed"]
    assert [row[6].value for row in sheet.iter_rows(min_row=2)] == ["no", "no"]
    for name in ("quote_bank.html", "report.json"):
        assert "Waiting, form" not in (tmp_path / name).read_text("utf-8")
    assert "Of a principle" not in (tmp_path / "report.html").read_text("utf-8")
    assert "my sister" not in (tmp_path / "report.html").read_text("utf-8"), "nobody cleared a phrase for print"
    assert list(theme_pages.candidates(replace(report, themes=()), BOOKS)) == []


def test_what_was_withheld_is_counted_by_reason_and_no_published_file_names_any(report, folder):
    ids = {w.passage for w in report.bank.withheld}
    quoted = {q.passage for g in report.bank.groups for q in (*g.supporting, *g.dissenting)}
    assert ids
    assert not ids & quoted
    for name in ("report.html", "quote_bank.html", "quote_bank.csv", "quote_bank.json", "report.json"):
        text = (folder / name).read_text("utf-8")
        assert not any(one in text for one in ids), name


def test_workbooks_have_no_empty_sheet_and_no_row_of_hidden_counts(folder):
    for name in ("report.xlsx", "quote_bank.xlsx"):
        for sheet in openpyxl.load_workbook(folder / name):
            assert sheet.max_row > 1, (name, sheet.title)
            if sheet.title.startswith("Code by"):
                for row in sheet.iter_rows(min_row=2, min_col=3, values_only=True):
                    assert any(isinstance(cell, int) and cell > 0 for cell in row)


def test_the_report_lists_no_sources_in_its_sentences(folder):
    text = (folder / "report.html").read_text("utf-8")
    assert re.search(r"It comes up in (?:both|all \d+|\d+ of \d+) sources\.", text)
    assert "or none was found" not in text


def test_numbers_of_people_say_what_they_count():
    assert "30 of 60 participants" in wording.finding(GROUP, "c")
    mixed = replace(GROUP, counts="participants, respondents and groups")
    assert "30 of 60 participants, respondents and groups" in wording.people(mixed)
    assert wording.counted([GROUP]) == ("Participants", "")
    assert wording.counted([GROUP, mixed]) == ("People", "People are participants, respondents and groups. ")
    assert units_of(["P1", "document 7"]) == "participants and groups"
    assert units_of(["R3"]) == "respondents"
