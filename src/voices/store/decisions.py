"""People's decisions: rows that are only ever added, each following the one it supersedes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from voices.errors import InputError, StaleVersion
from voices.model import Coded, Decision, Verdict
from voices.store import rows
from voices.store import tables as t
from voices.store.base import Part
from voices.store.engine import chunks
from voices.store.foretelling import remember
from voices.store.queue import add_second_readings

STATE_OF_VERDICT = {
    Verdict.CODED: "done",
    Verdict.NO_CODE: "done",
    Verdict.SKIPPED: "skipped",
    Verdict.HELD: "held",
}
"""Where a passage is in the queue once this decision stands."""


class Decisions(Part):
    """What people decided, and taking it back."""

    def decide(
        self,
        passage: str,
        coder: str,
        verdict: Verdict,
        codes: Sequence[Coded] = (),
        *,
        supersedes: int | None = None,
        quotable: bool = False,
        suggestion_shown: bool = True,
        rule: str = "",
        made_at: str | None = None,
        reading: int = 0,
        looked_up: bool = False,
    ) -> Decision:
        """Add a decision after the one the coder saw last (`supersedes`, None where there was none).

        `looked_up` says that the coder chose the passage and did not take the next of the queue, so that it counts
        as drawn by nobody.

        Raises InputError where the passage is not in the study, StaleVersion where somebody decided meanwhile.
        """
        draft = Decision(
            0,
            passage,
            coder,
            verdict,
            tuple(codes),
            made_at or rows.now(),
            supersedes,
            quotable,
            suggestion_shown,
            rule,
        )
        with self._write() as connection:
            item = item_of(connection, passage, reading)
            if item["tip"] != supersedes:
                raise StaleVersion(f"somebody has changed passage {passage} meanwhile: look at it again, then decide")
            return append(connection, draft, item, drawn=item["drawn"] and not looked_up)

    def decide_many(self, drafts: Iterable[Decision], *, only_open: bool = False) -> tuple[Decision, ...]:
        """Add many decisions in one transaction, each after whatever stands; ids and `supersedes` are given anew.

        For recorded decisions and for a rule a person switched on, where nobody looks at the single passage. A blind
        decision on what another coder decided blind before is taken as the second reading of that passage. With
        `only_open` passages that do not wait any more are left as they are.
        """
        with self._write() as connection:
            items = ((draft, _item_for(connection, draft)) for draft in drafts)
            return tuple(
                append(connection, draft, item, drawn=item["drawn"])
                for draft, item in items
                if not only_open or item["state"] == "open"
            )

    def undo(self, coder: str, decision: int | None = None) -> Decision | None:
        """Take back this coder's last decision that still stands, or the one given; None where there is nothing.

        Raises StaleVersion where the decision given does not stand any more or is somebody else's.
        """
        with self._write() as connection:
            query = (
                sa.select(t.decision, t.item.c.tip.label("tip"))
                .join(t.item, t.item.c.standing == t.decision.c.id)
                .join(t.passage, t.passage.c.id == t.decision.c.passage)
                .where(t.decision.c.coder == coder, ~t.passage.c.retired)
            )
            if decision is not None:
                query = query.where(t.decision.c.id == decision)
            found = connection.execute(query.order_by(t.decision.c.id.desc()).limit(1)).mappings().first()
            if found is None:
                if decision is not None:
                    raise StaleVersion(f"decision {decision} does not stand any more, or another coder made it")
                return None
            draft = Decision(0, found["passage"], coder, Verdict.UNDONE, (), rows.now())
            return append(connection, draft, item_of(connection, found["passage"], found["reading"]))

    def redo(self, coder: str) -> Decision | None:
        """Make again what this coder took back last; None once they decided something else, or somebody else did."""
        with self._write() as connection:
            mine = t.decision.c.coder == coder
            fresh = sa.select(sa.func.coalesce(sa.func.max(t.decision.c.id), 0)).where(
                mine, t.decision.c.verdict != Verdict.UNDONE.value, t.decision.c.redoes.is_(None)
            )
            again = t.decision.alias("again")
            undone = (
                connection.execute(
                    sa.select(t.decision)
                    .where(
                        mine,
                        t.decision.c.verdict == Verdict.UNDONE.value,
                        t.decision.c.passage.is_not(None),
                        t.decision.c.id > fresh.scalar_subquery(),
                        ~sa.exists().where(again.c.redoes == t.decision.c.id),
                    )
                    .order_by(t.decision.c.id.desc())
                    .limit(1)
                )
                .mappings()
                .first()
            )
            if undone is None:
                return None
            chain = _chain(connection, undone["passage"], undone["reading"])
            if any(row["id"] > undone["id"] and row["coder"] != coder for row in chain.values()):
                return None
            target = _resolve(chain, undone["supersedes"])
            if target is None:
                return None
            kept = rows.to_decision(chain[target])
            draft = Decision(
                0, kept.passage, coder, kept.verdict, kept.codes, rows.now(), None, kept.quotable, kept.suggestion_shown
            )
            item = item_of(connection, undone["passage"], undone["reading"])
            return append(connection, draft, item, redoes=undone["id"])

    def decisions(self) -> tuple[Decision, ...]:
        """Return every decision ever made, in order."""
        with self._read() as connection:
            found = connection.execute(sa.select(t.decision).order_by(t.decision.c.id)).mappings()
            return tuple(rows.to_decision(row) for row in found)

    def standing(self, ids: Iterable[str] | None = None) -> dict[str, Decision]:
        """Return the decision that stands for each live passage, or of these; a first reading goes before a second."""
        query = (
            sa.select(t.decision)
            .join(t.item, t.item.c.standing == t.decision.c.id)
            .join(t.passage, t.passage.c.id == t.decision.c.passage)
            .where(~t.passage.c.retired)
            .order_by(t.decision.c.passage, t.decision.c.reading.desc())
        )
        some = [query] if ids is None else [query.where(t.passage.c.id.in_(part)) for part in chunks(sorted(set(ids)))]
        with self._read() as connection:
            return {row["passage"]: rows.to_decision(row) for one in some for row in connection.execute(one).mappings()}

    def blind(self) -> tuple[Decision, ...]:
        """Return, for each reading of a live passage, the last blind decision not taken back: for agreement."""
        live = sa.and_(t.passage.c.id == t.decision.c.passage, ~t.passage.c.retired)
        apart = sa.select(t.decision.c.passage).where(~t.decision.c.suggestion_shown)
        query = sa.select(t.decision).join(t.passage, live).where(t.decision.c.passage.in_(apart))
        query = query.order_by(t.decision.c.id)
        chains: dict[tuple[str, int], dict[int, Any]] = {}
        with self._read() as connection:
            for row in connection.execute(query).mappings():
                chains.setdefault((row["passage"], row["reading"]), {})[row["id"]] = row
        found = []
        for key in sorted(chains):
            stands = _resolve(chains[key], max(chains[key]))
            while stands is not None and chains[key][stands]["suggestion_shown"]:
                stands = _resolve(chains[key], chains[key][stands]["supersedes"])
            if stands is not None and chains[key][stands]["verdict"] in (Verdict.CODED.value, Verdict.NO_CODE.value):
                found.append(rows.to_decision(chains[key][stands]))
        return tuple(found)

    def history(self, passage: str) -> tuple[Decision, ...]:
        """Return every decision on a passage and on the retired ones it follows, in order."""
        with self._read() as connection:
            ids: list[str] = []
            following: str | None = passage
            while following and following not in ids:
                ids.append(following)
                following = connection.execute(_BEFORE, {"of": following}).scalar_one_or_none()
            query = sa.select(t.decision).where(t.decision.c.passage.in_(ids)).order_by(t.decision.c.id)
            return tuple(rows.to_decision(row) for row in connection.execute(query).mappings())


# What every decision asks is built once: building a query takes longer than running it.
_THIS = (t.item.c.passage == sa.bindparam("of"), t.item.c.reading == sa.bindparam("time"))
_LIVE = (
    sa.select(t.item).join(t.passage, t.passage.c.id == t.item.c.passage).where(*_THIS, ~t.passage.c.retired)
)  # fmt: skip
_MOVED = sa.update(t.item).where(*_THIS)
_BEFORE = sa.select(t.passage.c.predecessor).where(t.passage.c.id == sa.bindparam("of"))


def item_of(connection: sa.Connection, passage: str, reading: int) -> Any:
    """Return the row of a live passage's item; raises InputError where there is none."""
    found = connection.execute(_LIVE, {"of": passage, "time": reading}).mappings().first()
    if found is None:
        raise InputError(f"passage {passage} is not in this study (any more)")
    return found


