"""What people write from several voices: cells of the framework matrix, and practice examples."""

from __future__ import annotations

from dataclasses import dataclass, field

from voices.model.quotes import Quote


@dataclass(frozen=True)
class Cited:
    """A stretch of a passage that stands behind what somebody wrote; half-open code points into `Passage.text`."""

    passage: str
    start: int
    end: int


@dataclass(frozen=True)
class Cell:
    """One cell of the framework matrix: what a person or group says on a principle, in a coder's words."""

    case: str
    """Code of the participant, or "group: " and the attribution people of that group are printed with."""
    code: str
    """Id of the principle."""
    text: str = field(repr=False)
    quotes: tuple[Cited, ...]
    coder: str
    made_at: str
    version: int
    rivals: tuple[tuple[int, str, str], ...] = field(default=(), repr=False)
    """(row, coder, text) of what others wrote in the same cell without having seen this: to be settled."""


@dataclass(frozen=True)
class FrameworkRow:
    """One row of the matrix as it is published: a group of people, never one person."""

    group: str
    cells: tuple[tuple[str, str, tuple[Quote, ...]], ...]
    """(principle, summary, quotes)."""


@dataclass(frozen=True)
class PracticeExample:
    """One case told from several voices, written by a person."""

    id: str
    version: int
    title: str
    narrative: str = field(repr=False)
    """Paragraphs parted by an empty line; "[1]" stands where the first quote goes."""
    principles: tuple[str, ...]
    composite: bool
    """True where it is put together from several cases."""
    consent: str
    """How it is recorded that its people agreed to be told about together: form and date, nobody's name."""
    quotes: tuple[Cited, ...]
    """In the order they are numbered."""
    by: str
    made_at: str
    released_by: str = ""
    """Code of the lead who released this version; empty until then, and again after a change."""
    lost: int = 0
    """Quotes whose passage is cut otherwise now or is gone."""


@dataclass(frozen=True)
class PublishedExample:
    """A released practice example as it is printed."""

    id: str
    title: str
    narrative: str
    principles: tuple[str, ...]
    composite: bool
    quotes: tuple[Quote, ...]
