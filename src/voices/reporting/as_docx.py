"""Blocks as a Word document: real headings, styles, header rows and alternative texts."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from voices.reporting import fitting, word_front
from voices.reporting.blocks import (
    Block,
    Bullets,
    Figure,
    Heading,
    Pages,
    PrintedQuote,
    QuoteColumns,
    QuoteList,
    Table,
    Text,
)
from voices.reporting.fixed import moment, printable, rezip

if TYPE_CHECKING:
    from docx.document import Document

TEXT_WIDTH = 16.4
"""Centimetres between the margins."""
TABLE_SIZE = 9.5
"""Points of the text in tables, as in the style "Table Text"."""
FOOT_SIZE, FOOT_WIDTH = 9, 10.6
"""Points of the text at the foot of a page, and centimetres the title may take there."""
KEPT_WHOLE = 9
"""Rows, with the header, up to which a table is not broken between pages."""
_STYLES = {"body": "Normal", "lead": "Lead", "finding": "Finding", "note": "Note", "warning": "Warning"}


def render(pages: Pages) -> bytes:
    """Return a document as the bytes of a .docx file; the same pages give the same bytes."""
    import docx

    from voices.reporting import word_styles

    document = docx.Document()
    word_styles.apply(document)
    _properties(document, pages)
    word_front.cover(document, pages)
    word_front.contents(document, pages)
    for place, block in enumerate(pages.blocks):
        first = len(document.paragraphs) if not place else 0
        _block(document, block)
        if not place:
            document.paragraphs[first].paragraph_format.page_break_before = True
    _footer(document, pages)
    out = io.BytesIO()
    document.save(out)
    return rezip(out.getvalue(), pages.date)


def _paragraph(document: Document, text: str, style: str) -> Any:
    """Add a paragraph; its style is set by id, because looking a style up by its name reads all of them each time."""
    paragraph = document.add_paragraph(text)
    _style(paragraph, style)
    return paragraph


def _style(paragraph: Any, name: str) -> None:
    paragraph._p.get_or_add_pPr().style = name.replace(" ", "")


def _properties(document: Document, pages: Pages) -> None:
    core = document.core_properties
    when = moment(pages.date).replace(tzinfo=None)
    core.title, core.author, core.last_modified_by = printable(pages.title)[:255], printable(pages.subtitle)[:255], ""
    core.comments, core.keywords, core.subject, core.language = "", "", "", "en-GB"
    core.created = core.modified = when
    core.revision = 1


def _block(document: Document, block: Block) -> None:
    if isinstance(block, Heading):
        _heading(document, block)
    elif isinstance(block, Text):
        prefix = "Note: " if block.style == "warning" else ""
        _paragraph(document, printable(prefix + block.text), _STYLES[block.style])
    elif isinstance(block, Bullets):
        for item in block.items:
            _paragraph(document, printable(item), "List Bullet")
    elif isinstance(block, Table):
        _table(document, block)
    elif isinstance(block, Figure):
        _figure(document, block)
    elif isinstance(block, QuoteList):
        for quote in block.quotes:
            _quote(document, quote, "Quote Text")
    else:
        _quotes(document, block)


def _heading(document: Document, block: Heading) -> None:
    from voices.reporting import word_styles

    paragraph = _paragraph(document, printable(block.text), f"Heading {block.level}")
    if len(block.colour) == 7 and block.level > 1:
        word_styles.stripe(paragraph, block.colour[1:])
    if block.anchor:
        _bookmark(document, paragraph, block.anchor)


def _bookmark(document: Document, paragraph: Any, anchor: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    number = str(len(document.element.body.findall(f".//{qn('w:bookmarkStart')}")) + 1)
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:id"), number)
    start.set(qn("w:name"), word_front.bookmark_name(anchor))
    end.set(qn("w:id"), number)
    first = paragraph._p.find(qn("w:r"))
    if first is None:
        paragraph._p.append(start)
    else:
        first.addprevious(start)
    paragraph._p.append(end)


def _figure(document: Document, block: Figure) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm

    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    picture = paragraph.add_run().add_picture(io.BytesIO(block.png), width=Cm(TEXT_WIDTH))
    described = picture._inline.docPr
    described.set("descr", printable(block.alternative))
    described.set("title", printable(block.caption))
    described.set("name", printable(block.name))


def _table(document: Document, block: Table) -> None:
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm

    _paragraph(document, printable(block.caption), "Caption")
    table = document.add_table(rows=1, cols=len(block.header))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    _rules(table)
    widths = fitting.widths(block, TEXT_WIDTH, TABLE_SIZE)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    _row(table.rows[0], block.header, block, widths, head=True)
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for cells in block.rows:
        _row(table.add_row(), cells, block, widths, head=False)
    for row in table.rows:
        whole = OxmlElement("w:cantSplit")
        properties = row._tr.get_or_add_trPr()
        properties.insert(0, whole)
    rows = list(table.rows)
    held = rows if len(rows) <= KEPT_WHOLE else rows[:2] + rows[-2:]
    for row in held if block.note else held[:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True
    note = _paragraph(document, printable(block.note), "Note")
    if not block.note:
        note.paragraph_format.space_before, note.paragraph_format.space_after = Cm(0), Cm(0)
        note.paragraph_format.line_spacing = Cm(0.3)


def _row(row: Any, cells: tuple[str, ...], block: Table, widths: list[float], *, head: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm

    for place, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
        cell.width = Cm(widths[place])
        paragraph = cell.paragraphs[0]
        _style(paragraph, "Table Text")
        paragraph.add_run(printable(text)).bold = head or None
        if place in block.numeric:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _rules(table: Any) -> None:
    """Thin lines between rows and room around the text, no boxes; the first row and column are marked as headers."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    line = 'w:val="single" w:sz="4" w:space="0" w:color="B1B4B6"'
    strong = 'w:val="single" w:sz="8" w:space="0" w:color="0B0C0C"'
    properties = table._tbl.tblPr
    borders = parse_xml(
        f"<w:tblBorders {nsdecls('w')}><w:top {strong}/><w:bottom {line}/><w:insideH {line}/></w:tblBorders>"
    )
    margins = parse_xml(
        f'<w:tblCellMar {nsdecls("w")}><w:top w:w="50" w:type="dxa"/><w:left w:w="40" w:type="dxa"/>'
        f'<w:bottom w:w="50" w:type="dxa"/><w:right w:w="120" w:type="dxa"/></w:tblCellMar>'
    )
    look = properties.find(f"{{{properties.nsmap['w']}}}tblLook")
    for element in (borders, margins):
        if look is not None:
            look.addprevious(element)
        else:
            properties.append(element)
    layout = properties.find(f"{{{properties.nsmap['w']}}}tblLayout")
    if layout is not None:
        borders.addnext(layout)


