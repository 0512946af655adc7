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
        without_passages: Sequence[str] = (),
    ) -> tuple[int, tuple[Passage, ...]]:
        """Return how many live passages match, and one page of them by document, turn and ordinal.

        Documents in `without` and passages in `without_passages` are neither found nor counted.
        """
        p, d, i = t.passage.c, t.decision.c, t.item.c
        of = t.passage.outerjoin(t.item, sa.and_(i.passage == p.id, i.reading == 0)).outerjoin(
            t.decision, d.id == i.standing
        )
        where = [~p.retired]
        where += [p.text.icontains(word, autoescape=True) for word in terms(sought.words)]
        where += [p.document.not_in(list(without))] if without else []
        where += [p.id.not_in(list(without_passages))] if without_passages else []
        if sought.code:
            exact = d.codes.contains(f'["{sought.code}",', autoescape=True)
            where.append(sa.or_(exact, d.codes.contains(f'["{sought.code}/', autoescape=True)))
        where += [p.role == sought.role] if sought.role else []
        where += [p.wave == sought.wave] if sought.wave is not None else []
        where += [p.source == sought.source] if sought.source else []
        where += [d.coder == sought.coder] if sought.coder else []
        where += [i.state == sought.state] if sought.state else []
        where += [d.quotable] if sought.quotable else []
        with self._read() as connection:
            count = connection.execute(sa.select(sa.func.count()).select_from(of).where(*where)).scalar_one()
            page = (
                sa.select(t.passage)
                .select_from(of)
                .where(*where)
                .order_by(p.document, p.turn, p.ordinal)
                .limit(limit)
                .offset(offset)
            )
            return count, tuple(rows.to_passage(row) for row in connection.execute(page).mappings())

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
