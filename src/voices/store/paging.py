"""What long lists show: counted and cut to a page by the database, so that a page of a large study costs little.

All of it is as one person may see it (`View`): nothing of barred documents, and nothing others made of a passage that
this person has still to read blind.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from voices.model import CodedPassage, Decision, Verdict
from voices.store import rows
from voices.store import tables as t
from voices.store.base import Part

JUDGED = (Verdict.CODED.value, Verdict.NO_CODE.value)
_CODE = re.compile(r'\["([^"]+)"')
"""A code id in what the database keeps of a decision; ids hold no quotation marks."""
_FORWARD = r'([0-9.e+-]+),(?:null|"[^"]*"),\d+,\d+,true'
"""What follows a code's id in what is kept of a suggestion that is put forward; its confidence is the group."""
_second = t.item.alias("second")


@dataclass(frozen=True)
class View:
    """What one person does not see."""

    who: str
    barred: tuple[str, ...] = ()
    """Ids of documents kept from them."""
    blind: bool = False
    """Whether passages are read blind in this study."""


@dataclass(frozen=True)
class Progress:
    """How far one document is."""

    document: str
    source: str
    kind: str
    wave: int | None
    period: str
    passages: int
    decided: int


@dataclass(frozen=True)
class Given:
    """How many passages carry exactly these codes and have this value."""

    codes: tuple[str, ...]
    """Ids, sorted."""
    value: str
    """Of the attribute asked for; empty where it is not stated."""
    passages: int


