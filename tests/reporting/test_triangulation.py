"""Principles across sources, the record's sheets, and how indicators moved."""

from __future__ import annotations

from dataclasses import replace

import invented_report
import pytest

from voices.model.report import DecisionRow
from voices.model.triangulation import Convergence, Ruling
from voices.quotes import SUPPRESSED, Earlier, settle
from voices.reporting import indicator_pages, record_sheets, sheets, triangulation
from voices.reporting.blocks import Heading, Table, Text

NOTE = "Parents and staff tell it alike."


@pytest.fixture(scope="module")
def report():
    plain = invented_report.report()
    ruling = Ruling("continuity", Convergence.AGREE, NOTE, Convergence.CONFLICT, "C1", "2026-03-01")
    bank = settle(plain.bank, Earlier(), "2026-03-02")
    decided = (DecisionRow("p1", "coded", ("continuity (positive)",), "2026-03", "C1"),)
    return replace(plain, bank=bank, principles=("continuity", "culture"), rulings=(ruling,), decisions=decided)


def test_a_persons_verdict_stands_with_its_note_beside_the_proposal_and_the_figures(report):
    one, other = triangulation.rows(report)
    assert (one.principle, one.verdict, one.ruling.note) == ("continuity", Convergence.AGREE, NOTE)
    assert other.ruling is None
    assert other.verdict is other.proposed
    assert one.numbers[0].startswith("parents’ telephone interviews: ")
    blocks = list(triangulation.pages(report))
    texts = [b.text for b in blocks if isinstance(b, Text)]
    assert NOTE in texts
    assert any("look at it again" in text for text in texts) is (one.proposed is not Convergence.CONFLICT)
    assert any("Nobody has settled it yet" in text for text in texts)
    overview = next(b for b in blocks if isinstance(b, Table))
    assert [row[1].endswith("(proposed)") for row in overview.rows] == [False, True]
    assert next(b.text for b in blocks if isinstance(b, Heading)) == "Findings across sources"


def test_no_small_number_of_people_is_in_sheet_or_data(report):
    for row in triangulation.sheet(report).rows:
        assert not any(isinstance(cell, int) and 0 < cell < 5 for cell in row[5:8])
    for one in triangulation.record(report):
        for source in one["sources"]:
            assert not any(n is not None and 0 < n < 5 for n in (source["people"] or {}).values())
    for row in record_sheets.together(report).rows:
        assert not (isinstance(row[2], int) and 0 < row[2] < 5)


def test_who_was_not_asked_stands_apart_from_who_did_not_mention_it(report):
    notes = {(row[0], row[2]): row[5] for row in record_sheets.by_source(report).rows}
    assert notes["continuity", "complaints"] == record_sheets.NOT_ASKED
    assert notes["continuity", "staff survey"] == ""


def test_codebook_and_decisions_are_in_the_workbook(report):
    found = {sheet.name: sheet for sheet in record_sheets.whole(report, invented_report.BOOKS)}
    codebook = found["Codebook"]
    assert {row[3] for row in codebook.rows} >= {"continuity", "delay"}
    assert codebook.rows[0][2] == invented_report.BOOKS[0].hash
    assert found["Decisions"].rows == (("p1", "coded", "continuity (positive)", "2026-03", "C1", ""),)


def test_quotes_have_a_column_of_noughts_and_ones_for_every_code(report):
    sheet = sheets.quotes_by_code(report)
    column = sheet.header.index("continuity")
    own = sheet.header.index("Code")
    assert {row[column] for row in sheet.rows} == {0, 1}
    assert all(row[column] == 1 for row in sheet.rows if row[own] == "continuity")


def test_hidden_totals_are_words_in_every_table(report):
    few = replace(report.bank.groups[0], participants=SUPPRESSED, passages=SUPPRESSED)
    row = sheets.codes([few]).rows[0]
    assert row[3] == row[6] == "not shown"


@pytest.mark.parametrize(
    ("first", "last", "unit", "said"),
    [
        ("125", "58", "count", ("−67", "−53.6%", "–", "–", "–")),
        ("20.3", "14.4", "%", ("–", "–", "−5.9", "–", "–")),
        ("0", "4", "count", ("+4", "–", "–", "–", "–")),
    ],
)
def test_counts_move_by_number_and_percent_and_percentages_by_points(first, last, unit, said):
    rows = [{"value": value, "unit": unit, "denominator": ""} for value in (first, last)]
    assert indicator_pages.change(*rows) == said


def test_rates_stand_where_a_denominator_is_known():
    rows = [{"value": value, "unit": "children", "denominator": "52000"} for value in ("404", "365")]
    assert indicator_pages.change(*rows)[3:] == ("77.7 per 10,000", "70.2 per 10,000")
