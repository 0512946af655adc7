"""Read the text of a PDF, page by page, as lines with the gaps between paragraphs kept."""

from __future__ import annotations

import io
import logging
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voices.errors import UnreadableFile
from voices.sources.formats.archives import LOCKED, TOO_LARGE_INSIDE
from voices.sources.limits import MAX_PAGES, MAX_SECONDS
from voices.sources.words import count, line_ends, of

if TYPE_CHECKING:
    from pypdf import PageObject

_GAP = re.compile(r"\s{3,}")
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"\s*(?:page\s*)?[-\u2013|]?\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\s*[-\u2013|]?\s*", re.I)
_ENDS = (".", "!", "?", ":", "\u201d", '"', "\u2019", ")", "]")

PAGES_REPEATED = 0.6
"""Rationale: a heading or foot stands on most pages; the title page and blank ones may lack it."""
EDGE_LINES = 2
"""Rationale: lines at the top and bottom of a page among which headings and feet are looked for."""
COLUMN_LINES = 0.5
"""Rationale: where half of a page's lines have one gap in the same place, the page has two columns."""


@dataclass(frozen=True)
class PdfFile:
    """The text of a PDF."""

    lines: tuple[tuple[str, int], ...] = field(repr=False)
    """(line as laid out, page from 1); an empty line parts paragraphs, also over the end of a page."""
    pictures: int
    """Pages that hold no text although something is drawn on them."""
    pages: int
    warnings: tuple[str, ...] = ()


def read_pdf(content: bytes) -> PdfFile:
    """Return the text of a PDF without the headings, feet and numbers of its pages.

    Raises UnreadableFile where it has a password, holds no text, is damaged, or takes too long.
    """
    pages = list(_pages(content))
    repeated = _repeated([page for page, _ in pages])
    texts = [_without_edges(page, repeated) for page, _ in pages]
    if not any(texts):
        # pages that hold nothing but the same line: no heading then, but all there is
        texts = [page for page, _ in pages]
    pictures = sum(drawn and not any(line.strip() for line in page) for page, drawn in pages)
    if not any(line.strip() for page in texts for line in page):
        raise UnreadableFile(
            "its pages are pictures without text; have the words recognised (OCR) or type them into a .docx file"
        )
    edges = sum(len(_filled(page)) for page, _ in pages) - sum(len(_filled(page)) for page in texts)
    warnings = (f"{of(edges, 'line')} of page headings, feet and numbers left out",) if edges else ()
    return PdfFile(tuple(_joined(texts)), pictures, len(pages), warnings)


def _pages(content: bytes) -> Iterator[tuple[list[str], bool]]:
    """Yield every page as (lines, whether anything is drawn on it)."""
    from pypdf import PdfReader
    from pypdf.errors import FileNotDecryptedError, LimitReachedError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    began = time.monotonic()
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableFile(LOCKED)
        if len(reader.pages) > MAX_PAGES:
            raise UnreadableFile(f"it has more than {MAX_PAGES} pages; split it")
        for page in reader.pages:
            yield _page(page)
            if time.monotonic() - began > MAX_SECONDS:
                raise UnreadableFile("it takes too long to read; print it to a new PDF, or save it as .docx")
    except FileNotDecryptedError:
        raise UnreadableFile(LOCKED) from None
    except LimitReachedError:
        raise UnreadableFile(TOO_LARGE_INSIDE) from None
    except (UnreadableFile, MemoryError):
        raise
    except Exception:  # noqa: BLE001
        # pypdf raises its own, KeyError, TypeError, ValueError and others for broken parts
        raise UnreadableFile("it is damaged; print it to a new PDF, or ask for another copy") from None


def _page(page: PageObject) -> tuple[list[str], bool]:
    text = line_ends(page.extract_text(extraction_mode="layout"))
    lines = _columns([line.rstrip() for line in text.split("\n")])
    return lines, bool(page.get("/Contents")) and not any(line.strip() for line in lines)


def _columns(lines: list[str]) -> list[str]:
    """Return the lines of a page in reading order: of two columns the left one first."""
    filled = _filled(lines)
    gaps = Counter(
        position
        for line in filled
        for gap in _GAP.finditer(line.rstrip())
        for position in range(gap.start(), gap.end())
    )
    if not gaps or len(filled) < 6:
        return lines
    at, times = max(gaps.items(), key=lambda item: (item[1], -item[0]))
    split = [line for line in filled if len(line) > at and not line[max(0, at - 1) : at + 1].strip()]
    words = [(count(line[:at]), count(line[at:])) for line in split]
    prose = sum(left >= 3 and right >= 3 for left, right in words)
    if times < COLUMN_LINES * len(filled) or prose < 0.7 * len(split):
        return lines
    # a line that crosses the gap (a title) stands above both columns
    first = next((n for n, line in enumerate(lines) if line in split), 0)
    left = [line[:at].rstrip() for line in lines[first:]]
    return [*lines[:first], *left, "", *[line[at:].strip() for line in lines[first:]]]


def _filled(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if line.strip()]


def _repeated(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """Return the headings and feet of pages, digits as one sign, where the same stands on most of three or more."""
    edges = Counter(form for page in pages for form in {_form(line) for line in _edges(page)})
    return frozenset(form for form, times in edges.items() if times >= max(3, PAGES_REPEATED * len(pages)))


def _edges(page: Sequence[str]) -> list[str]:
    filled = _filled(page)
    return [*filled[:EDGE_LINES], *filled[EDGE_LINES:][-EDGE_LINES:]]


def _form(line: str) -> str:
    return _DIGITS.sub("#", " ".join(line.casefold().split()))


def _without_edges(page: Sequence[str], repeated: frozenset[str]) -> list[str]:
    """Return a page's lines without repeated headings and feet and without a page number on a line of its own."""
    kept = list(page)
    for ends in (0, -1):
        for _ in range(EDGE_LINES):
            while kept and not kept[ends].strip():
                del kept[ends]
            if kept and (_form(kept[ends]) in repeated or _PAGE_NUMBER.fullmatch(kept[ends])):
                del kept[ends]
    while kept and not kept[0].strip():
        del kept[0]
    while kept and not kept[-1].strip():
        del kept[-1]
    return kept


def _joined(pages: Sequence[Sequence[str]]) -> Iterator[tuple[str, int]]:
    """Yield (line, page); a paragraph that ends in the middle of a sentence goes on over the page."""
    last = ""
    for number, page in enumerate(pages, start=1):
        if last and last.rstrip().endswith(_ENDS):
            yield "", number
        for line in page:
            yield line, number
            last = line if line.strip() else last


def laid_out_table(lines: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a table as a page lays it out, by where its headings begin; empty without such headings.

    A row begins where a cell other than the last holds words; a line with words in the last cell alone continues it.
    """
    first = next((n for n, line in enumerate(lines) if len(_GAP.split(line.strip())) in range(2, 6)), len(lines))
    if first == len(lines) or any(line.strip() for line in lines[:first][3:]):
        return ()
    starts = [match.start() for match in re.finditer(r"\S+(?: {1,2}\S+)*", lines[first])]
    rows: list[list[str]] = []
    for line in lines[first:]:
        cells = [line[a:b].strip() for a, b in zip(starts, [*starts[1:], None], strict=True)]
        if any(cells[:-1]) or not rows:
            rows.append(cells)
        elif cells[-1]:
            rows[-1][-1] = f"{rows[-1][-1]} {cells[-1]}".strip()
    return tuple(tuple(row) for row in rows)
