"""Theories in the report: what supports, refines and refutes each, in people's words."""

from __future__ import annotations

from collections.abc import Iterator

from voices.model import Report
from voices.model.realist import Bearing, Element, PrintedLink, TheoryFinding
from voices.quotes.suppression import SMALL_CELL
from voices.reporting import wording
from voices.reporting.bank_pages import quote_id, slug
from voices.reporting.blocks import Block, Bullets, Heading, Table, Text

INTRODUCTION = (
    "A theory says: if something is offered in some circumstances, then this comes of it, because of how people take "
    "it. People who read the passages linked words to it that support it, refine it (it holds, but otherwise or for "
    "others than it says) or refute it.",
    "A mechanism has two halves: a resource, which is what was offered or done, and the reasoning it met, which is "
    "how people took it. Context is what was there before and around; the outcome is what came of it.",
    "The sentence above each table is the coder’s note on what the link shows. Every stretch of words is exact; "
    "“[…]” marks where the passage goes on. One link can join the words of several people.",
)
NAMES = {Bearing.SUPPORTS: "Supporting", Bearing.REFINES: "Refining", Bearing.REFUTES: "Refuting"}
_ROWS = {
    Element.WHOM: "For whom",
    Element.CONTEXT: "Context",
    Element.RESOURCE: "Resource",
    Element.REASONING: "Reasoning",
    Element.OUTCOME: "Outcome",
}


def theories(report: Report) -> Iterator[Block]:
    """Yield the part on theories; nothing where the study has none."""
    if not report.theories:
        return
    yield Heading(1, "Theories: what works, for whom and why", "theories")
    yield Bullets(INTRODUCTION)
    yield _overview(report)
    for finding in report.theories:
        yield from _theory(finding)


def _overview(report: Report) -> Table:
    rows = tuple((found.theory.name, *(str(links) for _, links, _, _ in found.counts)) for found in report.theories)
    note = "Links that people made, not excerpts counted as proof: two good links say more than twenty alike."
    header = ("Theory", *(NAMES[bearing] for bearing in Bearing))
    return Table("What bears on each theory", header, rows, frozenset({1, 2, 3}), note, (5, 1.3, 1.3, 1.3))


def _theory(found: TheoryFinding) -> Iterator[Block]:
    yield Heading(2, found.theory.name, f"theory-{slug(found.theory.id)}")
    yield Text(found.theory.sentence(), "lead")
    if found.before:
        yield Text(f"As it was first written: {found.before}", "note")
    yield Text(" ".join(_said(found, bearing) for bearing in Bearing), "finding")
    for bearing in Bearing:
        links = [link for link in found.links if link.bearing is bearing]
        if links:
            yield Heading(3, NAMES[bearing])
        for number, link in enumerate(links, 1):
            yield from _link(link, f"{NAMES[bearing]} {number}")
    if found.unshown:
        said = wording.plural(found.unshown, "further link is", "further links are")
        yield Text(f"{said} counted and not printed: these people are quoted here already.", "note")
    if found.open:
        said = wording.plural(found.open, "link is", "links are")
        yield Text(f"{said} left out until somebody looks again, because passages changed or are held.", "note")


def _said(found: TheoryFinding, bearing: Bearing) -> str:
    _, links, people, sources = next(counted for counted in found.counts if counted[0] is bearing)
    if not links:
        said = wording.plural(found.checked, "passage")
        return f"{NAMES[bearing]}: none found, {said} checked."
    heard = wording.plural(people, "person", "people") if people >= SMALL_CELL else f"fewer than {wording.SMALL} people"
    who = f"{heard} in {wording.plural(sources, 'source')}"
    return f"{NAMES[bearing]}: {wording.plural(links, 'link')} from {who}."


def _link(link: PrintedLink, name: str) -> Iterator[Block]:
    caption = f"{name}. {link.note}" if link.note else name
    rows = tuple(
        (_ROWS[element], f"“{quote.printed}”", f"{quote.attribution} · {quote_id(quote)}")
        for element, quote in link.elements
    )
    if rows:
        yield Table(caption, ("Element", "Words", "Said by"), rows, frozenset(), _unprinted(link), (1.1, 4, 1.6))
    else:
        yield Text(f"{caption} {_unprinted(link)}", "note")


def _unprinted(link: PrintedLink) -> str:
    if not link.unprinted:
        return ""
    reasons = sorted({reason for _, reason in link.unprinted})
    elements = wording.listed(_ROWS[element].casefold() for element, _ in link.unprinted)
    return f"Not printed ({wording.listed(reasons)}): {elements}."
