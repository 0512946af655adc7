"""Urgent questions of the coders' lead to the custodian; they stay in the study, names stay in the vault."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection
from dataclasses import asdict, replace

import sqlalchemy as sa

from voices.errors import InputError
from voices.model.safeguarding import OUTCOMES, Ask
from voices.store import rows
from voices.store import tables as t
from voices.store.base import Part
from voices.store.engine import upsert

_KEY = "urgent "


class Asking(Part):
    """Urgent look-ups: asked on the coders' pages, answered at the custodian's desk."""

    def ask(self, passage: str, coder: str, reason: str) -> Ask:
        """Ask who a passage speaks of; one open question for each passage.

        Raises InputError where the passage is unknown or is asked about already.
        """
        with self._write() as connection:
            query = sa.select(t.passage.c.document).where(t.passage.c.id == passage)
            document = connection.execute(query).scalar_one_or_none()
            if document is None:
                raise InputError(f"passage {passage}: not in this study")
            if any(one.passage == passage and not one.outcome for one in _asks(connection)):
                raise InputError("the custodian is asked about this passage already")
            made = Ask(secrets.token_hex(4), passage, document, coder, " ".join(reason.split())[:500], rows.now())
            _put(connection, made)
        return made

    def asks(self) -> tuple[Ask, ...]:
        """Return every question, those that wait first, the oldest of them at the head."""
        with self._read() as connection:
            return tuple(sorted(_asks(connection), key=lambda one: (bool(one.outcome), one.asked_at, one.id)))

    def end_ask(self, id: str, outcome: str) -> Ask:
        """Note how a question ended, and when.

        Raises InputError where it is unknown, ended before, or the outcome is none of `OUTCOMES`.
        """
        if outcome not in OUTCOMES:
            raise InputError(f"an outcome is one of: {', '.join(OUTCOMES)}")
        with self._write() as connection:
            found = next((one for one in _asks(connection) if one.id == id and not one.outcome), None)
            if found is None:
                raise InputError("this question is unknown, or was ended before")
            ended = replace(found, answered_at=rows.now(), outcome=outcome)
            _put(connection, ended)
        return ended


def forget_asks(connection: sa.Connection, passages: Collection[str]) -> None:
    """Delete the questions about passages of somebody who left: their reasons speak of that person."""
    gone = [f"{_KEY}{one.id}" for one in _asks(connection) if one.passage in passages]
    connection.execute(sa.delete(t.meta).where(t.meta.c.key.in_(gone)))


def _asks(connection: sa.Connection) -> list[Ask]:
    kept = connection.execute(sa.select(t.meta.c.value).where(t.meta.c.key.startswith(_KEY))).scalars()
    return [Ask(**json.loads(value)) for value in kept]


def _put(connection: sa.Connection, ask: Ask) -> None:
    upsert(connection, t.meta, [{"key": f"{_KEY}{ask.id}", "value": rows.dump(asdict(ask))}])
