"""The queue of passages: who has which in hand, for how long, and how many wait."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

import sqlalchemy as sa

from voices.store import rows
from voices.store import tables as t
from voices.store.base import Part
from voices.store.engine import chunks

AT_ONCE = 250
"""Rows written in one transaction where many change: a few milliseconds in which a decision waits."""
LEASE_MINUTES = 30
"""How long a passage stays with the coder who opened it: longer than any passage takes, shorter than a lunch."""


@dataclass(frozen=True)
class QueueItem:
    """One passage waiting, in hand or dealt with."""

    passage: str
    reading: int
    """0, or 1 where a second coder reads the same passage blind."""
    state: str
    """open, claimed, done, skipped or held."""
    since: str
    """ISO 8601, UTC: when it came into this state."""
    position: int
    coder: str
    """Who has it in hand or dealt with it; empty while open."""
    tip: int | None
    """Id of the last decision: the version a next one has to name."""
    standing: int | None
    """Id of the decision that stands, or None."""


@dataclass(frozen=True)
class QueueCount:
    """How many passages are in one state, and since when the oldest of them."""

    state: str
    items: int
    oldest: str
    """ISO 8601, UTC."""


_PLACE = (t.item.c.position, t.item.c.passage, t.item.c.reading)


class Queue(Part):
    """Order, claims and counts."""

    def set_order(self, ids: Sequence[str], drawn: Iterable[str] = ()) -> None:
        """Put passages into this order; those not named come after them, as they were.

        `drawn` are those of them whose place came by lot; the mark stays with a passage that is decided. They take
        places before the first there is, some at a time, so that nobody's decision waits for a long queue and the
        queue is a queue at any moment.
        """
        by_lot = frozenset(drawn)
        with self._read() as connection:
            before = (connection.execute(sa.select(sa.func.min(t.item.c.position))).scalar_one() or 0) - len(ids)
        lot = sa.case((t.item.c.reading == 0, sa.bindparam("lot")), else_=sa.false())
        placed = (
            sa.update(t.item)
            .where(t.item.c.passage == sa.bindparam("of"))
            .values(position=sa.bindparam("place"), drawn=lot)
        )
        places = {id: before + place for place, id in enumerate(ids)}
        for some in chunks(ids, AT_ONCE):
            values = [{"of": id, "place": places[id], "lot": id in by_lot} for id in some]
            with self._write() as connection:
                connection.execute(placed, values)

    def queue(self, state: str | None = None) -> tuple[QueueItem, ...]:
        """Return the items of live passages in order, all or those in one state."""
        query = _items().order_by(t.item.c.position, t.item.c.passage, t.item.c.reading)
        if state is not None:
            query = query.where(t.item.c.state == state)
        with self._read() as connection:
            return tuple(QueueItem(**row) for row in connection.execute(query).mappings())

    def item(self, passage: str, reading: int = 0) -> QueueItem | None:
        """Return one item, or None where there is no such live passage."""
        with self._read() as connection:
            row = connection.execute(_ITEM, {"of": passage, "time": reading}).mappings().first()
            return QueueItem(**row) if row else None

    def queue_counts(self) -> tuple[QueueCount, ...]:
        """Return how many live passages are in each state, by state; second readings to come apart."""
        waiting = sa.and_(t.item.c.reading == 1, t.item.c.state.in_(["open", "claimed"]))
        state = sa.case((waiting, "second reading"), else_=t.item.c.state)
        retired = sa.select(t.passage.c.id).where(t.passage.c.retired)  # few, by an index; a join would read all
        query = (
            sa.select(state.label("state"), sa.func.count().label("items"), sa.func.min(t.item.c.since).label("oldest"))
            .select_from(t.item)
            .where(t.item.c.passage.not_in(retired), sa.or_(t.item.c.reading == 0, waiting))
            .group_by(state)
            .order_by(state)
        )
        with self._read() as connection:
            return tuple(QueueCount(**row) for row in connection.execute(query).mappings())

    def held(self) -> QueueCount:
        """Return how many passages are held for safeguarding, and since when the oldest of them."""
        query = (
            sa.select(sa.func.count(), sa.func.min(t.item.c.since))
            .join(t.passage, t.passage.c.id == t.item.c.passage)
            .where(t.item.c.state == "held", ~t.passage.c.retired)
        )
        with self._read() as connection:
            items, oldest = connection.execute(query).one()
            return QueueCount("held", items, oldest or "")

    def claim_next(
        self,
        coder: str,
        at: str | None = None,
        states: Sequence[str] = ("open",),
        after: int | None = None,
        minutes: int = LEASE_MINUTES,
        barred: Sequence[str] = (),
    ) -> QueueItem | None:
        """Hand the coder the passage they have in hand, else the first that waits, with a lease; None when empty.

        With `after`, a position in the queue: what they have in hand goes back, and they get the first that waits
        after it, from the start again at the end.
        Nobody is handed a second reading of a passage they read before, one in somebody else's lease, or one of a
        document that is barred to them.
        """
        moment = at or rows.now()
        ways = (*states, _LAPSED)
        tries = [(_MINE,), ways] if after is None else [ways, ways]

        def first(connection: sa.Connection, way: str, later: bool) -> sa.RowMapping | None:
            asked = {"who": coder, "moment": moment, "state": way, "after": after}
            return connection.execute(_first(way, later, tuple(barred)), asked).mappings().first()

        with self._write() as connection:
            row = None
            if after is not None:
                _put_back(connection, coder)
            for number, some in enumerate(tries):
                later = after is not None and number == 0
                found = [one for way in some if (one := first(connection, way, later)) is not None]
                row = min(found, key=lambda one: (one["position"], one["passage"], one["reading"]), default=None)
                if row is not None:
                    break
            if row is None:
                return None
            _take(connection, row["passage"], row["reading"], coder, moment, minutes)
            return QueueItem(**{**row, "state": "claimed", "coder": coder})

    def claim(
        self, passage: str, coder: str, reading: int = 0, at: str | None = None, minutes: int = LEASE_MINUTES
    ) -> bool:
        """Take one waiting passage in hand, or renew one's lease; False where somebody else has it."""
        moment = at or rows.now()
        query = _items(t.item.c.lease).where(t.item.c.passage == passage, t.item.c.reading == reading)
        with self._write() as connection:
            row = connection.execute(query).mappings().first()
            if row is None or (row["state"] == "claimed" and row["coder"] != coder and row["lease"] > moment):
                return False
            if row["state"] in ("open", "claimed"):
                _take(connection, passage, reading, coder, moment, minutes)
            return True

    def before(self, position: int, coder: str, barred: Sequence[str] = ()) -> QueueItem | None:
        """Return the item before a position of the queue, whatever its state, unless somebody else has it in hand."""
        query = (
            _items()
            .where(
                t.item.c.position < position,
                t.item.c.reading == 0,
                t.passage.c.document.not_in(list(barred)),
                sa.or_(t.item.c.state != "claimed", t.item.c.coder == coder),
            )
            .order_by(t.item.c.position.desc(), t.item.c.passage)
            .limit(1)
        )
        with self._read() as connection:
            row = connection.execute(query).mappings().first()
            return QueueItem(**row) if row else None

    def second_readings(self) -> tuple[QueueItem, ...]:
        """Return both items of every live passage that two people read."""
        second = t.item.alias("second")
        query = _items().where(sa.exists().where(second.c.passage == t.item.c.passage, second.c.reading == 1))
        with self._read() as connection:
            found = connection.execute(query.order_by(t.item.c.passage, t.item.c.reading)).mappings()
            return tuple(QueueItem(**row) for row in found)

    def release(self, coder: str) -> int:
        """Put back whatever the coder has in hand, as on signing out; return how many."""
        with self._write() as connection:
            return _put_back(connection, coder)

    def reopen_skipped(self) -> int:
        """Put every skipped passage back into the queue, keeping its history; return how many."""
        with self._write() as connection:
            done = connection.execute(
                sa.update(t.item)
                .where(t.item.c.state == "skipped")
                .values(state="open", coder="", lease="", since=rows.now())
            )
            return int(done.rowcount)

    def add_second_readings(self, passages: Iterable[str]) -> None:
        """Let a second coder read these passages too, beside what the first one makes of them."""
        with self._write() as connection:
            add_second_readings(connection, passages)


