"""The part of the vault that stages of the study write and read; one transaction for each call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import sqlalchemy as sa

from voices.model import Entity, Masked, Mention
from voices.vault import documents, participants, people, ring, tables, tombstones
from voices.vault.database import reading, writing
from voices.vault.nouns import SourceEntry


class Holdings:
    """What the stages of a study keep in its vault: keys, detections, originals, entities, documents, codes."""

    def __init__(
        self, engine: sa.Engine, opened: ring.Ring, clock: Callable[[], str], ledger: Path | None = None
    ) -> None:
        """Take an engine on an up-to-date database, its opened keys, and where the list of erasures lies."""
        self._engine = engine
        self._ring = opened
        self._clock = clock
        self._ledger = ledger

    def __repr__(self) -> str:
        """Show the study's id alone."""
        return f"{type(self).__name__}(study={self._ring.study!r})"

    def __enter__(self) -> Self:
        """Return itself; `with` closes it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the vault."""
        self.close()

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with writing(self._engine) as connection:
            ring.check(connection, self._ring)
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with reading(self._engine) as connection:
            ring.check(connection, self._ring)
            yield connection

    # --- keys for the rest of the study ---------------------------------------------------------

    @property
    def study(self) -> str:
        """Id of the study the vault belongs to."""
        return self._ring.study

    def ids_key(self) -> bytes:
        """Return the key of document ids and content hashes; the same for one key and study, through rotations."""
        return self._ring.names["ids"]

    def passage_key(self) -> bytes:
        """Return the key of passage ids and hashes."""
        return self._ring.names["passages"]

    def pseudonym_key(self) -> bytes:
        """Return the key of entity ids and pseudonym numbers."""
        return self._ring.names["pseudonyms"]

    # --- what stages write and read -------------------------------------------------------------

    def put_detections(self, items: Iterable[tuple[str, str, Sequence[Mention]]], version: str) -> None:
        """Store (document id, input hash, mentions) of one version of the detectors, replacing older ones."""
        with self._writing() as connection:
            documents.put_detections(connection, self._ring, items, version)

    def detections(self, version: str) -> dict[str, tuple[str, tuple[Mention, ...]]]:
        """Return (input hash, mentions) by document id; offsets into the raw text."""
        with self._reading() as connection:
            return documents.detections(connection, self._ring, version)

    def put_sources(self, entries: Iterable[SourceEntry]) -> None:
        """Store which original each document came from."""
        with self._writing() as connection:
            documents.put_sources(connection, self._ring, entries)

    def sources(self) -> tuple[SourceEntry, ...]:
        """Return the originals, by document id."""
        with self._reading() as connection:
            return documents.sources(connection, self._ring)

    def put_entities(self, entities: Sequence[Entity]) -> None:
        """Store people, places and bodies, replacing those of the same id; an erased one stays erased."""
        with self._writing() as connection:
            people.put(connection, self._ring, entities)

    def entities(self) -> tuple[Entity, ...]:
        """Return every entity by id; erased and merged ones have no forms and only keep their number taken."""
        with self._reading() as connection:
            return people.entities(connection, self._ring)

    def erased_mentions(self, texts: Sequence[str]) -> list[tuple[Mention, ...]]:
        """Return, for each raw text, where names of erased people stand, to be masked like any other mention."""
        with self._reading() as connection:
            return tombstones.erased_mentions(connection, self._ring, texts)

    def put_masked(self, items: Iterable[tuple[Masked, str]]) -> tuple[Masked, ...]:
        """Store (masked document, input hash); return them as stored, which is what the study may hold.

        They differ from what was given where an erased person is met again: [removed] stands there.

        Raises:
            VaultError: a slot belongs to an entity that was not put before, or lies outside its text.
        """
        with self._writing() as connection:
            return documents.put_masked(connection, self._ring, list(items))

    def masked(self, document: str) -> Masked:
        """Return one document as stored, slots with their originals.

        Raises:
            VaultError: it is not in the vault.
        """
        with self._reading() as connection:
            return documents.masked(connection, self._ring, document)

    def in_doubt_after(self, reason: str) -> tuple[str, ...]:
        """Return the ids of documents in which something is in doubt for this reason and not ruled on."""
        with self._reading() as connection:
            wanted = tables.slot.c.doubtful, tables.slot.c.reasons.contains(reason, autoescape=True)
            found = connection.execute(sa.select(tables.slot.c.document).where(*wanted).distinct())
            return tuple(sorted(found.scalars()))

    def done(self) -> dict[str, str]:
        """Return the input hash of every stored document by id."""
        with self._reading() as connection:
            rows = connection.execute(sa.select(tables.document.c.id, tables.document.c.input_hash))
            return {row.id: row.input_hash for row in rows}

    def participant_codes(self, raw_keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """Return the code of each (prefix P, R or G; raw key of the voice), the same in whatever order they come.

        Hand over all of a study's keys at once: then the same set gets the same codes in every vault of this key.
        """
        with self._writing() as connection:
            return participants.codes(connection, self._ring, raw_keys)