def _item_for(connection: sa.Connection, draft: Decision) -> Any:
    item = item_of(connection, draft.passage, 0)
    if draft.suggestion_shown or item["standing"] is None:
        return item
    first = connection.execute(sa.select(t.decision).where(t.decision.c.id == item["standing"])).mappings().one()
    if first["coder"] == draft.coder or first["suggestion_shown"]:
        return item
    add_second_readings(connection, [draft.passage])
    return item_of(connection, draft.passage, 1)


def append(
    connection: sa.Connection, draft: Decision, item: Any, redoes: int | None = None, drawn: bool = False
) -> Decision:
    """Add one decision after the last of its item, and move the item to where it leaves it."""
    values = {
        "passage": draft.passage,
        "reading": item["reading"],
        "coder": draft.coder,
        "verdict": draft.verdict.value,
        "codes": rows.from_codes(draft.codes),
        "made_at": draft.made_at,
        "supersedes": item["tip"],
        "redoes": redoes,
        "quotable": draft.quotable,
        "suggestion_shown": draft.suggestion_shown,
        "rule": draft.rule,
    }
    made = connection.execute(sa.insert(t.decision).values(values)).inserted_primary_key
    id = int(made[0]) if made else 0
    if draft.verdict in (Verdict.CODED, Verdict.NO_CODE) and not draft.rule:
        remember(connection, draft.passage, id, drawn)
    standing, state = id, STATE_OF_VERDICT.get(draft.verdict, "open")
    if draft.verdict is Verdict.UNDONE:
        chain = _chain(connection, draft.passage, item["reading"])
        resolved = _resolve(chain, id)
        standing = resolved or 0
        state = STATE_OF_VERDICT[Verdict(chain[resolved]["verdict"])] if resolved else "open"
    left = {
        "tip": id,
        "standing": standing or None,
        "state": state,
        "since": draft.made_at if state != item["state"] else item["since"],
        "coder": "" if state == "open" else draft.coder,
        "lease": "",
    }
    connection.execute(_MOVED, {"of": draft.passage, "time": item["reading"], **left})
    return rows.to_decision({**values, "id": id})


def _chain(connection: sa.Connection, passage: str, reading: int) -> dict[int, Any]:
    query = sa.select(t.decision).where(t.decision.c.passage == passage, t.decision.c.reading == reading)
    return {row["id"]: row for row in connection.execute(query).mappings()}


def _resolve(chain: dict[int, Any], tip: int | None) -> int | None:
    """Return the id of the decision that stands when `tip` is the last row, or None.

    An undone row takes back whatever stood before it, so that what stood before that stands again.
    """
    undone = 0
    # Walking back, each undo cancels the next earlier act that is no undo itself.
    while tip is not None:
        if chain[tip]["verdict"] == Verdict.UNDONE.value:
            undone += 1
        elif undone:
            undone -= 1
        else:
            return tip
        tip = chain[tip]["supersedes"]
    return None
