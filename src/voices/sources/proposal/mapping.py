"""Write down what the columns of a table are taken as, so that a person can correct it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from voices.model import ClosedQuestion, ColumnMap, SourceSpec
from voices.sources import dates
from voices.sources.proposal.looking import TABLES, grids_of
from voices.sources.proposal.nouns import Guess, Seen
from voices.sources.proposal.safe_words import doubtful
from voices.sources.registry import read
from voices.sources.roles import known_role
from voices.sources.tables.columns import ONE_COLUMN, is_closed
from voices.sources.tables.headers import find_headers
from voices.sources.tables.headings import Use
from voices.sources.words import fold, of

_MANY = {Use.TEXT: "text", Use.NAMES: "names"}


@dataclass(frozen=True)
class Mapped:
    """The columns of a table, as a source would name them."""

    columns: ColumnMap
    closed: int
    """Columns that are closed questions of the list it was read with."""
    questions: str = ""
    """The list of closed questions, below the folder of originals."""
    role_known: bool = False
    """True where a column says the role of each row."""
    guesses: tuple[Guess, ...] = ()
    known: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """(heading, what it is) of the columns that get no line."""


def columns_of(
    seen: Seen, spec: SourceSpec, questions: Sequence[ClosedQuestion], cells: Mapping[str, Sequence[str]]
) -> Mapped:
    """Return what the reader takes each column as, as entries of a source; `cells` are those of each heading.

    A heading in which a name could stand gets no entry: the reader finds the column again by itself.
    """
    found = read(seen.path, seen.relative, spec, questions).description
    one: dict[str, str] = {}
    many: dict[str, list[str]] = {"text": [], "names": []}
    known = []
    closed = 0
    guesses = []
    taken = {meaning.partition(":")[0] for _, meaning in found.columns}
    for heading, meaning in dict.fromkeys(found.columns):
        use, _, detail = meaning.partition(": ")
        better = _by_content(heading, use, cells.get(heading, ()), taken)
        if better:
            use, detail = better.value, ""
            taken.add(use)
            guesses.append(Guess("columns", f"“{better.value}” by what stands in the column"))
        closed += use == Use.CLOSED.value
        entry = next((name for key, name in ONE_COLUMN.items() if key.value == use), "")
        entries = next((name for key, name in _MANY.items() if key.value == use), "")
        if entry and entry not in one and not may_hold_name(heading):
            one[entry] = heading
        elif entries and not detail:
            many[entries].append(heading)
        else:
            known.append((heading, meaning))
    text = () if any(map(may_hold_name, many["text"])) else tuple(many["text"])
    names = tuple(heading for heading in many["names"] if not may_hold_name(heading))
    columns = ColumnMap(**one, text=text, names=names)  # type: ignore[arg-type]
    open_scales = sum("closed question" in warning for warning in found.warnings)
    if open_scales:
        noticed = f"{of(open_scales, 'column')} look like answers on a scale and stand in no list"
        guesses.append(Guess("questions", noticed))
    return Mapped(columns, closed, role_known="role" in one, guesses=tuple(guesses), known=tuple(known))


def cells_of(seen: Seen) -> dict[str, tuple[str, ...]]:
    """Return the filled cells of each column by its heading."""
    found: dict[str, tuple[str, ...]] = {}
    for grid in grids_of(seen.path) if seen.path.suffix.casefold() in TABLES else ():
        headed = find_headers(grid)
        for index, heading in enumerate(headed.headers):
            filled = tuple(row[index].strip() for row in headed.rows if row[index].strip())
            found[heading] = found.get(heading, ()) + filled
    return found


def _by_content(heading: str, use: str, cells: Sequence[str], taken: Collection[str]) -> Use | None:
    """Return what a column is by its cells, where its heading says nothing or could mislead."""
    if use not in (Use.NOT_READ.value, Use.NAMES.value) or not cells:
        return None
    if Use.ROLE.value not in taken and sum(bool(known_role(cell)) for cell in cells) >= MOST * len(cells):
        return Use.ROLE
    if use == Use.NAMES.value:
        return None
    words = fold(heading.replace("_", " "))
    fits = {
        Use.TEAM: bool(_TEAM.search(words)) and is_closed(cells),
        Use.DATE: all(dates.period_of_cell(cell) for cell in cells),
        Use.PARTICIPANT: bool(_NUMBERED.search(words)) and len(set(cells)) == len(cells) and max(map(len, cells)) <= 20,
    }
    return next((one for one, does in fits.items() if does and one.value not in taken), None)


MOST = 0.6
"""Rationale: a role column holds some "other" and blanks; a column of names holds a "Nan" at most."""
_NUMBERED = re.compile(r"\b(?:id|no|ref|number|code)$")
_TEAM = re.compile(r"\b(?:team|pod|service|area|locality|district|hub|office|department|unit)\b")


def may_hold_name(heading: str) -> bool:
    """Return whether a capitalised word behind the first one is no word that headings are known to hold."""
    spans = doubtful(heading)
    inside = [heading[start:end] for start, end in spans if re.search(r"\w", heading[:start])]
    return any(word[0].isupper() and not word.isupper() and heading != heading.title() for word in inside)
