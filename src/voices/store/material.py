"""What machines put forward and what people write beside it: suggestions and memos."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from voices.errors import InputError
from voices.model import Memo, Suggestion
from voices.store import rows
from voices.store import tables as t
from voices.store.base import Part, mark_done
from voices.store.engine import chunks, upsert

AT_ONCE = 250
"""Suggestions written in one transaction while people decide."""
LEARNT_KEY = "learnt"
"""Under this key the store keeps what a run learnt of codes: thresholds, their promises, up to which decision."""

# What every key press asks is built once: building a query takes longer than running it.
_SUGGESTED = sa.select(t.suggestion.c.passage, t.suggestion.c.body)
_SUGGESTED_FOR = _SUGGESTED.where(t.suggestion.c.passage.in_(sa.bindparam("some", expanding=True)))
_MEMOS = sa.select(t.memo).order_by(t.memo.c.id)
_MEMOS_ON = _MEMOS.where(t.memo.c.passage == sa.bindparam("on"))


class Material(Part):
    """Suggestions and memos."""

    def put_suggestions(self, items: Iterable[tuple[str, str, Sequence[Suggestion]]], version: str) -> None:
        """Store (passage id, input hash, suggestions best first) as stage "suggest", replacing earlier ones."""
        listed = list(items)
        with self._write() as connection:
            bodies = [{"passage": passage, "body": rows.from_suggestions(some)} for passage, _, some in listed]
            upsert(connection, t.suggestion, bodies)
            mark_done(connection, "suggest", ((passage, hashed) for passage, hashed, _ in listed), version)

    def move_suggestions(self, items: Mapping[str, Sequence[Suggestion]], model: str) -> bool:
        """Replace suggestions by such as were moved by decisions since the run; False where a run came between.

        `model` is what the run left under `LEARNT_KEY`. The next run learns anew, so the stage counts as not done.
        Some are written at a time, so that nobody's decision waits for a large study; what a stop in the middle
        leaves is put right by the next time.
        """
        learnt = sa.select(t.meta.c.value).where(t.meta.c.key == LEARNT_KEY)
        known = sa.select(t.suggestion.c.passage)
        for some in chunks(items, AT_ONCE):
            bodies = {passage: rows.from_suggestions(items[passage]) for passage in some}
            with self._write() as connection:
                if connection.execute(learnt).scalar_one_or_none() != model:
                    return False
                there = connection.execute(known.where(t.suggestion.c.passage.in_(some))).scalars()
                upsert(connection, t.suggestion, [{"passage": one, "body": bodies[one]} for one in there])
                connection.execute(sa.delete(t.stage).where(t.stage.c.stage == "suggest"))
        return True

    def suggestions(self, ids: Iterable[str] | None = None) -> dict[str, tuple[Suggestion, ...]]:
        """Return the suggestions of all passages, or of these, best first."""
        with self._read() as connection:
            if ids is None:
                found = list(connection.execute(_SUGGESTED.order_by(t.suggestion.c.passage)))
            else:
                found = [
                    row
                    for some in chunks(sorted(set(ids)))
                    for row in connection.execute(_SUGGESTED_FOR, {"some": some})
                ]
            return {passage: rows.to_suggestions(passage, body) for passage, body in found}

    def add_memo(self, passage: str, coder: str, text: str, cleared: bool) -> Memo:
        """Store a note on a passage; `cleared` says that the scan found nothing or the writer cleared what it found."""
        values = {"passage": passage, "coder": coder, "text": text, "made_at": rows.now(), "cleared": cleared}
        with self._write() as connection:
            if connection.execute(sa.select(t.passage.c.id).where(t.passage.c.id == passage)).first() is None:
                raise InputError(f"passage {passage} is not in this study (any more)")
            made = connection.execute(sa.insert(t.memo).values(values)).inserted_primary_key
            return rows.to_memo({**values, "id": int(made[0]) if made else 0})

    def change_memo(self, id: int, coder: str, text: str, cleared: bool) -> None:
        """Replace the text of one's own memo, or clear it as it is; an empty text removes it."""
        mine = sa.and_(t.memo.c.id == id, t.memo.c.coder == coder)
        with self._write() as connection:
            if text:
                done = connection.execute(sa.update(t.memo).where(mine).values(text=text, cleared=cleared))
            else:
                done = connection.execute(sa.delete(t.memo).where(mine))
            if not done.rowcount:
                raise InputError(f"memo {id} is not there (any more), or another coder wrote it")

    def memos(self, passage: str | None = None) -> tuple[Memo, ...]:
        """Return all memos, or those on one passage, in order."""
        with self._read() as connection:
            found = connection.execute(_MEMOS) if passage is None else connection.execute(_MEMOS_ON, {"on": passage})
            return tuple(rows.to_memo(row) for row in found.mappings())
