"""Say what every column of a table means, by the study file or by its heading and what stands in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from voices.model import ColumnMap, Kind
from voices.sources import dates
from voices.sources.roles import known_role
from voices.sources.tables.headings import ASKS_FOR_WORDS, COUNCIL_SPEAKS, HEADINGS, Use
from voices.sources.words import count, fold


@dataclass(frozen=True)
class Column:
    """One column and what it is taken as."""

    index: int
    header: str = field(repr=False)
    use: Use
    detail: str = field(default="", repr=False)
    """What `check` adds: the question's id, or why the column is not read."""

    @property
    def taken_as(self) -> str:
        """Return the use in words, with its detail."""
        return f"{self.use.value}: {self.detail}" if self.detail else self.use.value


ONE_COLUMN = {
    Use.PARTICIPANT: "participant",
    Use.REFERENCE: "reference",
    Use.FAMILY: "family",
    Use.ROLE: "role",
    Use.TEAM: "team",
    Use.DATE: "date",
    Use.KIND: "kind",
    Use.STAGE: "stage",
    Use.OUTCOME: "outcome",
    Use.QUOTING: "quoting",
    Use.ANALYSIS: "analysis",
    Use.ATTRIBUTION: "attribution",
    Use.CONSENT_DATE: "consent_date",
    Use.CONSENT_SOURCE: "consent_source",
    Use.AGREED_BY: "agreed_by",
    Use.CLOSED_ON: "closed",
}
"""Uses that one column of a table has, and the entry of a source that names it."""
_REGISTER_ONLY = frozenset((Use.REFERENCE, Use.CLOSED_ON))
"""In surveys a reference is the respondent's and the closing date that of the answer."""
_NAME_CELL = re.compile(r"(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.?\s+)?[A-Z][\w'\u2019-]+(?:\s+[A-Z][\w'\u2019-]*\.?){1,2}")

LONG_WORDS = 5
"""Rationale: closed values and names have fewer words; a quarter of the cells this long makes a free-text column."""
CLOSED_CHARACTERS = 40
"""Rationale: teams, stages and outcomes are shorter; longer values may hold anything and stay out of the study."""
CLOSED_VALUES = 24
"""Rationale: more different values than this do not group people, they single them out."""


def recognise(
    headers: Sequence[str],
    values: Sequence[Sequence[str]],
    given: ColumnMap,
    closed: Mapping[int, str],
    kind: Kind,
) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    """Return what every column is taken as, and warnings.

    `values` holds the cells of every column; `closed` the columns matched to closed questions, with the question's id.
    The study file wins, then the closed questions, then headings, then what stands in the cells.
    """
    uses, warnings = _given(headers, given)
    for index, identity in closed.items():
        uses.setdefault(index, (Use.CLOSED, identity))
    taken = {use for use, _ in uses.values()}
    for index, header in enumerate(headers):
        if index not in uses:
            use, detail = _by_heading(fold(header), values[index], taken, bool(given.text), kind)
            uses[index] = (use, detail)
            taken.add(use)
    columns = tuple(Column(index, header, *uses[index]) for index, header in enumerate(headers))
    warnings.extend(_unmapped(column, values[column.index]) for column in columns)
    return columns, tuple(warning for warning in warnings if warning)


def _given(headers: Sequence[str], given: ColumnMap) -> tuple[dict[int, tuple[Use, str]], list[str]]:
    """Return the columns the study file names, and a warning for each it names in vain."""
    wanted = [(use, name) for use, attribute in ONE_COLUMN.items() if (name := getattr(given, attribute))]
    wanted += [(Use.TEXT, name) for name in given.text]
    wanted += [(Use.ATTRIBUTE, name) for name in given.attributes]
    wanted += [(Use.NAMES, name) for name in given.names]
    folded = [fold(header) for header in headers]
    uses: dict[int, tuple[Use, str]] = {}
    warnings = []
    for use, name in wanted:
        if fold(name) not in folded:
            warnings.append(
                f"the study file names a column for {use.value!r} that this file has not; check its heading"
            )
            continue
        uses.setdefault(folded.index(fold(name)), (use, ""))
    return uses, warnings


