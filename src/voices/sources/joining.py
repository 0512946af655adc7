"""Draw together what belongs to one person or one complaint: list and documents, letters and register rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import PurePosixPath

from voices.model import Kind, Purpose, RawDocument, RawPerson, RawTurn, SourceSpec
from voices.sources.consent import given, may_quote
from voices.sources.people import Entry, People
from voices.sources.roles import INTERVIEWER
from voices.sources.talk.speakers import label_forms
from voices.sources.words import fold

_WRITTEN = frozenset((Kind.LETTER, Kind.COMPLAINT, Kind.COMPLIMENT))
SAID_SAME = "ROW"
"""Begins a reference that nobody gave; the row's id follows."""


def with_people(raw: RawDocument, people: People, spec: SourceSpec) -> RawDocument:
    """Return the document with what the list says of those who speak in it: code, role, family, consent.

    Of somebody the list does not name nothing is known: their words are counted and paraphrased, not quoted, unless
    the study file says that everybody in the source agreed.
    """
    if not people.entries or raw.kind is Kind.EVIDENCE:
        return raw
    here = [entry for entry in people.entries if _speaks_in(entry, raw)]
    unknown = Purpose.QUOTING in people.asks and spec.quoting is not True
    if raw.row is not None or raw.participant:
        return _single(raw, here, spec, unknown)
    labels = {fold(turn.speaker) for turn in raw.turns if turn.role != INTERVIEWER}
    found: dict[str, Entry] = {}
    for label in labels:
        entry = _by_label(label, here) or (_only_one(here) if len(labels) == 1 else None)
        if entry is not None:
            found[label] = entry
    turns = tuple(_turn(turn, found.get(fold(turn.speaker)), spec, raw, unknown) for turn in raw.turns)
    entries = sorted({entry.id: entry for entry in found.values()}.values(), key=lambda entry: entry.id)
    names = {name for entry in entries for name in entry.names}
    return replace(
        raw,
        turns=turns,
        people=tuple(_person(entry) for entry in entries),
        known_names=tuple(sorted({*raw.known_names, *names})),
        quoting=raw.quoting or any(turn.quoting for turn in turns),
    )


def join_letters(documents: Sequence[RawDocument]) -> tuple[list[RawDocument], int]:
    """Return the documents, letters with their register row's attributes, and how many letters found no row.

    A joined letter is the complaint of its row: same kind, person, role, team, stage, outcome and period. The first
    row of a reference counts.
    """
    rows: dict[str, RawDocument] = {}
    for one in documents:
        if one.row is not None and one.reference:
            rows.setdefault(one.reference, one)
    joined, without = [], 0
    for one in documents:
        letter = one.row is None and one.kind in _WRITTEN and bool(one.reference)
        row = rows.get(one.reference) if letter else None
        without += letter and row is None and bool(rows)
        joined.append(_joined(one, row) if row else one)
    return joined, without


def as_said(
    documents: Sequence[RawDocument], ids: Mapping[int, str], same: Iterable[tuple[str, str]]
) -> tuple[list[RawDocument], int]:
    """Return the documents, letters under the reference of the row people said is the same complaint, and how many
    of these pairs are not here.

    `ids` holds the id of each document by its place in the sequence, `same` the ids of row and letter. A row without a
    reference is given one that stands for it.
    """
    found, missing = list(documents), 0
    places = {id: place for place, id in ids.items()}
    for row, letter in sorted(same):
        if row not in places or letter not in places:
            missing += 1
            continue
        reference = found[places[row]].reference or f"{SAID_SAME}{row}"
        for id in (row, letter):
            found[places[id]] = replace(found[places[id]], reference=reference)
    return found, missing


def refuses_analysis(person: RawPerson) -> bool:
    """Return whether somebody said that their words may not be used."""
    return given(person.consents, Purpose.ANALYSIS) == (True, False)


def _joined(letter: RawDocument, row: RawDocument) -> RawDocument:
    attributes = {**dict(letter.attributes), **dict(row.attributes)}
    role = attributes.get("role", "")
    recorded = any(given(person.consents, Purpose.QUOTING)[0] for person in row.people)
    return replace(
        letter,
        kind=row.kind,
        participant=row.participant,
        people=row.people,
        wave=row.wave if row.wave is not None else letter.wave,
        period=row.period or letter.period,
        attributes=tuple(sorted(attributes.items())),
        turns=tuple(replace(turn, role=role or turn.role) for turn in letter.turns),
        known_names=tuple(sorted({*letter.known_names, *([letter.participant] if letter.participant else [])})),
        quoting=row.quoting if recorded else letter.quoting,
    )


def _single(raw: RawDocument, here: Iterable[Entry], spec: SourceSpec, unknown: bool) -> RawDocument:
    """Return a row or letter with what the list says of the one person behind it."""
    entries = [one for one in here if raw.participant and fold(one.id) == fold(raw.participant)]
    by_place = [one for one in here if one.files and not one.speakers and raw.row is None]
    entry = next(iter(entries or by_place), None)
    if entry is None:
        own = any(given(person.consents, Purpose.QUOTING)[0] for person in raw.people)
        return replace(raw, quoting=raw.quoting and (own or not unknown))
    person = _person(entry, next(iter(raw.people), None))
    attributes = dict(person.attributes) | dict(raw.attributes) | ({"role": entry.role} if entry.role else {})
    return replace(
        raw,
        participant=entry.id,
        people=(person,),
        turns=tuple(replace(turn, role=entry.role or turn.role) for turn in raw.turns),
        attributes=tuple(sorted(attributes.items())),
        known_names=tuple(sorted({*raw.known_names, *entry.names})),
        quoting=may_quote(spec, raw.kind, person.consents),
    )


def _turn(turn: RawTurn, entry: Entry | None, spec: SourceSpec, raw: RawDocument, unknown: bool) -> RawTurn:
    if turn.role == INTERVIEWER:
        return turn
    if entry is None:
        return replace(turn, quoting=raw.quoting and not unknown)
    return replace(
        turn,
        participant=entry.id,
        role=entry.role or turn.role,
        quoting=may_quote(spec, raw.kind, entry.consents),
    )


def _person(entry: Entry, own: RawPerson | None = None) -> RawPerson:
    """Return what the list says of a person; what only the row's own columns say is kept."""
    said = {one.purpose for one in entry.consents}
    kept = tuple(one for one in own.consents if one.purpose not in said) if own else ()
    family = entry.family or (own.family if own else "")
    return RawPerson(entry.id, family, entry.role, entry.attributes, (*entry.consents, *kept), listed=True)


def _speaks_in(entry: Entry, raw: RawDocument) -> bool:
    if entry.sources and fold(raw.source) not in entry.sources:
        return False
    name = PurePosixPath(raw.file).name
    return not entry.files or any(fnmatch(raw.file, one) or fnmatch(name, one) for one in entry.files)


def _by_label(label: str, here: Iterable[Entry]) -> Entry | None:
    forms = set(label_forms(label))
    named = [one for one in here if forms & (one.speakers or {fold(one.id)})]
    return named[0] if named else None


def _only_one(here: Sequence[Entry]) -> Entry | None:
    """Return the one person the list puts into this file without a label."""
    unlabelled = [one for one in here if not one.speakers and (one.files or one.sources)]
    return unlabelled[0] if len(unlabelled) == 1 else None
