"""What people decide about the quotes of a bank; everything they leave open is the machine's choice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property


class Place(StrEnum):
    """Whether somebody wants a passage quoted in a chapter."""

    OPEN = ""
    """The machine chooses."""
    PINNED = "pinned"
    """It is quoted, whatever the machine would choose."""
    DROPPED = "dropped"
    """It is not quoted in this chapter."""


@dataclass(frozen=True)
class QuoteChoice:
    """What people decided about one passage in one chapter of the bank."""

    group: str
    """Id of the chapter: code, "code/child" or theme."""
    passage: str
    place: Place = Place.OPEN
    dissenting: bool | None = None
    """The side it is pinned to; None where its valence decides."""
    span: tuple[int, int] | None = None
    """The words to print, half-open code points into `Passage.text`; None where the machine trims."""
    note: str = field(default="", repr=False)
    """What it shows, in a person's words; printed with the quote."""
    released_by: str = ""
    """Code of the lead who released exactly these words; empty until then, and again after a change."""
    by: str = ""
    made_at: str = ""
    version: int | None = None
    """The row a writer has to have seen; None where there is none."""
    role_shown: bool = False
    """True where the lead who released it lets the speaker's own role be printed though few share it; it is printed
    only where the speaker is recorded as having agreed to that."""

    @property
    def kept(self) -> bool:
        """Whether it stands in the bank whatever is found next: pinned, or released."""
        return self.place is not Place.DROPPED and (self.place is Place.PINNED or bool(self.released_by))


@dataclass(frozen=True)
class QuoteOrder:
    """In which order somebody wants the quotes of one side of a chapter; others follow in the machine's order."""

    group: str
    dissenting: bool
    passages: tuple[str, ...]
    by: str = ""
    version: int | None = None


@dataclass(frozen=True)
class Withholding:
    """A passage whose words a lead keeps out of everything that is printed."""

    passage: str
    reason: str = field(repr=False)
    """For the lead alone; what is published says how many were withheld, never why one was."""
    by: str
    made_at: str
    version: int
    stands: bool = True
    """False once a lead gave it back."""


@dataclass(frozen=True)
class QuoteChoices:
    """All of it, as a bank is filled with it."""

    quotes: tuple[QuoteChoice, ...] = ()
    orders: tuple[QuoteOrder, ...] = ()
    withholdings: tuple[Withholding, ...] = ()
    only_released: bool = False
    """True where the study prints only quotes that a lead released."""
    lost: int = 0
    """Choices whose passage is cut otherwise now, or is gone."""

    @cached_property
    def _by_quote(self) -> dict[tuple[str, str], QuoteChoice]:
        return {(one.group, one.passage): one for one in self.quotes}

    def of(self, group: str, passage: str) -> QuoteChoice:
        """Return what was decided about a passage in a chapter; an open choice where nothing was."""
        return self._by_quote.get((group, passage)) or QuoteChoice(group, passage)

    def in_group(self, group: str) -> tuple[QuoteChoice, ...]:
        """Return what was decided in a chapter."""
        return tuple(one for one in self.quotes if one.group == group)

    def order(self, group: str, dissenting: bool) -> QuoteOrder:
        """Return the order of one side of a chapter; an empty one where nobody changed it."""
        found = (one for one in self.orders if (one.group, one.dissenting) == (group, dissenting))
        return next(found, QuoteOrder(group, dissenting, ()))

    def withheld(self) -> dict[str, Withholding]:
        """Return what is withheld, by passage."""
        return {one.passage: one for one in self.withholdings if one.stands}

    def withholding(self, passage: str) -> Withholding | None:
        """Return what was done last about withholding a passage."""
        return next((one for one in self.withholdings if one.passage == passage), None)

    def without(self, groups: Iterable[str]) -> QuoteChoices:
        """Return them without those of some chapters."""
        gone = frozenset(groups)
        kept = tuple(one for one in self.quotes if one.group not in gone)
        return replace(self, quotes=kept, orders=tuple(one for one in self.orders if one.group not in gone))
