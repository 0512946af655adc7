"""A participant leaves: their words go, what was learnt from them too; the acts of coders stay as rows."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import sqlalchemy as sa

from voices.model import Document, Turn, name_of_theme
from voices.placeholders import REMOVED
from voices.store import rows
from voices.store import tables as t
from voices.store.asking import forget_asks
from voices.store.base import Part, forget_done
from voices.store.engine import chunks, upsert
from voices.store.holding import forget_holds
from voices.store.proposing import forget_proposed
from voices.store.records import Publication
from voices.store.writing import forget_written

FIGURES = "published figures"
"""Under this key the study keeps every figure it published; the passages behind themes are among them, by id."""
LEARNT_FROM = ("suggest", "themes")
"""Stages whose output rests on everybody's passages, so that they are done again after a withdrawal."""


@dataclass(frozen=True)
class Withdrawal:
    """What a withdrawal took out, in counts, and what it cannot reach."""

    documents: int
    """Documents removed whole, or in part where others speak in them too."""
    passages: int
    decisions: int
    memos: int
    written: int
    """Versions of links, cells and examples that rested on their words."""
    publications: tuple[Publication, ...]
    """Past exports that carry this person's words."""


class Leaving(Part):
    """Withdrawal of participants."""

    def withdraw(self, participant: str) -> Withdrawal:
        """Take one participant out; doing it twice changes nothing more.

        Documents of theirs alone go; in a conversation their turns become "[removed]" and everybody else's
        passages keep their words and decisions. Vectors are a cache and are all dropped.
        """
        with self._write() as connection:
            of_person = sa.select(t.passage.c.id, t.passage.c.text).where(t.passage.c.participant == participant)
            words = {row.id: row.text for row in connection.execute(of_person)}
            ids = list(words)
            decisions = _erase_decisions(connection, ids)
            memos = sum(
                connection.execute(sa.delete(t.memo).where(t.memo.c.passage.in_(some))).rowcount for some in chunks(ids)
            )
            touched = forget_written(connection, ids, participant)
            documents = _remove_words(connection, participant)
            for some in chunks(ids):
                connection.execute(sa.delete(t.assignment).where(t.assignment.c.passage.in_(some)))
                connection.execute(sa.delete(t.passage).where(t.passage.c.id.in_(some)))
            _leave_themes(connection, words)
            _leave_figures(connection, set(ids))
            forget_asks(connection, set(ids))
            forget_proposed(connection, set(ids))
            forget_holds(connection, set(ids))
            connection.execute(sa.delete(t.participant).where(t.participant.c.code == participant))
            connection.execute(sa.delete(t.vector))
            connection.execute(sa.delete(t.stage).where(t.stage.c.stage.in_(LEARNT_FROM)))
            upsert(connection, t.withdrawn, [{"participant": participant, "made_at": rows.now()}])
            carrying = sa.select(t.publication).join(t.publication_participant).order_by(t.publication.c.id)
            found = connection.execute(carrying.where(t.publication_participant.c.participant == participant))
            past = tuple(Publication(**row) for row in found.mappings())
        self._forget_log()
        return Withdrawal(documents, len(ids), decisions, memos, touched, past)

    def withdrawn(self) -> frozenset[str]:
        """Return the codes of those who left: a run leaves their words out."""
        with self._read() as connection:
            return frozenset(connection.execute(sa.select(t.withdrawn.c.participant)).scalars())

    def _forget_log(self) -> None:
        """Fold SQLite's write-ahead log into the file, so that erased words do not linger in it."""
        if self._engine.dialect.name == "sqlite":
            with self._engine.connect() as connection:
                raw = connection.connection.driver_connection
                if raw is not None:
                    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _erase_decisions(connection: sa.Connection, ids: list[str]) -> int:
    """Cut decisions from their passages and empty their codes: the one change the triggers let through."""
    erased = 0
    for some in chunks(ids):
        connection.execute(sa.delete(t.item).where(t.item.c.passage.in_(some)))
        erased += connection.execute(
            sa.update(t.decision).where(t.decision.c.passage.in_(some)).values(passage=None, codes="[]")
        ).rowcount
    return erased


