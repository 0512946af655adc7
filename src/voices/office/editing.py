"""Changing study.toml by entry, its notes kept; what comes out is read again before it is trusted."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

import tomlkit
from tomlkit.items import AoT, Item, Table

from voices.errors import StudyError
from voices.model import ColumnMap, SourceSpec

Value = str | int | bool | Sequence[str] | Mapping[str, Any] | None
"""What an entry can be set to; None or empty takes it away."""


def changed(
    text: str,
    *,
    study: Mapping[str, Value] | None = None,
    settings: Mapping[str, Value] | None = None,
    population: Mapping[str, int] | None = None,
    sources: Sequence[Mapping[str, Value]] | None = None,
    codebooks: Sequence[Mapping[str, Value]] | None = None,
) -> str:
    """Return study.toml with these entries changed; `sources` and `codebooks` take the place of all there are.

    Raises StudyError where the text is not valid TOML.
    """
    document = _parsed(text)
    for name, entries in (("study", study), ("settings", settings)):
        if entries is not None:
            _set_all(document.setdefault(name, tomlkit.table()), entries)
    if population is not None:
        document["population"] = dict(sorted(population.items()))
    for name, listed in (("sources", sources), ("codebooks", codebooks)):
        if listed is not None:
            document.pop(name, None)
            if listed:
                document[name] = _array(listed)
    return _trusted(document)


def with_source(text: str, number: int, entries: Mapping[str, Value]) -> str:
    """Return study.toml with entries of one source changed, numbered from 0; others stay as they are written."""
    document = _parsed(text)
    listed = document.get("sources")
    if not isinstance(listed, AoT) or not 0 <= number < len(listed):
        raise StudyError("this source is not in study.toml any more: load the page again")
    _set_all(listed[number], entries)
    return _trusted(document)


def with_sources_added(text: str, added: Sequence[Mapping[str, Value]]) -> str:
    """Return study.toml with sources added after those it has."""
    document = _parsed(text)
    listed = document.get("sources")
    if not isinstance(listed, AoT):
        return changed(text, sources=added)
    for one in added:
        listed.append(_table(one))
    return _trusted(document)


def without_source(text: str, number: int) -> str:
    """Return study.toml without one source, numbered from 0."""
    document = _parsed(text)
    listed = document.get("sources")
    if not isinstance(listed, AoT) or not 0 <= number < len(listed):
        raise StudyError("this source is not in study.toml any more: load the page again")
    if len(listed) == 1:
        document.pop("sources")
    else:
        del listed[number]
    return _trusted(document)


def guesses(text: str, number: int) -> dict[str, str]:
    """Return the entries of one source, numbered from 0, that are marked as guesses, with the reason."""
    listed = _parsed(text).get("sources")
    if not isinstance(listed, AoT) or not 0 <= number < len(listed):
        return {}
    found = {}
    for name in listed[number]:
        item = listed[number].item(name)
        comment = item.trivia.comment if isinstance(item, Item) else ""
        _, marked, because = comment.partition("guess: ")
        if marked:
            found[str(name)] = because.strip()
    return found


def entries_of(spec: SourceSpec) -> dict[str, Value]:
    """Return a source as study.toml would write it; what is empty is left out."""
    columns = {
        name: list(value) if isinstance(value, tuple) else value
        for name in ColumnMap.__dataclass_fields__
        if (value := getattr(spec.columns, name))
    }
    entries: dict[str, Value] = {
        "name": spec.name,
        "files": list(spec.files),
        "kind": spec.kind.value,
        "wave": spec.wave,
        "role": spec.role,
        "date": spec.date,
        "quoting": spec.quoting,
        "interviewers": list(spec.interviewers),
        "questions": spec.questions,
        "author": spec.author,
        "year": spec.year,
        "keep_until": spec.keep_until,
        "roles": dict(spec.roles),
        "columns": columns,
    }
    return {name: value for name, value in entries.items() if not _is_empty(value)}


def _parsed(text: str) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(text.removeprefix("\ufeff"))
    except ValueError as error:
        raise StudyError("study.toml is not valid TOML, so it was left as it is: correct it by hand first") from error


def _trusted(document: tomlkit.TOMLDocument) -> str:
    text = tomlkit.dumps(document)
    try:
        same = tomllib.loads(text) == document.unwrap()
    except tomllib.TOMLDecodeError:
        same = False
    if not same:
        raise StudyError("this change cannot be written into study.toml: nothing was changed")
    return text


def _array(listed: Sequence[Mapping[str, Value]]) -> AoT:
    array = tomlkit.aot()
    for one in listed:
        array.append(_table(one))
    return array


def _table(entries: Mapping[str, Value]) -> Table:
    table = tomlkit.table()
    _set_all(table, entries)
    return table


def _set_all(table: Any, entries: Mapping[str, Value]) -> None:
    for name, value in entries.items():
        if _is_empty(value):
            table.pop(name, None)
            continue
        table[name] = value
        item = table.item(name)
        # What a person has looked at and saved is no guess any more.
        if "guess: " in item.trivia.comment:
            item.trivia.comment = item.trivia.comment_ws = ""


def _is_empty(value: Value) -> bool:
    return value is None or (not isinstance(value, bool | int) and not value)


def taken_over(text: str, proposed: str) -> str:
    """Return a proposed study.toml with what this study already says of itself: id, title, where its files lie.

    Settings, head counts, events and codebooks that somebody wrote stay too.
    """
    before, fresh = _parsed(text), _parsed(proposed)
    for name, value in before.get("study", {}).items():
        if name not in ("left_out", "participants", "indicators") or name not in fresh["study"]:
            fresh["study"][name] = value
    for name in ("settings", "population", "events", "codebooks", "roles"):
        if before.get(name):
            fresh[name] = before[name]
    return _trusted(fresh)
