"""Counts of complaints and of complainants behind themes, by time and by what the register says of them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from voices.model import Circumstances, Document, Passage, Theme, ThemeCount, Themes
from voices.periods import month_of, quarter_of, year_of

Said = Passage | Circumstances
"""What can be counted: a passage, or what is known of one without its words."""

ATTRIBUTES = ("team", "stage", "outcome")
WAYS = ("month", "quarter", "year", *ATTRIBUTES, "role", "wave", "source")
"""Ways of counting that make a table."""
PAIRS = (
    ("role", "source"),
    ("wave", "source"),
    ("role", "wave"),
    ("year", "source"),
    ("year", "wave"),
    ("year", "outcome"),
)
"""Ways of counting of which outsiders know what goes together: a wave is the sum of its sources, the table of people
says which role is in which source, and that of complaints which outcome was in which year."""
TOTAL = "total"
"""The way of counting that has one cell."""
BETWEEN = " & "
"""Joins the names of two ways of counting."""
APART = "\x1f"
"""Joins the names of two cells; no name holds it."""


@dataclass(frozen=True)
class _Alike:
    """What was said under the same circumstances: no way of counting tells it apart."""

    names: Mapping[str, str]
    """The cell it is counted in by way of counting, empty where that is not known."""
    cases: set[str] = field(default_factory=set, repr=False)
    people: set[str] = field(default_factory=set, repr=False)


Members = Mapping[str, Sequence[_Alike]]
"""By theme; under the empty id the whole scope."""


def counts(found: Themes, passages: Iterable[Said]) -> tuple[ThemeCount, ...]:
    """Return the counts of every theme of a scope, and of the whole scope under the theme "".

    A complaint with its letters counts once, and so does a person who complains twice. What has no date, team or the
    like is left out of that table. Empty periods between the first and the last are counted as nought. After the
    tables come totals, and counts of pairs, in which "" stands for what is not known.
    """
    by_id = {one.id: one for one in passages}
    assigned = [(one.theme, by_id[one.passage]) for one in found.assignments if one.passage in by_id]
    members = _members((theme, one) for own, one in assigned for theme in (("",) if own is None else ("", own)))
    whole = members.get("", ())
    return tuple(_tables(found.scope, ("", *(one.id for one in found.themes)), {"": whole, **members}, whole))


def counts_of(theme: Theme, said: Iterable[Said]) -> tuple[ThemeCount, ...]:
    """Return the counts of one theme by itself, from all that is in it, with the columns that it needs."""
    members = _members((theme.id, one) for one in said)
    return tuple(_tables(theme.scope, (theme.id,), members, members.get(theme.id, ())))


def _members(said: Iterable[tuple[str, Said]]) -> Members:
    """Return what is in every theme, put together by circumstances: they are far fewer than passages."""
    known: dict[Hashable, Mapping[str, str]] = {}
    members: dict[str, dict[Hashable, _Alike]] = {}
    for theme, one in said:
        same = (one.period, one.attributes, one.role, one.wave, one.source)
        if same not in known:
            known[same] = _names(one)
        case = one.case or one.document
        own = members.setdefault(theme, {})
        if same not in own:
            own[same] = _Alike(known[same])
        own[same].cases.add(case)
        own[same].people.add(one.participant or case)
    return {theme: tuple(own.values()) for theme, own in members.items()}


def _names(one: Said) -> dict[str, str]:
    """Return the cell of every table, and of every pair of tables, something is counted in."""
    names = {"month": month(one), "quarter": quarter(one), "year": year(one)}
    attributes = dict(one.attributes)
    names |= {name: attributes.get(name, "") for name in ATTRIBUTES}
    names |= {"role": one.role, "wave": "" if one.wave is None else f"wave {one.wave}", "source": one.source}
    pairs = {f"{first}{BETWEEN}{second}": f"{names[first]}{APART}{names[second]}" for first, second in PAIRS}
    return names | {TOTAL: TOTAL} | pairs


def _tables(scope: str, ids: Sequence[str], members: Members, whole: Sequence[_Alike]) -> Iterator[ThemeCount]:
    """Yield the tables of themes, their columns from the whole scope, then totals, then pairs."""
    for by in WAYS:
        names = _in_order(by, {alike.names[by] for alike in whole} - {""})
        for theme in ids:
            said = _by(by, members.get(theme, ()))
            if names:
                _, complaints, complainants = _cell("", said.get("", ()))
                cells = tuple(_cell(name, said.get(name, ())) for name in names)
                yield ThemeCount(scope, theme, by, cells, left_out=(complaints, complainants))
    for theme in (one for one in members if one in ids):
        yield ThemeCount(scope, theme, TOTAL, (_cell(TOTAL, members[theme]),))
    for first, second in PAIRS:
        by = f"{first}{BETWEEN}{second}"
        both = sorted({alike.names[by] for alike in whole}, key=lambda name: name.split(APART))
        for theme in ids if both else ():
            said = _by(by, members.get(theme, ()))
            yield ThemeCount(scope, theme, by, tuple(_cell(name, said.get(name, ())) for name in both))


def _by(by: str, said: Iterable[_Alike]) -> dict[str, list[_Alike]]:
    found: dict[str, list[_Alike]] = {}
    for alike in said:
        found.setdefault(alike.names[by], []).append(alike)
    return found


def _cell(name: str, said: Sequence[_Alike]) -> tuple[str, int, int]:
    cases, people = set[str](), set[str]()
    cases.update(*(alike.cases for alike in said))
    people.update(*(alike.people for alike in said))
    return name, len(cases), len(people)


def month(passage: Said | Document) -> str:
    """Return the month of a passage or document, YYYY-MM, or nothing."""
    return month_of(passage.period)


def quarter(passage: Said) -> str:
    """Return the quarter of the financial year, "2023-24 Q1" for April to June 2023, or nothing."""
    found = month(passage)
    return quarter_of(found) if found else ""


def year(passage: Said | Document) -> str:
    """Return the financial year, "2023-24" for April 2023 to March 2024, or nothing."""
    found = month(passage)
    return year_of(found) if found else ""


def _in_order(by: str, names: set[str]) -> list[str]:
    """Return the names of a table's columns, empty periods between the first and the last filled in."""
    if by not in ("month", "quarter", "year") or not names:
        return sorted(names)
    first, last = min(names), max(names)
    made = [first]
    while made[-1] < last:
        made.append(_next(by, made[-1]))
    return made


def _next(by: str, name: str) -> str:
    if by == "month":
        after = int(name[:4]) * 12 + int(name[5:7])
        return f"{after // 12}-{after % 12 + 1:02d}"
    first = int(name[:4])
    if by == "quarter" and name[-1] != "4":
        return f"{name[:-1]}{int(name[-1]) + 1}"
    following = f"{first + 1}-{(first + 2) % 100:02d}"
    return f"{following} Q1" if by == "quarter" else following
