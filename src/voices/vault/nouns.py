"""What the vault hands out and takes in beside the shared nouns; whatever holds a name has `repr=False`."""

from __future__ import annotations

from dataclasses import dataclass, field

from voices.model import Document

RULINGS = ("release", "confirm", "relabel", "merge", "split", "always", "never")
"""release: not identifying, show it; confirm: mask it; relabel: mask it as another label; merge: `entity` is the
same as `other`; split: `form` does not belong to `entity`; always / never: mask / never mask `form` anywhere."""


GROUNDS = {
    "17(1)": "none of the reasons for erasure in Article 17(1) applies",
    "17(3)(a)": "freedom of expression and information",
    "17(3)(b)": "a legal obligation, or a task in the public interest or of official authority",
    "17(3)(c)": "public health",
    "17(3)(d)": "research, statistics or archiving, which erasure would make impossible or seriously impair",
    "17(3)(e)": "legal claims",
    "12(5)": "the request is manifestly unfounded or excessive",
    "12(6)": "whoever asks did not show who they are",
}
"""Grounds on which UK GDPR lets a controller refuse to erase, by article; the person refusing chooses one."""


@dataclass(frozen=True)
class KeptRuling:
    """One decision of the custodian about a person, place, body or form."""

    id: int
    kind: str
    """One of `RULINGS`."""
    entity: str = ""
    """Entity id; empty where the ruling is about a form alone."""
    other: str = ""
    """Entity id that `entity` is merged into."""
    label: str = ""
    """New label of a relabelling, or the label of an always-masked form."""
    form: str = field(default="", repr=False)
    """The words ruled on; empty for the whole entity, and after erasure."""
    actor: str = ""
    made_at: str = ""
    """ISO 8601, UTC, seconds."""
    applied: bool = False
    """True once the finished documents show it."""
    document: str = ""
    """Id of the one document it is for; empty for the whole study."""


@dataclass(frozen=True)
class RosterPerson:
    """One row of the roster: somebody known to work or take part in the study's area."""

    person: str = field(repr=False)
    """The custodian's own identifier, for example a staff number; unique."""
    role: str
    names: tuple[str, ...] = field(repr=False)
    """Every form of the name worth knowing."""
    facts: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """(label of the masking policy, words) of what else identifies them: dates, schools, addresses, numbers."""


@dataclass(frozen=True)
class SourceEntry:
    """Which original a document came from."""

    document: str
    source: str
    file: str = field(repr=False)
    """Path below the folder of originals; may carry a name."""
    row: int | None
    content_hash: str
    """Keyed hash of the original's content."""
    keep_until: str = ""
    """ISO date until which the original may be kept, or empty."""


@dataclass(frozen=True)
class Identity:
    """The answer to a look-up."""

    pseudonym: str
    """As asked: "person 214" or "P107"."""
    entity: str
    label: str
    names: tuple[str, ...] = field(repr=False)
    """Forms of the name; for a participant, the file and speaker label the code was given for."""
    roles: tuple[str, ...]
    """Roles the roster knows under one of these names."""
    documents: tuple[str, ...]
    """Ids of the documents in which the pseudonym stands."""


@dataclass(frozen=True)
class Context:
    """A doubtful form where it stands, everything else pseudonymised."""

    document: str
    before: str
    form: str = field(repr=False)
    after: str


@dataclass(frozen=True)
class Pending:
    """Doubtful slots of one entity, or of one form where no entity stands behind it."""

    id: str
    """Entity id, or a keyed hash of label and form."""
    entity: str
    label: str
    placeholder: str
    forms: tuple[str, ...] = field(repr=False)
    slots: int
    """How often it stands in doubt."""
    documents: int
    reasons: tuple[str, ...]
    contexts: tuple[Context, ...] = field(repr=False)
    """The first few, by document id."""


@dataclass(frozen=True)
class LogEntry:
    """One line of the vault's log; carries no names."""

    n: int
    at: str
    """ISO 8601, UTC, seconds."""
    actor: str
    action: str
    subject: tuple[str, ...]
    """Ids and pseudonyms."""
    reason: str


@dataclass(frozen=True)
class LogState:
    """What checking the log gave."""

    entries: int
    intact: bool
    head: str
    """Hex of the last hash; print it in reports, so that a log cut short and replaced shows."""
    problem: str = ""
    """One sentence where it is not intact."""


@dataclass(frozen=True)
class Replay:
    """What bringing an older vault up to the list of erasures changed."""

    entities: tuple[str, ...]
    """Ids of the entities that were erased again."""
    documents: tuple[str, ...]
    """Ids of the documents that were taken out again."""
    codes: tuple[str, ...]
    """Codes of all participants on the list, whether or not this vault still knew what they were given for."""


@dataclass(frozen=True)
class Erasure:
    """What erasing one person, place or body changed."""

    entity: str
    documents: tuple[Document, ...]
    """Every document touched, as it now is: [removed] where the name stood."""
    originals: tuple[SourceEntry, ...] = field(repr=False)
    """Originals that still hold the name: they lie outside the vault and have to be deleted or edited by hand."""
    clean: bool = True
    """False where another process kept the file open, so that overwritten pages may linger: run `tidy` again."""

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the documents touched."""
        return tuple(document.id for document in self.documents)
