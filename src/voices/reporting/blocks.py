"""What a document is made of, before it becomes Word or a web page: both are written from the same blocks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is a part, 2 a chapter, 3 a section."""

    level: Literal[1, 2, 3]
    text: str
    anchor: str = ""
    """Id to link to; empty for headings that stand in no list of contents."""
    colour: str = ""
    """Colour of the code, `#RRGGBB`; a stripe beside the heading, never the only sign."""


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str
    style: Literal["body", "lead", "finding", "note", "warning"] = "body"


@dataclass(frozen=True)
class Bullets:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table with a header row; the first column heads its rows."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()
    """Columns aligned to the right."""
    note: str = ""
    """Printed below."""
    widths: tuple[float, ...] = ()
    """Relative widths of the columns; empty for equal ones."""
    share: float = 1.0
    """Part of the text width the table takes: a narrow table keeps figures near their names."""


@dataclass(frozen=True)
class Figure:
    """A picture with its words; the numbers stand in the table beside it."""

    name: str
    caption: str
    alternative: str
    """What the picture shows, for those who do not see it."""
    draw: Callable[[], tuple[bytes, str]] = field(repr=False, compare=False)
    """Makes PNG and SVG: drawing takes a tenth of a second, and a page only names its pictures."""

    @property
    def png(self) -> bytes:
        """The picture as PNG."""
        return self._drawn[0]

    @property
    def svg(self) -> str:
        """The picture as SVG."""
        return self._drawn[1]

    @cached_property
    def _drawn(self) -> tuple[bytes, str]:
        return self.draw()


@dataclass(frozen=True)
class PrintedQuote:
    """One quote as it stands on the page."""

    text: str
    attribution: str
    """Role and wave, without brackets."""
    note: str = ""
    """"mixed view" where the passage speaks both ways."""
    id: str = ""
    """Leads back to passage, document and decision: “q” and the first eight signs of the passage's id."""
    shows: str = ""
    """What a person says it shows."""


@dataclass(frozen=True)
class QuoteColumns:
    """Quotes that support a finding and quotes that do not: side by side where there is room."""

    supporting: tuple[PrintedQuote, ...]
    dissenting: tuple[PrintedQuote, ...]
    support_note: str = ""
    """Said where there is no supporting quote."""
    dissent_note: str = ""
    level: Literal[3, 4] = 3
    """Level of the two small headings."""


@dataclass(frozen=True)
class QuoteList:
    """Quotes one after the other, inside a narrative."""

    quotes: tuple[PrintedQuote, ...]


Block = Heading | Text | Bullets | Table | Figure | QuoteColumns | QuoteList


@dataclass(frozen=True)
class Pages:
    """A whole document."""

    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    date: str
    """ISO date of the last decision; the only date a document carries."""
    about: tuple[str, ...] = ()
    """What the document is and what it leaves out, for those who open it first; a paragraph each."""
