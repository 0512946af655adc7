"""Chosen quotes, what was withheld, and the bank they make."""

from __future__ import annotations

from dataclasses import dataclass

from voices.model.kinds import Valence
from voices.model.triangulation import Lean


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
    note: str = ""
    """What a person says it shows; printed with it."""
    codes: tuple[str, ...] = ()
    """Every code the decision on its passage carries."""
    tells: tuple[str, ...] = ()
    """What in its words could point at one case, for a person to weigh; never printed."""
    released_by: str = ""
    """Code of the lead who released these words."""


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
    """People whose decided passages carry this code; one to four are hidden before anything is printed."""
    of_participants: int
    """People in the sources where it could have come up; `counts` says what they are."""
    passages: int
    by_role: tuple[tuple[str, int], ...]
    """(role, people), small cells already suppressed."""
    by_wave: tuple[tuple[str, int], ...]
    by_source: tuple[tuple[str, int], ...]
    by_direction: tuple[tuple[str, int], ...]
    """(for, against, both ways or neither; people), small cells suppressed."""
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
    leans: tuple[Lean, ...] = ()
    """Which way each source speaks."""
    ways: tuple[tuple[str, tuple[tuple[str, int], ...]], ...] = ()
    """(source, (way, people)), small counts suppressed."""
    independent: int = 0
    """Sources that share nobody with each other and speak of it."""
    asked: tuple[tuple[str, int], ...] = ()
    """(source, people in it), for the sources where it could have come up: in all others nobody was asked."""
    as_of: str = ""
    """Date of the last decision behind these figures."""
    held: bool = False
    """True where they are as they were last published, because fewer than five people were added or changed since."""


@dataclass(frozen=True)
class QuoteBank:
    """The bank as it is published."""

    groups: tuple[Group, ...]
    withheld: tuple[Withheld, ...]
    together: tuple[tuple[str, str, int], ...] = ()
    """(code, code, people who speak of both), for codes at the top; small counts hidden before anything is printed."""
