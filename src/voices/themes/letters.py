"""Whole texts with several issues each: cut into passages before the search, put together again after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from voices.model import Document, Kind, Passage, ThemeAssignment, Themes, Turn
from voices.passages import split

WHOLE_UP_TO = 120
"""Words up to which a text is searched whole; a longer one seldom has only one issue."""
PARAGRAPH = 15
"""Words from which on a paragraph stands by itself; shorter ones, as an address or "Dear Sir", go with the next."""

_BLANK = re.compile(r"\n[ \t]*\n\s*")


def cut(text: Passage) -> tuple[Passage, ...]:
    """Return the passages of a text given as one passage; itself where it is short.

    Their ids are the text's with "#" and a number, so that `joined` finds the way back.
    """
    if len(text.text.split()) <= WHOLE_UP_TO:
        return (text,)
    turns = tuple(Turn(start, end, text.participant, text.role) for start, end in _paragraphs(text.text))
    parts = split(Document(text.document, text.source, Kind.LETTER, text.text, turns, period=text.period), b"")
    found = (
        replace(text, id=f"{text.id}#{i:03d}", ordinal=i, start=part.start, end=part.end, text=part.text)
        for i, part in enumerate(parts)
    )
    return tuple(found) or (text,)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield where paragraphs begin and end, half-open code points; a blank line stands between them."""
    start = 0
    for gap in _BLANK.finditer(text):
        if len(text[start : gap.start()].split()) >= PARAGRAPH:
            yield start, gap.start()
            start = gap.end()
    if text[start:].strip():
        yield start, len(text)


def joined(found: Themes, parts: Sequence[tuple[str, Sequence[Passage]]]) -> Themes:
    """Return themes of passages as themes of the texts they came from: (text's id, its passages) each.

    A text has every theme its passages have, the strongest first, and none only where no passage has one. Strength
    is the mean over the text's passages.
    """
    owner = {part.id: id for id, listed in parts for part in listed}
    themed: dict[str, dict[str | None, list[float]]] = {}
    for one in found.assignments:
        themed.setdefault(owner[one.passage], {}).setdefault(one.theme, []).append(one.strength)
    out: list[ThemeAssignment] = []
    for id, listed in sorted((id, listed) for id, listed in parts):
        if id not in themed:
            continue
        weights = {theme: sum(strengths) for theme, strengths in themed[id].items() if theme is not None}
        ordered = sorted(weights, key=lambda theme: (-weights[theme], theme or ""))
        out += [ThemeAssignment(id, theme, weights[theme] / len(listed)) for theme in ordered]
        if not ordered:
            out.append(ThemeAssignment(id, None, max(themed[id][None])))
    sizes = {one.id: sum(a.theme == one.id for a in out) for one in found.themes}
    themes = tuple(
        replace(
            one, size=sizes[one.id], representative=tuple(dict.fromkeys(owner[part] for part in one.representative))
        )
        for one in found.themes
        if sizes[one.id]
    )
    silent = tuple(sorted(id for id, _ in parts if id not in themed))
    ordered_themes = tuple(sorted(themes, key=lambda one: (-one.size, one.id)))
    return replace(found, themes=ordered_themes, assignments=tuple(out), set_aside=silent)
