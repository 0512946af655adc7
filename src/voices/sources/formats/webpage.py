"""Turn a mail written as a web page into lines."""

from __future__ import annotations

import re

from voices.sources.words import line_ends

_PARAGRAPHS = frozenset(("p", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol"))
_BLOCKS = _PARAGRAPHS | {
    "address",
    "article",
    "dd",
    "div",
    "dl",
    "dt",
    "footer",
    "header",
    "hr",
    "li",
    "pre",
    "section",
    "tr",
}
_UNSEEN = frozenset(("head", "script", "style", "title", "noscript", "template"))
_SPACES = re.compile(r"[ \t\n]+")


def plain_lines(page: str) -> list[str]:
    """Return the words of a page as lines; an older mail that it quotes has "> " before each line."""
    from lxml import etree, html

    if not page.strip():
        return []
    root = html.document_fromstring(page.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    lines = [""]
    quoted = unseen = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        starts = event == "start"
        if tag in _UNSEEN:
            unseen += 1 if starts else -1
        if tag == "blockquote":
            quoted += 1 if starts else -1
        if tag in _BLOCKS or (tag == "br" and starts):
            _break(lines, quoted, paragraph=tag in _PARAGRAPHS, always=tag == "br")
        elif tag in ("td", "th") and not starts:
            lines[-1] += " "
        if tag == "li" and starts:
            lines[-1] += "- "
        words = (element.text if tag else "") if starts else element.tail
        if words and not unseen:
            lines[-1] += _SPACES.sub(" ", line_ends(words))
    return [line.strip() for line in lines]


def _break(lines: list[str], quoted: int, *, paragraph: bool = False, always: bool = False) -> None:
    """Begin a new line unless the last one is still empty; a paragraph leaves an empty line before it."""
    begun = bool(lines[-1].strip("> "))
    if begun and paragraph:
        lines.append("")
    if begun or always:
        lines.append("")
    lines[-1] = "> " if quoted else ""
