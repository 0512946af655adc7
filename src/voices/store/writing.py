"""Chains of what people write beside decisions; each version follows the one its writer saw, none is overwritten."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa

from voices.errors import InputError, StaleVersion
from voices.store import rows
from voices.store import tables as t
from voices.store.base import Part
from voices.store.engine import chunks
from voices.store.steady import from_steady, to_steady

UNDONE = "undone"
"""The act that takes back the last one of its chain that stands."""
RIVAL = "rival"
"""The act of a version written without having seen the one that stands: kept beside it until somebody settles it."""
Words = tuple[str, str, int, int]
"""(element, passage id, start, end); half-open code points into the passage's text."""


@dataclass(frozen=True)
class Written:
    """One version of a theory, a realist link, a framework cell or a practice example."""

    id: int
    kind: str
    """theory, link, cell or example."""
    key: str
    act: str
    facts: Mapping[str, Any]
    """Ids and closed values."""
    words: Mapping[str, str] = field(repr=False)
    """What its writer typed, scanned before; empty once somebody it speaks of has left."""
    coder: str
    made_at: str
    supersedes: int | None
    anchors: tuple[Words, ...]
    """Those whose passage is live."""
    lost: int
    """Anchors whose passage is cut otherwise now, or is gone."""
    tip: int = 0
    """The last row of the chain: the version a writer has to have seen."""
    rivals: tuple[tuple[int, str, Mapping[str, str]], ...] = field(default=(), repr=False)
    """(row, coder, words) of versions written since without having seen this one."""


@dataclass(frozen=True)
class Draft:
    """What somebody writes; `supersedes` is the version they saw, None where there was none."""

    kind: str
    key: str
    act: str
    facts: Mapping[str, Any]
    words: Mapping[str, str] = field(repr=False)
    anchors: tuple[Words, ...]
    coder: str
    supersedes: int | None = None
    made_at: str = ""


class Writing(Part):
    """Theories, links, cells and examples as chains of versions."""

    def write(self, draft: Draft) -> int:
        """Add a version after the one its writer saw; return its row.

        Raises StaleVersion where somebody wrote meanwhile, InputError where an anchor is no stretch of a live passage.
        """
        with self._write() as connection:
            tip = _tip(connection, draft.kind, draft.key)
            if tip != draft.supersedes:
                raise StaleVersion(f"somebody has changed this {draft.kind} meanwhile: look at it again")
            return _append(connection, draft, tip)

    def write_first(self, drafts: Iterable[Draft]) -> int:
        """Add recorded drafts in one transaction, where their key has no version yet; return how many keys are new."""
        with self._write() as connection:
            listed = list(drafts)
            new = {one.key for one in listed if _tip(connection, one.kind, one.key) is None}
            for one in listed:
                if one.key in new:
                    _append(connection, one, _tip(connection, one.kind, one.key))
            return len(new)

    def undo_written(self, kind: str, key: str, coder: str, version: int) -> None:
        """Take back one's own last version of a chain, so that the one before stands again.

        Raises StaleVersion where this version does not stand any more, or somebody else wrote it.
        """
        with self._write() as connection:
            chain = _chains(connection, kind, key).get(key, [])
            stands = _stands(chain)
            if stands is None or stands.tip != version or stands.coder != coder:
                raise StaleVersion(f"this {kind} was changed meanwhile, or another coder wrote it: look at it again")
            _append(connection, Draft(kind, key, UNDONE, {}, {}, (), coder), stands.tip)

    def written(self, kind: str) -> tuple[Written, ...]:
        """Return the version of every chain that stands, by key; removed ones among them."""
        with self._read() as connection:
            found = (_stands(chain) for _, chain in sorted(_chains(connection, kind).items()))
            return tuple(one for one in found if one is not None)

    def versions(self, kind: str, key: str) -> tuple[Written, ...]:
        """Return every version of one chain, in order."""
        with self._read() as connection:
            return tuple(_chains(connection, kind, key).get(key, ()))

    def tips(self, kind: str) -> dict[str, int]:
        """Return the last row of every chain by key: what a writer has to have seen."""
        query = sa.select(t.written.c.key, sa.func.max(t.written.c.id)).where(t.written.c.kind == kind)
        with self._read() as connection:
            return {key: int(id) for key, id in connection.execute(query.group_by(t.written.c.key))}


