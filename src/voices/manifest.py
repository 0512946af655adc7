"""The entries of `study.toml`, read into types; every complaint names the entry and what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from voices.errors import StudyError
from voices.model import ColumnMap, Event, Kind, SourceSpec


@dataclass(frozen=True)
class CodebookUse:
    """One codebook of the study and the kinds of source it is used on."""

    name: str
    """A shipped codebook's name, or a path below the study folder."""
    kinds: tuple[Kind, ...] = ()
    """Empty for all kinds."""


def sources(entries: Any) -> tuple[SourceSpec, ...]:
    """Return the `[[sources]]` entries, names checked to be distinct."""
    found = tuple(source(entry, number) for number, entry in enumerate(_list(entries, "[[sources]]"), 1))
    names = [spec.name.casefold() for spec in found]
    twin = next((spec.name for spec in found if names.count(spec.name.casefold()) > 1), None)
    if twin is not None:
        raise StudyError(f"study.toml: two sources are called “{twin}”; give each a name of its own")
    return found


def source(entry: Mapping[str, Any], number: int) -> SourceSpec:
    """Return one `[[sources]]` entry; `number` counts from 1 for messages."""
    where = f"[[sources]] entry {number}"
    allowed = tuple(f.name for f in fields(SourceSpec) if f.name != "writings")
    refuse_unknown(entry, allowed, where)
    name = text(entry, "name", where, required=True)
    where = f"{where} (“{name}”)"
    files = texts(entry, "files", where)
    if not files:
        raise StudyError(f'study.toml, {where}: say which files it reads: files = ["folder/*.docx"]')
    for pattern in files:
        if ".." in PurePosixPath(pattern).parts or PurePosixPath(pattern).is_absolute() or "\\" in pattern:
            raise StudyError(f"study.toml, {where}: files lie below the folder of originals and are written with /")
    roles = table(entry, "roles")
    return SourceSpec(
        name=name,
        files=files,
        kind=kind(entry.get("kind", ""), where),
        wave=_whole(entry.get("wave"), "wave", where),
        role=text(entry, "role", where),
        date=iso_date(entry, "date", where),
        quoting=_yes_no(entry, "quoting", where),
        columns=_columns(table(entry, "columns"), where),
        interviewers=texts(entry, "interviewers", where),
        roles=tuple(sorted((str(label), str(role)) for label, role in roles.items())),
        questions=text(entry, "questions", where),
        author=text(entry, "author", where),
        year=_year(entry, where),
        keep_until=iso_date(entry, "keep_until", where),
        unit=text(entry, "unit", where),
        sent=_sent(entry, where),
    )


def codebooks(entries: Any) -> tuple[CodebookUse, ...]:
    """Return the `[[codebooks]]` entries."""
    found = []
    for number, entry in enumerate(_list(entries, "[[codebooks]]"), 1):
        where = f"[[codebooks]] entry {number}"
        refuse_unknown(entry, ("name", "kinds"), where)
        kinds = tuple(kind(value, where) for value in texts(entry, "kinds", where))
        found.append(CodebookUse(text(entry, "name", where, required=True), kinds))
    return tuple(found)


def population(entries: Mapping[str, Any]) -> tuple[tuple[str, int], ...]:
    """Return `[population]`: head counts by role, sorted."""
    found = []
    for role, count in entries.items():
        number = _whole(count, role, "[population]")
        if number is None or number < 0:
            raise StudyError(f"study.toml, [population]: “{role}” should be a number of people")
        found.append((role, number))
    return tuple(sorted(found))


def events(entries: Any) -> tuple[Event, ...]:
    """Return the `[[events]]`: dated things that charts mark, by date."""
    found = []
    for number, entry in enumerate(_list(entries, "[[events]]"), 1):
        where = f"[[events]] entry {number}"
        refuse_unknown(entry, ("date", "name"), where)
        event = Event(iso_date(entry, "date", where), text(entry, "name", where, required=True))
        if not event.date:
            raise StudyError(f"study.toml, {where}: “date” is missing")
        found.append(event)
    return tuple(sorted(found, key=lambda event: (event.date, event.name)))


