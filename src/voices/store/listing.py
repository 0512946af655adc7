"""Pages of memos and themes, and what could still be quoted: counted and cut by the database, as one person sees it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from voices.model import Circumstances, Memo, Passage, Theme, Themes
from voices.store import rows
from voices.store import tables as t
from voices.store.engine import among, chunks
from voices.store.membership import memberships
from voices.store.paging import JUDGED, View, carries, not_read, standing_as_seen
from voices.store.theming import Theming


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
            found, count = list[Themes](), 0
            for some in memberships(connection):
                listed = some.themes.themes
                shown = listed[max(0, offset - count) : max(0, offset + limit - count)]
                count += len(listed)
                if shown or (not listed and not offset):
                    found.append(replace(some.themes, themes=some.sized(shown), assignments=()))
            return count, tuple(found)

    def theme_parts(self) -> tuple[tuple[str, int], ...]:
        """Return every scope where themes were looked for and how many it has, dropped ones too, as pages list them."""
        with self._read() as connection:
            return tuple((some.scope, len(some.themes.themes)) for some in memberships(connection))

    def theme_by_id(self, scope: str, theme: str) -> tuple[Theme, tuple[Theme, ...]] | None:
        """Return a theme as people left it, dropped or not, and the others of its scope, which are not counted."""
        with self._read() as connection:
            for some in memberships(connection, scope):
                for one in some.themes.themes:
                    if one.id == theme:
                        (own,) = some.sized([one])
                        return own, tuple(other for other in some.themes.themes if other.id != theme)
        return None

    def theme_members(
        self, scope: str, theme: str, barred: Collection[str], limit: int, offset: int
    ) -> tuple[int, tuple[Passage, ...]]:
        """Return how many live passages of a theme can be shown, and one page of them, the most typical first.

        None of barred documents, and none that is held.
        """
        p, a = t.passage.c, t.assignment.c
        shown = (*_live(barred), p.id.not_in(_HELD))
        with self._read() as connection:
            some = next(iter(memberships(connection, scope)), None)
            if some is None:
                return 0, ()
            others = sa.select(a.passage, a.strength, sa.func.count().over()).join(t.passage, p.id == a.passage)
            others = others.where(some.others(theme), *shown).order_by(a.strength.desc(), a.passage)
            first = connection.execute(others.limit(offset + limit)).all()
            ordered = [(-strength, id) for id, strength, _ in first]
            count = first[0][2] if first else 0
            named = some.named.get(theme, {})
            open_ = connection.execute(sa.select(p.id).where(p.id.in_(among(connection, named)), *shown)).scalars()
            moved = [(-named[id], id) for id in open_]
            ids = [id for _, id in sorted([*ordered, *moved])[offset : offset + limit]]
            page = sa.select(t.passage).where(p.id.in_(ids))
            found = {row["id"]: rows.to_passage(row) for row in connection.execute(page).mappings()}
        return count + len(moved), tuple(found[id] for id in ids)

    def theme_circumstances(self, scope: str, theme: str, barred: Collection[str]) -> tuple[Circumstances, ...]:
        """Return who said what is in a theme, when and where, each once; what is held too, nothing of barred documents.

        Of passages that are alike in this the first by id stands for all.
        """
        p, a = t.passage.c, t.assignment.c
        alike = [p[name] for name in Circumstances.__dataclass_fields__ if name != "id"]
        query = sa.select(sa.func.min(p.id), *alike).where(*_live(barred)).group_by(*alike)
        with self._read() as connection:
            found, known = list[Circumstances](), dict[str, tuple[tuple[str, str], ...]]()
            for some in memberships(connection, scope):
                others = query.join(t.assignment, a.passage == p.id).where(some.others(theme))
                named = query.where(p.id.in_(among(connection, some.named.get(theme, {}))))
                for row in (*connection.execute(others), *connection.execute(named)):
                    found.append(rows.to_circumstances(row, known))
        return tuple(found)

    def theme_cases(self, scope: str, barred: Collection[str]) -> dict[str, set[tuple[str, str]]]:
        """Return (complaint, period) by theme of a scope, dropped ones too; under the empty id those in no theme.

        What is no complaint stands for itself as a document. Nothing of barred documents.
        """
        p, a = t.passage.c, t.assignment.c
        case = sa.func.coalesce(sa.func.nullif(p.case, ""), p.document)
        query = sa.select(a.theme, case, p.period).join(t.passage, p.id == a.passage).where(*_live(barred)).distinct()
        with self._read() as connection:
            some = next(iter(memberships(connection, scope)), None)
            if some is None:
                return {}
            said: dict[str, set[tuple[str, str]]] = {id: set() for id in (*(o.id for o in some.themes.themes), "")}
            for theme, own, period in connection.execute(query.where(some.unnamed)):
                if (now := some.now(theme)) is not None:
                    said[now].add((own, period))
            for theme, held in some.named.items():
                apart = sa.select(case, p.period).where(p.id.in_(among(connection, held)), *_live(barred))
                said.setdefault(theme, set()).update(connection.execute(apart))
        return said

    def candidates(self, view: View, group: str) -> tuple[str, ...]:
        """Return decided passages with a code or a child of it, or of a theme: those marked as quotable first.

        Only passages whose file or row lets them be quoted.
        """
        with self._read() as connection:
            inside = [carries(group)]
            for some in memberships(connection):
                if any(one.id == group and one.id not in some.dropped for one in some.themes.themes):
                    inside.append(t.passage.c.id.in_(sa.select(t.assignment.c.passage).where(some.others(group))))
                    inside.append(t.passage.c.id.in_(among(connection, some.named.get(group, {}))))
            query = standing_as_seen(view).where(t.decision.c.verdict.in_(JUDGED), sa.or_(*inside), t.passage.c.quoting)
            query = query.order_by(t.decision.c.quotable.desc(), t.passage.c.id)
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


_HELD = sa.select(t.item.c.passage).where(t.item.c.state == "held")


def _live(barred: Collection[str]) -> tuple[sa.ColumnElement[bool], ...]:
    """Return the conditions on a passage to be in the study still, and in no barred document."""
    p = t.passage.c
    return (~p.retired, *([p.document.not_in(sorted(barred))] if barred else ()))
