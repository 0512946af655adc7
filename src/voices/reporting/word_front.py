"""The first two pages of a Word document: a cover that says what it is, and one page of contents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from voices.reporting import wording
from voices.reporting.blocks import Heading, Pages
from voices.reporting.fixed import printable

if TYPE_CHECKING:
    from docx.document import Document

LINES = 44
"""Entries that fit on the page of contents, a few of them in two lines."""


def cover(document: Document, pages: Pages) -> None:
    """Write the cover: council, title, date, and what the document is."""
    if pages.subtitle:
        _add(document, pages.subtitle, "Cover Council")
    _add(document, pages.title, "Title")
    _add(document, wording.decided_up_to(pages.date), "Subtitle")
    for line in pages.about:
        _add(document, line, "Cover Note")


def contents(document: Document, pages: Pages) -> None:
    """List parts and chapters on a page of their own, as links with page numbers, so that no field makes the list."""
    from docx.shared import Cm

    _add(document, "Contents", "Contents Heading").paragraph_format.page_break_before = True
    for heading in listed([b for b in pages.blocks if isinstance(b, Heading) and b.anchor]):
        paragraph = document.add_paragraph()
        paragraph._p.get_or_add_pPr().style = "ContentsLine"
        paragraph.paragraph_format.left_indent = Cm(0.6 * (heading.level - 1))
        _link(paragraph, heading)


def listed(headings: Sequence[Heading]) -> list[Heading]:
    """Return the headings of the contents: parts and chapters, of the last parts no chapters where they are too many.

    The sections of the appendix are left out.
    """
    found = [h for h in headings if h.level == 1 or (h.level == 2 and not h.anchor.startswith("method-"))]
    while len(found) > LINES and any(h.level == 2 for h in found):
        last = max(place for place, h in enumerate(found) if h.level == 2)
        part = max(place for place, h in enumerate(found[:last]) if h.level == 1)
        found = found[: part + 1] + found[last + 1 :]
    return found


def bookmark_name(anchor: str) -> str:
    """Return an anchor as Word allows it: at most forty letters, digits and underscores."""
    return "b_" + "".join(c if c.isalnum() else "_" for c in anchor)[:38]


def field(paragraph: Any, instruction: str) -> list[Any]:
    """Add a field that Word works out when the document is opened, empty until then; return its runs."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    runs = []
    for kind in ("begin", "", "separate", "end"):
        run = paragraph.add_run()
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = f" {instruction} "
        if kind == "begin":
            element.set(qn("w:dirty"), "true")
        run._r.append(element)
        runs.append(run)
    return runs


def _add(document: Document, text: str, style: str) -> Any:
    paragraph = document.add_paragraph(printable(text))
    paragraph._p.get_or_add_pPr().style = style.replace(" ", "")
    return paragraph


def _link(paragraph: Any, heading: Heading) -> None:
    """Make a line of contents a link to its heading: the words, a line of dots, the page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    name = bookmark_name(heading.anchor)
    words = paragraph.add_run(printable(heading.text))
    words.bold = heading.level == 1 or None
    runs = [words, paragraph.add_run("\t"), *field(paragraph, f"PAGEREF {name} \\h")]
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), name)
    link.set(qn("w:history"), "1")
    for run in runs:
        paragraph._p.remove(run._r)
        link.append(run._r)
    paragraph._p.append(link)
