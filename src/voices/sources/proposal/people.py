"""Who speaks in the conversations of a folder: roles from labels, from lists of people, from names of files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from voices.errors import UnreadableFile
from voices.sources.consent import answer
from voices.sources.proposal import path_words
from voices.sources.proposal.looking import FILES, LABELS, answering, grids_of
from voices.sources.proposal.nouns import Seen
from voices.sources.roles import INTERVIEWER, known_role, role_in_label
from voices.sources.tables.headers import find_headers
from voices.sources.tables.headings import HEADINGS, Use
from voices.sources.talk.speakers import is_name, label_forms
from voices.sources.words import fold


@dataclass(frozen=True)
class Listed:
    """One row of a list of people."""

    forms: frozenset[str] = field(repr=False)
    """Folded names and labels."""
    file: str = field(repr=False)
    """What the row says of the recording, folded, or empty."""
    role: str
    quoting: str
    """Consent to be quoted: yes, no, or empty where the list has no clear answer."""


def listed(seen: Sequence[Seen]) -> tuple[Listed, ...]:
    """Return the rows of lists of people whose role is known, in memory only."""
    return tuple(row for one in seen for row in _rows(one))


def with_copies(rows: Sequence[Listed], instead: Mapping[str, str]) -> tuple[Listed, ...]:
    """Return the rows, those about a copy that is left out also about the file kept instead."""
    kept = {form: fold(file) for copy, file in instead.items() for form in _file_forms(copy)}
    return (*rows, *(replace(row, file=kept[row.file]) for row in rows if row.file in kept))


def _file_forms(file: str) -> tuple[str, ...]:
    """Return the folded ways in which a list may write a file: its path, its name, its name without ending."""
    name = file.rpartition("/")[2]
    return fold(file), fold(name), fold(name.rpartition(".")[0])


def _rows(seen: Seen) -> Iterator[Listed]:
    try:
        grids = grids_of(seen.path)
    except UnreadableFile:
        return
    for grid in grids:
        headed = find_headers(grid)
        uses = [_use(fold(heading)) for heading in headed.headers]
        for row in headed.rows:
            cells = list(zip(uses, row, strict=False))
            role = next((_role(cell) for use, cell in cells if use == "role" and cell.strip()), "")
            forms = {form for use, cell in cells if use == "who" and cell.strip() for form in label_forms(cell)}
            file = next((fold(cell) for use, cell in cells if use == "file"), "")
            quoting = next((_yes_no(cell) for use, cell in cells if use == "quoting"), "")
            if forms and (role or quoting):
                yield Listed(frozenset(forms), file, role, quoting)


def _use(heading: str) -> str:
    if heading in FILES:
        return "file"
    if heading in LABELS:
        return "who"
    for use, pattern in HEADINGS:
        if pattern.fullmatch(heading):
            if use in (Use.NAMES, Use.SPEAKER, Use.PARTICIPANT):
                return "who"
            return {Use.ROLE: "role", Use.QUOTING: "quoting"}.get(use, "")
    return ""


def _yes_no(cell: str) -> str:
    return {True: "yes", False: "no", None: ""}[answer(cell)]


def _role(cell: str) -> str:
    return known_role(cell) or path_words.role(fold(cell))


@dataclass(frozen=True)
class Voice:
    """One who answers in a conversation."""

    label: str = field(repr=False)
    file: str = field(repr=False)
    """The file it stands in; of an archive the path inside too."""
    role: str
    """Empty where nobody knows."""
    may_be_name: bool
    how: str = ""
    """Where the role comes from: label, list, or empty."""


def voices(seen: Seen, people: Sequence[Listed]) -> tuple[Voice, ...]:
    """Return those who answer in the conversations of a file, with the role that label or list gives."""
    found = []
    for document in seen.reading.documents if seen.reading else ():
        for label, read_as in answering(document):
            role, how = role_in_label(label) or read_as, "label"
            if not role:
                roles = {row.role for row in _about(label, seen, people) if row.role}
                role, how = roles.pop() if len(roles) == 1 else "", "list"
            found.append(Voice(label, document.file, role, is_name(label), how if role else ""))
    return tuple(found)


def consent_to_quote(label: str, seen: Seen, people: Sequence[Listed]) -> str:
    """Return what the lists of people say of a voice's consent to be quoted: yes, no, or empty; a no wins."""
    said = {row.quoting for row in _about(label, seen, people)}
    return "no" if "no" in said else "yes" if "yes" in said else ""


def _about(label: str, seen: Seen, people: Sequence[Listed]) -> list[Listed]:
    """Return the rows of lists about a voice: those with its name, else those about this very file."""
    forms = set(label_forms(label))
    named = [one for one in people if forms & one.forms] if is_name(label) else []
    return named or [one for one in people if one.file and one.file in _file_forms(seen.relative)]


def nobody_asks(seen: Seen) -> bool:
    """Return whether no turn of a conversation is told apart as asking."""
    turns = [turn for document in seen.reading.documents for turn in document.turns] if seen.reading else []
    return bool(turns) and not any(turn.role == INTERVIEWER for turn in turns)
