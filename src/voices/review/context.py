"""A passage among what was said around it; pure, offsets are half-open code points."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from voices.model import Document, Passage, Turn

TURNS_AROUND = 2
"""Turns shown before and after: a question and an answer each way."""

LONGEST_NEIGHBOUR = 60
"""Words shown of a neighbouring turn, those next to the passage: enough to follow, not enough to get lost in."""


@dataclass(frozen=True)
class Piece:
    """A stretch of text that is highlighted or is not."""

    text: str
    marked: bool = False


@dataclass(frozen=True)
class Line:
    """One turn, or the part of one, around or holding the passage."""

    speaker: str
    """Role in words, never who."""
    asks: bool
    """True for those who ask."""
    before: str
    """What the line says before the passage, or all of it where the passage is elsewhere."""
    passage: tuple[Piece, ...] = ()
    """The passage itself; empty in the lines around it."""
    after: str = ""


def pieces(text: str, spans: Iterable[tuple[int, int]]) -> tuple[Piece, ...]:
    """Return a text cut where highlighting begins and ends; overlapping spans are one, spans outside are clipped."""
    cuts = sorted((max(0, start), min(len(text), end)) for start, end in spans)
    found: list[Piece] = []
    at = 0
    for start, end in cuts:
        begin = max(start, at)
        if end <= begin:
            continue
        if begin > at:
            found.append(Piece(text[at:begin]))
        if found and found[-1].marked:
            found[-1] = Piece(found[-1].text + text[begin:end], True)
        else:
            found.append(Piece(text[begin:end], True))
        at = end
    if at < len(text) or not found:
        found.append(Piece(text[at:]))
    return tuple(found)


def context(document: Document, passage: Passage, spans: Iterable[tuple[int, int]] = ()) -> tuple[Line, ...]:
    """Return the turns around a passage and its own, with `spans` of the passage highlighted."""
    turns = document.turns
    first, last = max(0, passage.turn - TURNS_AROUND), passage.turn + TURNS_AROUND + 1
    lines = []
    for place, turn in enumerate(turns[first:last], start=first):
        text = document.text[turn.start : turn.end]
        name = speaker(turn, passage)
        asks = turn.role == "interviewer"
        if place < passage.turn:
            lines.append(Line(name, asks, last_words(text)))
        elif place > passage.turn:
            lines.append(Line(name, asks, first_words(text)))
        else:
            before = document.text[turn.start : passage.start]
            after = document.text[passage.end : turn.end]
            lines.append(Line(name, asks, last_words(before), pieces(passage.text, spans), first_words(after)))
    return tuple(lines)


def speaker(turn: Turn, passage: Passage) -> str:
    """Return who speaks, by role, and "another" where it is not the passage's own voice."""
    role = turn.role or ("interviewer" if not turn.participant else "participant")
    if turn.participant and turn.participant != passage.participant and role == passage.role:
        return f"another {role}"
    return role


def last_words(text: str, words: int = LONGEST_NEIGHBOUR) -> str:
    """Return the end of a text, with a mark where something was left out."""
    listed = text.split()
    return text if len(listed) <= words else "… " + " ".join(listed[-words:])


def first_words(text: str, words: int = LONGEST_NEIGHBOUR) -> str:
    """Return the beginning of a text, with a mark where something was left out."""
    listed = text.split()
    return text if len(listed) <= words else " ".join(listed[:words]) + " …"
