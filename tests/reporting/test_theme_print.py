"""The files of one publication: what a theme hides in its tables stands in no form of the report and of the bank."""

from __future__ import annotations

import json
from dataclasses import replace

import invented_report
import lxml.html
import openpyxl
import pytest
from attacker import Attacker

from flows import disclosed
from voices.quotes.suppression import SMALL_CELL
from voices.reporting import wording, write
from voices.themes import counts


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("themes")
    passages = [one.passage for one in invented_report.coded()]
    plain = invented_report.report()
    report = replace(plain, theme_counts=counts(plain.themes[0], passages))
    write(disclosed.settled(report, {}), folder, invented_report.BOOKS)
    return folder, {(one.theme, one.by): {name: both for name, *both in one.cells} for one in report.theme_counts}


def printed(folder):
    """Return the people of every cell the report's web page prints of the theme, by way of counting; None if hidden."""
    page = lxml.html.fromstring((folder / "report.html").read_text("utf-8"))
    found = {}
    for table in page.iter("table"):
        caption = " ".join(table.findtext("caption", default="").split())
        if not caption.startswith("Themes by "):
            continue
        way = caption.removeprefix("Themes by ").split(":")[0].replace("financial year", "year")
        rows = [[" ".join(cell.text_content().split()) for cell in row] for row in table.iter("tr")]
        found[way] = {
            name: cell for name, cell in zip(rows[0][1:], rows[1][1:], strict=True) if "one before" not in name
        }
    return {way: {n: _people(cell) for n, cell in cells.items()} for way, cells in found.items()}


def _people(cell):
    return None if cell == wording.NOT_SHOWN else int(cell.partition("(")[2].rstrip(")"))


def test_the_page_and_the_bank_together_give_no_small_count_away(files):
    folder, exact = files
    told = printed(folder)
    assert None in told["year"].values()
    for way, cells in told.items():
        assert {name: n for name, n in cells.items() if n is not None}.items() <= {
            name: both[1] for name, both in exact["t1", way].items()
        }.items()
    (chapter,) = (g for g in json.loads((folder / "quote_bank.json").read_text("utf-8"))["groups"] if g["id"] == "t1")
    assert {name for name, n in chapter["by_year"].items() if n is None} >= {
        name for name, n in told["year"].items() if n is None
    }
    attacker = Attacker({("t1", way): cells for way, cells in told.items()}, {"t1": chapter["participants"]}, {})
    small = [(way, name) for way, cells in told.items() for name, n in cells.items()
             if n is None and 0 < exact["t1", way][name][1] < SMALL_CELL]  # fmt: skip
    assert small
    for way, name in small:
        least, most = attacker.range(("t1", way, name))
        assert most - least >= 2


def test_the_workbook_says_no_more_than_the_bank(files):
    folder, _ = files
    (chapter,) = (g for g in json.loads((folder / "quote_bank.json").read_text("utf-8"))["groups"] if g["id"] == "t1")
    rows = list(openpyxl.load_workbook(folder / "quote_bank.xlsx")["Documents by year"].iter_rows(values_only=True))
    (row,) = (dict(zip(rows[0], row, strict=True)) for row in rows if row[0] == "t1")
    assert {year: None if row[year] == wording.NOT_SHOWN else row[year] for year in chapter["by_year"]} == chapter[
        "by_year"
    ]
