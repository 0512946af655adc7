"""What people type or bring back (reasons, titles, codebooks, figures): one look before it is stored or printed.

Texts about what somebody said (memos, names of themes, urgent questions) have to be free of anything the scan finds.
Texts about the study carry dates, places and numbers of requests by their nature, so there only what points directly
at a person counts. A study clears a text that names nobody under `cleared` in `study.toml`.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voices.errors import InputError
from voices.model import ClosedQuestion, Mention

if TYPE_CHECKING:
    from voices.codebook import Codebook
    from voices.model.realist import Theory
    from voices.study import Study

NAMING = frozenset(
    {"PERSON", "ADDRESS", "POSTCODE", "PHONE", "EMAIL", "HANDLE", "VEHICLE", "NHS_NUMBER", "NI_NUMBER", "UPN"}
)
"""Labels that may not stand in a text about the study; numbers of requests and dates may."""
CHANGE_OR_CLEAR = "Change it; where it names nobody, copy it to “cleared” under [study] in study.toml and bring it back"
_FROM_FILE = ("indicator", "unit", "source", "comparator")
"""Columns of an indicator file that are printed as they are typed."""


class MayName(InputError):
    """A typed text may name somebody, so it was not stored."""


@dataclass(frozen=True)
class Entry:
    """One text somebody typed."""

    where: str
    """Where it stands, for the message: numbers and headings, never its own words."""
    text: str = field(repr=False)


def scan(text: str) -> tuple[Mention, ...]:
    """Return what may identify somebody in a typed text; models are loaded at the first one, not at the start."""
    return scan_all([text])[0]


def scan_all(texts: Sequence[str]) -> list[tuple[Mention, ...]]:
    """Return, per text, what may identify somebody; half-open code points."""
    from voices import privacy

    return privacy.scan_notes(texts, privacy.load_models(second_opinion=False))


def reason(text: str) -> str:
    """Return a reason somebody gives for a look-up, a withdrawal or a refusal.

    Raises:
        InputError: it may name somebody; nothing is to be stored.
    """
    if text.strip() and any(m.label in NAMING for m in scan(text)):
        raise InputError("the reason may name somebody, so nothing was done: write the number of the request instead")
    return text


def naming(entries: Iterable[Entry], cleared: Iterable[str] = ()) -> tuple[str, ...]:
    """Return where somebody may be named, in the order of the entries; `cleared` texts name nobody."""
    known = {_bare(text) for text in cleared}
    waiting = [entry for entry in entries if entry.text.strip() and _bare(entry.text) not in known]
    texts = list(dict.fromkeys(entry.text for entry in waiting))
    # An underscore is how ids and folders write a space; to the scan it would make a user name of "six_principles".
    looked_at = zip(texts, scan_all([text.replace("_", " ") for text in texts]), strict=True)
    found = {text for text, hits in looked_at if any(m.label in NAMING for m in hits)}
    return tuple(dict.fromkeys(entry.where for entry in waiting if entry.text in found))


def naming_any(entries: Iterable[tuple[str, str]], cleared: Iterable[str] = ()) -> tuple[str, ...]:
    """Return where a text about what people said holds anything the scan finds; (where, text) in, where out."""
    known = {_bare(text) for text in cleared}
    waiting = [(where, text) for where, text in entries if text.strip() and _bare(text) not in known]
    found = zip(waiting, scan_all([text for _, text in waiting]), strict=True) if waiting else ()
    return tuple(where for (where, _), hits in found if hits)


def said(places: Sequence[str]) -> str:
    """Return the one line that tells the writer which entries may name somebody, and what to do."""
    shown = "; ".join(places[:5]) + (f"; and {len(places) - 5} more" if len(places) > 5 else "")
    return (
        f"somebody may be named in {shown}. Change what stands there; "
        "where it names nobody, copy it to “cleared” under [study] in study.toml"
    )


def digest(entries: Iterable[Entry], cleared: Iterable[str]) -> str:
    """Return the SHA-256 of entries that were looked at, so that the same ones need no second look."""
    from voices import __version__

    whole = [__version__, *sorted(_bare(text) for text in cleared), "", *(f"{e.where}\0{e.text}" for e in entries)]
    return hashlib.sha256("\x1f".join(whole).encode()).hexdigest()


def in_study(study: Study) -> Iterator[Entry]:
    """Yield what `study.toml` says that reaches the study's database or a report."""
    yield Entry("study.toml, [study], “title”", study.title)
    yield Entry("study.toml, [study], “council”", study.council)
    for number, spec in enumerate(study.sources, 1):
        where = f"study.toml, [[sources]] entry {number}"
        yield Entry(f"{where}, “name”", spec.name)
        yield Entry(f"{where}, “role”", spec.role)
        yield Entry(f"{where}, “unit”", spec.unit)
        for _, role in spec.roles:
            yield Entry(f"{where}, a role under “roles”", role)
        for heading in spec.columns.attributes:
            yield Entry(f"{where}, a heading under “attributes”", heading)
    for number, use in enumerate(study.codebooks, 1):
        yield Entry(f"study.toml, [[codebooks]] entry {number}, “name”", use.name)
    for number, (role, _) in enumerate(study.population, 1):
        yield Entry(f"study.toml, [population], line {number}", role)
    for number, role in enumerate(dict.fromkeys(role for _, role in study.writings), 1):
        yield Entry(f"study.toml, [roles], line {number}", role)
    for number, event in enumerate(study.events, 1):
        yield Entry(f"study.toml, [[events]], number {number} by date", event.name)
    for number, coder in enumerate(study.settings.coders, 1):
        yield Entry(f"study.toml, [settings], “coders”, number {number}", coder)


