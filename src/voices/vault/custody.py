"""What the custodian adds: rulings on who is who, and the roster of known people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import sqlalchemy as sa

from voices import placeholders
from voices.errors import VaultError
from voices.vault import seals, tables
from voices.vault.database import chunks
from voices.vault.encoding import dump, load
from voices.vault.nouns import RULINGS, KeptRuling, RosterPerson
from voices.vault.ring import Ring

HERE = ("release", "confirm", "merge", "split")
"""Rulings that can be for one document alone."""
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
        "document": ruling.document or None,
    }
    seals.insert(connection, ring, tables.ruling, [row])
    return replace(ruling, id=number, applied=False)


def rulings(connection: sa.Connection, ring: Ring) -> tuple[KeptRuling, ...]:
    """Return every ruling in the order made."""
    found = []
    for row in seals.rows(connection, ring, tables.ruling):
        form = ring.unseal(row.sealed, "ruling", row.id).decode() if row.sealed is not None else ""
        found.append(
            KeptRuling(
                row.id,
                row.kind,
                row.entity,
                row.other,
                row.label,
                form,
                row.actor,
                row.made_at,
                bool(row.applied_at),
                row.document or "",
            )
        )
    return tuple(found)


def mark_applied(connection: sa.Connection, ring: Ring, ids: Iterable[int], at: str) -> None:
    """Note that the finished documents show these rulings."""
    for part in chunks(ids):
        seals.update(connection, ring, tables.ruling, {"applied_at": at}, tables.ruling.c.id.in_(part))


def take_back(connection: sa.Connection, ring: Ring, ruling: int) -> None:
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
    seals.delete(connection, ring, tables.ruling, tables.ruling.c.id == ruling)


def add_roster(connection: sa.Connection, ring: Ring, people: Iterable[RosterPerson]) -> int:
    """Add people, or replace those of the same identifier; leaves out names that were erased; returns how many."""
    buried = set(connection.execute(sa.select(tables.tombstone.c.mark).where(tables.tombstone.c.whole)).scalars())
    done = 0
    for person in people:
        names = tuple(name for name in person.names if ring.mark(name) not in buried)
        if len(names) < len(person.names):
            continue  # an erased person's other names would lead back to them
        mark = ring.mark(person.person)
        remove_roster(connection, ring, (mark,))
        content = dump([person.person, person.role, sorted(names), sorted(person.facts)])
        row = {"person": mark, "sealed": ring.seal(content, "roster", mark.hex())}
        seals.insert(connection, ring, tables.roster, [row])
        marks = [{"person": mark, "mark": m} for m in sorted(set(map(ring.mark, names)))]
        seals.insert(connection, ring, tables.roster_name, marks)
        done += 1
    return done


def roster(connection: sa.Connection, ring: Ring) -> tuple[RosterPerson, ...]:
    """Return the known people, sorted by identifier."""
    found = []
    for row in seals.rows(connection, ring, tables.roster):
        person, role, names, *more = load(ring.unseal(row.sealed, "roster", row.person.hex()))
        facts = tuple((str(label), str(words)) for label, words in (more[0] if more else ()))
        found.append(RosterPerson(person, role, tuple(names), facts))
    return tuple(sorted(found, key=lambda each: each.person))


def remove_roster(connection: sa.Connection, ring: Ring, marks: Iterable[bytes]) -> None:
    """Take people off the roster, given by the blind index of their identifier."""
    for part in chunks(marks):
        seals.delete(connection, ring, tables.roster, tables.roster.c.person.in_(part))
        seals.delete(connection, ring, tables.roster_name, tables.roster_name.c.person.in_(part))


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
    if ruling.document and ruling.kind not in HERE:
        raise VaultError(f"for one document alone a ruling is one of {', '.join(HERE)}")
    if ruling.kind == "merge" and ruling.other in ("", ruling.entity):
        raise VaultError("a merge needs two different entities")
    wanted = {ruling.entity, ruling.other} - {""}
    known = set(connection.execute(sa.select(tables.entity.c.id).where(tables.entity.c.id.in_(wanted))).scalars())
    if wanted - known:
        raise VaultError("a ruling names an entity the vault does not know; reload the page and try again")
