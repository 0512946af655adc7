"""Blocks as one self-contained web page: no outside file, readable with a keyboard, on paper and without its script.

The one script searches and filters the quotes. The page's policy names it by its hash and allows nothing else.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from html import escape
from pathlib import Path

from voices.reporting import wording
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
from voices.reporting.fixed import printable

STYLE = Path(__file__).with_name("page.css")
"""The style sheet, put into the page."""
SCRIPT = Path(__file__).with_name("page.js")
"""Search and filter, put into the page."""


def render(pages: Pages) -> str:
    """Return a document as HTML 5, British English, WCAG 2.2 AA."""
    title, style, script = _safe(pages.title), STYLE.read_text("utf-8"), SCRIPT.read_text("utf-8")
    known = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode()
    dated = _safe(wording.decided_up_to(pages.date))
    body = "\n".join(line for block in pages.blocks for line in _block(block))
    council = f'<p class="council">{_safe(pages.subtitle)}</p>' if pages.subtitle else ""
    about = "\n".join(f'<p class="about">{_safe(line)}</p>' for line in pages.about)
    policy = (
        f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{known}'; "
        "form-action 'none'; base-uri 'none'"
    )
    return f"""<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}{" – " + _safe(pages.subtitle) if pages.subtitle else ""}</title>
<style>
{style}</style>
</head>
<body>
<a class="skip" href="#main">Skip to main content</a>
<header class="top"><div class="width">
{council}
<h1>{title}</h1>
<p class="dated">{dated}</p>
{about}
</div></header>
<div class="width">
{_contents(pages)}
{_finder(pages)}
<main id="main" tabindex="-1">
{body}
</main>
<footer><p>Pseudonymised quotes from people's own words. Handle them as personal data.</p></footer>
</div>
<script>{script}</script>
</body>
</html>
"""


def _finder(pages: Pages) -> str:
    """Return the search of the quotes, hidden until the script shows it; nothing where there are few to search."""
    who = sorted({quote.attribution for block in pages.blocks for quote in _quotes_of(block)})
    if len(who) < 2:
        return ""
    options = "".join(f'<option value="{_safe(name)}">{_safe(name)}</option>' for name in who)
    return f"""<form class="finder" role="search" aria-label="Quotes" hidden>
<p><label for="find-words">Search the quotes</label><input id="find-words" type="search" autocomplete="off"></p>
<p><label for="find-who">Said by</label><select id="find-who"><option value="">everybody</option>{options}</select></p>
<p><label for="find-side">Side</label><select id="find-side"><option value="">both sides</option>
<option value="supporting">supporting</option><option value="dissenting">dissenting</option></select></p>
<p class="found" role="status"></p>
</form>"""


def _quotes_of(block: Block) -> tuple[PrintedQuote, ...]:
    if isinstance(block, QuoteColumns):
        return (*block.supporting, *block.dissenting)
    return block.quotes if isinstance(block, QuoteList) else ()


def _contents(pages: Pages) -> str:
    items: list[str] = []
    inside = False
    headings = [b for b in pages.blocks if isinstance(b, Heading) and b.level < 3 and b.anchor]
    for place, heading in enumerate(headings):
        following = headings[place + 1].level if place + 1 < len(headings) else 1
        link = f'<a href="#{_safe(heading.anchor)}">{_safe(heading.text)}</a>'
        if heading.level == 1:
            items.append(f"<li>{link}" + ("<ul>" if following == 2 else "</li>"))
            inside = following == 2
        else:
            items.append(f"<li>{link}</li>" + ("</ul></li>" if inside and following == 1 else ""))
    found = f"<ul>{''.join(items)}</ul>"
    return f'<nav class="contents" aria-labelledby="contents"><h2 id="contents">Contents</h2>{found}</nav>'


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield _heading(block)
    elif isinstance(block, Text):
        if block.style == "warning":
            yield f'<p class="warning"><span class="mark" aria-hidden="true">!</span> {_safe(block.text)}</p>'
        else:
            yield f'<p class="{block.style}">{_safe(block.text)}</p>'
    elif isinstance(block, Bullets):
        yield "<ul>" + "".join(f"<li>{_safe(item)}</li>" for item in block.items) + "</ul>"
    elif isinstance(block, Table):
        yield from _table(block)
    elif isinstance(block, Figure):
        alternative = _safe(block.alternative)
        svg = block.svg.replace("<svg", f'<svg role="img" aria-label="{alternative}" focusable="false"', 1)
        yield f"<figure>{svg}</figure>"
    elif isinstance(block, QuoteList):
        yield from (_quote(quote) for quote in block.quotes)
    else:
        yield from _quotes(block)


def _heading(block: Heading) -> str:
    level = block.level + 1
    anchor = f' id="{_safe(block.anchor)}"' if block.anchor else ""
    stripe = f' class="code" style="border-left-color:{_safe(block.colour)}"' if _is_colour(block.colour) else ""
    return f"<h{level}{anchor}{stripe}>{_safe(block.text)}</h{level}>"


def _table(block: Table) -> Iterator[str]:
    narrow = f' style="max-width:{100 * block.share:.0f}%;min-width:min(100%,24rem)"' if block.share < 1 else ""
    yield f'<div class="scroll" role="region" tabindex="0" aria-label="{_safe(block.caption)}"><table{narrow}>'
    yield f"<caption>{_safe(block.caption)}</caption>"
    cells = "".join(
        f'<th scope="col"{_number(block, place)}>{_safe(name)}</th>' for place, name in enumerate(block.header)
    )
    yield f"<thead><tr>{cells}</tr></thead><tbody>"
    for row in block.rows:
        first = f'<th scope="row">{_safe(row[0])}</th>' if row else ""
        rest = "".join(f"<td{_number(block, place)}>{_lines(cell)}</td>" for place, cell in enumerate(row) if place)
        yield f"<tr>{first}{rest}</tr>"
    yield "</tbody></table></div>"
    if block.note:
        yield f'<p class="note">{_safe(block.note)}</p>'


def _number(block: Table, place: int) -> str:
    return ' class="number"' if place in block.numeric else ""


def _quotes(block: QuoteColumns) -> Iterator[str]:
    level = block.level + 1
    yield '<div class="columns">'
    for name, quotes, note in (
        ("Supporting", block.supporting, block.support_note),
        ("Dissenting", block.dissenting, block.dissent_note),
    ):
        yield f'<section class="{name.casefold()}"><h{level}>{name}</h{level}>'
        yield from (_quote(quote) for quote in quotes)
        if note:
            yield f'<p class="note">{_safe(note)}</p>'
        yield "</section>"
    yield "</div>"


def _quote(quote: PrintedQuote) -> str:
    mixed = f' <span class="tag">{_safe(quote.note)}</span>' if quote.note else ""
    id = f' <span class="id">{_safe(quote.id)}</span>' if quote.id else ""
    shows = f'<p class="shows">What it shows: {_safe(quote.shows)}</p>' if quote.shows else ""
    words = _safe(quote.text).replace("\n", "<br>")
    who = _safe(quote.attribution)
    return (
        f'<figure class="quote" data-who="{who}"><blockquote><p>“{words}”</p></blockquote>'
        f"<figcaption>({who}){mixed}{id}</figcaption>{shows}</figure>"
    )


def _is_colour(text: str) -> bool:
    return len(text) == 7 and text[0] == "#" and all(c in "0123456789abcdefABCDEF" for c in text[1:])


def _lines(text: str) -> str:
    return _safe(text).replace("\n", "<br>")


def _safe(text: str) -> str:
    return escape(printable(text), quote=True)
