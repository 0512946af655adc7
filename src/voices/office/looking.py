"""One source as its files were read: who speaks in them, and what every column is taken as; shown, never stored."""

from __future__ import annotations

from dataclasses import dataclass, field

from voices import sources
from voices.model import Reading, SourceSpec
from voices.sources.roles import INTERVIEWER
from voices.sources.tables.columns import ONE_COLUMN
from voices.sources.tables.headings import Use
from voices.sources.talk.speakers import is_name
from voices.sources.words import one_line
from voices.study import Study

SHOWN_WORDS = 160
"""Characters shown of what somebody says first: enough to tell who asks."""

USES: tuple[tuple[str, str], ...] = (
    ("", "as voices takes it"),
    ("text", "people’s own words, to be coded"),
    ("attributes", "a short fact, kept as an attribute"),
    ("names", "names of people, kept apart and never shown"),
    *((entry, use.value) for use, entry in ONE_COLUMN.items()),
)
"""(entry of a source's columns, how a page calls it)."""
MANY = ("text", "attributes", "names")
"""Entries that take several columns."""


@dataclass(frozen=True)
class Voice:
    """One speaker label of one file."""

    file: str = field(repr=False)
    label: str = field(repr=False)
    role: str
    """As it is understood now; empty where nobody knows."""
    turns: int
    first: str = field(repr=False)
    """The beginning of what they say first."""

    @property
    def asks(self) -> bool:
        """Whether they are taken as somebody who asks."""
        return self.role == INTERVIEWER

    @property
    def named(self) -> bool:
        """Whether the label is a person's name, which may not stand in study.toml."""
        return is_name(self.label)


@dataclass(frozen=True)
class Heading:
    """One column of the tables of a source."""

    name: str = field(repr=False)
    taken_as: str
    """In the words `check` uses."""
    chosen: str
    """The entry of the source that names it; empty where voices decides."""


@dataclass(frozen=True)
class Looked:
    """What the files of one source show."""

    files: tuple[str, ...] = field(repr=False)
    voices: tuple[Voice, ...] = field(repr=False)
    headings: tuple[Heading, ...] = field(repr=False)


def look(study: Study, spec: SourceSpec) -> Looked:
    """Read the files of one source and return who speaks and which columns there are.

    Raises InputError where a pattern of the source leads outside the folder of originals.
    """
    people = sources.People()
    if study.participants and (study.originals / study.participants).is_file():
        people = sources.read_people(study.originals / study.participants)
    questions = sources.read_questions(study.originals / spec.questions) if spec.questions else ()
    files, voices, headings = [], list[Voice](), dict[str, Heading]()
    for path, relative in sources.iter_files(spec, study.originals):
        files.append(relative)
        reading = sources.read(path, relative, spec, questions)
        voices += _voices(relative, reading, people, spec)
        for name, taken_as in reading.description.columns:
            headings.setdefault(name, Heading(name, taken_as, _chosen(spec, name)))
    return Looked(tuple(files), tuple(voices), tuple(headings.values()))


def _voices(file: str, reading: Reading, people: sources.People, spec: SourceSpec) -> list[Voice]:
    found: dict[str, Voice] = {}
    for document in reading.documents:
        known = sources.with_people(document, people, spec)
        for raw, turn in zip(document.turns, known.turns, strict=True):
            if not raw.speaker:
                continue
            before = found.get(raw.speaker)
            words = one_line(document.text[raw.start : raw.end])[:SHOWN_WORDS]
            found[raw.speaker] = Voice(
                file,
                raw.speaker,
                turn.role or (before.role if before else ""),
                (before.turns if before else 0) + 1,
                before.first if before and before.first else words,
            )
    return list(found.values())


def _chosen(spec: SourceSpec, heading: str) -> str:
    for entry, _ in USES[1:]:
        value = getattr(spec.columns, entry)
        if heading == value or (isinstance(value, tuple) and heading in value):
            return entry
    return ""


def use_words() -> dict[str, str]:
    """Return what uses are called on the page where the words of `check` are too short."""
    return {Use.NOT_READ.value: "not read", Use.TEXT.value: "people’s own words, to be coded"}
