"""What the custodian adds: rulings on who is who, and the roster of known people."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

import sqlalchemy as sa

from voices import placeholders
from voices.errors import InputError, VaultError
from voices.vault import tables
from voices.vault.database import chunks, insert
from voices.vault.encoding import dump, load
from voices.vault.nouns import RULINGS, KeptRuling, RosterPerson
from voices.vault.ring import Ring

_NEEDS_ENTITY = {"merge", "split"}
_NEEDS_FORM = {"split", "always", "never"}
_NEEDS_LABEL = {"relabel", "always"}


def rule(connection: sa.Connection, ring: Ring, ruling: KeptRuling) -> KeptRuling:
    """Store a ruling, whose `id` is ignored, and return it with its id.

    Raises:
        VaultError: the ruling lacks what its kind needs, or names an unknown entity or label.
    """
    _check(connection, ruling)
    number = connection.execute(sa.select(sa.func.coalesce(sa.func.max(tables.ruling.c.id), 0))).scalar_one() + 1
    row = {
        "id": number,
        "made_at": ruling.made_at,
        "actor": ruling.actor,
        "kind": ruling.kind,
        "entity": ruling.entity,
        "other": ruling.other,
        "label": ruling.label,
        "mark": ring.mark(ruling.form) if ruling.form else None,
        "sealed": ring.seal(ruling.form.encode(), "ruling", number) if ruling.form else None,
        "applied_at": "",
    }
    connection.execute(tables.ruling.insert(), row)
    return KeptRuling(
        number, ruling.kind, ruling.entity, ruling.other, ruling.label, ruling.form, ruling.actor, ruling.made_at
    )


def rulings(connection: sa.Connection, ring: Ring) -> tuple[KeptRuling, ...]:
    """Return every ruling in the order made."""
    found = []
    for row in connection.execute(sa.select(tables.ruling).order_by(tables.ruling.c.id)):
        form = ring.unseal(row.sealed, "ruling", row.id).decode() if row.sealed is not None else ""
        found.append(
            KeptRuling(
                row.id, row.kind, row.entity, row.other, row.label, form, row.actor, row.made_at, bool(row.applied_at)
            )
        )
    return tuple(found)


def mark_applied(connection: sa.Connection, ids: Iterable[int], at: str) -> None:
    """Note that the finished documents show these rulings."""
    for part in chunks(ids):
        connection.execute(tables.ruling.update().where(tables.ruling.c.id.in_(part)).values(applied_at=at))


def take_back(connection: sa.Connection, ruling: int) -> None:
    """Delete a ruling that no document shows yet.

    Raises:
        VaultError: there is none of this number, or finished documents follow it already.
    """
    query = sa.select(tables.ruling.c.applied_at).where(tables.ruling.c.id == ruling)
    applied = connection.execute(query).scalar_one_or_none()
    if applied is None:
        raise VaultError(f"ruling {ruling}: not in the vault, or taken back already")
    if applied:
        raise VaultError(f"ruling {ruling}: finished documents follow it already; make a new ruling instead")
    connection.execute(tables.ruling.delete().where(tables.ruling.c.id == ruling))


def read_roster(path: Path) -> tuple[RosterPerson, ...]:
    """Return the people of a CSV file `person,role,names…`: every column from the third on holds a form of the name.

    Raises:
        InputError: the file or a row is not as it should be; names the row, never its content.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"roster {path.name}: cannot be read as a UTF-8 CSV file ({type(error).__name__})") from None
    header = [cell.strip().casefold() for cell in rows[0]] if rows else []
    if header[:2] != ["person", "role"] or len(header) < 3 or not header[2].startswith("name"):
        raise InputError(f"roster {path.name}: the first line should read person,role,names")
    found: dict[str, RosterPerson] = {}
    for number, row in enumerate(rows[1:], 2):
        cells = [" ".join(cell.split()) for cell in row]
        if not any(cells):
            continue
        # One cell may hold several forms, set apart by a semicolon or a bar.
        names = tuple(dict.fromkeys(n.strip() for c in cells[2:] for n in c.replace("|", ";").split(";") if n.strip()))
        if not cells[0] or not names:
            raise InputError(f"roster {path.name}, row {number}: needs a person and at least one name")
        if cells[0] in found:
            raise InputError(f"roster {path.name}, row {number}: this person is there twice; put all names in one row")
        found[cells[0]] = RosterPerson(cells[0], cells[1], names)
    return tuple(found.values())


