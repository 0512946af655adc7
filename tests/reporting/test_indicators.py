from __future__ import annotations

import openpyxl
import pytest

from voices.errors import InputError
from voices.reporting import indicator_pages, indicators
from voices.reporting.blocks import Table

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


def test_a_figure_stands_beside_the_chapter_its_code_names_and_never_as_a_cause(tmp_path):
    lines = ("Turnover,2022,14.4,305,%,HR,,continuity", "Turnover,2023,12.1,310,%,HR,,continuity",
             "Turnover,2022,15.9,,%,ONS,England,", "Turnover,2023,16.1,,%,ONS,England,",
             "Agency staff,2023,40,,workers,HR,,continuity", "Complaints,2023,9,,complaints,register,,")  # fmt: skip
    (tmp_path / "i.csv").write_text(f"{HEADER.strip()},code\n" + "\n".join(lines), "utf-8")
    rows = indicators.read(tmp_path / "i.csv")
    assert [indicators.code(row) for row in rows] == ["continuity", "continuity", "", "", "continuity", ""]
    (table,) = indicator_pages.beside("Continuity", "continuity", rows)
    assert table.rows == (
        ("Turnover", "14.4%\u00a0of\u00a0305 (2022)", "12.1%\u00a0of\u00a0310 (2023)", "–", "–", "\u22122.3"),
        ("Agency staff", "40 workers (2023)", "40 workers (2023)", "–", "–", "–"),
    )
    assert "Nothing here says what moved them" in table.note
    assert not list(indicator_pages.beside("Culture", "culture", rows))
    (whole, *_) = [b for b in indicator_pages.indicators(rows) if isinstance(b, Table)]
    assert [row[0] for row in whole.rows] == ["Turnover", "– compared with England", "Agency staff", "Complaints"]
    assert indicators.named(rows[0])["code"] == "continuity"
    assert "code" not in indicators.named(rows[0][:7])
    assert indicators.placed(rows, {"continuity"}) == (rows, ())
    assert [indicators.code(row) for row in indicators.placed(rows, {"culture"})[0]] == [""] * 6
    assert indicators.placed(rows, {"culture"})[1] == (1, 2, 5)


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
