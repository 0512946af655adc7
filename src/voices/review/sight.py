"""A study as one person may see it: barred documents are not there, and blind readings wait for their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

from voices.model import Decision, Document, Memo, Passage
from voices.review.blind import is_blind
from voices.store import QueueItem, Sought, Store, View


class Sight:
    """What one person sees; made anew for each request, so that a bar holds from the next click on."""

    def __init__(
        self, store: Store, who: str, barred: Iterable[str], blind: Callable[[str], bool], *, blinds: bool = True
    ) -> None:
        """Take the store, whose sight it is, the documents kept from them, and which passages are read blind.

        `blinds` says whether any are.
        """
        self._store, self.who, self.barred, self._blind = store, who, frozenset(barred), blind
        self._blinds = blinds

    @cached_property
    def hidden(self) -> frozenset[str]:
        """Passages of barred documents."""
        return frozenset(p.id for document in self.barred for p in self._store.passages_of(document))

    @cached_property
    def unread(self) -> frozenset[str]:
        """Passages this person has still to read blind: what others made of them is not shown."""
        return frozenset(id for id in self._store.unread(self.who) if self._blind(id))

    def waits(self, passage: str) -> bool:
        """Return whether one passage is in `unread`, without looking at all of them."""
        items = [item for n in (0, 1) if self._blind(passage) and (item := self._store.item(passage, n)) is not None]
        mine = any(item.standing is not None and item.coder == self.who for item in items)
        return len(items) == 2 and not mine and any(item.standing is None for item in items)

    @cached_property
    def view(self) -> View:
        """What the store leaves out of the pages of long lists."""
        return View(self.who, tuple(sorted(self.barred)), self._blinds)

    def sees(self, passage: str) -> bool:
        """Return whether a passage is there for this person."""
        return not self.barred or passage not in self.hidden

    def documents(self, ids: Iterable[str] | None = None) -> tuple[Document, ...]:
        """Return documents, without those barred."""
        return tuple(one for one in self._store.documents(ids) if one.id not in self.barred)

    def passages(self, ids: Iterable[str] | None = None) -> tuple[Passage, ...]:
        """Return passages, without those of barred documents."""
        return tuple(one for one in self._store.passages(ids) if one.document not in self.barred)

    def standing(self, ids: Iterable[str] | None = None) -> dict[str, Decision]:
        """Return what stands for each passage this person may see a decision on, or for those of these."""
        if ids is None:
            gone = self.hidden | self.unread
            return {id: one for id, one in self._store.standing().items() if id not in gone}
        return {id: one for id, one in self._store.standing(ids).items() if self.sees(id) and not self.waits(id)}

    def memos(self, passage: str) -> tuple[Memo, ...]:
        """Return the memos on a passage; where they have still to read it blind only their own."""
        own = self.waits(passage)
        return tuple(
            one for one in self._store.memos(passage) if self.sees(passage) and (not own or one.coder == self.who)
        )

    def held(self) -> tuple[QueueItem, ...]:
        """Return what is held for the safeguarding lead."""
        return tuple(item for item in self._store.queue("held") if item.passage not in self.hidden)

    def find(self, sought: Sought, limit: int, offset: int = 0) -> tuple[int, tuple[Passage, ...]]:
        """Search; barred documents are not in the number either, nor what others made of blind readings to come."""
        tells = bool(sought.code or sought.coder or sought.quotable)
        unread_by = self.who if tells and self._blinds else ""
        return self._store.find(sought, limit, offset, without=tuple(sorted(self.barred)), unread_by=unread_by)


def reads_blind(share: float, coders: int) -> Callable[[str], bool]:
    """Return how passages that two people read blind are told."""
    return lambda passage: coders > 1 and is_blind(passage, share)
