"""The look of Word documents: one place for fonts, spacing and colours; real styles, so that users can change them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle

FONT = "Arial"
INK, GREY, BLUE, RED = "0B0C0C", "484949", "1D70B8", "942514"


def apply(document: Document) -> None:
    """Set up page, language and styles of an empty document."""
    from docx.shared import Cm

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin = section.bottom_margin = Cm(2.2)
    _language(document)
    _text(document, "Normal", 11, after=7)
    _text(document, "Title", 32, bold=True, before=150, after=10)
    _text(document, "Subtitle", 14, colour=GREY, after=60)
    _text(document, "Heading 1", 20, bold=True, before=26, after=9, keep=True)
    _text(document, "Heading 2", 15, bold=True, before=20, after=6, keep=True)
    _text(document, "Heading 3", 12, bold=True, before=14, after=5, keep=True)
    _text(document, "Heading 4", 11, bold=True, before=9, after=4, keep=True)
    _text(document, "Caption", 10.5, bold=True, before=12, after=4, keep=True)
    _text(document, "List Bullet", 11, after=4)
    _added(document, "Lead", 11, colour="323436", after=7, keep=True)
    _added(document, "Finding", 11.5, bold=True, after=7, keep=True)
    _added(document, "Note", 9.5, colour=GREY, before=3, after=10)
    _added(document, "Warning", 11, bold=True, after=8, keep=True)
    _added(document, "Table Text", 9.5, after=0)
    _stripe(_added(document, "Cover Council", 14, bold=True, colour=BLUE, before=20), BLUE, "single", 36)
    _added(document, "Cover Note", 11.5, colour="323436", after=9)
    _added(document, "Contents Heading", 20, bold=True, after=12)
    _dotted(_added(document, "Contents Line", 10.5, after=1.5))
    _foot(_added(document, "Foot", 9, colour=GREY, after=0))
    quote = _added(document, "Quote Text", 11, after=2, keep=True, indent=0.6)
    _stripe(quote, BLUE, "single", 18)
    against = _added(document, "Quote Text Dissenting", 11, after=2, keep=True, indent=0.6)
    _stripe(against, RED, "double", 6)
    _added(document, "Quote Attribution", 9.5, colour=GREY, after=10, indent=0.6)
    _added(document, "Quote Note", 10, colour="323436", after=10, indent=0.6)
    for name in ("Heading 1", "Title"):
        document.styles[name].element.get_or_add_pPr()


def _foot(style: Any) -> None:
    """Put one tab stop at the right margin, so that the page number stands there on the first line."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Cm

    style.paragraph_format.tab_stops.add_tab_stop(Cm(16.4), WD_TAB_ALIGNMENT.RIGHT)


def _dotted(style: Any) -> None:
    """Put a tab stop at the right margin with dots before it, for page numbers in a list of contents."""
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Cm

    style.paragraph_format.line_spacing = 1.0
    style.paragraph_format.tab_stops.add_tab_stop(Cm(16.4), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def stripe(paragraph: Any, colour: str) -> None:
    """Put a coloured stripe to the left of one paragraph."""
    _border(paragraph._p.get_or_add_pPr(), colour, "single", 36, 8)


def _text(
    document: Document,
    name: str,
    size: float,
    *,
    bold: bool = False,
    colour: str = INK,
    before: float = 0,
    after: float = 6,
    keep: bool = False,
    indent: float = 0,
) -> ParagraphStyle:
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    style: Any = document.styles[name]
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(colour)
    for spaced in style.element.get_or_add_rPr().findall(qn("w:spacing")):
        style.element.rPr.remove(spaced)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        if "Theme" in attribute:
            del fonts.attrib[attribute]
    for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(kind), FONT)
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(before), Pt(after), 1.15
    layout.keep_with_next, layout.widow_control = keep, True
    if indent:
        layout.left_indent = Cm(indent)
    border = style.element.get_or_add_pPr().find(qn("w:pBdr"))
    if border is not None:
        style.element.pPr.remove(border)
    return style  # type: ignore[no-any-return]


def _added(document: Document, name: str, size: float, **look: Any) -> ParagraphStyle:
    from docx.enum.style import WD_STYLE_TYPE

    style: Any = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    return _text(document, name, size, **look)


def _stripe(style: ParagraphStyle, colour: str, line: str, width: int) -> None:
    _border(style.element.get_or_add_pPr(), colour, line, width, 8)


def _border(properties: Any, colour: str, line: str, width: int, space: int) -> None:
    """Add a left border; `width` in eighths of a point, `space` in points."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders, left = OxmlElement("w:pBdr"), OxmlElement("w:left")
    for name, value in (("val", line), ("sz", str(width)), ("space", str(space)), ("color", colour)):
        left.set(qn(f"w:{name}"), value)
    borders.append(left)
    properties.insert_element_before(
        borders,
        *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct", "w:topLinePunct"),
        *("w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind"),
        *("w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment"),
        *("w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange"),
    )


def _language(document: Document) -> None:
    """Set the document's language to British English, in its defaults and its styles."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    if defaults is not None:
        for old in defaults.findall(qn("w:lang")):
            defaults.remove(old)
        language = OxmlElement("w:lang")
        for name, value in (("val", "en-GB"), ("eastAsia", "en-GB"), ("bidi", "ar-SA")):
            language.set(qn(f"w:{name}"), value)
        defaults.append(language)