def add_second_readings(connection: sa.Connection, passages: Iterable[str]) -> None:
    """Give live passages an item for a second reading, where they have none."""
    second = t.item.alias("second")
    for some in chunks(sorted(set(passages))):
        query = (
            sa.select(t.item.c.passage, t.item.c.position)
            .where(
                t.item.c.passage.in_(some),
                t.item.c.reading == 0,
                ~sa.exists().where(second.c.passage == t.item.c.passage, second.c.reading == 1),
            )
            .order_by(t.item.c.passage)
        )
        new = {"reading": 1, "state": "open", "since": rows.now(), "coder": "", "lease": ""}
        values = [{**new, "passage": id, "position": position} for id, position in connection.execute(query)]
        if values:
            connection.execute(sa.insert(t.item), values)


def _items(*further: sa.ColumnElement[str]) -> sa.Select[tuple[object, ...]]:
    columns = [t.item.c[name] for name in QueueItem.__dataclass_fields__]
    return sa.select(*columns, *further).join(t.passage, t.passage.c.id == t.item.c.passage).where(~t.passage.c.retired)


def _put_back(connection: sa.Connection, coder: str) -> int:
    """Put back whatever the coder has in hand; return how many."""
    return int(connection.execute(_PUT_BACK, {"who": coder, "now": rows.now()}).rowcount)


