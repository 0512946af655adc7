"""The nouns every room shares, as frozen dataclasses; imports nothing but the standard library.

Offsets are half-open Unicode code points. Whatever can hold a person's raw words or name has
`repr=False`, so that it never shows in a log or an error. Tuples, not lists; ids are opaque.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a source is, which decides how it is read and what may be done with it."""

    INTERVIEW = "interview"
    FOCUS_GROUP = "focus group"
    SURVEY = "survey"
    FORM = "form"
    COMPLAINT = "complaint"
    COMPLIMENT = "compliment"
    LETTER = "letter"


class Valence(StrEnum):
    """Whether a passage speaks for or against the principle working."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    MIXED = "mixed"
    NEUTRAL = "neutral"


class Action(StrEnum):
    """What the arbiter does with a span; `REVIEW` is masked until the custodian releases it."""

    MASK = "mask"
    REVIEW = "review"
    KEEP = "keep"


@dataclass(frozen=True)
class Span:
    """A stretch of one text."""

    start: int
    """First code point."""
    end: int
    """One past the last code point."""


@dataclass(frozen=True)
class Skipped:
    """Something a stage could not do, with the reason; never a log line."""

    what: str
    """A document id or "source name, row 12"; a file name only where the caller prints it and stores nothing."""
    reason: str
    """One plain sentence: what is wrong and what to do."""
    stage: str
    """The stage that skipped it: check, read, pseudonymise, passages, suggest, themes, publish."""
    expected: bool = False
    """True where the study file says this file is to be skipped."""


# --- sources ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class ColumnMap:
    """Which columns of a table mean what; an empty value lets the reader recognise the column by its header."""

    participant: str = ""
    """Identifies the respondent or complainant; raw, so only its keyed hash is kept."""
    role: str = ""
    team: str = ""
    date: str = ""
    """Date received or answered; kept as year and month."""
    kind: str = ""
    """In a register: says complaint or compliment on each row."""
    stage: str = ""
    outcome: str = ""
    quoting: str = ""
    """Yes or no: may this person's words be quoted."""
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
    """May these words be quoted; None takes the default of the kind (complaints, compliments and letters: no)."""
    columns: ColumnMap = field(default_factory=ColumnMap)
    interviewers: tuple[str, ...] = ()
    """Speaker labels of those who ask, beside the usual ones (Interviewer, I, Facilitator)."""
    roles: tuple[tuple[str, str], ...] = ()
    """(speaker label, role) pairs, for example ("P3", "social worker")."""
    questions: str = ""
    """Path of the closed-question file (CSV) below the folder of originals."""
    keep_until: str = ""
    """ISO date until which the originals may be kept."""
    unit: str = ""
    """For a prompt file: "" lets the reader decide whether the file is a transcript, a letter or a table."""


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
    skipped: tuple[Skipped, ...]
    description: SourceDescription


# --- privacy ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mention:
    """A stretch of raw text that may identify somebody, as detectors and arbiter see it."""

    start: int
    end: int
    label: str
    """A label of the masking policy: PERSON, LOCATION, ADDRESS, …"""
    score: float
    """Calibrated probability that it has to be masked, 0 to 1."""
    action: Action
    reasons: tuple[str, ...] = ()
    """Which detectors and cues spoke for it, as rule names; never the words."""
    entity: str = ""
    """Id of the person, place or body it belongs to, once linked; empty before."""


@dataclass(frozen=True)
class Entity:
    """One person, place or body of the study as linking sees it; holds names."""

    id: str
    """Opaque and keyed; stable as long as its defining form is."""
    label: str
    number: int
    """Number of its placeholder, a keyed permutation: no order of appearance."""
    forms: tuple[str, ...] = field(repr=False)
    """The surface forms met, sorted."""


@dataclass(frozen=True)
class Slot:
    """One placeholder in a pseudonymised text and what it stands for: the vault's knowledge."""

    start: int
    """First code point in `Document.text`."""
    end: int
    label: str
    entity: str
    """Entity id; empty for labels that carry no number."""
    original: str = field(repr=False)
    doubtful: bool = False
    """True while the custodian has not confirmed or released it."""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Turn:
    """One voice speaking once, pseudonymised."""

    start: int
    """First code point in `Document.text`."""
    end: int
    participant: str
    """Code of the person (P107), of the respondent, or of an unseparated group; empty for interviewers."""
    role: str = ""
    question: str = ""
    """Pseudonymised question this answers."""
    time: str = ""


@dataclass(frozen=True)
class Document:
    """A document after privacy: what the study may hold."""

    id: str
    """Keyed hash of the place it came from."""
    source: str
    kind: Kind
    text: str
    """With placeholders."""
    turns: tuple[Turn, ...]
    wave: int | None = None
    period: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    quoting: bool = False
    """May these words be quoted at all."""
    participant: str = ""
    """Code of the one person behind a row or letter; empty for a conversation."""
    answers: tuple[ClosedAnswer, ...] = ()


