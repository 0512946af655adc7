"""Pages of memos and themes, and what could still be quoted: counted and cut by the database, as one person sees it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from voices.model import Memo, Theme, Themes
from voices.store import editing, rows
from voices.store import tables as t
from voices.store.engine import chunks
from voices.store.paging import JUDGED, View, carries, not_read, standing_as_seen
from voices.store.theming import Theming, acts_of, partly_found


class Listing(Theming):
    """Pages of lists that grow with a study."""

    def memo(self, id: int) -> Memo | None:
        """Return one memo."""
        with self._read() as connection:
            found = connection.execute(sa.select(t.memo).where(t.memo.c.id == id)).mappings().first()
            return None if found is None else rows.to_memo(found)

    def memo_page(self, view: View, limit: int, offset: int) -> tuple[int, tuple[Memo, ...]]:
        """Return how many memos there are, and one page of them: those that may name somebody first, then the newest.

        Of a passage they have still to read blind, somebody sees only their own memos.
        """
        m, query = t.memo.c, _memos(view)
        page = query.order_by(m.cleared, m.id.desc()).limit(limit).offset(offset)
        with self._read() as connection:
            count = connection.execute(query.with_only_columns(sa.func.count(m.id))).scalar_one()
            return count, tuple(rows.to_memo(row) for row in connection.execute(page).mappings())

    def uncleared_memos(self, view: View) -> int:
        """Return how many memos somebody sees that may name a person and that nobody cleared."""
        query = _memos(view).where(~t.memo.c.cleared).with_only_columns(sa.func.count(t.memo.c.id))
        with self._read() as connection:
            return connection.execute(query).scalar_one()

    def theme_page(self, limit: int, offset: int) -> tuple[int, tuple[Themes, ...]]:
        """Return how many themes there are, dropped ones too, and one page of them by scope as people left them.

        Without their assignments; a scope without any theme stands on the first page.
        """
        with self._read() as connection:
            scopes = list(connection.execute(sa.select(t.themes).order_by(t.themes.c.scope)).mappings())
            found, count = list[Themes](), 0
            for row in scopes:
                acts = acts_of(connection, row["scope"])
                some = editing.edited(partly_found(connection, row, acts), acts, dropped=True)
                first, last = max(0, offset - count), max(0, offset + limit - count)
                shown = some.themes[first:last]
                count += len(some.themes)
                if shown or (not some.themes and not offset):
                    known = editing.touched(row["scope"], acts)
                    counted = _counted(connection, row["scope"], [one for one in shown if one.id not in known])
                    themes = tuple(counted.get(one.id, one) for one in shown)
                    found.append(replace(some, themes=themes, assignments=()))
            return count, tuple(found)

    def of_theme(self, theme: str) -> frozenset[str]:
        """Return the passages of a theme as people left it, whatever its scope."""
        held = set[str]()
        with self._read() as connection:
            for row in list(connection.execute(sa.select(t.themes)).mappings()):
                acts = acts_of(connection, row["scope"])
                some = editing.edited(partly_found(connection, row, acts, (theme,)), acts)
                held |= {one.passage for one in some.assignments if one.theme == theme}
        return frozenset(held)

    def candidates(self, view: View, code: str, also: Collection[str]) -> tuple[str, ...]:
        """Return decided passages with a code or a child of it, or of these ids: those marked as quotable first.

        Only passages whose file or row lets them be quoted.
        """
        inside = carries(code)
        if also:
            inside = sa.or_(inside, t.passage.c.id.in_(sorted(also)))
        query = standing_as_seen(view).where(t.decision.c.verdict.in_(JUDGED), inside, t.passage.c.quoting)
        query = query.order_by(t.decision.c.quotable.desc(), t.passage.c.id)
        with self._read() as connection:
            return tuple(connection.execute(query).scalars())

    def closed(self, view: View, ids: Iterable[str]) -> frozenset[str]:
        """Return which of these passages somebody does not see beside what others made of them.

        Those of barred documents, those held, and those they have still to read blind.
        """
        p = t.passage.c
        held = sa.exists().where(t.item.c.passage == p.id, t.item.c.state == "held")
        shut = [held, *([p.document.in_(list(view.barred))] if view.barred else ())]
        if view.blind:
            shut.append(not_read(p.id, view.who))
        query = sa.select(p.id).where(sa.or_(*shut))
        with self._read() as connection:
            return frozenset(
                id
                for some in chunks(sorted(set(ids)))
                for id in connection.execute(query.where(p.id.in_(some))).scalars()
            )


def _memos(view: View) -> sa.Select[Any]:
    query = sa.select(t.memo)
    if view.barred:
        query = query.join(t.passage, t.passage.c.id == t.memo.c.passage)
        query = query.where(t.passage.c.document.not_in(list(view.barred)))
    return (
        query.where(sa.or_(t.memo.c.coder == view.who, ~not_read(t.memo.c.passage, view.who))) if view.blind else query
    )


def _counted(connection: sa.Connection, scope: str, themes: Sequence[Theme]) -> dict[str, Theme]:
    """Return themes by id, with their sizes and those of their representative passages that are in them still."""
    a, ids = t.assignment.c, [one.id for one in themes]
    mine = (a.scope == scope, a.theme.in_(ids))
    sized = sa.select(a.theme, sa.func.count(sa.distinct(a.passage))).where(*mine).group_by(a.theme)
    sizes: dict[str, int] = {row[0]: row[1] for row in connection.execute(sized)}
    named = {passage for one in themes for passage in one.representative}
    there = sa.select(a.theme, a.passage).where(*mine, a.passage.in_(sorted(named)))
    held = {(theme, passage) for theme, passage in connection.execute(there)}
    made = {}
    for one in themes:
        shown = tuple(passage for passage in one.representative if (one.id, passage) in held)
        if sizes.get(one.id) and not shown:
            first = sa.select(a.passage).distinct().where(a.scope == scope, a.theme == one.id).order_by(a.passage)
            shown = tuple(connection.execute(first.limit(editing.REPRESENTATIVE)).scalars())
        made[one.id] = replace(one, size=sizes.get(one.id, 0), representative=shown or one.representative)
    return made
