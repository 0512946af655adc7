"""Passages the machine marked because they may need the safeguarding lead, until a person has looked at them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from voices.model import Verdict
from voices.model.safeguarding import Concern
from voices.store import rows
from voices.store import tables as t
from voices.store.base import Part, mark_done
from voices.store.engine import chunks

LOOKED = (Verdict.CODED.value, Verdict.NO_CODE.value, Verdict.HELD.value)
"""Verdicts of somebody who judged a passage; whoever skips it leaves it to others."""
STAGE = "safeguarding"


class Concerns(Part):
    """Marks of the machine."""

    def put_concerns(self, items: Iterable[tuple[str, str, bool]], version: str) -> None:
        """Store (passage id, input hash, marked) as stage "safeguarding"; a mark that stays keeps its date."""
        listed = list(items)
        with self._write() as connection:
            for some in chunks(passage for passage, _, marked in listed if not marked):
                connection.execute(sa.delete(t.concern).where(t.concern.c.passage.in_(some)))
            wanted = [passage for passage, _, marked in listed if marked]
            there: set[str] = set()
            for some in chunks(wanted):
                query = sa.select(t.concern.c.passage).where(t.concern.c.passage.in_(some))
                there |= set(connection.execute(query).scalars())
            new = [{"passage": passage, "since": rows.now()} for passage in wanted if passage not in there]
            if new:
                connection.execute(sa.insert(t.concern), new)
            mark_done(connection, STAGE, ((passage, hashed) for passage, hashed, _ in listed), version)

    def concern(self, passage: str) -> Concern | None:
        """Return the mark of one passage, whether or not somebody looked at it."""
        query = sa.select(t.concern.c.passage, t.concern.c.since).where(t.concern.c.passage == passage)
        with self._read() as connection:
            row = connection.execute(query).mappings().first()
            return Concern(**row) if row else None

    def concerns(self, barred: Sequence[str] = ()) -> tuple[Concern, ...]:
        """Return the marks of live passages that nobody has looked at yet, the oldest first.

        Somebody looked at a passage once they gave it codes, said that none applies, or held it; what a rule accepted
        nobody looked at. Documents in `barred` are left out.
        """
        query = _waiting(t.concern.c.passage, t.concern.c.since).order_by(t.concern.c.since, t.concern.c.passage)
        if barred:
            query = query.where(t.passage.c.document.not_in(list(barred)))
        with self._read() as connection:
            return tuple(Concern(**row) for row in connection.execute(query).mappings())

    def concerned(self) -> tuple[int, str]:
        """Return how many such marks there are, and since when the oldest waits; empty where there is none."""
        with self._read() as connection:
            count, oldest = connection.execute(_waiting(sa.func.count(), sa.func.min(t.concern.c.since))).one()
            return int(count), oldest or ""


def _waiting(*columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """Return the query of marks of live passages that nobody has looked at."""
    d = t.decision.c
    looked = sa.exists().where(d.passage == t.concern.c.passage, d.verdict.in_(LOOKED), d.rule == "")
    return (
        sa.select(*columns)
        .select_from(t.concern)
        .join(t.passage, t.passage.c.id == t.concern.c.passage)
        .where(~t.passage.c.retired, ~looked)
    )
