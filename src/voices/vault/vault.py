"""The vault: the only place that knows who is who. One writing transaction for each call, every access logged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import sqlalchemy as sa

from voices.errors import VaultError
from voices.model import Entity, Masked
from voices.vault import custody, documents, erasure, journal, participants, people, reviewing, ring, tables
from voices.vault.database import reading, tidy, writing
from voices.vault.editing import restore
from voices.vault.holdings import Holdings
from voices.vault.keys import Key
from voices.vault.nouns import (
    Erasure,
    Identity,
    KeptRuling,
    LogEntry,
    LogState,
    Pending,
    RosterPerson,
)

_CODE = re.compile(r"[PRG][0-9]{1,9}")


def now() -> str:
    """Return the time as the log writes it: ISO 8601, UTC, seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Vault(Holdings):
    """One study's vault, opened with its key; made by `create_vault` and `open_vault`."""

    def pending(self) -> tuple[Pending, ...]:
        """Return what is in doubt and not ruled on, most frequent first."""
        with reading(self._engine) as connection:
            return reviewing.pending(connection, self._ring)

    def rule(
        self, kind: str, *, actor: str, entity: str = "", other: str = "", label: str = "", form: str = ""
    ) -> KeptRuling:
        """Store and log a ruling; it shows in documents after `apply_rulings`, or after the next run.

        Raises:
            VaultError: the ruling lacks what its kind needs.
        """
        ruling = KeptRuling(0, kind, entity, other, label, form, " ".join(actor.split()), self._clock())
        if not ruling.actor:
            raise VaultError("say who rules: every ruling is logged with a name or staff number")
        with writing(self._engine) as connection:
            kept = custody.rule(connection, self._ring, ruling)
            subject = [part for part in (f"ruling {kept.id}", entity, other) if part]
            self._log(connection, ruling.actor, f"ruled: {kind}", subject, label)
            return kept

    def take_back(self, ruling: int, actor: str) -> None:
        """Take back a ruling that no document shows yet; logged.

        Raises:
            VaultError: it is unknown, or finished documents follow it already.
        """
        with writing(self._engine) as connection:
            custody.take_back(connection, ruling)
            self._log(connection, actor, "took back a ruling", [f"ruling {ruling}"], "")

    def rulings(self) -> tuple[KeptRuling, ...]:
        """Return every ruling in the order made."""
        with reading(self._engine) as connection:
            return custody.rulings(connection, self._ring)

    def mark_applied(self, rulings: Iterable[int]) -> None:
        """Note that finished documents show these rulings."""
        with writing(self._engine) as connection:
            custody.mark_applied(connection, rulings, self._clock())

    def apply_rulings(self, actor: str) -> tuple[Masked, ...]:
        """Change finished documents as new rulings say, without their originals; return the documents changed.

        Splits and always-masked words wait for the next run, which links again.
        """
        with writing(self._engine) as connection:
            changed = reviewing.apply_rulings(connection, self._ring, self._clock())
            if changed:
                self._log(connection, actor, "applied rulings", [masked.document.id for masked in changed], "")
            return changed

    def roster(self) -> tuple[RosterPerson, ...]:
        """Return the known people, sorted by identifier."""
        with reading(self._engine) as connection:
            return custody.roster(connection, self._ring)

    def add_roster(self, known: Iterable[RosterPerson], actor: str = "custodian") -> int:
        """Add or replace known people, leaving out erased ones; return how many were stored."""
        with writing(self._engine) as connection:
            done = custody.add_roster(connection, self._ring, known)
            self._log(connection, actor, "roster", [f"{done} people"], "")
            return done

    def lookup(self, pseudonym: str, actor: str, reason: str) -> Identity:
        """Return who stands behind "person 214", "[person 214]" or "P107"; logged before it is answered.

        Raises:
            VaultError: no reason is given, or the pseudonym is unknown.
        """
        asked = " ".join(pseudonym.strip().strip("[]").split())
        with writing(self._engine) as connection:
            actor, reason = journal.checked(connection, self._ring, actor, reason)
            found = self._identity(connection, asked)
            self._log(connection, actor, "looked up", [asked], reason)
            return found

    def find(self, name: str, actor: str, reason: str) -> tuple[Entity, ...]:
        """Return the entities that carry this name, for a request of somebody who gives theirs; logged by id."""
        with writing(self._engine) as connection:
            actor, reason = journal.checked(connection, self._ring, actor, reason)
            query = sa.select(tables.form.c.entity).where(tables.form.c.mark == self._ring.mark(name))
            ids = set(connection.execute(query).scalars())
            self._log(connection, actor, "searched by name", sorted(ids), reason)
            return tuple(entity for entity in people.entities(connection, self._ring) if entity.id in ids)

    def raw_text(self, document: str, actor: str, reason: str) -> str:
        """Return a document's raw text exactly; logged before it is answered.

        Raises:
            VaultError: no reason is given, or the document is not in the vault.
        """
        with writing(self._engine) as connection:
            actor, reason = journal.checked(connection, self._ring, actor, reason)
            text = restore(documents.masked(connection, self._ring, document))
            self._log(connection, actor, "restored", [document], reason)
            return text

    def erase(self, entity: str, actor: str, reason: str) -> Erasure:
        """Erase one person, place or body: destroy the key, strike the name, remember only its blind index.

        Raises:
            VaultError: no reason is given, or the entity is unknown or gone already.
        """
        with writing(self._engine) as connection:
            actor, reason = journal.checked(connection, self._ring, actor, reason)
            done = erasure.erase(connection, self._ring, entity)
            self._log(connection, actor, "erased", [entity, *done.ids], reason)
        return replace(done, clean=tidy(self._engine))

    def remove_documents(self, ids: Sequence[str], actor: str, reason: str, codes: Sequence[str] = ()) -> bool:
        """Take documents out for good, and what these codes were given for; tell whether no trace lingers."""
        with writing(self._engine) as connection:
            actor, reason = journal.checked(connection, self._ring, actor, reason)
            documents.remove(connection, ids)
            participants.forget(connection, codes)
            self._log(connection, actor, "removed", [*ids, *codes], reason)
        return tidy(self._engine)

    def tidy(self) -> bool:
        """Write out what was deleted; tell whether nothing lingers (False while another process has the vault open)."""
        return tidy(self._engine)

    def rotate(self, new_key: Key, actor: str = "custodian") -> int:
        """Wrap every key anew for another key, in one transaction; return how many. The old key opens nothing after."""
        with writing(self._engine) as connection:
            salt = connection.execute(sa.select(tables.meta.c.value).where(tables.meta.c.name == "salt")).scalar_one()
            master = new_key.master(bytes.fromhex(salt))
            done = ring.rewrap(connection, self._ring, master)
            self._log(connection, actor, "rotated", [f"{done} keys"], "")
            opened = ring.open_ring(connection, master, self._ring.study)
        self._ring = opened
        tidy(self._engine)
        return done

    def log(self) -> tuple[LogEntry, ...]:
        """Return the log from first to last."""
        with reading(self._engine) as connection:
            return journal.entries(connection)

    def note(self, actor: str, action: str, subject: Sequence[str] = (), reason: str = "") -> None:
        """Add a line to the log, for acts outside this class such as opening the desk."""
        with writing(self._engine) as connection:
            self._log(connection, actor, action, subject, reason)

    def verify(self) -> LogState:
        """Check the log: every line, their numbers, and its end."""
        with reading(self._engine) as connection:
            return journal.verify(connection, self._ring)

    def _log(self, connection: sa.Connection, actor: str, action: str, subject: Sequence[str], reason: str) -> None:
        journal.append(
            connection, self._ring, at=self._clock(), actor=actor, action=action, subject=subject, reason=reason
        )

    def _identity(self, connection: sa.Connection, asked: str) -> Identity:
        if _CODE.fullmatch(asked):
            raw = participants.raw_key(connection, self._ring, asked)
            if raw is None:
                raise VaultError(f"{asked}: no such participant in this study")
            return Identity(asked, "", "participant", (raw,) if raw else (), (), ())
        entity = next((e for e in people.entities(connection, self._ring) if people.written(e) == f"[{asked}]"), None)
        if entity is None:
            raise VaultError("no such pseudonym in this study; write it as it stands, for example: person 214")
        roles = custody.roles_of(connection, self._ring, entity.forms)
        standing = documents.with_entity(connection, entity.id)
        return Identity(asked, entity.id, entity.label, entity.forms, roles, standing)
