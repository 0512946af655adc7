"""Chosen quotes, what was withheld, and the bank they make."""

from __future__ import annotations

from dataclasses import dataclass

from voices.model.kinds import Valence


@dataclass(frozen=True)
class Quote:
    """An exact span of a stored passage, chosen to carry a finding."""

    group: str
    """Code id, "code/child", or theme id."""
    passage: str
    start: int
    """First code point in `Passage.text`."""
    end: int
    text: str
    """The stored span, placeholders with numbers."""
    passage_hash: str
    valence: Valence | None
    why: str
    """One plain sentence: why this quote."""
    attribution: str = ""
    """Role, and wave where that discloses nobody: "parent, second wave"."""
    printed: str = ""
    """The text as printed: placeholders without numbers, cuts marked."""


@dataclass(frozen=True)
class Withheld:
    """A quote that may not be published, and why."""

    group: str
    passage: str
    reason: str


@dataclass(frozen=True)
class Group:
    """One chapter of the bank: a code, a child code or a theme."""

    id: str
    name: str
    parent: str
    """Id of the chapter it lies in, or empty."""
    definition: str
    colour: str
    supporting: tuple[Quote, ...]
    dissenting: tuple[Quote, ...]
    dissent_note: str
    """"none found, n checked" where nobody dissents."""
    participants: int
    """People whose decided passages carry this code."""
    of_participants: int
    """People in the sources where it could have come up; `counts` says what they are."""
    passages: int
    by_role: tuple[tuple[str, int], ...]
    """(role, people), small cells already suppressed."""
    by_wave: tuple[tuple[str, int], ...]
    by_source: tuple[tuple[str, int], ...]
    by_valence: tuple[tuple[str, int], ...]
    few_people: bool
    """True under three people: shown as a flag."""
    codebook: str = ""
    """Name of the codebook the chapter comes from; "themes" for a theme found in the text."""
    by_year: tuple[tuple[str, int], ...] = ()
    """(financial year, documents with a passage in the chapter), for documents that carry a date."""
    counts: str = "participants"
    """What the numbers of people count: "participants", "respondents", "participants and groups"."""
    support_note: str = ""
    """Why no supporting quote is printed: none was found, or none may be quoted."""


@dataclass(frozen=True)
class QuoteBank:
    """The bank as it is published."""

    groups: tuple[Group, ...]
    withheld: tuple[Withheld, ...]
