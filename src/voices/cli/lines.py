"""JSON lines in and out; every complaint names the file and the line, never the words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from voices.errors import InputError


def read(path: Path, *needed: str) -> list[dict[str, Any]]:
    """Return the objects of a JSONL file; each has the fields `needed` as texts, ids distinct.

    Raises:
        InputError: the file or one of its lines is not as it should be.
    """
    return [one for _, one in numbered(path, *needed)]


def numbered(path: Path, *needed: str) -> list[tuple[int, dict[str, Any]]]:
    """Return the same objects with the number of the line each stands on, counted from 1."""
    try:
        content = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path.name}: cannot be opened ({error.strerror}); check the path") from None
    except UnicodeDecodeError:
        raise InputError(f"{path.name}: not UTF-8 text; save it as UTF-8") from None
    found: list[tuple[int, dict[str, Any]]] = []
    seen: set[str] = set()
    for number, line in enumerate(content.split("\n"), 1):
        if not line.strip():
            continue
        try:
            one = json.loads(line)
        except json.JSONDecodeError:
            raise InputError(f"{path.name}, line {number}: not a JSON object; write one object a line") from None
        found.append((number, _checked(one, path.name, number, needed, seen)))
    return found


def _checked(one: Any, name: str, number: int, needed: Iterable[str], seen: set[str]) -> dict[str, Any]:
    if not isinstance(one, dict):
        raise InputError(f"{name}, line {number}: not a JSON object; write one object a line")
    for field in needed:
        if field == "id" and isinstance(one.get("id"), int):
            one["id"] = str(one["id"])
        if not isinstance(one.get(field), str):
            raise InputError(f"{name}, line {number}: “{field}” is missing or not a text")
    if "id" in needed:
        if one["id"] in seen:
            raise InputError(f"{name}, line {number}: the id stands on an earlier line too; ids have to be distinct")
        seen.add(one["id"])
    return one


def write(path: Path, records: Iterable[Mapping[str, Any]]) -> None:
    """Write records as JSONL, whole or not at all."""
    half = path.with_name(f"{path.name}.part")
    with half.open("w", encoding="utf-8", newline="\n") as file:
        for record in records:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    half.replace(path)


def write_json(path: Path, value: Any) -> None:
    """Write one JSON object, whole or not at all."""
    half = path.with_name(f"{path.name}.part")
    half.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    half.replace(path)
