"""Look into one file with the readers and say what shape its content has."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from voices.errors import InputError, UnreadableFile
from voices.model import Kind, RawDocument, Reading, SourceSpec
from voices.sources.formats.archives import kind_of_bytes, load
from voices.sources.formats.decoding import decode
from voices.sources.formats.delimited import read_delimited
from voices.sources.formats.grid import Grid
from voices.sources.formats.workbook import read_workbook
from voices.sources.proposal.nouns import Seen, Shape
from voices.sources.registry import read
from voices.sources.roles import INTERVIEWER
from voices.sources.tables.headers import find_headers
from voices.sources.tables.headings import HEADINGS, Use
from voices.sources.talk.speakers import speaks_for_several
from voices.sources.words import fold, line_ends

TABLES = frozenset((".csv", ".tsv", ".xlsx", ".xlsm", ".ods"))
_IGNORED = frozenset(("thumbs.db", "desktop.ini", ".ds_store"))
_SOUND = frozenset([".m4a", ".mp3", ".wav", ".mp4", ".wma", ".aac", ".mov", ".avi", ".ogg", ".webm", ".m4v", ".amr"])
_PICTURE = frozenset([".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".svg", ".webp"])
_OTHER = frozenset(
    [
        ".lnk",
        ".url",
        ".exe",
        ".zipx",
        ".one",
        ".onetoc2",
        ".pub",
        ".mpp",
        ".db",
        ".ini",
        ".log",
        ".bak",
        ".tmp",
        ".qdpx",
        ".nvp",
        ".nvpx",
        ".qdc",
        ".py",
        ".toml",
    ]
)
_NOT_WORDS = (
    (_SOUND, "a recording; see that its transcript is there"),
    (_PICTURE, "a picture"),
    (_OTHER, "not a file of words"),
)
FEW_TURNS = 4
"""Rationale: a text with fewer labelled turns may just have two lines with a colon."""


def walk(root: Path) -> tuple[tuple[tuple[Path, str], ...], int]:
    """Return (path, path below the root) of every file that may hold words, sorted, and how many are ignored.

    Links that lead out of the folder are not followed.
    """
    found: list[tuple[Path, str]] = []
    ignored = 0
    base = root.resolve()
    for path in sorted(base.rglob("*")):
        relative = path.relative_to(base).as_posix()
        if not path.is_file() or not path.resolve().is_relative_to(base):
            continue
        hidden = any(part.startswith((".", "~$")) for part in relative.split("/"))
        if hidden or path.name.casefold() in _IGNORED:
            ignored += 1
        else:
            found.append((path, relative))
    return tuple(found), ignored


def look(path: Path, relative: str) -> Seen:
    """Return what a file is by its content, whatever its name says."""
    ending = PurePosixPath(relative).suffix.casefold()
    aside = next((reason for endings, reason in _NOT_WORDS if ending in endings), "")
    if aside:
        return Seen(path, relative, Shape.NOTHING, reason=aside)
    try:
        content = load(path)
        digest = hashlib.sha256(content).hexdigest()
        return _table(path, relative, content, digest) if ending in TABLES else _text(path, relative, digest)
    except (UnreadableFile, InputError) as error:
        return Seen(path, relative, Shape.UNREADABLE, reason=str(error))


def _text(path: Path, relative: str, digest: str) -> Seen:
    """Return what a file of words is: a table in it, a conversation, a letter, or prose."""
    reading = read(path, relative, probe(Kind.SURVEY))
    if reading.documents and reading.description.shape.startswith("table"):
        return Seen(path, relative, Shape.TABLE, digest, reading, _headings(reading))
    talk = reading if is_talk(reading) else read(path, relative, probe(Kind.INTERVIEW))
    if is_talk(talk):
        return Seen(path, relative, Shape.TALK, digest, talk)
    if not reading.documents:
        return _unreadable(path, relative, digest, reading)
    mail = relative.casefold().endswith((".eml", ".msg"))
    letter = mail or reading.description.shape.startswith(("letter", "mail", "e-mail"))
    return Seen(path, relative, Shape.LETTER if letter else Shape.PROSE, digest, reading)


def _unreadable(path: Path, relative: str, digest: str, reading: Reading) -> Seen:
    reason = reading.skipped[0].reason if reading.skipped else "it holds no words"
    return Seen(path, relative, Shape.UNREADABLE, digest, reason=reason)


def probe(kind: Kind) -> SourceSpec:
    """Return a source that says nothing but a kind, to look into a file with."""
    return SourceSpec("looking", ("*",), kind)


def is_talk(reading: Reading) -> bool:
    """Return whether a reading is a conversation: two voices told apart, in turns."""
    turns = [turn for document in reading.documents for turn in document.turns if turn.speaker]
    return len({fold(turn.speaker) for turn in turns}) >= 2 and len(turns) >= FEW_TURNS


def answering(document: RawDocument) -> tuple[tuple[str, str], ...]:
    """Return (label, role) of the voices of a conversation that do not ask, in the order in which they speak."""
    said = [(t.speaker, t.role) for t in document.turns if t.speaker and t.role != INTERVIEWER]
    return tuple(dict.fromkeys(one for one in said if not speaks_for_several(one[0])))


def _headings(reading: Reading) -> tuple[str, ...]:
    return tuple(header for header, _ in reading.description.columns)


def _table(path: Path, relative: str, content: bytes, digest: str) -> Seen:
    """Return what a table is by its headings: closed questions, indicators, a list of people, or rows to read.

    Raises UnreadableFile where it cannot be opened.
    """
    headings = tuple(heading for grid in _grids(content) for heading in find_headers(grid).headers)
    folded = {fold(heading).replace(" ", "_") for heading in headings}
    for columns, shape in _KNOWN_TABLES:
        if columns <= folded:
            return Seen(path, relative, shape, digest, headings=headings)
    if any(Use.SPEAKER in _uses(fold(heading)) for heading in headings):
        talk = read(path, relative, probe(Kind.INTERVIEW))
        if is_talk(talk) and talk.description.shape.startswith("transcript"):
            return Seen(path, relative, Shape.TALK, digest, talk)
    reading = read(path, relative, probe(Kind.SURVEY))
    if lists_people(headings, reading):
        return Seen(path, relative, Shape.PEOPLE, digest, reading, headings)
    if not reading.documents:
        return _unreadable(path, relative, digest, reading)
    return Seen(path, relative, Shape.TABLE, digest, reading, headings)


_KNOWN_TABLES = (
    (frozenset(("question", "principle", "statement")), Shape.QUESTIONS),
    (frozenset(("indicator", "period", "value", "unit")), Shape.INDICATORS),
)


def grids_of(path: Path) -> tuple[Grid, ...]:
    """Return the sheets of a table that are shown and hold something.

    Raises UnreadableFile where it cannot be opened.
    """
    return tuple(_grids(load(path)))


def _grids(content: bytes) -> Iterable[Grid]:
    kind = kind_of_bytes(content)
    if kind == "xlsx":
        grids = [grid for grid in read_workbook(content) if not grid.hidden]
    elif kind == "text":
        grids = [read_delimited(line_ends(decode(content)))]
    else:
        return ()
    return [grid for grid in grids if any(any(cell.strip() for cell in row) for row in grid.rows)]


def lists_people(headings: Sequence[str], reading: Reading) -> bool:
    """Return whether a table says who took part: a name or label, a role, perhaps a file, and no words of theirs."""
    folded = {fold(heading) for heading in headings}
    uses = {use for heading in folded for use in _uses(heading)}
    asked = {fold(turn.question) for document in reading.documents for turn in document.turns}
    answers = any(document.answers for document in reading.documents)
    who = Use.NAMES in uses or Use.SPEAKER in uses or bool(folded & LABELS)
    return who and Use.ROLE in uses and not answers and asked <= FILES


FILES = frozenset(("file", "files", "file name", "filename", "recording", "transcript", "audio", "notes", "note"))
"""Headings of a list of people under which the recording or a remark stands."""
LABELS = frozenset(("label", "code", "id", "participant", "pseudonym", "speaker label", "in the transcript"))
"""Headings of a list of people under which the label of a transcript stands."""


def _uses(heading: str) -> Iterator[Use]:
    return (use for use, pattern in HEADINGS if pattern.fullmatch(heading))
