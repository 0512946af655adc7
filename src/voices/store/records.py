"""What a study remembers about itself: runs, skipped things, settings of its own, past exports, cached vectors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from voices.model import RunRecord, Skipped
from voices.store import rows
from voices.store import tables as t
from voices.store.base import Part
from voices.store.engine import chunks, upsert


@dataclass(frozen=True)
class Publication:
    """One export that left the study."""

    id: int
    made_at: str
    name: str
    """The name of its folder or file."""
    digest: str
    """SHA-256 of the bank, as hex."""


class StoredVectors(Part):
    """The cache of vectors by content hash (`embeddings.VectorCache`)."""

    def get(self, keys: Sequence[str]) -> dict[str, bytes]:
        """Return the vectors that are there."""
        query = sa.select(t.vector.c.key, t.vector.c.value)
        with self._read() as connection:
            return {
                key: value
                for some in chunks(sorted(set(keys)))
                for key, value in connection.execute(query.where(t.vector.c.key.in_(some)))
            }

    def put(self, items: Mapping[str, bytes]) -> None:
        """Keep vectors."""
        with self._write() as connection:
            upsert(connection, t.vector, [{"key": key, "value": items[key]} for key in sorted(items)])


_KEPT = sa.select(t.meta.c.value).where(t.meta.c.key == sa.bindparam("key"))
"""Built once: several are asked for each page, and building a query takes longer than running it."""


class Records(Part):
    """Runs, skipped things, key and value, exports."""

    def vector_cache(self) -> StoredVectors:
        """Return the cache of vectors kept in this database."""
        return StoredVectors(self._engine)

    def put_run(self, record: RunRecord) -> None:
        """Store what a run did, replacing what was known of the same run."""
        with self._write() as connection:
            upsert(connection, t.run, [rows.from_run(record)])

    def runs(self) -> tuple[RunRecord, ...]:
        """Return all runs, oldest first."""
        with self._read() as connection:
            found = connection.execute(sa.select(t.run).order_by(t.run.c.started_at, t.run.c.run)).mappings()
            return tuple(rows.to_run(row) for row in found)

    def put_skipped(self, stage: str, skipped: Iterable[Skipped]) -> None:
        """Store what a stage could not do, replacing what it could not do last time."""
        listed = sorted(set(skipped), key=lambda one: (one.what, one.reason))
        with self._write() as connection:
            connection.execute(sa.delete(t.skipped).where(t.skipped.c.stage == stage))
            if listed:
                connection.execute(
                    sa.insert(t.skipped),
                    [
                        {"stage": stage, "position": n, "what": s.what, "reason": s.reason, "expected": s.expected}
                        for n, s in enumerate(listed)
                    ],
                )

    def skipped(self) -> tuple[Skipped, ...]:
        """Return what stages could not do, by stage."""
        with self._read() as connection:
            found = connection.execute(sa.select(t.skipped).order_by(t.skipped.c.stage, t.skipped.c.position))
            return tuple(Skipped(r["what"], r["reason"], r["stage"], r["expected"]) for r in found.mappings())

    def get(self, key: str, default: str = "") -> str:
        """Return a value the study keeps under a key."""
        read = self._values()
        if key in read:
            return read[key]
        with self._read() as connection:
            value = connection.execute(_KEPT, {"key": key}).scalar_one_or_none()
        if value is None:
            return default
        read[key] = str(value)
        return read[key]

    def set(self, key: str, value: str) -> None:
        """Keep a value under a key."""
        with self._write() as connection:
            upsert(connection, t.meta, [{"key": key, "value": value}])

    def revise(self, key: str, change: Callable[[str], str]) -> str:
        """Change a value kept under a key in one transaction, and return it; empty text stands for none."""
        with self._write() as connection:
            value = connection.execute(sa.select(t.meta.c.value).where(t.meta.c.key == key)).scalar_one_or_none()
            changed = change(value or "")
            upsert(connection, t.meta, [{"key": key, "value": changed}])
            return changed

    def add_publication(self, name: str, digest: str, participants: Iterable[str]) -> None:
        """Remember an export and whose words it carries."""
        with self._write() as connection:
            made = connection.execute(
                sa.insert(t.publication).values(made_at=rows.now(), name=name, digest=digest)
            ).inserted_primary_key
            codes = sorted({code for code in participants if code})
            if made and codes:
                connection.execute(
                    sa.insert(t.publication_participant),
                    [{"publication": int(made[0]), "participant": code} for code in codes],
                )

    def publications(self, participant: str | None = None) -> tuple[Publication, ...]:
        """Return past exports, or those that carry one participant's words, oldest first."""
        query = sa.select(t.publication).order_by(t.publication.c.id)
        if participant is not None:
            query = query.where(
                sa.exists().where(
                    t.publication_participant.c.publication == t.publication.c.id,
                    t.publication_participant.c.participant == participant,
                )
            )
        with self._read() as connection:
            return tuple(Publication(**row) for row in connection.execute(query).mappings())
