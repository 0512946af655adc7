"""The quote bank as it would be printed now: filled again only when something changed, shown quote by quote."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from voices.codebook import Codebook
from voices.model import Passage, Quote, QuoteBank, Verdict
from voices.model.choices import QuoteChoice, Withholding
from voices.placeholders import find
from voices.quotes import Kept, build_bank
from voices.quotes.release import Desk
from voices.quotes.spans import LONGEST, SHORTEST, words
from voices.review.context import Piece, pieces
from voices.store import Recalled, Store

T = TypeVar("T")


class Drafts(Generic[T]):
    """What takes long to make of a study that is being worked on, such as its bank: kept until something changed."""

    def __init__(self, fill: Callable[[], T], state: Callable[[], str]) -> None:
        """Take what makes it, and what tells whether it could come out otherwise."""
        self._fill, self._state = fill, state
        self._known: tuple[str, T] | None = None
        self._filling = threading.Lock()

    def now(self) -> T:
        """Return it; of several people who ask at once one makes it and the others wait for it."""
        with self._filling:
            state = self._state()
            if self._known is None or self._known[0] != state:
                self._known = (state, self._fill())
            return self._known[1]


class ByWords:
    """The bank of a study filled without vectors, by words alone; again with what changed since."""

    def __init__(self, store: Store, codebooks: Sequence[Codebook]) -> None:
        """Take the store, and the codebooks as they are at any time."""
        self._store, self._codebooks = store, codebooks
        self._recalled, self._kept = Recalled(), Kept()

    def bank(self) -> QuoteBank:
        """Return it as it would be printed now."""
        store = self._store
        coded = store.decided(tuple(Verdict), self._recalled)
        themes = store.confirmed_themes([one.passage.id for one in coded])
        choices = replace(store.quote_choices(), only_released=False)
        return build_bank(coded, self._codebooks, store.participants(), {}, themes, choices=choices, kept=self._kept)


@dataclass(frozen=True)
class Card:
    """One quote as somebody who chooses sees it."""

    passage: Passage = field(repr=False)
    choice: QuoteChoice
    quote: Quote | None = None
    """As it would be printed; None where it is not."""
    source: tuple[Piece, ...] = field(default=(), repr=False)
    """Its whole passage, the printed words marked."""
    found: tuple[str, ...] = ()
    """What the disclosure check found."""
    role: str = ""
    """The speaker's role, where few share it and the speaker agreed that it is printed: a lead may let it."""
    length: str = ""
    """A sentence where it is shorter or longer than quotes that carry a point."""
    why_not: str = ""
    """Why it is not printed."""
    withheld: Withholding | None = field(default=None, repr=False)


def card(quote: Quote, passage: Passage, choice: QuoteChoice, found: Sequence[str], desk: Desk) -> Card:
    """Return a quote beside its source."""
    marked = pieces(passage.text, [(quote.start, quote.end)])
    agreed = (passage.participant, passage.source) in desk.people.named and not _says(quote, passage.role)
    role = passage.role if agreed else ""
    return Card(passage, choice, quote, marked, tuple(found), role, _length(quote.text))


def _says(quote: Quote, role: str) -> bool:
    return role.casefold() in quote.attribution.casefold()


def disclosed(
    quote: Quote,
    passage: Passage,
    desk: Desk,
    elsewhere: Iterable[str],
    sensitive: Callable[[str], Sequence[str]],
) -> tuple[str, ...]:
    """Return what the disclosure check finds in one quote, in plain sentences without anybody's words.

    `elsewhere` names the other chapters that print words of its passage. It goes by words and misses much.
    """
    others = {text for span in find(quote.text) if (text := quote.text[span.start : span.end]).startswith("[person")}
    found = [f"It tells {kind}." for kind in quote.tells]
    found += [f"It speaks of {kind}, which the law protects more." for kind in sensitive(quote.text)]
    if others:
        found.append(
            f"It speaks of {'somebody' if len(others) == 1 else f'{len(others)} people'} whose name is masked."
        )
    if not _says(quote, passage.role):
        found.append(f"Fewer than {desk.k} people share its role, so it is printed as from “{quote.attribution}”.")
    if also := sorted(set(elsewhere)):
        found.append(f"The same passage is quoted under {' and '.join(also)}: a reader can follow the speaker.")
    return tuple(found)


def moved(listed: Sequence[str], passage: str, by: int, visible: Mapping[str, object] | frozenset[str]) -> list[str]:
    """Return passages in order with one moved past its neighbour; those somebody does not see are passed over."""
    seen = [one for one in listed if one in visible]
    if passage not in seen:
        return list(listed)
    at = seen.index(passage) + by
    if not 0 <= at < len(seen):
        return list(listed)
    neighbour, out = seen[at], [one for one in listed if one != passage]
    out.insert(out.index(neighbour) + (by > 0), passage)
    return out


def _length(text: str) -> str:
    count = words(text)
    if count < SHORTEST:
        return f"It has {count} words; {SHORTEST} to {LONGEST} carry a point best."
    return f"It has {count} words; readers skim more than {LONGEST}." if count > LONGEST else ""