@dataclass(frozen=True)
class Masked:
    """What privacy hands on for one document: the safe part, and what only the vault may keep."""

    document: Document
    slots: tuple[Slot, ...] = field(repr=False)
    second_scan: tuple[Mention, ...] = ()
    """What the second scan still found in the masked text (offsets into it); already masked in `document`."""


@dataclass(frozen=True)
class Participant:
    """Somebody who took part, by code; never a name."""

    code: str
    """P107 for a person, R… for an anonymous respondent, G… for unseparated voices."""
    role: str
    source: str
    wave: int | None = None
    attributes: tuple[tuple[str, str], ...] = ()
    quoting: bool = False


# --- coding ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Passage:
    """A codable unit: one voice, one point."""

    id: str
    """Keyed hash of (document, turn, ordinal, hash)."""
    document: str
    turn: int
    """Index of the turn in the document."""
    ordinal: int
    """Which passage of that turn, from 0."""
    start: int
    """First code point in `Document.text`."""
    end: int
    text: str
    hash: str
    """Keyed hash of the text with every placeholder collapsed to its kind."""
    participant: str
    role: str
    source: str
    kind: Kind
    wave: int | None = None
    period: str = ""
    question: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    quoting: bool = False


@dataclass(frozen=True)
class Suggestion:
    """What the machine thinks about one passage and one code; never a decision."""

    passage: str
    code: str
    confidence: float
    """Calibrated probability that a person would apply the code, 0 to 1."""
    valence: Valence | None
    start: int
    """Evidence: first code point in `Passage.text`."""
    end: int
    put_forward: bool
    """True where the confidence is over the code's threshold."""
    model: str
    """Fingerprint of model, codebook and what was learnt from."""


@dataclass(frozen=True)
class Coded:
    """One code applied to one passage by a person."""

    code: str
    valence: Valence | None = None
    start: int | None = None
    """Evidence in `Passage.text`; None for the whole passage."""
    end: int | None = None


class Verdict(StrEnum):
    """What a person did with a passage."""

    CODED = "coded"
    """One or more codes apply."""
    NO_CODE = "no code"
    """Read, and none of the codes applies."""
    SKIPPED = "skipped"
    """Left for later or for somebody else; no judgement."""
    HELD = "held"
    """Safeguarding: held for the named lead, out of queue and exports."""
    UNDONE = "undone"
    """Takes back the decision it supersedes."""


@dataclass(frozen=True)
class Decision:
    """One act of a person on one passage; append-only."""

    id: int
    passage: str
    coder: str
    """Code of the coder, never a name in exports."""
    verdict: Verdict
    codes: tuple[Coded, ...]
    made_at: str
    """ISO 8601, UTC, seconds."""
    supersedes: int | None = None
    quotable: bool = False
    suggestion_shown: bool = True
    """False for a blind decision, which alone counts towards agreement."""
    rule: str = ""
    """Name of the rule a person switched on; empty where the person decided this passage."""


@dataclass(frozen=True)
class Memo:
    """A note a person wrote on a passage, scanned before it was stored."""

    id: int
    passage: str
    coder: str
    text: str
    made_at: str
    cleared: bool
    """False while the scan's hits have not been cleared by the writer: blocks export."""


@dataclass(frozen=True)
class CodedPassage:
    """A passage with the human decision that stands."""

    passage: Passage
    decision: Decision


# --- themes ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Trend:
    """How a theme moves over time."""

    direction: str
    """rising, falling, steady or new."""
    per_month: float
    """Change of the monthly count per month, fitted."""
    low: float
    """95 per cent interval of `per_month`."""
    high: float


@dataclass(frozen=True)
class Theme:
    """A candidate theme until a person confirms it."""

    id: str
    scope: str
    """Code id the theme lies inside, or "complaints", or "all"."""
    name: str
    keywords: tuple[str, ...]
    size: int
    """Passages assigned."""
    stability: float
    """Mean overlap (Jaccard) with the best match over resamples, 0 to 1."""
    representative: tuple[str, ...]
    """Passage ids, spread over people."""
    seed: str | None = None
    """Code id of the codebook that seeded it."""
    trend: Trend | None = None
    confirmed: bool = False


@dataclass(frozen=True)
class ThemeAssignment:
    """One passage in one theme, or in none."""

    passage: str
    theme: str | None
    strength: float
    """Similarity to the theme, 0 to 1."""


@dataclass(frozen=True)
class Themes:
    """Themes of one scope with who is in them."""

    scope: str
    themes: tuple[Theme, ...]
    assignments: tuple[ThemeAssignment, ...]
    set_aside: tuple[str, ...] = ()
    """Passages with nothing to say ("no comment"), counted and left out."""
    note: str = ""
    """A plain sentence where there were too few texts for themes."""


