"""What the sample's people recorded beside decisions, found again in a fresh run by the place of the words.

Realist links, cells of the framework matrix and practice examples; all in one transaction each and none twice, so that
a run that is killed and started again ends the same. `themed.py` does the same for themes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flows import recorded
from flows.session import Session
from voices.errors import InputError
from voices.framework import GROUP
from voices.framework.workbook import ref
from voices.model import Passage
from voices.model.assembled import Cited, PracticeExample
from voices.model.realist import Anchor, Bearing, Element
from voices.store.assembling import cell_draft, example_draft
from voices.store.linking import link_draft
from voices.store.writing import Draft

FILES = ("links.jsonl", "framework.jsonl", "examples.jsonl")
THEMES = "themes.jsonl"


@dataclass(frozen=True)
class Place:
    """Where words stand: a stretch of a turn's raw words."""

    file: str
    row: int | None
    turn: int
    start: int
    end: int
    element: str = ""


@dataclass(frozen=True)
class Line:
    """One recorded link, cell, example or confirmed theme."""

    said: dict[str, Any] = field(repr=False)
    """As the file has it, without the places."""
    places: tuple[Place, ...]


def read(folder: Path) -> dict[str, list[Line]]:
    """Return the recorded lines of every file, by its name.

    Raises:
        InputError: a line cannot be read; the message names file and line.
    """
    found: dict[str, list[Line]] = {}
    for name in (*FILES, THEMES):
        for number, line in enumerate((folder / name).read_text(encoding="utf-8").splitlines(), 1):
            try:
                data = json.loads(line)
                places = data.pop("anchors") if "anchors" in data else data.pop("quotes")
                found.setdefault(name, []).append(Line(data, tuple(Place(**place) for place in places)))
            except (KeyError, TypeError, ValueError):
                raise InputError(f"{name}, line {number}: not as recorded; see data/sample/README.md") from None
    return found


def put(session: Session, lines: dict[str, list[Line]], finder: Finder) -> dict[str, int]:
    """Store links, cells and examples on the passages they fall on; return how many of each kind are new."""
    links = [_link(finder, number, line) for number, line in enumerate(lines[FILES[0]], 1)]
    cells = [_cell(finder, line) for line in lines[FILES[1]]]
    examples = [draft for line in lines[FILES[2]] for draft in _example(finder, line)]
    kinds = {"links": links, "cells of the matrix": cells, "practice examples": examples}
    return {name: session.store.write_first(drafts) for name, drafts in kinds.items()}


class Finder:
    """Finds the passage that holds recorded words, and counts the words that are in none."""

    def __init__(self, session: Session) -> None:
        """Look in the documents of a session's study."""
        self._session = session
        self._documents = recorded.documents(session)
        self._passages: dict[str, tuple[Passage, ...]] = {}
        self.lost = 0

    def find(self, places: Iterable[Place]) -> list[tuple[Place, Passage, int, int]]:
        """Return each place that is in a passage with it, half-open code points into the passage's text."""
        found = []
        for place in places:
            document = self._documents.get((place.file, place.row))
            here = None
            if document is not None:
                self._passages.setdefault(document, self._session.store.passages_of(document))
                here = recorded.place(self._session.keys.masked(document), place, self._passages[document])
            if here is None:
                self.lost += 1
            else:
                found.append((place, *here))
        return found

    def cited(self, places: Iterable[Place]) -> tuple[Cited, ...]:
        """Return the words at these places as stretches of passages."""
        return tuple(Cited(passage.id, start, end) for _, passage, start, end in self.find(places))


def _link(finder: Finder, number: int, line: Line) -> Draft:
    said = line.said
    anchors = [Anchor(Element(p.element), found.id, start, end) for p, found, start, end in finder.find(line.places)]
    key, bearing = f"sample-{number:02}", Bearing(said["bearing"])
    return link_draft(key, "made", said["theory"], bearing, anchors, said["note"], said["coder"], None, said["made_at"])


def _cell(finder: Finder, line: Line) -> Draft:
    said, quotes = line.said, finder.cited(line.places)
    text = " ".join((said["text"], *(f"({ref(quote.passage)})" for quote in quotes)))
    return cell_draft(f"{GROUP}{said['group']}", said["code"], text, quotes, said["coder"], made_at=said["made_at"])


def _example(finder: Finder, line: Line) -> list[Draft]:
    """Return the two rows of an example: as its writer left it, and as a lead released it."""
    said = line.said
    made = PracticeExample(
        hashlib.sha256(said["title"].encode()).hexdigest()[:8],
        0,
        said["title"],
        said["narrative"],
        tuple(said["principles"]),
        said["composite"],
        said["consent"],
        finder.cited(line.places),
        said["by"],
        "",
    )
    return [
        example_draft(made, said["by"], made_at=said["made_at"]),
        example_draft(made, said["lead"], released=True, made_at=said["released_at"]),
    ]
