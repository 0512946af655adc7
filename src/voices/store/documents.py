"""Documents, participants and passages, and the rule that no passage with somebody's work on it is ever lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from voices.model import Document, Participant, Passage
from voices.store import rows
from voices.store import tables as t
from voices.store.base import Part, forget_done, mark_done
from voices.store.engine import chunks, upsert

_IN_ORDER = (t.passage.c.document, t.passage.c.turn, t.passage.c.ordinal)

# What every key press asks is built once: building a query takes longer than running it.
_SOME: sa.BindParameter[list[str]] = sa.bindparam("some", expanding=True)
_DOCUMENTS = sa.select(t.document).order_by(t.document.c.id)
_THESE_DOCUMENTS = _DOCUMENTS.where(t.document.c.id.in_(_SOME))
_PASSAGES = sa.select(t.passage).where(~t.passage.c.retired)
_THESE_PASSAGES = _PASSAGES.where(t.passage.c.id.in_(_SOME))


class Documents(Part):
    """What the study holds of people's words, all of it after privacy."""

    def done(self, stage: str, version: str) -> dict[str, str]:
        """Return the input hash of every item this stage finished with this version of the code."""
        with self._read() as connection:
            found = connection.execute(
                sa.select(t.stage.c.item, t.stage.c.input_hash).where(
                    t.stage.c.stage == stage, t.stage.c.version == version
                )
            )
            return {row.item: row.input_hash for row in found}

    def put_documents(
        self, items: Iterable[tuple[Document, str]], participants: Iterable[Participant], version: str
    ) -> None:
        """Store documents with their input hash, replacing those of the same id, as stage "pseudonymise"."""
        listed = list(items)
        with self._write() as connection:
            gone = set(connection.execute(sa.select(t.withdrawn.c.participant)).scalars())
            upsert(connection, t.document, [rows.from_document(document) for document, _ in listed])
            upsert(
                connection, t.participant, [rows.from_participant(one) for one in participants if one.code not in gone]
            )
            mark_done(connection, "pseudonymise", ((document.id, hashed) for document, hashed in listed), version)

    def documents(self, ids: Iterable[str] | None = None) -> tuple[Document, ...]:
        """Return all documents, or those of these ids, by id."""
        with self._read() as connection:
            if ids is None:
                return tuple(rows.to_document(row) for row in connection.execute(_DOCUMENTS).mappings())
            found = [
                rows.to_document(row)
                for some in chunks(sorted(set(ids)))
                for row in connection.execute(_THESE_DOCUMENTS, {"some": some}).mappings()
            ]
            return tuple(found)

    def remove_documents(self, ids: Iterable[str]) -> None:
        """Remove documents whose source is gone; passages with decisions or memos are retired and kept."""
        listed = sorted(set(ids))
        with self._write() as connection:
            for some in chunks(listed):
                known = connection.execute(sa.select(t.passage.c.id).where(t.passage.c.document.in_(some))).scalars()
                _retire(connection, set(known))
                connection.execute(sa.delete(t.document).where(t.document.c.id.in_(some)))
            forget_done(connection, listed)

    def drop_silent_participants(self) -> int:
        """Take out whoever speaks in no document of a source any more; return how many entries went.

        A code changes when the files say who is behind a label, or when somebody refuses that their words are used.
        """
        with self._write() as connection:
            speak: set[tuple[str, str]] = set()
            for row in connection.execute(sa.select(t.document)).mappings():
                document = rows.to_document(row)
                speak |= {(code, document.source) for code in (document.participant, *_voices(document)) if code}
            listed = connection.execute(sa.select(t.participant.c.code, t.participant.c.source)).all()
            silent = [(code, source) for code, source in listed if (code, source) not in speak]
            for code, source in silent:
                one = (t.participant.c.code == code) & (t.participant.c.source == source)
                connection.execute(sa.delete(t.participant).where(one))
            return len(silent)

    def participants(self) -> tuple[Participant, ...]:
        """Return everybody who takes part, by code and source: one entry for every source they speak in."""
        with self._read() as connection:
            query = sa.select(t.participant).order_by(t.participant.c.code, t.participant.c.source)
            found = connection.execute(query).mappings()
            return tuple(rows.to_participant(row) for row in found)

    def put_passages(self, items: Iterable[tuple[str, str, Sequence[Passage]]], version: str) -> None:
        """Store (document id, input hash, passages) as stage "passages"; new ones join the end of the queue.

        A passage that is gone is deleted, or retired where it carries decisions or memos; a new passage in the
        place (document, turn, ordinal) of a retired one remembers it as its predecessor.
        """
        listed = [(document, hashed, tuple(passages)) for document, hashed, passages in items]
        with self._write() as connection:
            for start in range(0, len(listed), 500):
                _replace(connection, listed[start : start + 500])
            mark_done(connection, "passages", ((document, hashed) for document, hashed, _ in listed), version)

    def passages(self, ids: Iterable[str] | None = None) -> tuple[Passage, ...]:
        """Return the live passages, or those of these ids, by document, turn and ordinal."""
        with self._read() as connection:
            if ids is None:
                found = connection.execute(_PASSAGES.order_by(*_IN_ORDER)).mappings()
                return tuple(rows.to_passage(row) for row in found)
            some_found = [
                rows.to_passage(row)
                for some in chunks(sorted(set(ids)))
                for row in connection.execute(_THESE_PASSAGES, {"some": some}).mappings()
            ]
        return tuple(sorted(some_found, key=lambda p: (p.document, p.turn, p.ordinal)))

    def passages_of(self, document: str) -> tuple[Passage, ...]:
        """Return the live passages of one document, in order."""
        query = sa.select(t.passage).where(~t.passage.c.retired, t.passage.c.document == document)
        with self._read() as connection:
            return tuple(rows.to_passage(r) for r in connection.execute(query.order_by(*_IN_ORDER)).mappings())

    def retired(self) -> tuple[Passage, ...]:
        """Return the passages that are no longer cut this way but carry people's work."""
        with self._read() as connection:
            query = sa.select(t.passage).where(t.passage.c.retired).order_by(*_IN_ORDER, t.passage.c.id)
            return tuple(rows.to_passage(row) for row in connection.execute(query).mappings())


