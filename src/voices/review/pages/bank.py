"""The bank as one person sees it on the pages: no barred document, nothing held, nothing they have still to read."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any
from urllib.parse import quote as quoted

from fastapi import HTTPException

from voices.model import Group, Passage, Quote, Verdict
from voices.model.choices import Place, QuoteChoices
from voices.quotes.release import Desk
from voices.review.drafting import Card, card, disclosed
from voices.review.pages.reviewing import Reviewing
from voices.review.pages.words import seen_by

OFFERED = 8
"""Further passages of a chapter that can be pinned: those marked as quotable first."""


def address(chapter: str, passage: str = "") -> str:
    """Return where a chapter, and a quote on it, is shown."""
    place = f"#quote-{passage}" if passage else ""
    return f"/quotes/chapter?id={quoted(chapter, safe='')}{place}"


class Bank:
    """The bank of one request."""

    def __init__(self, desk: Reviewing, who: str) -> None:
        """Take the study and whose sight it is."""
        self.desk, self.who = desk, who
        self.sees = seen_by(desk, who)

    @cached_property
    def choices(self) -> QuoteChoices:
        """What people decided about quotes."""
        return self.desk.store.quote_choices()

    @cached_property
    def groups(self) -> dict[str, Group]:
        """Chapters by id, in the order they are printed."""
        return {group.id: group for group in self.desk.drafts().now().groups}

    @cached_property
    def release(self) -> Desk:
        """What says whether words may be printed and how they are attributed."""
        return self.desk.release()

    def group(self, id: str) -> Group:
        """Return a chapter; the answer is "not found" for any other id."""
        if id not in self.groups:
            raise HTTPException(404)
        return self.groups[id]

    def side(self, id: str, dissenting: bool) -> tuple[Quote, ...]:
        """Return the quotes of one side of a chapter, in order."""
        return self.group(id).dissenting if dissenting else self.group(id).supporting

    def printed(self, id: str, passage: str) -> Quote | None:
        """Return the quote of a passage in a chapter, None where it would not be printed."""
        both = (*self.side(id, False), *self.side(id, True))
        return next((one for one in both if one.passage == passage), None)

    def dissents(self, id: str, passage: str) -> bool:
        """Return whether a passage is quoted on the dissenting side of a chapter."""
        return any(one.passage == passage for one in self.side(id, True))

    def check(self, quote: Quote) -> tuple[str, ...]:
        """Return what the disclosure check finds in a quote."""
        passage = self.release.passages[quote.passage]
        others = [
            group.name
            for group in self.groups.values()
            if group.id != quote.group and not _related(group.id, quote.group) and _prints(group, quote.passage)
        ]
        return disclosed(quote, passage, self.release, others, _sensitive)

    def overview(self) -> dict[str, Any]:
        """Return what the page of all chapters is told."""
        rows = []
        for group in self.groups.values():
            own = [one for one in (*group.supporting, *group.dissenting) if self.sees(one.passage)]
            if not own and not group.passages:
                continue
            said = [self.choices.of(group.id, one.passage) for one in own]
            rows.append((group, len(own), sum(bool(one.released_by) for one in said), sum(one.kept for one in said)))
        withheld = [one for one in self.choices.withheld().values() if self.sees(one.passage)]
        passages = {p.id: p for p in self.desk.store.passages(one.passage for one in withheld)}
        return {
            "rows": rows,
            "quotes": sum(row[1] for row in rows),
            "released": sum(row[2] for row in rows),
            "withheld": [(one, passages[one.passage]) for one in withheld if one.passage in passages],
            "only_released": self.choices.only_released,
            "lost": self.choices.lost,
        }

    def chapter(self, id: str) -> dict[str, Any]:
        """Return what the page of one chapter is told."""
        group = self.group(id)
        sides = [(dissenting, self._cards(group, dissenting)) for dissenting in (False, True)]
        return {
            "group": group,
            "parent": self.groups.get(group.parent),
            "children": [one for one in self.groups.values() if one.parent == id and (one.passages)],
            "sides": sides,
            "orders": {dissenting: self.choices.order(id, dissenting).version for dissenting, _ in sides},
            "left": self._left(group),
            "others": self._others(group),
            "versions": {one.passage: one.version for one in self.choices.in_group(id)},
            "history": {
                one.passage.id: self.desk.store.quote_history(id, one.passage.id) for _, side in sides for one in side
            },
            "only_released": self.choices.only_released,
        }

    def _cards(self, group: Group, dissenting: bool) -> list[Card]:
        shown = [one for one in self.side(group.id, dissenting) if self.sees(one.passage)]
        known, of = self.release.passages, self.choices.of
        return [
            card(one, known[one.passage], of(group.id, one.passage), self.check(one), self.release) for one in shown
        ]

    def _left(self, group: Group) -> list[Card]:
        """Return what somebody decided about passages that are not quoted in this chapter."""
        found = []
        for choice in self.choices.in_group(group.id):
            passage = self.release.passages.get(choice.passage)
            if passage is None or not self.sees(passage.id) or self.printed(group.id, passage.id) is not None:
                continue
            if choice.place is Place.DROPPED or choice.kept:
                found.append(Card(passage, choice, why_not=self._why_not(choice.place, passage.id)))
        return found

    def _why_not(self, place: Place, passage: str) -> str:
        if place is Place.DROPPED:
            return "Dropped from this chapter"
        if passage in self.choices.withheld():
            return "Withheld"
        return self.release.refusal(passage) or (
            "Pinned, and not printed: its speaker has as many quotes as one person may have, its words stand here "
            "already, or it is not coded to this chapter any more"
        )

    def _others(self, group: Group) -> list[Passage]:
        """Return passages of a chapter that could be quoted and are not, those marked as quotable first."""
        standing = self.desk.sight(self.who).standing()
        assigned = {
            one.passage for found in self.desk.store.themes() for one in found.assignments if one.theme == group.id
        }
        decided = {choice.passage for choice in self.choices.in_group(group.id) if choice.place is not Place.OPEN}
        found = [
            id
            for id, one in standing.items()
            if (id in assigned or any(_related(coded.code, group.id, below=True) for coded in one.codes))
            and one.verdict in (Verdict.CODED, Verdict.NO_CODE)
            and id not in decided
            and self.sees(id)
            and not self.release.refusal(id)
            and id not in self.choices.withheld()
            and self.printed(group.id, id) is None
        ]
        found.sort(key=lambda id: (not standing[id].quotable, id))
        return [self.release.passages[id] for id in found[:OFFERED]]


def _related(code: str, group: str, *, below: bool = False) -> bool:
    """Return whether a code is a chapter's own or lies in it; without `below`, whether one lies in the other."""
    inside = code == group or code.startswith(f"{group}/")
    return inside or (not below and group.startswith(f"{code}/"))


def _prints(group: Group, passage: str) -> bool:
    return any(one.passage == passage for one in (*group.supporting, *group.dissenting))


def _sensitive(text: str) -> Sequence[str]:
    from voices.privacy.sensitive import flag

    return flag(text)
