"""Where a dated event falls between the periods of a chart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from voices.model import Event
from voices.periods import FIRST_MONTH

"""Financial years and their quarters begin in April."""
_YEARS = re.compile(r"(?:FY\s*)?((?:19|20)\d\d)\s*[-/\u2013]\s*(?:(?:19|20)?\d\d)")
_QUARTER = re.compile(r"(?:Q(?P<q>[1-4])\s*(?P<y>.+)|(?P<y2>.+?)[\s-]*Q(?P<q2>[1-4]))", re.I)
_MONTH = re.compile(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])")
_YEAR = re.compile(r"(?:19|20)\d\d")


def middle(period: str) -> float | None:
    """Return the middle of a period in years (2022.5 is the middle of 2022), or None where it is not understood.

    Understood are financial years (2022-23, 2022/23), quarters (Q2 2022-23, 2022 Q2), months (2022-04) and years.
    """
    text = period.strip()
    if match := _MONTH.fullmatch(text):
        return int(match[1]) + (int(match[2]) - 0.5) / 12
    if match := _YEARS.fullmatch(text):
        return int(match[1]) + (FIRST_MONTH - 1) / 12 + 0.5
    if _YEAR.fullmatch(text):
        return int(text) + 0.5
    if match := _QUARTER.fullmatch(text):
        year, quarter = (match["y"] or match["y2"]).strip(), int(match["q"] or match["q2"])
        whole = middle(year)
        return None if whole is None or _MONTH.fullmatch(year) else whole - 0.5 + (quarter - 0.5) / 4
    return None


def in_years(day: str) -> float:
    """Return an ISO date in years, the day's own place in its year."""
    found = date.fromisoformat(day)
    first = date(found.year, 1, 1)
    return found.year + (found - first).days / (date(found.year + 1, 1, 1) - first).days


def placed(events: Iterable[Event], periods: Sequence[str]) -> tuple[tuple[float, str], ...]:
    """Return (place, name) of the events on an axis whose ticks 0, 1, … are the periods; those outside are left out.

    Nothing is placed where a period is not understood or they do not follow one another.
    """
    middles = [middle(period) for period in periods]
    known = [one for one in middles if one is not None]
    if len(known) != len(periods) or len(known) < 2 or sorted(set(known)) != known:
        return ()
    found = []
    for event in events:
        at = in_years(event.date)
        before = sum(one <= at for one in known)
        left = min(max(before - 1, 0), len(known) - 2)
        place = left + (at - known[left]) / (known[left + 1] - known[left])
        if -0.5 <= place <= len(known) - 0.5:
            found.append((place, event.name))
    return tuple(found)