class Paging(Part):
    """Pages of long lists."""

    def unread(self, who: str) -> tuple[str, ...]:
        """Return the live passages of two readings that wait for one and that this person has not read."""
        query = sa.select(_second.c.passage).join(t.passage, t.passage.c.id == _second.c.passage)
        query = query.where(~t.passage.c.retired, _second.c.reading == 1, *_waits(_second.c.passage, who))
        with self._read() as connection:
            return tuple(connection.execute(query).scalars())

    def passage_ids(self) -> tuple[str, ...]:
        """Return the ids of all live passages, sorted."""
        query = sa.select(t.passage.c.id).where(~t.passage.c.retired).order_by(t.passage.c.id)
        with self._read() as connection:
            return tuple(connection.execute(query).scalars())

    def judged_since(self, decision: int) -> int:
        """Return how many judgements by people stand that are later than one, by its id."""
        query = (
            sa.select(sa.func.count(sa.distinct(t.passage.c.id)))
            .select_from(t.item)
            .join(t.decision, t.decision.c.id == t.item.c.standing)
            .join(t.passage, t.passage.c.id == t.item.c.passage)
            .where(t.item.c.standing > decision, ~t.passage.c.retired, t.decision.c.rule == "")
            .where(t.decision.c.verdict.in_(JUDGED))
        )
        with self._read() as connection:
            return connection.execute(query).scalar_one()

    def log(self, view: View, limit: int, offset: int, mine: bool = False) -> tuple[int, tuple[Decision, ...]]:
        """Return how many decisions there are, of one person or all, and one page of them, the newest first."""
        d = t.decision.c
        where: list[sa.ColumnElement[bool]] = [d.coder == view.who] if mine else []
        of: sa.FromClause = t.decision
        if view.barred:
            of = of.outerjoin(t.passage, t.passage.c.id == d.passage)
            kept = sa.and_(t.passage.c.document.in_(list(view.barred)), ~t.passage.c.retired)
            where.append(sa.or_(t.passage.c.id.is_(None), ~kept))
        if view.blind and not mine:
            where.append(sa.or_(d.passage.is_(None), d.coder == view.who, ~not_read(d.passage, view.who)))
        query = sa.select(t.decision).select_from(of).where(*where).order_by(d.id.desc()).limit(limit).offset(offset)
        with self._read() as connection:
            count = connection.execute(sa.select(sa.func.count(d.id)).select_from(of).where(*where)).scalar_one()
            return count, tuple(rows.to_decision(row) for row in connection.execute(query).mappings())

    def by_rule(self) -> dict[str, tuple[tuple[int, str], ...]]:
        """Return the decisions that stand and that a rule made, as (id, coder), by the name of the rule."""
        d, found = t.decision.c, dict[str, list[tuple[int, str]]]()
        query = standing_as_seen(View("")).where(d.rule != "").with_only_columns(d.rule, d.id, d.coder).order_by(d.id)
        with self._read() as connection:
            for rule, id, coder in connection.execute(query):
                found.setdefault(rule, []).append((id, coder))
        return {rule: tuple(made) for rule, made in sorted(found.items())}

    def put_forward(self, code: str, confidence: float, **of: str | int) -> tuple[str, ...]:
        """Return the passages that wait and for which a code is put forward with at least a confidence, by place.

        `of` are values the passage has: its role, source or wave.
        """
        told = re.compile(re.escape(f"[{json.dumps(code, ensure_ascii=False)},") + _FORWARD)
        s, i, p = t.suggestion.c, t.item.c, t.passage.c
        query = sa.select(s.passage, s.body).join(t.item, i.passage == s.passage).join(t.passage, p.id == s.passage)
        query = query.where(i.state == "open", i.reading == 0, ~p.retired, *(p[name] == of[name] for name in of))
        with self._read() as connection:
            found = [(id, told.search(body)) for id, body in connection.execute(query.order_by(i.position))]
            return tuple(id for id, one in found if one is not None and float(one[1]) >= confidence)

    def still_standing(self, decisions: Sequence[int]) -> frozenset[int]:
        """Return which of these decisions stand."""
        query = sa.select(t.item.c.standing).join(t.passage, t.passage.c.id == t.item.c.passage)
        query = query.where(t.item.c.standing.in_(list(decisions)), ~t.passage.c.retired)
        with self._read() as connection:
            return frozenset(connection.execute(query).scalars())

    def progress(self, view: View, limit: int, offset: int) -> tuple[int, tuple[Progress, ...]]:
        """Return how many documents there are, and one page of them by source, wave and id."""
        c = t.document.c
        where = [c.id.not_in(list(view.barred))] if view.barred else []
        page = (
            sa.select(c.id, c.source, c.kind, c.wave, c.period)
            .where(*where)
            .order_by(c.source, sa.func.coalesce(c.wave, 0), c.id)
            .limit(limit)
            .offset(offset)
        )
        with self._read() as connection:
            count = connection.execute(sa.select(sa.func.count(c.id)).where(*where)).scalar_one()
            found = connection.execute(page).all()
            ids = [row.id for row in found]
            live = sa.select(t.passage.c.document, sa.func.count(t.passage.c.id)).where(~t.passage.c.retired)
            live = live.where(t.passage.c.document.in_(ids)).group_by(t.passage.c.document)
            passages: dict[str, int] = {row[0]: row[1] for row in connection.execute(live)}
            stands = standing_as_seen(view).where(t.passage.c.document.in_(ids), t.decision.c.verdict.in_(JUDGED))
            stands = stands.with_only_columns(t.passage.c.document, sa.func.count(t.passage.c.id))
            decided: dict[str, int] = {
                row[0]: row[1] for row in connection.execute(stands.group_by(t.passage.c.document))
            }
            return count, tuple(Progress(*row, passages.get(row.id, 0), decided.get(row.id, 0)) for row in found)

    def given(self, view: View, by: str) -> tuple[Given, ...]:
        """Return what people gave codes to, by the codes and one attribute of the passage or its coder."""
        query = standing_as_seen(view).where(t.decision.c.verdict == Verdict.CODED.value)
        query = query.with_only_columns(t.decision.c.codes, _attribute(by))
        counts: Counter[tuple[tuple[str, ...], str]] = Counter()
        with self._read() as connection:
            for body, value in connection.execute(query):
                codes = tuple(sorted(set(_CODE.findall(body))))  # a third of the time of reading all of the JSON
                counts[codes, "" if value is None else str(value)] += 1
        return tuple(Given(codes, value, count) for (codes, value), count in sorted(counts.items()))

    def coded(
        self, view: View, codes: Sequence[str], by: str, value: str, limit: int, offset: int
    ) -> tuple[int, tuple[CodedPassage, ...]]:
        """Return how many passages carry all these codes or children of theirs, and one page of them in order.

        With `by`, an attribute, only those of this value; an empty value stands for those where it is not stated.
        """
        query = standing_as_seen(view).where(t.decision.c.verdict == Verdict.CODED.value, *map(carries, codes))
        if by:
            column = _attribute(by)
            query = query.where(sa.or_(column.is_(None), column == "") if value == "" else column == value)
        ids = query.with_only_columns(t.passage.c.id, t.decision.c.id)
        ids = ids.order_by(t.passage.c.document, t.passage.c.turn, t.passage.c.ordinal)
        with self._read() as connection:
            all_ = connection.execute(ids).all()  # once over all that is coded; counting apart would be a second time
            count, pairs = len(all_), all_[offset : offset + limit]
            passages = {
                row["id"]: rows.to_passage(row)
                for row in connection.execute(
                    sa.select(t.passage).where(t.passage.c.id.in_([one for one, _ in pairs]))
                ).mappings()
            }
            decisions = {
                row["id"]: rows.to_decision(row)
                for row in connection.execute(
                    sa.select(t.decision).where(t.decision.c.id.in_([other for _, other in pairs]))
                ).mappings()
            }
            return count, tuple(CodedPassage(passages[one], decisions[other]) for one, other in pairs)


