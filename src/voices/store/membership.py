"""Where the passages of a scope's themes lie as people left them: counted and cut by the database.

What acts do to a passage depends on nothing but the themes this passage is in. So they are played over the few that
acts name; all others stay in their theme, or follow it where it was merged into another one.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

import sqlalchemy as sa

from voices.model import Theme, ThemeAct, ThemeAssignment, Themes
from voices.store import editing, rows
from voices.store import tables as t
from voices.store.engine import among

_A = t.assignment.c


class Membership:
    """The themes of one scope, dropped ones too, and their passages; good for one transaction."""

    def __init__(self, connection: sa.Connection, row: rows.Row) -> None:
        """Take the connection and the row of the scope."""
        self._connection = connection
        self.scope: str = row["scope"]
        self.acts = acts_of(connection, self.scope)
        self._named = editing.named(self.acts)
        only_named = _A.passage.in_(among(connection, self._named)) if self._named else sa.false()
        found = found_in(connection, row, only_named)
        played = editing.edited(found, self.acts, dropped=True)
        bare = replace(found, assignments=())
        self.themes = replace(editing.edited(bare, self.acts, dropped=True), assignments=played.assignments)
        """As people left them; assigned are only the passages that acts name, and no theme is counted."""
        self.dropped = {one.id for one in self.themes.themes} - {
            one.id for one in editing.edited(bare, self.acts).themes
        }
        self._sources = editing.sources(found, self.acts)

    @cached_property
    def named(self) -> dict[str, dict[str, float]]:
        """Strength by passage, by theme, of the passages that acts name; under the empty id of those in no theme."""
        held: dict[str, dict[str, float]] = {}
        for one in self.themes.assignments:
            held.setdefault(one.theme or "", {})[one.passage] = one.strength
        return held

    def now(self, found: str | None) -> str | None:
        """Return the theme where one lies that the machine found, empty for no theme, None where it lies nowhere."""
        return self._into.get(found) if found else ""

    @cached_property
    def _into(self) -> dict[str, str]:
        return {source: theme for theme, sources in self._sources.items() for source in sources}

    def others(self, theme: str) -> sa.ColumnElement[bool]:
        """Return the condition on an assignment to be of a theme and a passage no act names; each passage fits once.

        An empty id stands for no theme.
        """
        if not theme:
            return sa.and_(self.unnamed, _A.theme.is_(None))
        sources, other = self._sources.get(theme, ()), t.assignment.alias()
        parts: list[sa.ColumnElement[bool]] = [_A.theme == one for one in sources[:1]]
        for place, one in enumerate(sources[1:], 1):
            before = sa.exists().where(
                other.c.scope == self.scope, other.c.passage == _A.passage, other.c.theme.in_(sources[:place])
            )
            parts.append(sa.and_(_A.theme == one, ~before))
        return sa.and_(self.unnamed, sa.or_(sa.false(), *parts))

    @property
    def unnamed(self) -> sa.ColumnElement[bool]:
        """The condition on an assignment to be of this scope and a passage no act names."""
        here = _A.scope == self.scope
        return sa.and_(here, _A.passage.not_in(among(self._connection, self._named))) if self._named else here

    def passages(self, theme: str) -> set[str]:
        """Return the ids of all passages of a theme."""
        query = sa.select(_A.passage).where(self.others(theme))
        return {*self._connection.execute(query).scalars(), *self.named.get(theme, {})}

    def held(self, theme: str, passages: Collection[str]) -> set[str]:
        """Return which of these passages are in a theme."""
        found = {id for id, held in self._held_by(passages) if held == theme}
        return found | (self.named.get(theme, {}).keys() & set(passages))

    def _held_by(self, passages: Collection[str]) -> Iterator[tuple[str, str]]:
        """Yield (passage, theme) of these passages, those left out that acts name; an empty theme stands for none."""
        # Found by passage and picked here: by scope the database would read through all of it.
        query = sa.select(_A.passage, _A.scope, _A.theme).where(_A.passage.in_(among(self._connection, passages)))
        for passage, scope, theme in self._connection.execute(query):
            if scope == self.scope and passage not in self._named and (now := self.now(theme)) is not None:
                yield passage, now

    def assigned(self, passages: Collection[str]) -> Iterator[ThemeAssignment]:
        """Yield the assignments of these passages; one stands twice where themes were merged that both had it."""
        query = sa.select(_A.passage, _A.theme, _A.strength).where(self.unnamed)
        for passage, theme, strength in self._connection.execute(query):
            if passage in passages and (now := self.now(theme)) is not None:
                yield ThemeAssignment(passage, now or None, strength)
        yield from (one for one in self.themes.assignments if one.passage in passages)

    def size(self, theme: str) -> int:
        """Return how many passages are in a theme."""
        query = sa.select(sa.func.count(sa.distinct(_A.passage))).where(self.others(theme))
        return self._connection.execute(query).scalar_one() + len(self.named.get(theme, {}))

    def sized(self, themes: Iterable[Theme]) -> tuple[Theme, ...]:
        """Return themes with their sizes, and those of their representative passages that are in them still."""
        listed = tuple(themes)
        plain = sorted(one.id for one in listed if self._sources.get(one.id) == (one.id,))
        query = sa.select(_A.theme, sa.func.count(sa.distinct(_A.passage))).where(self.unnamed, _A.theme.in_(plain))
        sizes = dict.fromkeys(plain, 0) | dict(self._connection.execute(query.group_by(_A.theme)).all())
        wanted = {id for one in listed for id in one.representative}
        there = {*self._held_by(wanted), *((id, theme) for theme, held in self.named.items() for id in held)}
        return tuple(self._sized(one, sizes.get(one.id), there) for one in listed)

    def _sized(self, theme: Theme, others: int | None, there: Collection[tuple[str, str]]) -> Theme:
        """Return a theme with its size; `others` is how many passages of it no act names, where that is counted.

        `there` says of which representative passages they are in it still.
        """
        size = self.size(theme.id) if others is None else others + len(self.named.get(theme.id, {}))
        if not size:
            return replace(theme, size=0)
        shown = tuple(id for id in theme.representative if (id, theme.id) in there)
        return replace(theme, size=size, representative=shown or self._first(theme.id))

    def _first(self, theme: str) -> tuple[str, ...]:
        """Return the passages that stand for a theme none of whose own representatives is left."""
        query = sa.select(_A.passage).distinct().where(self.others(theme)).order_by(_A.passage)
        some = self._connection.execute(query.limit(editing.REPRESENTATIVE)).scalars()
        return tuple(sorted({*some, *self.named.get(theme, {})})[: editing.REPRESENTATIVE])


def acts_of(connection: sa.Connection, scope: str | None) -> tuple[ThemeAct, ...]:
    """Return what people did with themes, of one scope or all, in order."""
    query = sa.select(t.theme_ruling).order_by(t.theme_ruling.c.id)
    if scope is not None:
        query = query.where(t.theme_ruling.c.scope == scope)
    return tuple(
        ThemeAct(
            row["theme"],
            row["act"],
            row["coder"],
            row["made_at"],
            row["name"],
            row["target"],
            tuple(json.loads(row["passages"])),
            row["cleared"],
        )
        for row in connection.execute(query).mappings()
    )


def found_in(connection: sa.Connection, row: rows.Row, wanted: sa.ColumnElement[bool] | None = None) -> Themes:
    """Return the themes of a scope as the machine found them, with all assignments or those that are wanted."""
    scope = row["scope"]
    listed = connection.execute(
        sa.select(t.theme).where(t.theme.c.scope == scope).order_by(t.theme.c.position, t.theme.c.id)
    ).mappings()
    query = sa.select(_A.passage, _A.theme, _A.strength).where(_A.scope == scope).order_by(_A.id)
    assigned = connection.execute(query if wanted is None else query.where(wanted))
    return Themes(
        scope=scope,
        themes=tuple(rows.to_theme(one) for one in listed),
        assignments=tuple(ThemeAssignment(*one) for one in assigned),
        set_aside=tuple(json.loads(row["set_aside"])),
        note=row["note"],
        folded=row["folded"],
    )


def memberships(connection: sa.Connection, scope: str | None = None) -> Sequence[Membership]:
    """Return the themes of every scope, or of one, in order."""
    query = sa.select(t.themes).order_by(t.themes.c.scope)
    if scope is not None:
        query = query.where(t.themes.c.scope == scope)
    return [Membership(connection, row) for row in list(connection.execute(query).mappings())]
