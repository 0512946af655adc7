"""The bank as one person sees it on the pages: no barred document, nothing held, nothing they have still to read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any
from urllib.parse import quote as quoted

from fastapi import HTTPException

from voices.model import Group, Passage, Quote
from voices.model.choices import Place, QuoteChoices
from voices.quotes.release import Desk
from voices.review.drafting import Card, card, disclosed
from voices.review.pages.reviewing import Reviewing

OFFERED = 8
"""Further passages of a chapter that can be pinned: those marked as quotable first."""
LOOKED = 50
"""Passages of a chapter that are looked at together for those."""
PAGE = 25
"""Withheld passages on one page."""


def address(chapter: str, passage: str = "") -> str:
    """Return where a chapter, and a quote on it, is shown."""
    place = f"#quote-{passage}" if passage else ""
    return f"/quotes/chapter?id={quoted(chapter, safe='')}{place}"


class Bank:
    """The bank of one request."""

    def __init__(self, desk: Reviewing, who: str) -> None:
        """Take the study and whose sight it is."""
        self.desk, self.who = desk, who
        self._closed: dict[str, bool] = {}

    def sees(self, passage: str) -> bool:
        """Return whether a passage may be shown beside what others made of it."""
        if passage not in self._closed:
            self._look([passage])
        return not self._closed[passage]

    def _look(self, passages: Iterable[str]) -> None:
        asked = frozenset(passages) - self._closed.keys()
        closed = self.desk.store.closed(self.desk.sight(self.who).view, asked)
        self._closed.update((id, id in closed) for id in asked)

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
        return self.desk.desk_for_quotes(self.choices.withheld())

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

    def overview(self, sheet: int = 1) -> dict[str, Any]:
        """Return what the page of all chapters is told, with one sheet of the list of what is withheld."""
        self._look(one.passage for group in self.groups.values() for one in (*group.supporting, *group.dissenting))
        rows = []
        for group in self.groups.values():
            own = [one for one in (*group.supporting, *group.dissenting) if self.sees(one.passage)]
            if not own and not group.passages:
                continue
            said = [self.choices.of(group.id, one.passage) for one in own]
            rows.append((group, len(own), sum(bool(one.released_by) for one in said), sum(one.kept for one in said)))
        self._look(self.choices.withheld())
        known = {p.id: p for p in self.desk.store.passages(self.choices.withheld())}
        withheld = [one for id, one in self.choices.withheld().items() if id in known and self.sees(id)]
        at = PAGE * (max(1, sheet) - 1)
        return {
            "rows": rows,
            "quotes": sum(row[1] for row in rows),
            "released": sum(row[2] for row in rows),
            "withheld": [(one, known[one.passage]) for one in withheld[at : at + PAGE]],
            "withheld_count": len(withheld),
            "sheet": max(1, sheet),
            "sheets_count": -(-len(withheld) // PAGE),
            "only_released": self.choices.only_released,
            "lost": self.choices.lost,
        }

    def chapter(self, id: str) -> dict[str, Any]:
        """Return what the page of one chapter is told."""
        group = self.group(id)
        quoted_here = (one.passage for one in (*group.supporting, *group.dissenting))
        listed = [*quoted_here, *(choice.passage for choice in self.choices.in_group(id))]
        self._look(listed)
        self.release.look(listed)
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
        decided = {choice.passage for choice in self.choices.in_group(group.id) if choice.place is not Place.OPEN}
        view = self.desk.sight(self.who).view
        view = replace(view, blind=False)  # of the few that are shown this is looked at below
        found = list[Passage]()
        listed = [id for id in self.desk.store.candidates(view, group.id) if id not in decided]
        for at in range(0, len(listed), LOOKED):
            some = listed[at : at + LOOKED]
            self._look(some)
            self.release.look(some)
            found += [
                self.release.passages[id]
                for id in some
                if self.sees(id) and not self.release.refusal(id) and self.printed(group.id, id) is None
            ]
            if len(found) >= OFFERED:
                break
        return found[:OFFERED]


def _related(code: str, group: str) -> bool:
    """Return whether a code is a chapter's own, or one lies in the other."""
    return code == group or code.startswith(f"{group}/") or group.startswith(f"{code}/")


def _prints(group: Group, passage: str) -> bool:
    return any(one.passage == passage for one in (*group.supporting, *group.dissenting))


def _sensitive(text: str) -> Sequence[str]:
    from voices.privacy.sensitive import flag

    return flag(text)
