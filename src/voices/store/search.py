"""Finding passages by words, code, role, wave, source, coder and state."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from voices.model import Passage
from voices.store import rows
from voices.store import tables as t
from voices.store.base import Part
from voices.store.engine import chunks
from voices.store.paging import carries, not_read


@dataclass(frozen=True)
class Sought:
    """What to look for; empty fields do not narrow."""

    words: str = ""
    """All of these words, in any order, upper or lower case; what stands in quotation marks as one phrase."""
    code: str = ""
    """Applied by the decision that stands; a principle finds its child codes too."""
    role: str = ""
    wave: int | None = None
    source: str = ""
    coder: str = ""
    state: str = ""
    """A state of the queue: open, claimed, done, skipped, held."""
    quotable: bool = False


_TERM = re.compile(r'["\u201c\u201d]([^"\u201c\u201d]+)["\u201c\u201d]|(\S+)')


def terms(words: str) -> tuple[str, ...]:
    """Return the words to look for, a phrase in quotation marks as one of them, its blanks single."""
    found = (" ".join((phrase or word).split()) for phrase, word in _TERM.findall(words))
    return tuple(dict.fromkeys(term for term in found if term.strip('"\u201c\u201d')))


class Search(Part):
    """Search over live passages."""

    def find(
        self,
        sought: Sought,
        limit: int = 50,
        offset: int = 0,
        without: Sequence[str] = (),
        unread_by: str = "",
    ) -> tuple[int, tuple[Passage, ...]]:
        """Return how many live passages match, and one page of them by document, turn and ordinal.

        Documents in `without` are neither found nor counted, nor passages that `unread_by` has still to read blind.
        """
        p, d, i = t.passage.c, t.decision.c, t.item.c
        of = t.passage.outerjoin(t.item, sa.and_(i.passage == p.id, i.reading == 0)).outerjoin(
            t.decision, d.id == i.standing
        )
        where = [~p.retired]
        where += [p.text.icontains(word, autoescape=True) for word in terms(sought.words)]
        where += [p.document.not_in(list(without))] if without else []
        where += [~not_read(p.id, unread_by)] if unread_by else []
        where += [i.standing > 0] if sought.code or sought.coder or sought.quotable else []
        if sought.code:
            where.append(carries(sought.code))
        where += [p.role == sought.role] if sought.role else []
        where += [p.wave == sought.wave] if sought.wave is not None else []
        where += [p.source == sought.source] if sought.source else []
        where += [d.coder == sought.coder] if sought.coder else []
        where += [i.state == sought.state] if sought.state else []
        where += [d.quotable] if sought.quotable else []
        ids = sa.select(p.id).select_from(of).where(*where).order_by(p.document, p.turn, p.ordinal)
        with self._read() as connection:
            found = list(connection.execute(ids).scalars())  # once over all; counting apart would be a second time
            page = found[offset : offset + limit]
            passages = {
                row["id"]: rows.to_passage(row)
                for some in chunks(page)
                for row in connection.execute(sa.select(t.passage).where(p.id.in_(some))).mappings()
            }
            return len(found), tuple(passages[id] for id in page)

    def values(self) -> dict[str, tuple[str, ...]]:
        """Return the roles, waves and sources that live passages have, for the choices of a search form."""
        columns = {"role": t.passage.c.role, "wave": t.passage.c.wave, "source": t.passage.c.source}
        with self._read() as connection:
            return {
                name: tuple(
                    str(value)
                    for value in connection.execute(
                        sa.select(column).where(~t.passage.c.retired).distinct().order_by(column)
                    ).scalars()
                    if value not in (None, "")
                )
                for name, column in columns.items()
            }