def roles(entries: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return `[roles]`, a role and further ways of writing it, as sorted (way of writing, role) pairs."""
    found: dict[str, str] = {}
    for role in entries:
        for writing in (role, *texts(entries, role, "[roles]")):
            if found.setdefault(writing.casefold(), role) != role:
                raise StudyError(f"study.toml, [roles]: “{writing}” stands under two roles; keep one")
    return tuple(sorted(found.items()))


def kind(value: Any, where: str) -> Kind:
    """Return the kind of a source; underscores count as spaces."""
    try:
        return Kind(str(value).strip().casefold().replace("_", " "))
    except ValueError as error:
        choices = ", ".join(Kind)
        raise StudyError(f"study.toml, {where}: kind should be one of {choices}") from error


def table(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return a sub-table, empty where it is missing."""
    found = data.get(name, {})
    if not isinstance(found, Mapping):
        raise StudyError(f"study.toml: [{name}] should be a table")
    return found


def text(data: Mapping[str, Any], name: str, where: str, *, required: bool = False) -> str:
    """Return a text entry, empty where it is missing and not required."""
    value = data.get(name, "")
    if not isinstance(value, str):
        raise StudyError(f"study.toml, {where}: “{name}” should be a text in quotation marks")
    if required and not value.strip():
        raise StudyError(f"study.toml, {where}: “{name}” is missing")
    return value.strip()


def texts(data: Mapping[str, Any], name: str, where: str) -> tuple[str, ...]:
    """Return a list of texts; a single text counts as a list of one."""
    value = data.get(name, ())
    if isinstance(value, str):
        value = (value,)
    if not isinstance(value, Sequence) or not all(isinstance(part, str) for part in value):
        raise StudyError(f"study.toml, {where}: “{name}” should be a list of texts")
    return tuple(part.strip() for part in value if part.strip())


def refuse_unknown(data: Mapping[str, Any], allowed: Sequence[str], where: str) -> None:
    """Refuse a name that is not in `allowed`, so that a spelling mistake is not silently ignored."""
    unknown = next((name for name in data if name not in allowed), None)
    if unknown is not None:
        raise StudyError(f"study.toml, {where}: “{unknown}” is not known here; known are {', '.join(allowed)}")


def _columns(entry: Mapping[str, Any], where: str) -> ColumnMap:
    where = f"{where}, columns"
    names = tuple(f.name for f in fields(ColumnMap))
    refuse_unknown(entry, names, where)
    many = ("text", "attributes", "names")
    values: dict[str, Any] = {n: texts(entry, n, where) if n in many else text(entry, n, where) for n in names}
    return ColumnMap(**values)


def _list(entries: Any, where: str) -> Sequence[Mapping[str, Any]]:
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        raise StudyError(f"study.toml: write {where} in double square brackets, once for each")
    return entries


def _whole(value: Any, name: str, where: str) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise StudyError(f"study.toml, {where}: “{name}” should be a whole number")
    return value


def _sent(data: Mapping[str, Any], where: str) -> int | None:
    number = _whole(data.get("sent"), "sent", where)
    if number is not None and number < 1:
        raise StudyError(f"study.toml, {where}: “sent” should be how many were sent, above nought")
    return number


def _year(data: Mapping[str, Any], where: str) -> str:
    """Return the year evidence is cited by, also where it carries a letter: 2017, "2017a", "in press"."""
    value = data.get("year", "")
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise StudyError(f"study.toml, {where}: “year” should be a year such as 2017")
    return str(value).strip()


def _yes_no(data: Mapping[str, Any], name: str, where: str) -> bool | None:
    value = data.get(name)
    if value is not None and not isinstance(value, bool):
        raise StudyError(f"study.toml, {where}: “{name}” should be true or false")
    return value


def iso_date(data: Mapping[str, Any], name: str, where: str) -> str:
    """Return a date entry as ISO text, empty where it is missing."""
    value = data.get(name, "")
    if isinstance(value, date):
        return value.isoformat()[:10]
    found = text(data, name, where)
    if found:
        try:
            date.fromisoformat(found)
        except ValueError as error:
            raise StudyError(f"study.toml, {where}: “{name}” should be a date such as 2025-03-31") from error
    return found
