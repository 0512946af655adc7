"""What looking at a folder of files gives, before anybody has confirmed it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from voices.model import Reading, SourceSpec

PARTICIPANTS = "participants.csv"
"""The list of people, beside the originals: names may stand there, never in the study."""


class Shape(StrEnum):
    """What stands in a file, told from its content alone."""

    TALK = "a conversation"
    LETTER = "a letter"
    PROSE = "a text"
    TABLE = "a table"
    QUESTIONS = "a list of closed questions"
    INDICATORS = "figures in the form of indicators"
    PEOPLE = "a list of people"
    UNREADABLE = "not readable"
    NOTHING = "nothing to read"


@dataclass(frozen=True)
class Seen:
    """One file of the folder, looked into."""

    path: Path = field(repr=False)
    relative: str = field(repr=False)
    """Path below the folder, forward slashes; may carry a person's name."""
    shape: Shape
    digest: str = ""
    """SHA-256 of its bytes."""
    reading: Reading | None = field(default=None, repr=False)
    headings: tuple[str, ...] = field(default=(), repr=False)
    """Headings of a table."""
    reason: str = ""
    """Why it cannot be read, in one plain sentence."""

    @property
    def folder(self) -> str:
        """The folder it lies in, empty at the top."""
        return self.relative.rpartition("/")[0]

    @property
    def name(self) -> str:
        """Its own name."""
        return self.relative.rpartition("/")[2]


@dataclass(frozen=True)
class Guess:
    """Something proposed that is not certain."""

    entry: str
    """Name of the entry in study.toml: kind, wave, role, questions, files."""
    because: str
    """Plain words, no person's name."""


@dataclass(frozen=True)
class Proposed:
    """One source as it is proposed."""

    spec: SourceSpec
    files: tuple[str, ...] = field(repr=False)
    """The files meant, below the folder; the patterns of the source may hide names in them."""
    guesses: tuple[Guess, ...] = ()
    known: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """(heading, what it is) of columns the reader knows by itself, which need no line."""


@dataclass(frozen=True)
class LeftOut:
    """A file proposed for no source."""

    file: str = field(repr=False)
    pattern: str
    """The file as study.toml may name it: words that could be a person's name are starred."""
    reason: str
    """Plain words."""
    wanted: bool = False
    """True where it seems to belong to the study but cannot be read as it is, so that somebody has to act."""


@dataclass(frozen=True)
class Person:
    """One row of the proposed list of participants."""

    code: str
    """P01 and so on: the same for a full name in several files, another one for a label such as P3 in each file."""
    speaker: str = field(repr=False)
    file: str = field(repr=False)
    """As a pattern, so that brackets in a name mean themselves."""
    role: str
    """Empty where nobody knows."""
    quoting: str = ""
    """What a list in the folder says of consent to be quoted: yes, no, or empty."""


@dataclass(frozen=True)
class Proposal:
    """What a folder of files is proposed to be read as."""

    sources: tuple[Proposed, ...]
    left_out: tuple[LeftOut, ...]
    indicators: str = ""
    """The file of indicators below the folder, as a path or a pattern; empty where none was found."""
    people: tuple[Person, ...] = field(default=(), repr=False)
    """The list of participants, by file; for the originals' folder, never for the study."""
    named_files: tuple[str, ...] = field(default=(), repr=False)
    """Files whose names may hold a person's name, and should be renamed."""
    ignored: int = 0
    """Files that are nobody's words: lock files, thumbnails, hidden files."""
