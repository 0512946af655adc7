"""Where dated events fall between the periods of a chart."""

from __future__ import annotations

import pytest

from voices.model import Event
from voices.reporting import timeline


@pytest.mark.parametrize(
    ("period", "middle"),
    [
        ("2022", 2022.5),
        ("2022-23", 2022.75),
        ("2022/23", 2022.75),
        ("FY 2022-2023", 2022.75),
        ("2022-04", 2022 + 3.5 / 12),
        ("Q1 2022-23", 2022.375),
        ("2022 Q4", 2022.875),
        ("spring", None),
        ("2022-13", 2022.75),
    ],
)
def test_the_middle_of_a_period(period: str, middle: float | None) -> None:
    assert timeline.middle(period) == (pytest.approx(middle) if middle is not None else None)


def test_an_event_falls_between_the_years_it_lies_between() -> None:
    years = ("2020-21", "2021-22", "2022-23", "2023-24")
    ((place, name),) = timeline.placed([Event("2022-10-01", "The pods began")], years)
    # The first of October is the middle of a financial year.
    assert (round(place, 2), name) == (2.0, "The pods began")
    ((place, _),) = timeline.placed([Event("2022-04-01", "x")], years)
    assert place == pytest.approx(1.5, abs=0.01)


@pytest.mark.parametrize(
    ("day", "periods"),
    [
        ("2018-01-01", ("2020-21", "2021-22")),
        ("2030-01-01", ("2020-21", "2021-22")),
        ("2021-01-01", ("before", "after")),
        ("2021-01-01", ("2021-22",)),
        ("2021-01-01", ("2021-22", "2020-21")),
    ],
)
def test_what_has_no_place_is_left_out(day: str, periods: tuple[str, ...]) -> None:
    assert timeline.placed([Event(day, "x")], periods) == ()
