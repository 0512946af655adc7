"""Writing a report to a folder: the quote bank and the report, each as Word, web page, workbook and data."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from voices.model import Report

if TYPE_CHECKING:
    from voices.codebook import Codebook
    from voices.reporting.sheets import Sheet


def write(report: Report, folder: Path, codebooks: Sequence[Codebook] = ()) -> tuple[Path, ...]:
    """Write every document of a report to a folder, which is made if need be, and return their paths.

    quote_bank and report come as .docx, .html, .xlsx and .json; quote_bank.csv holds the quotes and scores.csv the
    closed questions. The same report gives the same bytes; files of these names are replaced.
    """
    from voices.reporting import (
        as_docx,
        as_html,
        as_json,
        as_xlsx,
        bank_pages,
        closed_sheets,
        record_sheets,
        report_pages,
        sheets,
    )

    date = report.method.last_decision
    bank, whole = bank_pages.pages(report, codebooks), report_pages.pages(report, codebooks)
    book = (*sheets.bank(report), *record_sheets.whole(report, codebooks))
    files: dict[str, bytes] = {
        "report.docx": as_docx.render(whole),
        "report.html": as_html.render(whole).encode("utf-8"),
        "report.xlsx": as_xlsx.render(_workbook(report), whole.title, date),
        "report.json": as_json.whole(report).encode("utf-8"),
        "quote_bank.docx": as_docx.render(bank),
        "quote_bank.html": as_html.render(bank).encode("utf-8"),
        "quote_bank.xlsx": as_xlsx.render(book, bank.title, date),
        "quote_bank.csv": as_xlsx.as_csv(sheets.quotes_by_code(report)).encode("utf-8-sig"),
        "quote_bank.json": as_json.bank(report).encode("utf-8"),
        "scores.csv": as_xlsx.as_csv(closed_sheets.statements(report)).encode("utf-8-sig"),
    }
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, content in files.items():
        half = folder / f".{name}.part"
        half.write_bytes(content)
        written.append(half.replace(folder / name))
    return tuple(written)


def _workbook(report: Report) -> tuple[Sheet, ...]:
    from voices.reporting import closed_sheets, sheets, triangulation, written_sheets

    first, *rest = sheets.whole(report)
    across = triangulation.sheet(report)
    between = (across,) if across.rows else ()
    return (first, *between, *closed_sheets.whole(report), *rest, *written_sheets.whole(report))