def _quotes(document: Document, block: QuoteColumns) -> None:
    for name, quotes, note, style in (
        ("Supporting", block.supporting, block.support_note, "Quote Text"),
        ("Dissenting", block.dissenting, block.dissent_note, "Quote Text Dissenting"),
    ):
        _paragraph(document, name, f"Heading {block.level}")
        for quote in quotes:
            _quote(document, quote, style)
        if note:
            _paragraph(document, printable(note), "Note")


def _quote(document: Document, quote: PrintedQuote, style: str) -> None:
    _paragraph(document, f"“{printable(quote.text)}”", style)
    mixed = f", {quote.note}" if quote.note else ""
    id = f" · {quote.id}" if quote.id else ""
    said = _paragraph(document, f"({printable(quote.attribution)}){mixed}{id}", "Quote Attribution")
    if quote.shows:
        said.paragraph_format.keep_with_next = True
        _paragraph(document, f"What it shows: {printable(quote.shows)}", "Quote Note")


def _footer(document: Document, pages: Pages) -> None:
    """Put the title and the page number at the foot of every page but the cover."""
    document.sections[0].different_first_page_header_footer = True
    paragraph: Any = document.sections[0].footer.paragraphs[0]
    _style(paragraph, "Foot")
    paragraph.add_run(f"{_shortened(printable(pages.title))}\tHandle as personal data · page ")
    word_front.field(paragraph, "PAGE")


def _shortened(title: str) -> str:
    """Return a title cut at a word, so that the foot of the page stays one line."""
    words = title.split()
    while len(words) > 1 and fitting.measure(" ".join(words), FOOT_SIZE) > FOOT_WIDTH:
        words = [*words[:-2], "…"] if words[-1] == "…" else [*words[:-1], "…"]
    return " ".join(words).replace(": …", " …")
