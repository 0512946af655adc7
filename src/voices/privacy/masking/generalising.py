"""What a date or an age keeps of its meaning: the month, the days between two dates, a band of ages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from voices.placeholders import MONTHS
from voices.privacy.masking.numbering import keyed

HIDDEN, MONTH, INTERVAL, BANDS = "hidden", "month", "interval", "bands"

BANDS_FROM = (0, 5, 10, 16, 18)
"""First age of each band: under fives, primary school, secondary school, 16 and 17, adults."""
_CENTURY = 30
"""Two-digit years up to this one are of this century: nobody in these texts was born after."""
_SHIFT = 10_000
"""Days by which a case's count is moved at most, 27 years: its first date cannot be worked out from the number."""

_NAMES = {name[:3].casefold(): number for number, name in enumerate(MONTHS, 1)}
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d|['’]?\d\d)"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?P<year>(?:19|20)\d\d)[-/.](?P<m>\d\d?)[-/.](?P<day>\d\d?)(?:T.*)?",
        r"(?P<day>\d\d?)\s?[-/.]\s?(?P<m>\d\d?)\s?[-/.]\s?(?P<year>(?:19|20)?\d\d)",
        rf"(?:[a-z]+day,? )?(?:the )?(?P<day>\d\d?)(?:st|nd|rd|th)?(?: day)?(?: of)?[ -]{_MONTH}(?:,?[ -]{_YEAR})?",
        rf"{_MONTH} (?:the )?(?P<day>\d\d?)(?:st|nd|rd|th)?(?:,? {_YEAR})?",
        rf"{_MONTH},?[ -]{_YEAR}",
        r"(?P<m>\d\d?)/(?P<year>(?:19|20)\d\d)",
    )
)
_BORN = re.compile(r"(?:\bborn\b|\bd\.?o\.?b\b|\bbirth\b|\bbirthday\b)[^.\n]{0,25}\Z", re.IGNORECASE)
_WORDS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight"),
    *("nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
)


@dataclass(frozen=True)
class Writing:
    """How a study wants dates and ages written."""

    dates: str = HIDDEN
    """hidden, month or interval."""
    ages: str = HIDDEN
    """hidden or bands."""
    shift: int = 0
    """Days added to every date of the case, for intervals."""


def case_shift(key: bytes, case: str) -> int:
    """Return the keyed number of days by which one case's dates are moved: intervals stay true inside the case."""
    return int.from_bytes(keyed(key, "dates", case)[:8], "big") % _SHIFT


def value(label: str, words: str, before: str, writing: Writing) -> str:
    """Return what the placeholder of a date or age keeps, always coarser than the words; empty for nothing.

    `before` is the text in front of the words: a date of birth keeps its year alone.
    """
    if label == "AGE" and writing.ages == BANDS:
        return _band(words)
    if label != "DATE" or writing.dates == HIDDEN:
        return ""
    parts = _parts(words)
    if parts is None:
        return ""
    year, month, day = parts
    if writing.dates == INTERVAL:
        return f"day {date(year, month, day).toordinal() - _START + writing.shift}" if year and day else ""
    if year and (not day or _BORN.search(before)):
        return str(year)
    return f"{MONTHS[month - 1]} {year}" if year else MONTHS[month - 1]


_START = date(1900, 1, 1).toordinal()


def _parts(words: str) -> tuple[int, int, int] | None:
    """Return year, month and day of a written date, 0 where one is not there; the day stands before the month."""
    plain = " ".join(words.split()).strip(" .,")
    for form in _FORMS:
        found = form.fullmatch(plain)
        if found is None:
            continue
        got = found.groupdict()
        year = int((got.get("year") or "0").lstrip("'’"))
        if got.get("year") and year < 100:
            year += 2000 if year <= _CENTURY else 1900
        month = int(got["m"]) if got.get("m") else _NAMES[str(got["month"])[:3].casefold()]
        day = int(got.get("day") or 0)
        try:
            date(year or 2000, month, day or 1)
        except ValueError:
            return None
        return year, month, day
    return None


def _band(words: str) -> str:
    folded = words.casefold()
    if re.search(r"\b(?:weeks?|months?|days?)\b", folded) and not re.search(r"\byears?\b", folded):
        number = 0
    else:
        digits = re.search(r"\d{1,3}", folded)
        spoken = next((i for i, w in enumerate(_WORDS) if re.search(rf"\b{w}\b", folded)), None)
        found = int(digits[0]) if digits else spoken
        if found is None:
            return ""
        number = found
    low = max(first for first in BANDS_FROM if first <= number)
    at = BANDS_FROM.index(low)
    return "18 or over" if at == len(BANDS_FROM) - 1 else f"{low} to {BANDS_FROM[at + 1] - 1}"
