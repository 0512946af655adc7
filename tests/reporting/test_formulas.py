"""No cell that leaves in a CSV file or workbook can run as a formula."""

from __future__ import annotations

import csv
import io

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from voices.reporting.as_xlsx import as_csv, render
from voices.reporting.sheets import Sheet

CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
RISKY = st.builds(str.__add__, st.sampled_from(["=", "+", "-", "@", "\t", "\r", " =", "\n="]), CELLS)


@settings(max_examples=40, deadline=None)
@given(st.lists(RISKY | CELLS, min_size=1, max_size=5))
def test_cells_stay_text(cells: list[str]) -> None:
    sheet = Sheet("s", tuple(cells), (tuple(cells),), (10,) * len(cells))
    for row in csv.reader(io.StringIO(as_csv(sheet), newline="")):
        assert not any(cell[:1] in ("=", "+", "-", "@", "\t", "\r") for cell in row)
    book = openpyxl.load_workbook(io.BytesIO(render([sheet], "t", "2025-01-01")))
    assert all(cell.data_type != "f" for row in book["s"].iter_rows() for cell in row)
    assert all(not isinstance(cell.value, int | float) for row in book["s"].iter_rows() for cell in row)
