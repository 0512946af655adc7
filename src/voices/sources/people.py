"""Read a study's list of participants: who is behind a label or an identifier, their family, role and consent."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from voices.errors import InputError
from voices.model import Consent, Purpose
from voices.sources import dates
from voices.sources.consent import agreed_by, answer, recorded_how
from voices.sources.formats.grids import read_grid
from voices.sources.roles import known_role, normalise_role
from voices.sources.tables.columns import is_closed
from voices.sources.tables.headers import find_headers
from voices.sources.words import fold, of, one_line

_HEADS: Mapping[str, str] = {
    "id": r"(?:participant|person|respondent|resp)[ _](?:id|code|no|number)|participant|person|respondent"
    r"|code|id|who|reference|ref",
    "family": r"family(?: id| code| no)?|household(?: id)?",
    "source": r"source|sources|dataset|interview or group",
    "file": r"files?|file ?names?|transcript|recording",
    "speaker": r"speakers?|speaker labels?|labels?|voice|appears as|called in the (?:file|transcript)",
    "role": r"role|job|job role|job title|relationship(?: to .*)?|position",
    "names": r"names?|full name|first name|surname|child'?s name",
}
_PURPOSES = (
    (Purpose.ATTRIBUTION, r"role attribution|attribution|attribute|print role|role may be printed|role"),
    (Purpose.QUOTING, r"quoting|quotes?|quoted|quotations?|may be quoted|may we quote.*"),
    (Purpose.ANALYSIS, r"use in analysis|analysis|use|consent to take part|take part|consent"),
)
_DETAIL = re.compile(
    r"(?P<head>.*?)\s*(?P<detail>date|source|recorded|recorded how|how recorded|agreed by|given by|who agreed|by)"
)
_DETAILS = {"date": "date", "source": "source", "recorded": "source", "recorded how": "source"}


@dataclass(frozen=True)
class Entry:
    """One row of the list: a person, and where they speak."""

    id: str = field(repr=False)
    family: str = field(repr=False)
    sources: frozenset[str]
    """Folded names of sources; empty for all."""
    files: tuple[str, ...] = field(repr=False)
    """Paths, names or patterns of files; empty for all."""
    speakers: frozenset[str] = field(repr=False)
    """Folded labels; empty where the person is the only one who answers, or is known by their identifier."""
    role: str
    names: tuple[str, ...] = field(repr=False)
    attributes: tuple[tuple[str, str], ...]
    consents: tuple[Consent, ...]


@dataclass(frozen=True)
class People:
    """The whole list."""

    entries: tuple[Entry, ...] = ()
    asks: frozenset[Purpose] = frozenset()
    """Purposes the list has a column for; of people it does not name nothing is then known."""
    warnings: tuple[str, ...] = ()


def read_people(path: Path, writings: Sequence[tuple[str, str]] = ()) -> People:
    """Return the participants of a CSV or xlsx list: one row a person, or one for every source they speak in.

    Columns: participant, family, source, file, speaker, role, name, use in analysis, quoting, role attribution (each
    also with date, source, agreed by); any other column of few short values is an attribute. Several labels or files
    in one cell are parted by semicolons.

    Raises InputError naming file and row where the list cannot be used.
    """
    headed, own_words = find_headers(read_grid(path)), dict(writings)
    uses = [_use(fold(header)) for header in headed.headers]
    if ("id", "") not in uses:
        raise InputError(f"{path.name}: no column called “participant”; add one with a code for each person")
    twice = next((use for use in uses if use[0] and uses.count(use) > 1 and use[0] != "names"), None)
    if twice is not None:
        raise InputError(f"{path.name}: two columns mean the same ({twice[0]}); keep one")
    columns = [[row[n] for row in headed.rows] for n in range(len(uses))]
    kept = {n for n, use in enumerate(uses) if not use[0] and is_closed(columns[n])}
    lost = [n + 1 for n, use in enumerate(uses) if not use[0] and n not in kept and any(columns[n])]
    roles = Counter(normalise_role(cell, own_words) for cell in _column(uses, columns, "role") if cell.strip())
    entries = []
    for number, row in enumerate(headed.rows, 1):
        cells = {use: one_line(cell) for use, cell in zip(uses, row, strict=True) if use[0]}
        if not any(cell.strip() for cell in row):
            continue
        if not cells["id", ""]:
            raise InputError(f"{path.name}, row {number}: the participant's code is missing; give everybody one")
        names = tuple(one_line(row[n]) for n, use in enumerate(uses) if use[0] == "names" and row[n].strip())
        own = ((fold(headed.headers[n]), one_line(row[n])) for n in sorted(kept) if row[n].strip())
        role = normalise_role(cells["role", ""], own_words) if cells.get(("role", "")) else ""
        # What is no role of the list and stands only once may be anything, a name too.
        kept_role = role if not role or known_role(cells["role", ""], own_words) or roles[role] > 1 else "other"
        entries.append(_entry(cells, names, tuple(sorted(own)), kept_role))
    warnings = (
        [f"{of(len(lost), 'column')} with long or many different values left out (column {lost[0]})"] if lost else []
    )
    asks = frozenset(purpose for purpose, _ in _PURPOSES if (purpose.value, "") in uses)
    return People(tuple(entries), asks, tuple(warnings))


def _use(header: str) -> tuple[str, str]:
    """Return (what a column is, which detail of it) by its folded heading; empty for an attribute."""
    for use, pattern in _HEADS.items():
        if re.fullmatch(pattern, header):
            return use, ""
    purpose = _purpose(header)
    if purpose:
        return purpose, ""
    match = _DETAIL.fullmatch(header)
    if match and (not match["head"] or _purpose(match["head"]) or match["head"] in ("consent", "")):
        head = "" if match["head"] in ("consent", "") else _purpose(match["head"])
        return head or "every purpose", _DETAILS.get(match["detail"], "by")
    return "", ""


def _column(uses: Sequence[tuple[str, str]], columns: Sequence[Sequence[str]], use: str) -> Sequence[str]:
    return columns[uses.index((use, ""))] if (use, "") in uses else ()


def _purpose(header: str) -> str:
    return next((purpose.value for purpose, pattern in _PURPOSES if re.fullmatch(pattern, header)), "")


def _entry(
    cells: Mapping[tuple[str, str], str],
    names: tuple[str, ...],
    attributes: tuple[tuple[str, str], ...],
    role: str,
) -> Entry:
    return Entry(
        cells["id", ""],
        cells.get(("family", ""), ""),
        frozenset(fold(one) for one in _several(cells.get(("source", ""), ""))),
        _several(cells.get(("file", ""), "")),
        frozenset(fold(one) for one in _several(cells.get(("speaker", ""), ""))),
        role,
        names,
        attributes,
        tuple(_consent(cells, purpose) for purpose, _ in _PURPOSES if (purpose.value, "") in cells),
    )


def _consent(cells: Mapping[tuple[str, str], str], purpose: Purpose) -> Consent:
    def detail(name: str) -> str:
        return cells.get((purpose.value, name)) or cells.get(("every purpose", name), "")

    day = dates.day_of_cell(detail("date"))
    return Consent(
        purpose,
        answer(cells[purpose.value, ""]),
        day.isoformat() if day else "",
        recorded_how(detail("source")),
        agreed_by(detail("by")),
    )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[;|]", cell) if part.strip())
