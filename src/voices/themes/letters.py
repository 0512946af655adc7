"""Whole texts with several issues each: cut into passages before the search, put together again after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from voices.model import Document, Kind, Passage, ThemeAssignment, Themes, Turn
from voices.passages import split

WHOLE_UP_TO = 120
"""Words up to which a text is searched whole; a longer one seldom has only one issue."""
SECOND = 2
"""Passages of a long letter that a further theme needs, beside the strongest: one alone may be chance."""
LONG_FROM = 6
"""Passages from which on `SECOND` is asked for; a short letter gives an issue one passage."""


def cut(text: Passage) -> tuple[Passage, ...]:
    """Return the passages of a text given as one passage; itself where it is short.

    Their ids are the text's with "#" and a number, so that `joined` finds the way back.
    """
    if len(text.text.split()) <= WHOLE_UP_TO:
        return (text,)
    turn = Turn(0, len(text.text), text.participant, text.role)
    parts = split(Document(text.document, text.source, Kind.LETTER, text.text, (turn,), period=text.period), b"")
    return tuple(replace(text, id=f"{text.id}#{i:03d}", text=part.text) for i, part in enumerate(parts)) or (text,)


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
        few = len(listed) < LONG_FROM
        kept = [theme for rank, theme in enumerate(ordered) if not rank or few or len(themed[id][theme]) >= SECOND]
        out += [ThemeAssignment(id, theme, weights[theme] / len(listed)) for theme in kept]
        if not kept:
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
