"""Counts: a complaint with its letters is one, a person who complains twice is one."""

from __future__ import annotations

from dataclasses import replace

from voices.model import Passage, Theme, ThemeAssignment, Themes
from voices.themes import counts
from voices.themes.counting import month, quarter, year

from .conftest import passage

THEME = Theme("t", "all", "T", (), 3, 0.9, ())


def dated(period: str) -> Passage:
    return passage("a", "Words.", period=period)


def test_quarters_and_financial_years_begin_in_april() -> None:
    assert [year(dated(p)) for p in ("2023-03", "2023-04", "2024-03", "1999-12", "2023", "")] == [
        "2022-23", "2023-24", "2023-24", "1999-00", "", "",
    ]  # fmt: skip
    assert [quarter(dated(p)) for p in ("2023-04", "2023-06", "2023-07", "2024-01", "2024-03")] == [
        "2023-24 Q1", "2023-24 Q1", "2023-24 Q2", "2023-24 Q4", "2023-24 Q4",
    ]  # fmt: skip
    assert month(dated("2023-04-09")) == "2023-04"


def test_cases_and_people_are_counted_once_and_empty_periods_as_nought() -> None:
    team = (("team", "Kestrel"),)
    rows = [
        replace(passage("a", "x", "P1", "2023-03"), case="c1", attributes=team),
        replace(passage("b", "x", "P1", "2023-03"), case="c1", attributes=team),
        replace(passage("c", "x", "P1", "2023-12"), case="c2", attributes=team),
        replace(passage("d", "x", "P2", "2023-12"), case="c3"),
    ]
    themes = Themes("all", (THEME,), tuple(ThemeAssignment(one.id, "t", 0.5) for one in rows))
    found = {(one.by, one.theme): one.cells for one in counts(themes, rows)}
    assert found["year", "t"] == (("2022-23", 1, 1), ("2023-24", 2, 2))
    assert found["quarter", "t"] == (
        ("2022-23 Q4", 1, 1), ("2023-24 Q1", 0, 0), ("2023-24 Q2", 0, 0), ("2023-24 Q3", 2, 2),
    )  # fmt: skip
    assert [name for name, _, _ in found["month", "t"]][:3] == ["2023-03", "2023-04", "2023-05"]
    assert len(found["month", "t"]) == 10
    assert found["team", "t"] == (("Kestrel", 2, 1),)
    assert ("stage", "t") not in found
