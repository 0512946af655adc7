"""Decided passages read again and again: what did not change since stays the very same object."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from voices.model import Circumstances, CodedPassage, Decision, Passage, Themes, Verdict
from voices.store import rows
from voices.store import tables as t
from voices.store.base import Part
from voices.store.engine import chunks
from voices.store.membership import memberships

_COLUMNS = tuple(t.passage.c[name] for name in rows.PASSAGE_FIELDS)
_STANDING = (
    sa.select(t.decision.c.id, *_COLUMNS)
    .select_from(t.item)
    .join(t.decision, t.decision.c.id == t.item.c.standing)
    .join(t.passage, t.passage.c.id == t.item.c.passage)
    .where(t.item.c.standing > 0, ~t.passage.c.retired)
    .order_by(t.passage.c.id, t.item.c.reading.desc())
)


class Recalled:
    """What was read of decided passages last; of one study."""

    def __init__(self) -> None:
        """Begin with nothing read."""
        self.coded: dict[str, tuple[tuple[Any, ...], CodedPassage]] = {}
        """Row and what was made of it, by passage."""


class Recalling(Part):
    """Decided passages and what is confirmed about them."""

    def decided(self, verdicts: Collection[Verdict], recalled: Recalled) -> tuple[CodedPassage, ...]:
        """Return the live passages with the decision that stands, if it is one of these, by passage id.

        A first reading goes before a second. All rows are read each time, but only those that are not as they were
        recalled are made anew.
        """
        with self._read() as connection:
            # By passage, so that a first reading, which comes last, stands.
            found: dict[str, tuple[Any, ...]] = {row[1]: tuple(row) for row in connection.execute(_STANDING)}
            before = recalled.coded
            fresh = {id: row for id, row in found.items() if id not in before or before[id][0] != row}
            decisions = _decisions(connection, {id: row[0] for id, row in fresh.items()}, recalled)
        made = {id: (row, CodedPassage(_passage(row), decisions[row[0]])) for id, row in fresh.items()}
        recalled.coded = {id: made[id] if id in made else before[id] for id in found}
        listed = (one for _, one in recalled.coded.values())
        return tuple(sorted((one for one in listed if one.decision.verdict in verdicts), key=lambda c: c.passage.id))

    def unlisted(self) -> tuple[Circumstances, ...]:
        """Return the circumstances of live passages whose speaker stands in no list; those that are alike once."""
        p = t.passage.c
        apart = sa.case((p.participant == "", p.document), else_="")
        told = (p.participant, p.role, p.source, p.kind, p.wave)
        query = sa.select(sa.func.min(p.id), sa.func.min(p.document), sa.literal(""), *told)
        query = query.where(~p.retired, p.participant.not_in(sa.select(t.participant.c.code))).group_by(apart, *told)
        with self._read() as connection:
            return tuple(rows.to_circumstances((*row, "", "[]"), {}) for row in connection.execute(query))

    def passages_from(self, sources: Collection[str]) -> tuple[Passage, ...]:
        """Return the live passages of some sources, by id."""
        query = sa.select(t.passage).where(~t.passage.c.retired, t.passage.c.source.in_(sorted(sources)))
        with self._read() as connection:
            found = connection.execute(query.order_by(t.passage.c.id)).mappings() if sources else ()
            return tuple(rows.to_passage(row) for row in found)

    def confirmed_themes(self, passages: Collection[str]) -> tuple[Themes, ...]:
        """Return the confirmed themes of scopes that have any, with their sizes; assigned are only these passages."""
        wanted, found = frozenset(passages), list[Themes]()
        with self._read() as connection:
            for some in memberships(connection):
                listed = (one for one in some.themes.themes if one.confirmed and one.id not in some.dropped)
                if themes := some.sized(listed):
                    found.append(Themes(some.scope, themes, tuple(some.assigned(wanted))))
        return tuple(found)


def _decisions(connection: sa.Connection, wanted: dict[str, int], recalled: Recalled) -> dict[int, Decision]:
    """Return decisions by id; one that was read before is never changed but by an erasure, which takes its passage."""
    known = {one.decision.id: one.decision for id in wanted if id in recalled.coded for _, one in [recalled.coded[id]]}
    found = {id: known[id] for id in wanted.values() if id in known}
    for some in chunks(map(str, sorted(set(wanted.values()) - found.keys()))):
        query = sa.select(t.decision).where(t.decision.c.id.in_(list(map(int, some))))
        found |= {row["id"]: rows.to_decision(row) for row in connection.execute(query).mappings()}
    return found


def _passage(row: tuple[Any, ...]) -> Passage:
    return rows.to_passage(dict(zip(rows.PASSAGE_FIELDS, row[1:], strict=True)))
