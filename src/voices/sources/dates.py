"""Read dates in British order and keep only year and month."""

from __future__ import annotations

import re
from datetime import date, timedelta

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))

_ISO = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d{1,2})(?:[-/.](?P<d>\d{1,2}))?(?!\d)")
_BRITISH = re.compile(r"(?<!\d)(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>(?:19|20)?\d\d)(?!\d)")
_DAY_MONTH = re.compile(
    rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s-]*(?:of\s+)?(?P<mon>{_MONTH})\.?,?[\s-]*(?P<y>(?:19|20)\d\d|'?\d\d)(?!\d)",
    re.I,
)
_MONTH_DAY = re.compile(
    rf"\b(?P<mon>{_MONTH})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>(?:19|20)\d\d)(?!\d)", re.I
)
_MONTH_YEAR = re.compile(
    rf"\b(?P<mon>{_MONTH})\.?(?:,?[\s-]+(?P<y>(?:19|20)\d\d)|(?:-|\s?')(?P<short>\d\d))(?![\d:])", re.I
)
_YEAR_MONTH = re.compile(r"(?<![\d/.-])(?P<m>\d{1,2})/(?P<y>(?:19|20)\d\d)(?!\d)")
_PATTERNS = (_ISO, _BRITISH, _DAY_MONTH, _MONTH_DAY, _MONTH_YEAR, _YEAR_MONTH)

_EXCEL_EPOCH = date(1899, 12, 30)
_EXCEL_DAYS = range(29_221, 65_746)
"""Days 1980-01-01 to 2079-12-31: numbers outside are no dates of this work."""


def period(text: str) -> str:
    """Return the year and month (YYYY-MM) of the first date in a text, or an empty string.

    Day comes before month (14/03/2016), ISO dates and written months are understood; a date that
    is only possible in American order, or a bare year, gives nothing rather than a guess.
    """
    found: list[tuple[int, int, str]] = []
    for order, pattern in enumerate(_PATTERNS):
        match = pattern.search(text)
        if match and (value := _month(match)):
            found.append((match.start(), order, value))
    return min(found)[2] if found else ""


def period_of_cell(value: str) -> str:
    """Return the year and month of a cell that should hold a date, also where the sheet stored a day number."""
    value = value.strip()
    if re.fullmatch(r"\d{5}(?:\.\d+)?", value) and int(float(value)) in _EXCEL_DAYS:
        return f"{_EXCEL_EPOCH + timedelta(days=int(float(value))):%Y-%m}"
    return period(value)


def day_of_cell(value: str) -> date | None:
    """Return the day a cell names, in British order, or None where it names none or only a month."""
    value = value.strip()
    if re.fullmatch(r"\d{5}(?:\.\d+)?", value) and int(float(value)) in _EXCEL_DAYS:
        return _EXCEL_EPOCH + timedelta(days=int(float(value)))
    found: list[tuple[int, int, date]] = []
    for order, pattern in enumerate((_ISO, _BRITISH, _DAY_MONTH, _MONTH_DAY)):
        match = pattern.search(value)
        parts = match.groupdict() if match else {}
        if match and parts.get("d") and (month := _month(match)):
            found.append((match.start(), order, date(int(month[:4]), int(month[5:]), int(parts["d"]))))
    return min(found)[2] if found else None


def _month(match: re.Match[str]) -> str:
    parts = match.groupdict()
    year = int((parts["y"] or parts["short"]).lstrip("'"))
    if year < 100:
        year += 2000 if year < 70 else 1900
    month = _MONTHS[parts["mon"].casefold()] if parts.get("mon") else int(parts["m"])
    try:
        return f"{date(year, month, int(parts.get('d') or 1)):%Y-%m}"
    except ValueError:
        return ""
