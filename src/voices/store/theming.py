"""Candidate themes and what people did with them."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from voices.errors import InputError
from voices.model import ThemeAct, Themes
from voices.store import editing, rows
from voices.store import tables as t
from voices.store.base import Part, mark_done
from voices.store.engine import upsert
from voices.store.membership import Membership, acts_of, found_in, memberships

ACTS = ("confirm", "rename", "drop", "reopen", "merge", "split", "move")
"""What a person can do with a candidate theme; acts are played in order over what the machine found."""


class Theming(Part):
    """Themes by scope."""

    def put_themes(self, themes: Themes, input_hash: str, version: str) -> None:
        """Store the candidate themes of one scope as stage "themes"; those a person confirmed stay, come what may."""
        with self._write() as connection:
            kept = _kept(acts_of(connection, themes.scope)) - {one.id for one in themes.themes}
            in_scope = t.theme.c.scope == themes.scope
            upsert(
                connection,
                t.themes,
                [
                    {
                        "scope": themes.scope,
                        "set_aside": rows.dump(themes.set_aside),
                        "note": themes.note,
                        "folded": themes.folded,
                    }
                ],
            )
            connection.execute(sa.delete(t.theme).where(in_scope, t.theme.c.id.not_in(sorted(kept))))
            connection.execute(
                sa.delete(t.assignment).where(
                    t.assignment.c.scope == themes.scope,
                    sa.or_(t.assignment.c.theme.is_(None), t.assignment.c.theme.not_in(sorted(kept))),
                )
            )
            upsert(connection, t.theme, [rows.from_theme(one, place) for place, one in enumerate(themes.themes)])
            if themes.assignments:
                connection.execute(
                    sa.insert(t.assignment),
                    [
                        {"scope": themes.scope, "passage": a.passage, "theme": a.theme, "strength": a.strength}
                        for a in themes.assignments
                    ],
                )
            mark_done(connection, "themes", [(themes.scope, input_hash)], version)

    def themes(self, scope: str | None = None, dropped: bool = False) -> tuple[Themes, ...]:
        """Return the themes by scope as people left them; dropped ones only where asked for."""
        query = sa.select(t.themes).order_by(t.themes.c.scope)
        if scope is not None:
            query = query.where(t.themes.c.scope == scope)
        with self._read() as connection:
            found = list(connection.execute(query).mappings())
            return tuple(
                editing.edited(found_in(connection, row), acts_of(connection, row["scope"]), dropped) for row in found
            )

    def theme_acts(self, scope: str | None = None) -> tuple[ThemeAct, ...]:
        """Return what people did with themes, in order."""
        with self._read() as connection:
            return acts_of(connection, scope)

    def confirmed_version(self) -> str:
        """Return the version of the confirmed themes, as "3 of 1a2b3c4d": acts so far, and a fingerprint of the set."""
        with self._read() as connection:
            found = [(some, one) for some in memberships(connection) for one in some.themes.themes if one.confirmed]
            mark = editing.version((one, some.passages(one.id)) for some, one in found if one.id not in some.dropped)
            return f"{len(acts_of(connection, None))} of {mark}" if mark else ""

    def dropped_themes(self) -> frozenset[tuple[str, str]]:
        """Return (scope, id) of the themes people dropped."""
        with self._read() as connection:
            return frozenset((some.scope, id) for some in memberships(connection) for id in some.dropped)

    def rule_theme(
        self,
        scope: str,
        theme: str,
        act: str,
        coder: str,
        name: str = "",
        *,
        cleared: bool = True,
        target: str = "",
        passages: Sequence[str] = (),
    ) -> None:
        """Record what a person does with a theme: confirm, rename, drop, reopen, merge, split or move.

        Raises InputError where there is no such theme or act, a new name is empty, a merge has no other theme to go
        to, or a split takes none or all of a theme's passages.
        """
        if act not in ACTS or (act in ("rename", "split") and not name.strip()):
            raise InputError(f"a theme can be confirmed, renamed (with a name), dropped or reopened, not {act!r}")
        with self._read() as connection:
            there = next(iter(memberships(connection, scope)), None)
            ids = {one.id for one in there.themes.themes} if there else set()
            if there is None or (theme not in ids and not (act == "move" and not theme)):
                raise InputError(f"there is no theme {theme} in {scope} (any more)")
            if act == "merge" and (target not in ids or target == theme):
                raise InputError("choose another theme of the same part to merge into")
            if act == "move" and target and target not in ids:
                raise InputError(f"there is no theme {target} to move to (any more)")
            if act in ("split", "move"):
                _check(there, act, theme, passages)
        values = {"scope": scope, "theme": theme, "act": act, "name": name.strip(), "coder": coder, "target": target}
        listed = rows.dump(sorted(set(passages)))
        with self._write() as connection:
            made = {**values, "passages": listed, "made_at": rows.now(), "cleared": cleared}
            connection.execute(sa.insert(t.theme_ruling).values(made))

    def replay_themes(self, recorded: Sequence[tuple[str, ThemeAct]]) -> int:
        """Store recorded acts by scope, in one transaction and where nobody did anything yet; return how many."""
        columns = ("theme", "act", "coder", "made_at", "name", "target", "cleared")
        with self._write() as connection:
            if acts_of(connection, None):
                return 0
            for scope, act in recorded:
                values = {column: getattr(act, column) for column in columns}
                listed = rows.dump(sorted(act.passages))
                connection.execute(sa.insert(t.theme_ruling).values(scope=scope, passages=listed, **values))
        return len(recorded)

    def confirm_theme(self, id: str, name: str, coder: str, scope: str | None = None) -> None:
        """Confirm a theme under a name; the scope is only needed where two scopes share the id."""
        with self._read() as connection:
            query = sa.select(t.theme.c.scope).where(t.theme.c.id == id)
            scopes = connection.execute(query.where(t.theme.c.scope == scope) if scope else query).scalars().all()
        if len(scopes) != 1:
            raise InputError(f"theme {id} is in {len(scopes)} scopes: name one of them")
        self.rule_theme(scopes[0], id, "confirm", coder, name)

    def uncleared_names(self) -> int:
        """Return how many theme names stand whose scan found something nobody cleared: they block export."""
        with self._read() as connection:
            query = sa.select(t.theme_ruling).where(t.theme_ruling.c.name != "").order_by(t.theme_ruling.c.id)
            last = {(r["scope"], r["theme"]): r["cleared"] for r in connection.execute(query).mappings()}
            return sum(not cleared for cleared in last.values())


def _check(there: Membership, act: str, theme: str, passages: Sequence[str]) -> None:
    chosen = there.held(theme, passages)
    if not chosen:
        raise InputError("choose the passages first")
    if act == "split" and there.size(theme) == len(chosen):
        raise InputError("a split leaves at least one passage in the old theme; rename the theme instead")


def _kept(acts: Sequence[ThemeAct]) -> set[str]:
    """Return the ids of the themes whose last confirm, drop or reopen was a confirmation."""
    last = {act.theme: act.act for act in acts if act.act in ("confirm", "drop", "reopen")}
    return {theme for theme, act in last.items() if act == "confirm"}
