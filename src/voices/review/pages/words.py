"""What pages that anchor words share: which passages somebody may see, and what a form of words says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from voices.errors import InputError
from voices.model import Passage, Span
from voices.review.choosing import chosen
from voices.review.context import Piece, pieces
from voices.review.pages.reviewing import Reviewing
from voices.store import Sought
from voices.web import Posted

FOUND = 500
"""Passages of a code or a search that are ranked; the nearest of them are shown."""


Sees = Callable[[str], bool]
"""Whether a passage, by id, may be shown to somebody beside what others made of it."""


def seen_by(desk: Reviewing, who: str) -> Sees:
    """Return what somebody sees: no barred document, nothing held, nothing they have still to read blind."""
    sight = desk.sight(who)
    closed = sight.hidden | sight.unread | {item.passage for item in desk.store.queue("held")}
    return lambda passage: passage not in closed


def open_passage(desk: Reviewing, who: str, passage: str) -> Passage:
    """Return a passage somebody may work with.

    Raises InputError where it is gone, closed to them, held or waits for their own reading.
    """
    found = desk.sight(who).passages([passage])
    if not found:
        raise InputError("this passage is not in the study any more")
    if not seen_by(desk, who)(passage):
        raise InputError("this passage is held, or waits for your own reading first: code it, then come back")
    return found[0]


def found_for(desk: Reviewing, who: str, codes: Iterable[str], words: str = "") -> list[Passage]:
    """Return the passages people coded to any of these codes, or those that hold these words, as somebody sees them."""
    sight, sees = desk.sight(who), seen_by(desk, who)
    sought = [Sought(words=words)] if words else [Sought(code=code) for code in codes]
    found = {p.id: p for one in sought for p in sight.find(one, FOUND)[1] if sees(p.id)}
    return list(found.values())


def words_of(form: Posted, text: str, elements: Sequence[str]) -> list[tuple[str, Span]]:
    """Return (element, span) of what a form of words chose in a passage.

    Raises InputError as `choosing.chosen` does.
    """
    parts = {
        int(number): element
        for name, element in form.fields.multi_items()
        if isinstance(element, str)
        and name.startswith("part ")
        and (number := name[5:]).isdecimal()
        and len(number) < 5
    }
    typed = {element: words for element in elements if (words := form.text(f"words {element}"))}
    return chosen(text, parts, typed, elements)


def named(desk: Reviewing, texts: Sequence[str]) -> list[tuple[Piece, ...]]:
    """Return the texts that may name somebody, with what was found marked; empty where none does."""
    found = []
    for text in texts:
        hits = desk.scan(text) if text.strip() else ()
        if hits:
            found.append(pieces(text, ((hit.start, hit.end) for hit in hits)))
    return found
