"""Months, and the quarters and years of councils' accounts, which run from April to March."""

from __future__ import annotations

FIRST_MONTH = 4


def month_of(period: str) -> str:
    """Return the month of a date or month, YYYY-MM, or nothing where only the year is known."""
    return period[:7] if len(period) >= 7 and period[:4].isdigit() and period[5:7].isdigit() else ""


def quarter_of(month: str) -> str:
    """Return the quarter of the financial year, "2023-24 Q1" for a month from April to June 2023."""
    return f"{year_of(month)} Q{(int(month[5:7]) - FIRST_MONTH) % 12 // 3 + 1}"


def year_of(period: str) -> str:
    """Return the financial year of a month ("2023-05") or quarter ("2023-24 Q1"): "2023-24"."""
    if " " in period:
        return period.split(" ", maxsplit=1)[0]
    first = int(period[:4]) - (int(period[5:7]) < FIRST_MONTH)
    return f"{first}-{(first + 1) % 100:02d}"
