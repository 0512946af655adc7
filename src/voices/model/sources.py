"""What a file is read as, still with raw words."""

from __future__ import annotations

from dataclasses import dataclass, field

from voices.model.kinds import Kind, Skipped, Span
from voices.model.people import Consent


@dataclass(frozen=True)
class ColumnMap:
    """Which columns of a table mean what; an empty value lets the reader recognise the column by its header."""

    participant: str = ""
    """Identifies the respondent or complainant; raw, so only its keyed hash is kept."""
    family: str = ""
    """Identifies the family; raw, so only its keyed hash is kept."""
    reference: str = ""
    """Reference of a complaint, by which letters find their row; raw, so only its keyed hash is kept."""
    role: str = ""
    team: str = ""
    date: str = ""
    """Date received or answered; kept as year and month."""
    closed: str = ""
    """Date a complaint was closed; only the days it took are kept."""
    kind: str = ""
    """In a register: says complaint or compliment on each row."""
    stage: str = ""
    outcome: str = ""
    quoting: str = ""
    """Yes or no: may this person's words be quoted."""
    analysis: str = ""
    """Yes or no: may this person's words be used at all."""
    attribution: str = ""
    """Yes or no: may this person's role be printed beside their words."""
    consent_date: str = ""
    """When they agreed."""
    consent_source: str = ""
    """How that is recorded: signed form, said on tape."""
    agreed_by: str = ""
    """Who agreed: young person, parent."""
    text: tuple[str, ...] = ()
    """Free-text columns; each becomes a turn with the header as its question."""
    attributes: tuple[str, ...] = ()
    """Further columns kept as attributes, closed values only."""
    names: tuple[str, ...] = ()
    """Columns that hold people's names; never stored, handed to the vault as known names."""


@dataclass(frozen=True)
class SourceSpec:
    """One `[[sources]]` entry of a study file: which files, and what they are."""

    name: str
    """As reports print it, for example "staff survey"; carries no person's name."""
    files: tuple[str, ...]
    """Paths or globs below the folder of originals, with forward slashes."""
    kind: Kind
    wave: int | None = None
    role: str = ""
    """Role of those who answer, where the file itself does not say."""
    date: str = ""
    """ISO date of the interview or survey; the file's own dates win."""
    quoting: bool | None = None
    """May these words be quoted; None: nobody said, so they are counted and paraphrased, but for published evidence."""
    columns: ColumnMap = field(default_factory=ColumnMap)
    interviewers: tuple[str, ...] = ()
    """Speaker labels of those who ask, beside the usual ones (Interviewer, I, Facilitator)."""
    roles: tuple[tuple[str, str], ...] = ()
    """(speaker label, role) pairs, for example ("P3", "social worker")."""
    writings: tuple[tuple[str, str], ...] = ()
    """(way of writing, role) pairs of the study's own list, beside the usual ones."""
    questions: str = ""
    """Path of the closed-question file (CSV) below the folder of originals."""
    author: str = ""
    """Of published evidence: its authors or the body that publishes it, as it is cited; they are never masked."""
    year: str = ""
    """Of published evidence: the year it is cited by."""
    keep_until: str = ""
    """ISO date until which the originals may be kept."""
    unit: str = ""
    """For a prompt file: "" lets the reader decide whether the file is a transcript, a letter or a table."""
    sent: int | None = None
    """Of a survey: how many it was sent to, for the response rate; None where nobody knows."""


@dataclass(frozen=True)
class RawTurn:
    """One voice speaking once, or one free-text answer; holds raw words."""

    start: int
    """First code point in `RawDocument.text`."""
    end: int
    speaker: str = field(default="", repr=False)
    """Speaker label as the file writes it; may be a person's name. Empty where the file names none."""
    role: str = ""
    """Normalised role; "interviewer" for those who ask."""
    question: str = field(default="", repr=False)
    """The column header or the interviewer's last question, for context."""
    time: str = ""
    """Time stamp as hh:mm:ss, where the file has one."""
    participant: str = field(default="", repr=False)
    """Raw identifier of this voice from the study's list of participants; empty where the label has to do."""
    quoting: bool | None = None
    """May this voice be quoted; None leaves it to the document."""
    page: int = 0
    """Page of published evidence on which this begins, from 1; 0 where the file has no pages."""


