"""What machines put forward and what people write beside it: suggestions, candidate themes, rulings on them, memos."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from voices.errors import InputError
from voices.model import Memo, Suggestion, ThemeAssignment, Themes
from voices.store import rows
from voices.store import tables as t
from voices.store.base import Part, mark_done
from voices.store.engine import chunks, upsert

ACTS = ("confirm", "rename", "drop", "reopen")
"""What a person can do with a candidate theme; the last confirm, drop or reopen and the last name stand."""


class Material(Part):
    """Suggestions, themes and memos."""

    def put_suggestions(self, items: Iterable[tuple[str, str, Sequence[Suggestion]]], version: str) -> None:
        """Store (passage id, input hash, suggestions best first) as stage "suggest", replacing earlier ones."""
        listed = list(items)
        with self._write() as connection:
            bodies = [{"passage": passage, "body": rows.from_suggestions(some)} for passage, _, some in listed]
            upsert(connection, t.suggestion, bodies)
            mark_done(connection, "suggest", ((passage, hashed) for passage, hashed, _ in listed), version)

    def suggestions(self, ids: Iterable[str] | None = None) -> dict[str, tuple[Suggestion, ...]]:
        """Return the suggestions of all passages, or of these, best first."""
        query = sa.select(t.suggestion.c.passage, t.suggestion.c.body)
        with self._read() as connection:
            if ids is None:
                found = list(connection.execute(query.order_by(t.suggestion.c.passage)))
            else:
                found = [
                    row
                    for some in chunks(sorted(set(ids)))
                    for row in connection.execute(query.where(t.suggestion.c.passage.in_(some)))
                ]
            return {passage: rows.to_suggestions(passage, body) for passage, body in found}

    def put_themes(self, themes: Themes, input_hash: str, version: str) -> None:
        """Store the candidate themes of one scope as stage "themes"; those a person confirmed stay, come what may."""
        with self._write() as connection:
            rulings = _rulings(connection, themes.scope)
            kept = {id for id, (state, _) in rulings.items() if state == "confirm"} - {one.id for one in themes.themes}
            in_scope = t.theme.c.scope == themes.scope
            upsert(
                connection,
                t.themes,
                [{"scope": themes.scope, "set_aside": rows.dump(themes.set_aside), "note": themes.note}],
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
        """Return the themes by scope, named and confirmed as people left them; dropped ones only where asked for."""
        query = sa.select(t.themes).order_by(t.themes.c.scope)
        if scope is not None:
            query = query.where(t.themes.c.scope == scope)
        with self._read() as connection:
            return tuple(_themes(connection, row, dropped) for row in connection.execute(query).mappings())

    def dropped_themes(self) -> frozenset[tuple[str, str]]:
        """Return (scope, id) of the themes people dropped."""
        with self._read() as connection:
            scopes = connection.execute(sa.select(t.themes.c.scope)).scalars().all()
            return frozenset(
                (scope, id)
                for scope in scopes
                for id, (state, _) in _rulings(connection, scope).items()
                if state == "drop"
            )

    def rule_theme(self, scope: str, theme: str, act: str, coder: str, name: str = "", *, cleared: bool = True) -> None:
        """Record what a person does with a theme: confirm (with a name), rename, drop or reopen.

        Raises InputError where there is no such theme or act, or a new name is empty.
        """
        if act not in ACTS or (act == "rename" and not name.strip()):
            raise InputError(f"a theme can be confirmed, renamed (with a name), dropped or reopened, not {act!r}")
        with self._write() as connection:
            known = sa.select(t.theme.c.id).where(t.theme.c.scope == scope, t.theme.c.id == theme)
            if connection.execute(known).first() is None:
                raise InputError(f"there is no theme {theme} in {scope} (any more)")
            values = {"scope": scope, "theme": theme, "act": act, "name": name.strip(), "coder": coder}
            connection.execute(sa.insert(t.theme_ruling).values(**values, made_at=rows.now(), cleared=cleared))

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

    def add_memo(self, passage: str, coder: str, text: str, cleared: bool) -> Memo:
        """Store a note on a passage; `cleared` says that the scan found nothing or the writer cleared what it found."""
        values = {"passage": passage, "coder": coder, "text": text, "made_at": rows.now(), "cleared": cleared}
        with self._write() as connection:
            if connection.execute(sa.select(t.passage.c.id).where(t.passage.c.id == passage)).first() is None:
                raise InputError(f"passage {passage} is not in this study (any more)")
            made = connection.execute(sa.insert(t.memo).values(values)).inserted_primary_key
            return rows.to_memo({**values, "id": int(made[0]) if made else 0})

    def change_memo(self, id: int, coder: str, text: str, cleared: bool) -> None:
        """Replace the text of one's own memo, or clear it as it is; an empty text removes it."""
        mine = sa.and_(t.memo.c.id == id, t.memo.c.coder == coder)
        with self._write() as connection:
            if text:
                done = connection.execute(sa.update(t.memo).where(mine).values(text=text, cleared=cleared))
            else:
                done = connection.execute(sa.delete(t.memo).where(mine))
            if not done.rowcount:
                raise InputError(f"memo {id} is not there (any more), or another coder wrote it")

    def memos(self, passage: str | None = None) -> tuple[Memo, ...]:
        """Return all memos, or those on one passage, in order."""
        query = sa.select(t.memo).order_by(t.memo.c.id)
        with self._read() as connection:
            found = connection.execute(query if passage is None else query.where(t.memo.c.passage == passage))
            return tuple(rows.to_memo(row) for row in found.mappings())


def _rulings(connection: sa.Connection, scope: str) -> dict[str, tuple[str, str]]:
    """Return (state, name) by theme: confirm, drop or "", and the name a person gave or ""."""
    stands: dict[str, tuple[str, str]] = {}
    query = sa.select(t.theme_ruling).where(t.theme_ruling.c.scope == scope).order_by(t.theme_ruling.c.id)
    for row in connection.execute(query).mappings():
        state, name = stands.get(row["theme"], ("", ""))
        if row["act"] != "rename":
            state = "" if row["act"] == "reopen" else row["act"]
        stands[row["theme"]] = (state, row["name"] or name)
    return stands


def _themes(connection: sa.Connection, row: rows.Row, dropped: bool) -> Themes:
    scope = row["scope"]
    rulings = _rulings(connection, scope)
    gone = set() if dropped else {id for id, (state, _) in rulings.items() if state == "drop"}
    listed = connection.execute(
        sa.select(t.theme).where(t.theme.c.scope == scope).order_by(t.theme.c.position, t.theme.c.id)
    ).mappings()
    query = sa.select(t.assignment.c.passage, t.assignment.c.theme, t.assignment.c.strength)
    assigned = connection.execute(query.where(t.assignment.c.scope == scope).order_by(t.assignment.c.id))
    return Themes(
        scope=scope,
        themes=tuple(
            rows.to_theme(one, rulings.get(one["id"], ("", ""))[1], rulings.get(one["id"], ("", ""))[0] == "confirm")
            for one in listed
            if one["id"] not in gone
        ),
        assignments=tuple(ThemeAssignment(*one) for one in assigned if one[1] not in gone),
        set_aside=tuple(json.loads(row["set_aside"])),
        note=row["note"],
    )
