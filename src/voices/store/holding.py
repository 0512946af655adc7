"""How a passage held for safeguarding ended: an outcome and a time, kept beside the decisions."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa

from voices.errors import InputError
from voices.model import Decision, Verdict
from voices.store import rows
from voices.store import tables as t
from voices.store.base import Part
from voices.store.decisions import append, item_of
from voices.store.engine import upsert

_KEY = "hold "
STAYS_OUT = ("told the safeguarding lead; stays out", "referred to the front door; stays out")
GOES_BACK = ("known already; back to the queue", "no risk after a second look; back to the queue")
HOLD_OUTCOMES = (*STAYS_OUT, *GOES_BACK)
"""How a hold can end; closed, so that no name comes to stand in the study."""


@dataclass(frozen=True)
class EndedHold:
    """One hold that somebody ended."""

    passage: str
    coder: str
    """Who ended it."""
    outcome: str
    since: str
    """ISO 8601, UTC: when it was held."""
    ended_at: str

    @property
    def days(self) -> int:
        """Whole days it was held."""
        return max(0, (datetime.fromisoformat(self.ended_at) - datetime.fromisoformat(self.since)).days)


class Holding(Part):
    """Ends of holds."""

    def end_hold(self, passage: str, coder: str, outcome: str) -> EndedHold:
        """End the hold of a passage; with an outcome of `GOES_BACK` it stands in the queue as before it was held.

        Raises InputError where it is not held, was ended before, or the outcome is none of `HOLD_OUTCOMES`.
        """
        if outcome not in HOLD_OUTCOMES:
            raise InputError(f"an outcome is one of: {', '.join(HOLD_OUTCOMES)}")
        with self._write() as connection:
            held = sa.select(t.item).where(t.item.c.passage == passage, t.item.c.state == "held")
            item = connection.execute(held).mappings().first()
            if item is None:
                raise InputError("this passage is not held any more")
            if any(one.passage == passage and one.since == item["since"] for one in _ended(connection)):
                raise InputError("this hold was ended before")
            made = EndedHold(passage, coder, outcome, item["since"], rows.now())
            key = f"{_KEY}{passage} {made.since}"
            upsert(connection, t.meta, [{"key": key, "value": rows.dump(asdict(made))}])
            if outcome in GOES_BACK:
                draft = Decision(0, passage, coder, Verdict.UNDONE, (), made.ended_at)
                append(connection, draft, item_of(connection, passage, item["reading"]))
        return made

    def held_ended(self) -> tuple[EndedHold, ...]:
        """Return how holds ended, the latest first."""
        with self._read() as connection:
            return tuple(sorted(_ended(connection), key=lambda one: (one.ended_at, one.passage), reverse=True))


def forget_holds(connection: sa.Connection, passages: Collection[str]) -> None:
    """Delete the ends of holds of somebody who left."""
    gone = [f"{_KEY}{one.passage} {one.since}" for one in _ended(connection) if one.passage in passages]
    connection.execute(sa.delete(t.meta).where(t.meta.c.key.in_(gone)))


def _ended(connection: sa.Connection) -> list[EndedHold]:
    kept = connection.execute(sa.select(t.meta.c.value).where(t.meta.c.key.startswith(_KEY))).scalars()
    return [EndedHold(**json.loads(value)) for value in kept]