@dataclass(frozen=True)
class RawPerson:
    """What the study's files say of somebody who speaks in a document; raw."""

    participant: str = field(repr=False)
    """Their identifier, equal to that of the document or of their turns."""
    family: str = field(default="", repr=False)
    """Identifier of their family, or empty."""
    role: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    consents: tuple[Consent, ...] = ()
    listed: bool = False
    """True where the study's list names them: their identifier then means one person in every source."""


@dataclass(frozen=True)
class RawDocument:
    """A file, or a row of a table, as it was read: the only type that holds raw text."""

    source: str
    """Name of the source entry."""
    file: str = field(repr=False)
    """Path below the folder of originals, forward slashes; may carry a name."""
    row: int | None
    """Data row, from 1, where a row is a document; None for a whole file."""
    kind: Kind
    text: str = field(repr=False)
    """The words alone, turns joined by a line feed; no speaker labels, no time stamps."""
    turns: tuple[RawTurn, ...] = field(repr=False)
    """In order, covering the text apart from the line feeds between them."""
    participant: str = field(default="", repr=False)
    """Raw identifier of the one person behind a row or letter; empty for a conversation."""
    people: tuple[RawPerson, ...] = field(default=(), repr=False)
    """What is known of those who speak in it, from its own columns or the study's list of participants."""
    wave: int | None = None
    period: str = ""
    """Year and month, YYYY-MM, or empty."""
    attributes: tuple[tuple[str, str], ...] = ()
    """Sorted (name, value): role, team, stage, outcome and those the study asked for."""
    answers: tuple[ClosedAnswer, ...] = ()
    """Closed questions answered in this row."""
    known_names: tuple[str, ...] = field(default=(), repr=False)
    """Names the file itself states (speaker labels, name columns, a signature)."""
    quoting: bool = False
    """May these words be quoted."""
    reference: str = field(default="", repr=False)
    """The case or complaint reference the document itself carries, letters and digits alone in capitals (CMP20170042,
    see `sources.reference_form`); from a letter's head, its subject line or the file's name. Raw, so only its keyed
    hash may be kept."""
    kept: tuple[Span, ...] = ()
    """Authors and public bodies of published evidence: stretches of the text that are not masked."""


@dataclass(frozen=True)
class ClosedAnswer:
    """One answer on a scale, already turned the right way round; carries no words."""

    question: str
    """Id of the question in the question file."""
    value: float
    """1 (least favourable) to `points`, after reversing."""
    points: int = 5


@dataclass(frozen=True)
class ClosedQuestion:
    """One row of the question file."""

    question: str
    """Id, equal to the column header or statement number in the data."""
    principle: str
    """Code id, or empty."""
    statement: str
    """As reports print it."""
    points: int = 5
    reversed: bool = False
    asked_in: tuple[str, ...] = ()
    """Names of the sources or numbers of the waves it was asked in; empty for all."""


@dataclass(frozen=True)
class SourceDescription:
    """What `check` says a file will be read as; counts and headers only."""

    file: str = field(repr=False)
    source: str
    kind: Kind
    shape: str
    """Plain words: "transcript, 3 speakers", "table, 60 rows"."""
    documents: int
    turns: int
    words: int
    speakers: tuple[str, ...] = field(default=(), repr=False)
    roles: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    """(header, what it will be read as) for tables."""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What reading one file gave."""

    documents: tuple[RawDocument, ...] = field(repr=False)
    """Its own first, then those of what lies inside it."""
    skipped: tuple[Skipped, ...]
    description: SourceDescription
    """Of the file by itself."""
    parts: tuple[Reading, ...] = ()
    """One for every file inside it, in order: an archive's members, a mail's attachments."""