def _voices(document: Document) -> set[str]:
    return {turn.participant for turn in document.turns}


def _replace(connection: sa.Connection, items: Sequence[tuple[str, str, tuple[Passage, ...]]]) -> None:
    documents = [document for document, _, _ in items]
    known = {
        row["id"]: row
        for row in connection.execute(sa.select(t.passage).where(t.passage.c.document.in_(documents))).mappings()
    }
    wanted = {passage.id: passage for _, _, passages in items for passage in passages}
    kept = _retire(connection, {id for id, row in known.items() if id not in wanted and not row["retired"]})
    retired = {id for id, row in known.items() if row["retired"]} | kept
    places = {
        (known[id]["document"], known[id]["turn"], known[id]["ordinal"]): id
        for id in sorted(retired)
        if id not in wanted
    }
    upsert(
        connection,
        t.passage,
        [
            rows.from_passage(
                passage,
                known[id]["predecessor"]
                if id in known
                else places.get((passage.document, passage.turn, passage.ordinal)),
            )
            for id, passage in wanted.items()
        ],
    )
    _enqueue(connection, [id for id in wanted if id not in known or known[id]["retired"]])


def _retire(connection: sa.Connection, ids: set[str]) -> set[str]:
    """Retire passages with people's work, delete the others; return those that were kept."""
    kept: set[str] = set()
    for some in chunks(sorted(ids)):
        for table in (t.decision, t.memo, t.anchor):
            kept |= set(connection.execute(sa.select(table.c.passage).where(table.c.passage.in_(some))).scalars())
    for some in chunks(sorted(kept)):
        connection.execute(sa.update(t.passage).where(t.passage.c.id.in_(some)).values(retired=True))
        connection.execute(sa.delete(t.suggestion).where(t.suggestion.c.passage.in_(some)))
    for some in chunks(sorted(ids - kept)):
        connection.execute(sa.delete(t.passage).where(t.passage.c.id.in_(some)))
    for some in chunks(sorted(ids)):
        connection.execute(sa.delete(t.assignment).where(t.assignment.c.passage.in_(some)))
        forget_done(connection, some, "suggest")
    return kept


def _enqueue(connection: sa.Connection, ids: Sequence[str]) -> None:
    """Give new passages an item at the end of the queue; a revived one keeps the item and the work it has."""
    last = connection.execute(sa.select(sa.func.max(t.item.c.position))).scalar_one() or 0
    there: set[str] = set()
    for some in chunks(ids):
        there |= set(connection.execute(sa.select(t.item.c.passage).where(t.item.c.passage.in_(some))).scalars())
    made_at = rows.now()
    new = [
        {
            "passage": id,
            "reading": 0,
            "state": "open",
            "since": made_at,
            "position": last + place,
            "coder": "",
            "lease": "",
            "tip": None,
            "standing": None,
        }
        for place, id in enumerate((id for id in ids if id not in there), start=1)
    ]
    if new:
        connection.execute(sa.insert(t.item), new)
