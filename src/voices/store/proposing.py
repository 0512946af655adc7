"""Codes that coders propose, what they used last, and readings of the record that pages need quickly."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection
from dataclasses import asdict, dataclass, field, replace

import sqlalchemy as sa

from voices.errors import InputError
from voices.model import Coded
from voices.store import rows
from voices.store import tables as t
from voices.store.base import Part
from voices.store.engine import upsert

_KEY = "proposed "
PROPOSED = "proposed"
"""Ids of proposed codes begin with this and a hyphen, so that no codebook's code is met."""


@dataclass(frozen=True)
class Proposed:
    """A code somebody proposed while reading; it can be used at once and waits for the lead."""

    id: str
    name: str = field(repr=False)
    definition: str = field(repr=False)
    coder: str
    passage: str
    """Where it was proposed; with this passage it leaves the study."""
    in_vivo: bool
    """Whether the name is the speaker's own words."""
    made_at: str
    outcome: str = ""
    """Id of the code it became, "not taken", or empty while it waits."""


class Proposing(Part):
    """Proposed codes."""

    def propose(self, passage: str, coder: str, name: str, definition: str, *, in_vivo: bool) -> Proposed:
        """Keep a proposed code.

        Raises InputError where the passage is unknown or a proposal of this name waits already.
        """
        with self._write() as connection:
            known = connection.execute(sa.select(t.passage.c.id).where(t.passage.c.id == passage)).first()
            if known is None:
                raise InputError("this passage is not in the study any more")
            same = (one for one in _proposed(connection) if not one.outcome)
            if any(one.name.casefold() == name.casefold() for one in same):
                raise InputError("a code of this name is proposed already: use it")
            id = f"{PROPOSED}-{secrets.token_hex(3)}"
            made = Proposed(id, name, definition, coder, passage, in_vivo, rows.now())
            _put(connection, made)
        return made

    def proposed(self) -> tuple[Proposed, ...]:
        """Return every proposed code, the oldest first."""
        with self._read() as connection:
            return tuple(sorted(_proposed(connection), key=lambda one: (one.made_at, one.id)))

    def end_proposal(self, id: str, outcome: str) -> Proposed:
        """Note what became of a proposed code; raises InputError where it does not wait."""
        with self._write() as connection:
            found = next((one for one in _proposed(connection) if one.id == id and not one.outcome), None)
            if found is None:
                raise InputError("this proposal is not there any more, or was settled before")
            ended = replace(found, outcome=outcome)
            _put(connection, ended)
        return ended

    def recent_codes(self, coder: str, most: int = 6, back: int = 60) -> tuple[Coded, ...]:
        """Return the codes somebody gave last, each once, the latest first, from their last `back` decisions."""
        query = (
            sa.select(t.decision.c.codes)
            .where(t.decision.c.coder == coder, t.decision.c.rule == "")
            .order_by(t.decision.c.id.desc())
            .limit(back)
        )
        found: dict[str, Coded] = {}
        with self._read() as connection:
            for body in connection.execute(query).scalars():
                for coded in rows.to_codes(body):
                    found.setdefault(coded.code, coded)
        return tuple(found.values())[:most]


def forget_proposed(connection: sa.Connection, passages: Collection[str]) -> None:
    """Delete codes proposed on passages of somebody who left: an in-vivo name is their own words."""
    gone = [f"{_KEY}{one.id}" for one in _proposed(connection) if one.passage in passages]
    connection.execute(sa.delete(t.meta).where(t.meta.c.key.in_(gone)))


def _proposed(connection: sa.Connection) -> list[Proposed]:
    kept = connection.execute(sa.select(t.meta.c.value).where(t.meta.c.key.startswith(_KEY))).scalars()
    return [Proposed(**json.loads(value)) for value in kept]


def _put(connection: sa.Connection, one: Proposed) -> None:
    upsert(connection, t.meta, [{"key": f"{_KEY}{one.id}", "value": rows.dump(asdict(one))}])
