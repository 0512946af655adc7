"""What the machine held likely of a passage before a person decided it: kept once, so that it can be measured."""

from __future__ import annotations

import sqlalchemy as sa

from voices.model import Foretold
from voices.store import rows
from voices.store import tables as t
from voices.store.base import Part


class Foretelling(Part):
    """The record of what was foretold."""

    def foretold(self) -> tuple[Foretold, ...]:
        """Return what the machine held likely of each live passage when it was first judged, in the order of that."""
        live = sa.and_(t.passage.c.id == t.foretold.c.passage, ~t.passage.c.retired)
        query = sa.select(t.foretold).join(t.passage, live).order_by(t.foretold.c.decision)
        first: dict[str, Foretold] = {}
        with self._read() as connection:
            for row in connection.execute(query).mappings():
                first.setdefault(row["passage"], rows.to_foretold(row))
        return tuple(first.values())


def remember(connection: sa.Connection, passage: str, decision: int, drawn: bool) -> None:
    """Keep what the machine holds likely of the passage now; later it will have learnt from this decision."""
    query = sa.select(t.suggestion.c.body).where(t.suggestion.c.passage == passage)
    body = connection.execute(query).scalar_one_or_none()
    if body is not None:
        foretold = rows.from_foretold(rows.to_suggestions(passage, body))
        values = {"decision": decision, "passage": passage, "drawn": drawn, "body": foretold}
        connection.execute(sa.insert(t.foretold).values(values))
