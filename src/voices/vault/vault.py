"""The vault: the only place that knows who is who. One writing transaction for each call, every access logged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import sqlalchemy as sa

from voices.errors import VaultError
from voices.model import Entity, Masked
from voices.vault import custody, documents, erasure, journal, ledger, participants, people, reviewing, tables
from voices.vault.editing import restore
from voices.vault.keeping import Keeping
from voices.vault.nouns import GROUNDS, Erasure, Identity, KeptRuling, Pending, RosterPerson, SourceEntry

APART = "kept apart"
"""The log's word for two pseudonyms that look alike and are not one."""

REFUSED = "refused to erase"
"""The log's word for a refusal; its ground stands among what the line is about."""


class Vault(Keeping):
    """One study's vault, opened with its key; made by `create_vault` and `open_vault`."""

    def pending(self) -> tuple[Pending, ...]:
        """Return what is in doubt and not ruled on, most frequent first."""
        with self._reading() as connection:
            return reviewing.pending(connection, self._ring)

    def rule(
        self,
        kind: str,
        *,
        actor: str,
        entity: str = "",
        other: str = "",
        label: str = "",
        form: str = "",
        document: str = "",
    ) -> KeptRuling:
        """Store and log a ruling; it shows in documents after `apply_rulings`, or after the next run.

        `document` is the id of the one document it is for; without it the ruling is for the whole study.

        Raises:
            VaultError: the ruling lacks what its kind needs.
        """
        made_at, actor = self._clock(), " ".join(actor.split())
        ruling = KeptRuling(0, kind, entity, other, label, form, actor, made_at, document=document)
        if not ruling.actor:
            raise VaultError("say who rules: every ruling is logged with a name or staff number")
        with self._writing() as connection:
            kept = custody.rule(connection, self._ring, ruling)
            subject = [part for part in (f"ruling {kept.id}", entity, other, document) if part]
            self._log(connection, ruling.actor, f"ruled: {kind}", subject, label)
            return kept

    def take_back(self, ruling: int, actor: str) -> None:
        """Take back a ruling that no document shows yet; logged.

        Raises:
            VaultError: it is unknown, or finished documents follow it already.
        """
        with self._writing() as connection:
            custody.take_back(connection, self._ring, ruling)
            self._log(connection, actor, "took back a ruling", [f"ruling {ruling}"], "")

    def keep_apart(self, first: str, second: str, actor: str) -> None:
        """Note in the log that two entities are not one, so that their merging is not offered again.

        Raises:
            VaultError: one of them is unknown.
        """
        with self._writing() as connection:
            if len(people.keys(connection, self._ring, {first, second})) != 2:
                raise VaultError("a ruling names an entity the vault does not know; reload the page and try again")
            self._log(connection, actor, APART, [first, second], "")

    def settled_pairs(self) -> frozenset[frozenset[str]]:
        """Return the pairs of entities that were kept apart, or merged by a ruling that documents do not show yet."""
        apart = {frozenset(line.subject) for line in self.log() if line.action == APART}
        return frozenset(apart | {frozenset((r.entity, r.other)) for r in self.rulings() if r.kind == "merge"})

    def rulings(self) -> tuple[KeptRuling, ...]:
        """Return every ruling in the order made."""
        with self._reading() as connection:
            return custody.rulings(connection, self._ring)

    def mark_applied(self, rulings: Iterable[int]) -> None:
        """Note that finished documents show these rulings."""
        with self._writing() as connection:
            custody.mark_applied(connection, self._ring, rulings, self._clock())

    def apply_rulings(self, actor: str) -> tuple[Masked, ...]:
        """Change finished documents as new rulings say, without their originals; return the documents changed.

        Splits and always-masked words wait for the next run, which links again.
        """
        with self._writing() as connection:
            changed = reviewing.apply_rulings(connection, self._ring, self._clock())
            if changed:
                self._log(connection, actor, "applied rulings", [masked.document.id for masked in changed], "")
            return changed

    def roster(self) -> tuple[RosterPerson, ...]:
        """Return the known people, sorted by identifier."""
        with self._reading() as connection:
            return custody.roster(connection, self._ring)

    def add_roster(self, known: Iterable[RosterPerson], actor: str = "custodian") -> int:
        """Add or replace known people, leaving out erased ones; return how many were stored."""
        with self._writing() as connection:
            done = custody.add_roster(connection, self._ring, known)
            self._log(connection, actor, "roster", [f"{done} people"], "")
            return done

    def lookup(self, pseudonym: str, actor: str, reason: str) -> Identity:
        """Return who stands behind "person 214", "[person 214]" or "P107"; logged before it is answered.

        Raises:
            VaultError: no reason is given, or the pseudonym is unknown.
        """
        asked = _plain(pseudonym)
        with self._writing() as connection:
            actor, reason = journal.checked(connection, self._ring, actor, reason)
            found = self._identity(connection, asked)
            self._log(connection, actor, "looked up", [asked], reason)
            return found

    def find(self, name: str, actor: str, reason: str) -> tuple[Entity, ...]:
        """Return the entities that carry this name, for a request of somebody who gives theirs; logged by id."""
        with self._writing() as connection:
            actor, reason = journal.checked(connection, self._ring, actor, reason)
            query = sa.select(tables.form.c.entity).where(tables.form.c.mark == self._ring.mark(name))
            ids = set(connection.execute(query).scalars())
            self._log(connection, actor, "searched by name", sorted(ids), reason)
            return people.entities(connection, self._ring, tables.entity.c.id.in_(sorted(ids)))

    def raw_text(self, document: str, actor: str, reason: str) -> str:
        """Return a document's raw text exactly; logged before it is answered.

        Raises:
            VaultError: no reason is given, or the document is not in the vault.
        """
        with self._writing() as connection:
            actor, reason = journal.checked(connection, self._ring, actor, reason)
            text = restore(documents.masked(connection, self._ring, document))
            self._log(connection, actor, "restored", [document], reason)
            return text

    def references(self, asked: Iterable[str], actor: str, reason: str) -> tuple[SourceEntry, ...]:
        """Return the originals of documents, by file and row; logged by id before it is answered.

        What is not in the vault (any more) is left out.

        Raises:
            VaultError: no reason is given.
        """
        wanted = set(asked)
        with self._writing() as connection:
            actor, reason = journal.checked(connection, self._ring, actor, reason)
            self._log(connection, actor, "looked up originals", sorted(wanted), reason)
            found = [one for one in documents.sources(connection, self._ring) if one.document in wanted]
        return tuple(sorted(found, key=lambda one: (one.source, one.file, one.row or 0)))

    def erase(self, entity: str, actor: str, reason: str) -> Erasure:
        """Erase one person, place or body: destroy the key, strike the name, remember only its blind index.

        Raises:
            VaultError: no reason is given, or the entity is unknown or gone already.
        """
        with self._writing() as connection:
            actor, reason = journal.checked(connection, self._ring, actor, reason)
            done = erasure.erase(connection, self._ring, entity)
            self._log(connection, actor, "erased", [entity, *done.ids], reason)
        self.keep_ledger()
        return replace(done, clean=self.tidy())

    def remove_documents(self, ids: Sequence[str], actor: str, reason: str, codes: Sequence[str] = ()) -> bool:
        """Take documents out for good, and what these codes were given for; tell whether no trace lingers."""
        with self._writing() as connection:
            actor, reason = journal.checked(connection, self._ring, actor, reason)
            documents.remove(connection, self._ring, ids)
            participants.forget(connection, self._ring, codes)
            self._log(connection, actor, ledger.REMOVED, [*ids, *codes], reason)
        self.keep_ledger()
        return self.tidy()

    def refuse(self, asked: str, ground: str, actor: str, reason: str) -> None:
        """Record that a request to erase somebody, by pseudonym or code, was refused, and on which ground.

        Raises:
            VaultError: the ground is not one of `GROUNDS`, no reason is given, or the pseudonym is unknown.
        """
        if ground not in GROUNDS:
            raise VaultError(f"a ground is one of {', '.join(GROUNDS)} (articles of UK GDPR)")
        asked = _plain(asked)
        with self._writing() as connection:
            actor, reason = journal.checked(connection, self._ring, actor, reason)
            self._identity(connection, asked)
            self._log(connection, actor, REFUSED, [asked, f"Article {ground}"], reason)

    def _identity(self, connection: sa.Connection, asked: str) -> Identity:
        if participants.CODE.fullmatch(asked):
            raw = participants.raw_key(connection, self._ring, asked)
            if raw is None:
                raise VaultError(f"{asked}: no such participant in this study")
            return Identity(asked, "", "participant", (raw,) if raw else (), (), ())
        entity = people.written_as(connection, self._ring, asked)
        if entity is None:
            raise VaultError("no such pseudonym in this study; write it as it stands, for example: person 214")
        roles = custody.roles_of(connection, self._ring, entity.forms)
        standing = documents.with_entity(connection, entity.id)
        return Identity(asked, entity.id, entity.label, entity.forms, roles, standing)


def _plain(pseudonym: str) -> str:
    return " ".join(pseudonym.strip().strip("[]").split())
