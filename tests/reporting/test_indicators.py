from __future__ import annotations

import openpyxl
import pytest

from voices.errors import InputError
from voices.reporting import indicators

HEADER = "indicator,period,value,denominator,unit,source,comparator\n"


def test_csv_and_workbook_read_the_same(tmp_path):
    rows = [
        ("Complaints", "2024", "1,125", "", "count", "register", "England: 118"),
        ("Turnover", "2024", "14.40%", "305", "%", "HR", ""),
    ]
    (tmp_path / "i.csv").write_text(HEADER + "\n".join(",".join(f'"{c}"' for c in r) for r in rows), "utf-8-sig")
    book = openpyxl.Workbook()
    for row in (
        HEADER.strip().split(","),
        ("Complaints", 2024, 1125, None, "count", "register", "England: 118"),
        ("Turnover", "2024", 14.4, 305, "%", "HR", None),
    ):
        book.active.append(row)
    book.save(tmp_path / "i.xlsx")
    expected = (
        ("Complaints", "2024", "1125", "", "count", "register", "England: 118"),
        ("Turnover", "2024", "14.4", "305", "%", "HR", ""),
    )
    assert indicators.read(tmp_path / "i.csv") == expected == indicators.read(tmp_path / "i.xlsx")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "empty"),
        ("indicator,period\nx,1\n", "no column value, unit"),
        (HEADER + "x,2024,many,,count,,\n", "row 1: value is not a number"),
        (HEADER + "x,2024,nan,,count,,\n", "row 1: value is not a number"),
        (HEADER + "x,2024,3,0,count,,\n", "row 1: denominator is not above nought"),
        (HEADER + "x,,3,,count,,\n", "row 1: period is empty"),
        (HEADER + "x,2024,3,,count,,\nx,2024,4,,count,,\n", "row 2: this indicator and period stand twice"),
    ],
)
def test_errors_are_one_line_with_the_row(tmp_path, content, said):
    (tmp_path / "i.csv").write_text(content, "utf-8")
    with pytest.raises(InputError, match=said) as wrong:
        indicators.read(tmp_path / "i.csv")
    assert "\n" not in str(wrong.value)


def test_a_file_that_is_no_workbook_is_refused(tmp_path):
    (tmp_path / "i.xlsx").write_bytes(b"not a zip")
    with pytest.raises(InputError, match="cannot be opened"):
        indicators.read(tmp_path / "i.xlsx")