# --- quotes ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Quote:
    """An exact span of a stored passage, chosen to carry a finding."""

    group: str
    """Code id, "code/child", or theme id."""
    passage: str
    start: int
    """First code point in `Passage.text`."""
    end: int
    text: str
    """The stored span, placeholders with numbers."""
    passage_hash: str
    valence: Valence | None
    why: str
    """One plain sentence: why this quote."""
    attribution: str = ""
    """Role, and wave where that discloses nobody: "parent, second wave"."""
    printed: str = ""
    """The text as printed: placeholders without numbers, cuts marked."""


@dataclass(frozen=True)
class Withheld:
    """A quote that may not be published, and why."""

    group: str
    passage: str
    reason: str


@dataclass(frozen=True)
class Group:
    """One chapter of the bank: a code, a child code or a theme."""

    id: str
    name: str
    parent: str
    """Id of the chapter it lies in, or empty."""
    definition: str
    colour: str
    supporting: tuple[Quote, ...]
    dissenting: tuple[Quote, ...]
    dissent_note: str
    """"none found, n checked" where nobody dissents."""
    participants: int
    """People whose decided passages carry this code."""
    of_participants: int
    """People in the sources where it could have come up."""
    passages: int
    by_role: tuple[tuple[str, int], ...]
    """(role, people), small cells already suppressed."""
    by_wave: tuple[tuple[str, int], ...]
    by_source: tuple[tuple[str, int], ...]
    by_valence: tuple[tuple[str, int], ...]
    few_people: bool
    """True under three people: shown as a flag."""
    codebook: str = ""
    """Name of the codebook the chapter comes from; "themes" for a theme found in the text."""
    by_year: tuple[tuple[str, int], ...] = ()
    """(financial year, documents with a passage in the chapter), for documents that carry a date."""
    support_note: str = ""
    """Why no supporting quote is printed: none was found, or none may be quoted."""


@dataclass(frozen=True)
class QuoteBank:
    """The bank as it is published."""

    groups: tuple[Group, ...]
    withheld: tuple[Withheld, ...]


# --- figures ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class PrincipleWave:
    """Closed questions of one principle in one wave."""

    wave: int
    n: int
    """Answers, blanks and N/A left out."""
    positive: int
    percent_positive: float | None


@dataclass(frozen=True)
class PrincipleScore:
    """Percent positive of one principle over the waves."""

    principle: str
    waves: tuple[PrincipleWave, ...]


@dataclass(frozen=True)
class QuestionWave:
    """One closed question in one wave."""

    wave: int
    n: int
    percent_positive: float | None
    percent_neutral: float | None
    percent_negative: float | None
    mean: float | None


@dataclass(frozen=True)
class QuestionScore:
    """One closed question over the waves, with the change of the mean from first to last wave asked."""

    question: str
    statement: str
    waves: tuple[QuestionWave, ...]
    change: float | None


@dataclass(frozen=True)
class Scores:
    """All closed questions of one set of waves."""

    title: str
    """Whose answers: "staff survey"."""
    principles: tuple[PrincipleScore, ...]
    questions: tuple[QuestionScore, ...]
    by: tuple[tuple[str, str, PrincipleScore], ...] = ()
    """(attribute, value, score) where asked for; small cells suppressed."""


@dataclass(frozen=True)
class Agreement:
    """How far coders agree on passages coded blind by two or more."""

    units: int
    coders: int
    alpha: float | None
    """Krippendorff's alpha over sets of codes (MASI distance)."""
    low: float | None
    high: float | None
    by_code: tuple[tuple[str, int, float | None], ...]
    """(code, units where anyone applied it, nominal alpha)."""


@dataclass(frozen=True)
class RunRecord:
    """What a run did, for the methods appendix and for `status`."""

    run: str
    flow: str
    started_at: str
    ended_at: str
    outcome: str
    """done, done with skips, failed."""
    counts: tuple[tuple[str, int], ...]
    versions: tuple[tuple[str, str], ...]
    """Packages, models, codebooks and settings, with hashes."""
    seconds: tuple[tuple[str, float], ...]
    """By stage; stays out of exports."""


@dataclass(frozen=True)
class Method:
    """What the methods appendix says, from the record rather than from memory."""

    codebooks: tuple[tuple[str, str, str], ...]
    """(name, version, hash)."""
    versions: tuple[tuple[str, str], ...]
    documents: int
    passages: int
    decided: int
    coders: int
    suggested: int
    """Passages that carried a suggestion when decided."""
    accepted: int
    """Of these, decided exactly as suggested."""
    by_rule: int
    held: int
    agreement: Agreement | None
    last_decision: str
    """ISO date of the last decision that counts; exports carry this, not the clock."""


@dataclass(frozen=True)
class Report:
    """Everything a report writer gets; the reporting room turns it into files."""

    title: str
    council: str
    bank: QuoteBank
    scores: tuple[Scores, ...]
    themes: tuple[Themes, ...]
    indicators: tuple[tuple[str, ...], ...]
    """Rows of the proxy-indicator file, in the order of its columns."""
    participants: tuple[tuple[str, str, int], ...]
    """(source, role, people) as counted."""
    skipped: tuple[Skipped, ...]
    method: Method
