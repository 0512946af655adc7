"""The list of who and what was erased, kept apart from the vault, so that an old backup can be brought up to it.

One JSON object a line, each sealed with a key of the vault's that stays through rotations. It holds ids and keyed
hashes, no names, and lies in the study folder: whoever loses the vault's folder still has it.
"""

from __future__ import annotations

import contextlib
import hmac
import json
import os
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from voices.errors import VaultError
from voices.vault import documents, erasure, participants, people, seals, tables
from voices.vault.crypto import derive
from voices.vault.encoding import dump
from voices.vault.nouns import Replay
from voices.vault.ring import Ring

FILE = "erasures.jsonl"
REMOVED = "removed"
"""The log's word for documents and codes that were taken out."""
AGAIN = "erased again"
"""The log's word for bringing this vault up to the list."""

Line = dict[str, Any]


def collect(connection: sa.Connection, ring: Ring) -> list[Line]:
    """Return what this vault knows to be erased: entities with their tombstones, and removed documents and codes."""
    stones = seals.rows(connection, ring, tables.tombstone, order=(tables.tombstone.c.entity, tables.tombstone.c.mark))
    found: list[Line] = []
    for entity, group in groupby(stones, key=lambda row: row.entity):
        marks = list(group)
        found.append(
            {
                "erased": entity,
                "label": marks[0].label,
                "marks": [[row.mark.hex(), row.words, bool(row.whole)] for row in marks],
            }
        )
    lines = connection.execute(sa.select(tables.log.c.entry).order_by(tables.log.c.n)).scalars()
    for entry in map(json.loads, lines):
        if entry["action"] == REMOVED:
            found.append({"removed": entry["subject"]})
    return found


def keep(path: Path, ring: Ring, lines: Iterable[Line]) -> None:
    """Add to the file the lines that it lacks; whole or not at all."""
    there = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    missing = [line for line in (_sealed(ring, line) for line in lines) if line not in there]
    if not missing:
        return
    half = path.with_name(f"{path.name}.part")
    with contextlib.suppress(FileNotFoundError):
        half.unlink()
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write("\n".join([*there, *missing]) + "\n")
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)


def read(path: Path, ring: Ring) -> list[Line]:
    """Return the lines of a file.

    Raises:
        VaultError: a line was changed, or belongs to another study's vault; names the line.
    """
    found = []
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            line = json.loads(text)
            seal = line.pop("seal")
            whole = isinstance(seal, str) and hmac.compare_digest(seal, _seal(ring, line))
        except (ValueError, KeyError, AttributeError, TypeError):
            whole = False
        if not whole:
            raise VaultError(f"{path.name}, line {number}: changed, or of another study; fetch it from a backup")
        found.append(line)
    return found


def owed(connection: sa.Connection, ring: Ring, lines: Sequence[Line]) -> bool:
    """Tell whether this vault still holds what the lines say is gone: it is older than they are.

    A document that this vault took out itself and that came back since, with a new file, is not owed.
    """
    known = people.keys(connection, ring, [line["erased"] for line in lines if "erased" in line])
    buried = sa.select(tables.tombstone.c.mark, tables.tombstone.c.entity)
    stones = {(mark.hex(), entity) for mark, entity in connection.execute(buried)}
    held = set(connection.execute(sa.select(tables.document.c.id)).scalars())
    given = sa.select(tables.participant.c.code).where(tables.participant.c.sealed.is_not(None))
    held |= set(connection.execute(given).scalars())
    entries = map(json.loads, connection.execute(sa.select(tables.log.c.entry)).scalars())
    held -= {id_ for entry in entries if entry["action"] in (REMOVED, AGAIN) for id_ in entry["subject"]}
    alive = {id_ for id_, kept in known.items() if kept.status == people.LIVE}
    return any(
        not held.isdisjoint(line["removed"])
        if "removed" in line
        else line["erased"] in alive or any((mark, line["erased"]) not in stones for mark, *_ in line["marks"])
        for line in lines
    )


def codes_of(lines: Iterable[Line]) -> tuple[str, ...]:
    """Return the codes of all participants the lines name, sorted."""
    ids = {id_ for line in lines for id_ in line.get("removed", ())}
    return tuple(sorted(filter(participants.CODE.fullmatch, ids)))


def replay(connection: sa.Connection, ring: Ring, lines: Sequence[Line]) -> Replay:
    """Erase again what the lines say, where this vault holds it still; return what that changed."""
    known = people.keys(connection, ring, [line["erased"] for line in lines if "erased" in line])
    entities, ids = [], []
    for line in lines:
        if "removed" in line:
            ids += line["removed"]
            continue
        entity = line["erased"]
        if entity in known and known[entity].status == people.LIVE:
            erasure.erase(connection, ring, entity)
            entities.append(entity)
        # The names buried then: this older vault may know fewer of them.
        rows: list[dict[str, object]] = [
            {"mark": bytes.fromhex(mark), "entity": entity, "label": line["label"], "words": words, "whole": whole}
            for mark, words, whole in line["marks"]
        ]
        for row in rows:
            stones = tables.tombstone
            seals.delete(connection, ring, stones, stones.c.mark == row["mark"], stones.c.entity == entity)
        seals.insert(connection, ring, tables.tombstone, rows)
    there = set(connection.execute(sa.select(tables.document.c.id)).scalars())
    gone = sorted({id_ for id_ in ids if id_ in there})
    documents.remove(connection, ring, ids)
    participants.forget(connection, ring, ids)
    return Replay(tuple(entities), tuple(gone), codes_of(lines))


def _sealed(ring: Ring, line: Line) -> str:
    return dump({**line, "seal": _seal(ring, line)}).decode()


def _seal(ring: Ring, line: Line) -> str:
    key = derive(ring.names["audit"], ring.study, "ledger")
    return hmac.digest(key, dump(line), "sha256").hex()