def in_codebook(book: Codebook, where: str) -> Iterator[Entry]:
    """Yield the texts of a codebook that no shipped one holds; counted from 1, because an id may be a name."""
    from voices import codebook

    shipped = codebook.shipped_texts()
    for what, text in (("name", book.name), ("title", book.title), ("description", book.description)):
        yield Entry(f"{where}, “{what}”", text)
    for number, code in enumerate(book.codes, 1):
        for text in (code.name, code.definition, *code.include, *(one.text for one in code.exclude)):
            if text not in shipped:
                yield Entry(f"{where}, code {number}", text)
    for number, exemplar in enumerate(book.exemplars, 1):
        for text in (exemplar.text, exemplar.role, exemplar.reason):
            if text not in shipped:
                yield Entry(f"{where}, exemplar {number}", text)


def in_indicators(rows: Iterable[Sequence[str]], columns: Sequence[str]) -> Iterator[Entry]:
    """Yield the words of an indicator file; rows are counted from 1, without the header."""
    for number, row in enumerate(rows, 1):
        for name in _FROM_FILE:
            yield Entry(f"indicators, row {number}, “{name}”", row[columns.index(name)])


def in_questions(questions: Iterable[ClosedQuestion], where: str) -> Iterator[Entry]:
    """Yield the closed questions of a source, which the study keeps as they are typed."""
    for number, one in enumerate(questions, 1):
        for text in (one.question, one.principle, one.statement):
            yield Entry(f"{where}, row {number}", text)


def in_theories(theories: Iterable[Theory], where: str) -> Iterator[Entry]:
    """Yield the texts of a theory file; theories are counted from 1, because an id may be a name."""
    for number, one in enumerate(theories, 1):
        for text in (one.name, one.if_, one.then, one.because):
            yield Entry(f"{where}, theory {number}", text)


def everything(study: Study) -> tuple[Entry, ...]:
    """Return every text of a study that is typed outside its pages: study.toml, its own codebooks, its indicators.

    A file that is missing or wrong is told of where it is read; it is left out here.
    """
    from voices import codebook, realist, sources
    from voices.reporting import indicators

    found = list(in_study(study))
    for number, use in enumerate(study.codebooks, 1):
        with contextlib.suppress(InputError):
            if not codebook.is_shipped(use.name):
                found += in_codebook(codebook.find(use.name, study.folder), f"codebook {number}")
    for name in dict.fromkeys(spec.questions for spec in study.sources if spec.questions):
        number = next(n for n, spec in enumerate(study.sources, 1) if spec.questions == name)
        with contextlib.suppress(InputError):
            found += in_questions(sources.read_questions(study.originals / name), f"questions of source {number}")
    for file in realist.files(study.folder, (use.name for use in study.codebooks)):
        with contextlib.suppress(InputError):
            found += in_theories(realist.load(file), file.name)
    path = study.originals / study.indicators
    if study.indicators and path.is_file():
        with contextlib.suppress(InputError):
            found += in_indicators(indicators.read(path), indicators.COLUMNS)
    return tuple(found)


def _bare(text: str) -> str:
    return " ".join(text.split()).casefold()