def _by_heading(
    header: str, cells: Sequence[str], taken: Iterable[Use], text_given: bool, kind: Kind
) -> tuple[Use, str]:
    """Return what a column is by its folded heading, checked against what stands in it."""
    filled = [cell for cell in cells if cell.strip()]
    long = is_free_text(filled)
    complaints = kind in (Kind.COMPLAINT, Kind.COMPLIMENT)
    for use, pattern in HEADINGS:
        if use in _REGISTER_ONLY and not complaints:
            continue
        if not pattern.fullmatch(header) or not _fits(use, filled, long):
            continue
        known = use in taken or (use is Use.PARTICIPANT and Use.REFERENCE in taken)
        if known and use is Use.PARTICIPANT and looks_like_names(filled):
            return Use.NAMES, ""
        if use in taken and use in (*ONE_COLUMN, Use.SPEAKER):
            continue
        if (
            use is Use.NAMES
            and Use.PARTICIPANT not in taken
            and header in ("name", "names", "full name", "your name", "respondent name")
        ):
            return Use.NAMES, "also tells who answered"
        return use, ""
    if complaints and COUNCIL_SPEAKS.fullmatch(header):
        return Use.NOT_READ, "the council's words, not the person's"
    if not text_given and (long or (ASKS_FOR_WORDS.fullmatch(header) and _some_words(filled))):
        return Use.TEXT, ""
    return Use.NOT_READ, ""


def _fits(use: Use, filled: Sequence[str], long: bool) -> bool:
    """Return whether what stands in a column can be what its heading says."""
    if not filled:
        return use is not Use.KIND
    fits = _FITS.get(use)
    if fits is None:
        return not long
    share, cell_fits = fits
    fitting = sum(times for cell, times in Counter(filled).items() if cell_fits(cell))
    return fitting >= share * len(filled) or (use is Use.ROLE and not long)


_FITS: Mapping[Use, tuple[float, Callable[[str], bool]]] = {
    Use.DATE: (0.5, lambda cell: bool(dates.period_of_cell(cell))),
    Use.KIND: (0.5, lambda cell: bool(re.match(r"compl[ai]|complim|thank|praise|concern|comment", fold(cell)))),
    Use.TIME: (1.0, lambda cell: bool(re.fullmatch(r"[\d:.,\s\[\]>-]+", cell))),
    Use.QUOTING: (1.0, lambda cell: yes_or_no(cell) is not None),
    Use.ANALYSIS: (1.0, lambda cell: yes_or_no(cell) is not None),
    Use.ATTRIBUTION: (1.0, lambda cell: yes_or_no(cell) is not None),
    Use.CONSENT_DATE: (0.5, lambda cell: bool(dates.period_of_cell(cell))),
    Use.CLOSED_ON: (0.5, lambda cell: bool(dates.period_of_cell(cell))),
    Use.ROLE: (0.5, lambda cell: bool(known_role(cell))),
}
"""Share of the filled cells that have to fit, and what fits, for uses that can be told from cells."""


def is_free_text(filled: Sequence[str]) -> bool:
    """Return whether the filled cells of a column are people's words: long, and hardly two alike."""
    if not filled:
        return False
    long = sum(count(cell) >= LONG_WORDS for cell in filled)
    return long >= 0.25 * len(filled) and len(set(filled)) > 0.5 * len(filled)


def looks_like_names(filled: Sequence[str]) -> bool:
    """Return whether filled cells look like people's names: two or three capitalised words, hardly two alike."""
    names = sum(bool(_NAME_CELL.fullmatch(cell.strip())) for cell in filled)
    return bool(filled) and names >= 0.6 * len(filled) and len(set(filled)) > 0.5 * len(filled)


def _some_words(filled: Sequence[str]) -> bool:
    """Return whether any cell under a heading that asks for words holds some, rather than numbers or dates alone."""
    return any(re.search(r"[^\W\d_]{2}", cell) and not dates.period_of_cell(cell) for cell in filled)


def is_closed(values: Sequence[str]) -> bool:
    """Return whether a column's values may be kept as an attribute: short, and few different ones."""
    filled = {fold(value) for value in values if value.strip()}
    repeated = len(filled) <= max(3, 0.7 * sum(bool(value.strip()) for value in values))
    return len(filled) <= CLOSED_VALUES and repeated and all(len(value) <= CLOSED_CHARACTERS for value in filled)


def yes_or_no(cell: str) -> bool | None:
    """Return what a cell of yes and no says; None where it says neither."""
    words = fold(cell)
    if re.match(r"(?:yes|y|true|agree|i agree|happy to|ok|okay|consent|1|x|\u2713|\u2714)(?:\b|$)", words):
        return True
    return (
        False
        if re.match(r"(?:no|n|false|do not|don't|not|refused|declined|0|withheld)(?:\b|$)", words) or not words
        else None
    )


def _unmapped(column: Column, cells: Sequence[str]) -> str:
    """Return a warning where a column that is not read looks as if it held words or names."""
    filled = [cell for cell in cells if cell.strip()]
    if column.use is not Use.NOT_READ or not filled:
        return ""
    where = f"column {column.index + 1}"
    if column.detail:
        return f"{where} was not read ({column.detail}); add it to columns.text if it should be"
    if is_free_text(filled):
        return f"{where} looks like free text and was not read; add it to columns.text if it should be"
    if looks_like_names(filled):
        return f"{where} looks like people's names and was not read; add it to columns.names, so they are masked"
    return ""
