"""What people decide about quotes, over the chains it is stored in: it outlives every run and every publication."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import sqlalchemy as sa

from voices.model.choices import Place, QuoteChoice, QuoteChoices, QuoteOrder, Withholding
from voices.store import tables as t
from voices.store.writing import Draft, Words, Writing, Written

QUOTE, ORDER, WITHHELD = "quote", "quote order", "withheld quote"
ONLY_RELEASED_KEY = "only released quotes"
"""Under this key the store keeps whether only quotes that a lead released are printed."""
WHOLE, TRIMMED = "whole", "trimmed"
"""An anchor's element: the passage as such, or the words somebody wants printed."""
GIVEN_BACK = "given back"


class Quoting(Writing):
    """Pins, drops, trims, notes, order, release and withholding of quotes."""

    def quote_choices(self) -> QuoteChoices:
        """Return everything people decided about quotes; what rests on a passage that is gone is only counted."""
        quotes, orders, withheld = (self.written(kind) for kind in (QUOTE, ORDER, WITHHELD))
        return QuoteChoices(
            tuple(_quote(one) for one in quotes if one.anchors),
            tuple(_order(one) for one in orders),
            tuple(_withholding(one) for one in withheld if one.anchors),
            self._only_released() == "yes",
            sum(1 for one in (*quotes, *withheld) if not one.anchors),
        )

    def choose_quote(self, choice: QuoteChoice, act: str, coder: str) -> None:
        """Store what somebody decided about a quote as a whole; `choice.version` is the row they saw.

        Raises StaleVersion where somebody decided something else meanwhile.
        """
        facts = {
            "group": choice.group,
            "place": choice.place.value,
            "dissenting": choice.dissenting,
            "released_by": choice.released_by,
            "role_shown": choice.role_shown,
        }
        anchor = self._anchor(choice.passage, choice.span)
        words = {"note": choice.note} if choice.note else {}
        self.write(Draft(QUOTE, _key(choice.group, choice.passage), act, facts, words, anchor, coder, choice.version))

    def order_quotes(self, order: QuoteOrder, passages: Sequence[str], coder: str) -> None:
        """Store the order of one side of a chapter; `order` is what somebody saw.

        Raises StaleVersion where somebody ordered it otherwise meanwhile.
        """
        facts = {"group": order.group, "dissenting": order.dissenting}
        key = _key(order.group, "dissenting" if order.dissenting else "supporting")
        anchors = tuple(anchor for passage in passages for anchor in self._anchor(passage, None))
        self.write(Draft(ORDER, key, "ordered", facts, {}, anchors, coder, order.version))

    def withhold(self, passage: str, reason: str, coder: str, version: int | None) -> None:
        """Keep a passage's words out of everything that is printed.

        Raises StaleVersion where somebody withheld it or gave it back meanwhile.
        """
        words, anchor = {"reason": reason}, self._anchor(passage, None)
        self.write(Draft(WITHHELD, _key("", passage), "withheld", {}, words, anchor, coder, version))

    def give_back(self, withholding: Withholding, coder: str) -> None:
        """Let a passage be quoted again; raises StaleVersion where somebody did something else meanwhile."""
        anchor, version = self._anchor(withholding.passage, None), withholding.version
        self.write(Draft(WITHHELD, _key("", withholding.passage), GIVEN_BACK, {}, {}, anchor, coder, version))

    def quote_history(self, group: str, passage: str) -> tuple[Written, ...]:
        """Return what was done with a quote of a chapter, in order."""
        return self.versions(QUOTE, _key(group, passage))

    def bank_state(self) -> str:
        """Return what changes whenever a bank filled from this study could come out otherwise."""
        latest = [sa.func.max(table.c.id) for table in (t.decision, t.written, t.theme_ruling)]
        with self._read() as connection:
            found = [connection.execute(sa.select(one)).scalar_one_or_none() for one in latest]
        return "/".join(str(one or 0) for one in (*found, self.material_state(), self._only_released()))

    def material_state(self) -> str:
        """Return what changes whenever passages or people do: with a run, or when somebody leaves."""
        counts = [
            sa.select(sa.func.count()).select_from(table).scalar_subquery() for table in (t.passage, t.participant)
        ]
        with self._read() as connection:
            asked = (*counts, sa.func.max(t.run.c.ended_at))
            return "/".join(str(connection.execute(sa.select(one)).scalar_one_or_none() or 0) for one in asked)

    def _only_released(self) -> str:
        query = sa.select(t.meta.c.value).where(t.meta.c.key == ONLY_RELEASED_KEY)
        with self._read() as connection:
            return connection.execute(query).scalar_one_or_none() or ""

    def _anchor(self, passage: str, span: tuple[int, int] | None) -> tuple[Words, ...]:
        if span is not None:
            return ((TRIMMED, passage, *span),)
        query = sa.select(sa.func.length(t.passage.c.text)).where(t.passage.c.id == passage)
        with self._read() as connection:
            length = connection.execute(query).scalar_one_or_none() or 0
        return ((WHOLE, passage, 0, int(length)),)


def _key(group: str, passage: str) -> str:
    """Return the key of a chain; a digest, so that it says nothing of a passage that has left."""
    return sha256(f"{group}\x1f{passage}".encode()).hexdigest()[:24]


def _quote(one: Written) -> QuoteChoice:
    element, passage, start, end = one.anchors[0]
    return QuoteChoice(
        one.facts["group"],
        passage,
        Place(one.facts.get("place", "")),
        one.facts.get("dissenting"),
        (start, end) if element == TRIMMED else None,
        one.words.get("note", ""),
        one.facts.get("released_by", ""),
        one.coder,
        one.made_at,
        one.tip,
        bool(one.facts.get("role_shown")),
    )


def _order(one: Written) -> QuoteOrder:
    listed = tuple(passage for _, passage, _, _ in one.anchors)
    return QuoteOrder(one.facts["group"], bool(one.facts["dissenting"]), listed, one.coder, one.tip)


def _withholding(one: Written) -> Withholding:
    (_, passage, _, _) = one.anchors[0]
    reason, stands = one.words.get("reason", ""), one.act != GIVEN_BACK
    return Withholding(passage, reason, one.coder, one.made_at, one.tip, stands)
