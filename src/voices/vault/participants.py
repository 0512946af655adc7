"""Codes for the people who took part: P107, R412, G3…, from a keyed permutation, stable and unique in one study."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Mapping, Sequence

import sqlalchemy as sa

from voices.errors import VaultError
from voices.vault import seals, tables, tombstones
from voices.vault.crypto import keyed_hash
from voices.vault.database import chunks
from voices.vault.ring import Ring

PREFIXES = ("P", "R", "G", "F")
"""P a person, R an anonymous respondent, G voices that cannot be told apart, F a family."""

CODE = re.compile(r"[PRGF][0-9]{1,9}")
"""A code as people write it."""


def codes(connection: sa.Connection, ring: Ring, raw_keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return the code of each (prefix, raw key), making the missing ones.

    The same set of keys gets the same codes in every vault of this key and study, in whatever order they come. Codes
    given once stay; people who come later fill what is free.
    """
    marks = {pair: mark(ring, pair) for pair in dict.fromkeys(raw_keys)}
    people = tables.participant
    known: dict[bytes, str] = {}
    for part in chunks(marks.values()):
        known |= {row.mark: row.code for row in seals.rows(connection, ring, people, people.c.mark.in_(part))}
    missing = {found: pair for pair, found in marks.items() if found not in known}
    if missing:
        taken = set(connection.execute(sa.select(people.c.code)).scalars())
        new = number(ring.names["participants"], {m: prefix for m, (prefix, _) in missing.items()}, taken)
        ordered = sorted(new.items())
        raw = tombstones.without_erased(connection, ring, [missing[m][1] for m, _ in ordered])
        rows: list[dict[str, object]] = [
            {
                "mark": m,
                "prefix": missing[m][0],
                "code": code,
                "sealed": ring.seal(text.encode(), "participant", code),
            }
            for (m, code), text in zip(ordered, raw, strict=True)
        ]
        seals.insert(connection, ring, people, rows)
        known |= new
    return {pair: known[found] for pair, found in marks.items()}


def mark(ring: Ring, pair: tuple[str, str]) -> bytes:
    """Return the keyed hash under which a raw key is found again.

    Raises:
        VaultError: the prefix is not one of `PREFIXES`.
    """
    prefix, raw = pair
    if prefix not in PREFIXES:
        raise VaultError(f"participant codes begin with {', '.join(PREFIXES)}, not with another letter")
    return keyed_hash(ring.names["participants"], "voice", prefix, raw)


def number(key: bytes, marks: Mapping[bytes, str], taken: Collection[str]) -> dict[bytes, str]:
    """Return a new code for each mark (mapped to its prefix), none of them taken.

    Each mark draws numbers from its own keyed sequence until one is free; marks draw in the order of their hashes, so
    that the order they came in does not show. The range is at least twice as large as what it has to hold.
    """
    found: dict[bytes, str] = {}
    used = set(taken)
    for prefix in sorted(set(marks.values())):
        mine = sorted(m for m, p in marks.items() if p == prefix)
        low = _lowest(len(mine) + sum(code.startswith(prefix) for code in used))
        for m in mine:
            draws = (_draw(key, m, low, attempt) for attempt in itertools.count())
            code = next(code for code in (f"{prefix}{n}" for n in draws) if code not in used)
            used.add(code)
            found[m] = code
    return found


def raw_key(connection: sa.Connection, ring: Ring, code: str) -> str | None:
    """Return what a code was given for, or None where it is unknown; empty after erasure."""
    people = tables.participant
    row = next(iter(seals.rows(connection, ring, people, people.c.code == code)), None)
    if row is None:
        return None
    return ring.unseal(row.sealed, "participant", code).decode() if row.sealed is not None else ""


def forget(connection: sa.Connection, ring: Ring, wanted: Iterable[str]) -> None:
    """Destroy what these codes were given for; the codes stay taken."""
    for part in chunks(wanted):
        seals.update(connection, ring, tables.participant, {"sealed": None}, tables.participant.c.code.in_(part))


def _lowest(count: int) -> int:
    # Three digits at least, so that the number says nothing of how many took part.
    return next(low for low in (100, 1000, 10_000, 100_000, 10**6, 10**7) if 9 * low >= 2 * count)


def _draw(key: bytes, found: bytes, low: int, attempt: int) -> int:
    value = int.from_bytes(keyed_hash(key, "number", found, str(attempt))[:8], "big")
    return low + value % (9 * low)