def _take(connection: sa.Connection, passage: str, reading: int, coder: str, moment: str, minutes: int) -> None:
    lease = (datetime.fromisoformat(moment) + timedelta(minutes=minutes)).isoformat()
    connection.execute(_TAKEN, {"of": passage, "time": reading, "who": coder, "until": lease})


# What every key press asks is built once: building a query takes longer than running it.
_THIS = (t.item.c.passage == sa.bindparam("of"), t.item.c.reading == sa.bindparam("time"))
_ITEM = _items().where(*_THIS)
_TAKEN = sa.update(t.item).where(*_THIS).values(
    state="claimed", coder=sa.bindparam("who"), lease=sa.bindparam("until")
)  # fmt: skip
_PUT_BACK = (
    sa.update(t.item)
    .where(t.item.c.state == "claimed", t.item.c.coder == sa.bindparam("who"))
    .values(state="open", coder="", lease="", since=sa.bindparam("now"))
)
_MINE, _LAPSED = "what they have in hand", "claimed by nobody any more"


@lru_cache(maxsize=64)
def _first(way: str, later: bool, barred: tuple[str, ...]) -> sa.Select[tuple[object, ...]]:
    """Return the query of the first passage that is free in one way, so that it walks an index and stops there.

    A way is a state, or `_MINE` or `_LAPSED`; with `later` only what comes after a place.
    """
    other = t.item.alias("other")
    who: sa.BindParameter[str] = sa.bindparam("who")
    theirs = sa.exists().where(
        other.c.passage == t.item.c.passage, other.c.reading != t.item.c.reading, other.c.coder == who
    )
    held, mine = t.item.c.state == "claimed", t.item.c.coder == who
    free = {
        _MINE: sa.and_(held, mine),
        _LAPSED: sa.and_(held, sa.or_(t.item.c.lease <= sa.bindparam("moment"), mine)),
    }.get(way, t.item.c.state == sa.bindparam("state"))
    query = _items().where(free, ~theirs).order_by(*_PLACE).limit(1)
    if later:
        query = query.where(t.item.c.position > sa.bindparam("after"))
    return query.where(t.passage.c.document.not_in(list(barred))) if barred else query