def forget_written(connection: sa.Connection, passages: Collection[str], participant: str) -> int:
    """Take a person's words out of what others wrote; return how many rows were touched.

    Anchors in their passages go. Notes on links and examples that rest on them are emptied, so are the cells that
    are about this person alone or rest on nobody else; a group's cell that others stand behind is only marked.
    """
    touched: set[int] = set()
    for some in chunks(sorted(passages)):
        query = sa.select(t.anchor.c.written).where(t.anchor.c.passage.in_(some))
        touched |= set(connection.execute(query).scalars())
    own = sa.and_(t.written.c.kind == "cell", t.written.c.key.startswith(f"{participant}\x1f", autoescape=True))
    theirs = set(connection.execute(sa.select(t.written.c.id).where(own)).scalars())
    for some in chunks(sorted(passages)):
        connection.execute(sa.delete(t.anchor).where(t.anchor.c.passage.in_(some)))
    shared = sa.select(t.anchor.c.written).join(t.written, t.written.c.id == t.anchor.c.written)
    kept = set(connection.execute(shared.where(t.written.c.kind == "cell")).scalars()) - theirs
    for id in sorted((touched | theirs) - kept):
        connection.execute(sa.update(t.written).where(t.written.c.id == id).values(words="{}"))
    return len(touched | theirs)


def _tip(connection: sa.Connection, kind: str, key: str) -> int | None:
    query = sa.select(sa.func.max(t.written.c.id)).where(t.written.c.kind == kind, t.written.c.key == key)
    return connection.execute(query).scalar_one_or_none()


def _append(connection: sa.Connection, draft: Draft, tip: int | None) -> int:
    placed = [_placed(connection, one) for one in draft.anchors]
    values = {
        "kind": draft.kind,
        "key": draft.key,
        "act": draft.act,
        "facts": rows.dump({**draft.facts, "anchors": len(placed)}),
        "words": rows.dump(dict(draft.words)),
        "coder": draft.coder,
        "made_at": draft.made_at or rows.now(),
        "supersedes": tip,
    }
    made = connection.execute(sa.insert(t.written).values(values)).inserted_primary_key
    id = int(made[0]) if made else 0
    if placed:
        listed = [{"written": id, "position": place, **one} for place, one in enumerate(placed)]
        connection.execute(sa.insert(t.anchor), listed)
    return id


def _placed(connection: sa.Connection, words: Words) -> dict[str, Any]:
    element, passage, start, end = words
    query = sa.select(t.passage.c.text).where(t.passage.c.id == passage, ~t.passage.c.retired)
    text = connection.execute(query).scalar_one_or_none()
    if text is None:
        raise InputError(f"passage {passage} is not in this study (any more)")
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise InputError(f"passage {passage}: {start} to {end} is no stretch of it; choose the words again")
    steady_start, steady_end = to_steady(text, start, end)
    return {"element": element, "passage": passage, "start": steady_start, "end": steady_end}


def _chains(connection: sa.Connection, kind: str, key: str | None = None) -> dict[str, list[Written]]:
    mine = [t.written.c.kind == kind] + ([t.written.c.key == key] if key is not None else [])
    anchors: dict[int, list[Words]] = {}
    query = (
        sa.select(t.anchor, t.passage.c.text, t.passage.c.retired)
        .join(t.written, t.written.c.id == t.anchor.c.written)
        .join(t.passage, t.passage.c.id == t.anchor.c.passage)
        .where(*mine)
        .order_by(t.anchor.c.written, t.anchor.c.position)
    )
    for row in connection.execute(query).mappings():
        if row["retired"]:  # asked here: the database would begin with all passages that are not
            continue
        span = from_steady(row["text"], row["start"], row["end"])
        anchors.setdefault(row["written"], []).append((row["element"], row["passage"], *span))
    chains: dict[str, list[Written]] = {}
    for row in connection.execute(sa.select(t.written).where(*mine).order_by(t.written.c.id)).mappings():
        chains.setdefault(row["key"], []).append(_read(row, tuple(anchors.get(row["id"], ()))))
    return chains


def _read(row: rows.Row, anchors: tuple[Words, ...]) -> Written:
    facts = json.loads(row["facts"])
    lost = int(facts.pop("anchors", 0)) - len(anchors)
    return Written(
        row["id"],
        row["kind"],
        row["key"],
        row["act"],
        facts,
        json.loads(row["words"]),
        row["coder"],
        row["made_at"],
        row["supersedes"],
        anchors,
        lost,
    )


def _stands(chain: Sequence[Written]) -> Written | None:
    """Return the version that stands: going back, each undo cancels the version before it that is no undo."""
    undone, rivals = 0, list[Written]()
    for one in reversed(chain):
        if one.act == RIVAL:
            rivals.insert(0, one)
        elif one.act == UNDONE:
            undone += 1
        elif undone:
            undone -= 1
        else:
            beside = tuple((rival.id, rival.coder, rival.words) for rival in rivals if rival.words)
            return replace(one, tip=chain[-1].id, rivals=beside)
    return None