def add_roster(connection: sa.Connection, ring: Ring, people: Iterable[RosterPerson]) -> int:
    """Add people, or replace those of the same identifier; leaves out names that were erased; returns how many."""
    buried = set(connection.execute(sa.select(tables.tombstone.c.mark).where(tables.tombstone.c.whole)).scalars())
    done = 0
    for person in people:
        names = tuple(name for name in person.names if ring.mark(name) not in buried)
        if len(names) < len(person.names):
            continue  # an erased person's other names would lead back to them
        mark = ring.mark(person.person)
        remove_roster(connection, (mark,))
        content = dump([person.person, person.role, sorted(names)])
        connection.execute(tables.roster.insert(), {"person": mark, "sealed": ring.seal(content, "roster", mark.hex())})
        insert(
            connection, tables.roster_name, [{"person": mark, "mark": m} for m in sorted(set(map(ring.mark, names)))]
        )
        done += 1
    return done


def roster(connection: sa.Connection, ring: Ring) -> tuple[RosterPerson, ...]:
    """Return the known people, sorted by identifier."""
    found = []
    for mark, sealed in connection.execute(sa.select(tables.roster.c.person, tables.roster.c.sealed)):
        person, role, names = load(ring.unseal(sealed, "roster", mark.hex()))
        found.append(RosterPerson(person, role, tuple(names)))
    return tuple(sorted(found, key=lambda each: each.person))


def remove_roster(connection: sa.Connection, marks: Iterable[bytes]) -> None:
    """Take people off the roster, given by the blind index of their identifier."""
    for part in chunks(marks):
        connection.execute(tables.roster.delete().where(tables.roster.c.person.in_(part)))
        connection.execute(tables.roster_name.delete().where(tables.roster_name.c.person.in_(part)))


def roles_of(connection: sa.Connection, ring: Ring, names: Iterable[str]) -> tuple[str, ...]:
    """Return the roles the roster knows under one of these names, sorted."""
    marks = {ring.mark(name) for name in names}
    hits = tables.roster_name
    found = set()
    for part in chunks(sorted(marks)):
        found |= set(connection.execute(sa.select(hits.c.person).where(hits.c.mark.in_(part))).scalars())
    return tuple(sorted({p.role for p in roster(connection, ring) if p.role and ring.mark(p.person) in found}))


def _check(connection: sa.Connection, ruling: KeptRuling) -> None:
    if ruling.kind not in RULINGS:
        raise VaultError(f"a ruling is one of {', '.join(RULINGS)}")
    if ruling.kind in _NEEDS_FORM and not ruling.form.strip():
        raise VaultError(f"a ruling “{ruling.kind}” needs the words it is about")
    if ruling.kind in _NEEDS_LABEL and ruling.label not in placeholders.KIND_OF_LABEL:
        raise VaultError(f"a ruling “{ruling.kind}” needs a label: {', '.join(placeholders.KIND_OF_LABEL)}")
    if not ruling.entity and (ruling.kind in _NEEDS_ENTITY or not ruling.form):
        raise VaultError(f"a ruling “{ruling.kind}” needs the entity it is about")
    if ruling.kind == "merge" and ruling.other in ("", ruling.entity):
        raise VaultError("a merge needs two different entities")
    wanted = {ruling.entity, ruling.other} - {""}
    known = set(connection.execute(sa.select(tables.entity.c.id).where(tables.entity.c.id.in_(wanted))).scalars())
    if wanted - known:
        raise VaultError("a ruling names an entity the vault does not know; reload the page and try again")