def _remove_words(connection: sa.Connection, participant: str) -> int:
    quoted = f"%{json.dumps(participant)}%"
    query = sa.select(t.document).where(
        sa.or_(t.document.c.participant == participant, t.document.c.turns.like(quoted))
    )
    touched = 0
    for row in list(connection.execute(query).mappings()):
        document = rows.to_document(row)
        voices = {turn.participant for turn in document.turns if turn.participant}
        if document.participant == participant or voices == {participant}:
            connection.execute(sa.delete(t.document).where(t.document.c.id == document.id))
            forget_done(connection, [document.id])
        elif participant in voices:
            without = _without(document, participant)
            upsert(connection, t.document, [rows.from_document(without)])
            _move_passages(connection, document, without)
        else:
            continue
        touched += 1
    return touched


def _without(document: Document, participant: str) -> Document:
    """Return the document with one person's turns replaced by the placeholder for what was removed."""
    text, turns, at = "", list[Turn](), 0
    for turn in document.turns:
        text += document.text[at : turn.start]
        words = f"[{REMOVED}]" if turn.participant == participant else document.text[turn.start : turn.end]
        code = "" if turn.participant == participant else turn.participant
        turns.append(replace(turn, start=len(text), end=len(text) + len(words), participant=code))
        text, at = text + words, turn.end
    return replace(document, text=text + document.text[at:], turns=tuple(turns))


def _move_passages(connection: sa.Connection, before: Document, after: Document) -> None:
    passage = t.passage.c
    for old, new in zip(before.turns, after.turns, strict=True):
        shift = new.start - old.start
        if shift:
            connection.execute(
                sa.update(t.passage)
                .where(passage.document == before.id, passage.start >= old.start, passage.end <= old.end)
                .where(~passage.retired)
                .values(start=passage.start + shift, end=passage.end + shift)
            )


def _leave_themes(connection: sa.Connection, gone: Mapping[str, str]) -> None:
    """Take passages (texts by id) out of themes, and phrases in these words, also where one is a theme's name."""
    spoken = " | ".join(_bare(text) for text in gone.values())
    for row in list(connection.execute(sa.select(t.theme)).mappings()):
        theme = rows.to_theme(row)
        left = tuple(id for id in theme.representative if id not in gone)
        phrases = tuple(one for one in theme.phrases if f" {_bare(one)} " not in f" {spoken} ")
        unnamed = theme.name in {name_of_theme([one], theme.keywords) for one in set(theme.phrases) - set(phrases)}
        name = name_of_theme(phrases, theme.keywords) if unnamed else theme.name
        kept = replace(theme, representative=left, phrases=phrases, name=name)
        if kept != theme:
            upsert(connection, t.theme, [rows.from_theme(kept, row["position"])])
    for row in list(connection.execute(sa.select(t.themes)).mappings()):
        aside = json.loads(row["set_aside"])
        values = {"set_aside": rows.dump([id for id in aside if id not in gone])}
        connection.execute(sa.update(t.themes).where(t.themes.c.scope == row["scope"]).values(values))


def _bare(text: str) -> str:
    """Return the words of a text in lower case, without what stands between them."""
    return " ".join(re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", text.lower()))


def _leave_figures(connection: sa.Connection, gone: set[str]) -> None:
    """Take passages out of what was published of themes; the counts stay, since they are out in the world."""
    kept = connection.execute(sa.select(t.meta.c.value).where(t.meta.c.key == FIGURES)).scalar_one_or_none()
    if kept:
        record = json.loads(kept)
        for publication in (record, record.get("before", {})):
            for theme in publication.get("themes", {}).values():
                theme["members"] = [id for id in theme.get("members", ()) if id not in gone]
        upsert(connection, t.meta, [{"key": FIGURES, "value": json.dumps(record, sort_keys=True)}])