def carries(code: str) -> sa.ColumnElement[bool]:
    """Return the condition that a decision carries a code or a child of it."""
    exact = t.decision.c.codes.contains(f'["{code}",', autoescape=True)
    return sa.or_(exact, t.decision.c.codes.contains(f'["{code}/', autoescape=True))


def standing_as_seen(view: View) -> sa.Select[Any]:
    """Return live passages with the decision that stands, a first reading before a second, as somebody may see them."""
    first = t.item.alias("first")
    before = sa.exists().where(first.c.passage == t.item.c.passage, first.c.reading == 0, first.c.standing.is_not(None))
    query = (
        sa.select(t.passage.c.id)
        .select_from(t.item)
        .join(t.decision, t.decision.c.id == t.item.c.standing)
        .join(t.passage, t.passage.c.id == t.item.c.passage)
        .where(t.item.c.standing > 0)  # a range, so that the index on what stands is walked and not the queue
        .where(~t.passage.c.retired, sa.or_(t.item.c.reading == 0, ~before))
    )
    if view.barred:
        query = query.where(t.passage.c.document.not_in(list(view.barred)))
    return query.where(~not_read(t.passage.c.id, view.who)) if view.blind else query


def _attribute(by: str) -> sa.ColumnElement[object]:
    if by == "wave":
        return sa.cast(t.passage.c.wave, sa.Text)
    return t.decision.c.coder if by == "coder" else t.passage.c[by]


def not_read(passage: sa.ColumnElement[str], who: str) -> sa.ColumnElement[bool]:
    """Return the condition that a passage has two readings, waits for one, and this person has not read it."""
    second = t.item.alias()
    return sa.and_(sa.exists().where(second.c.passage == passage, second.c.reading == 1), *_waits(passage, who))


def _waits(passage: sa.ColumnElement[str], who: str) -> tuple[sa.ColumnElement[bool], ...]:
    own, open_ = t.item.alias(), t.item.alias()
    return (
        sa.exists().where(open_.c.passage == passage, open_.c.standing.is_(None)),
        ~sa.exists().where(own.c.passage == passage, own.c.coder == who, own.c.standing.is_not(None)),
    )
