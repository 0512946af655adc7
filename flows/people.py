"""Who is behind the documents: the study's list, letters joined to their rows, refusals, and what is stored of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from flows import pairs
from flows.identify import WRITTEN, Read, keyed, voice_keys
from flows.session import Session
from voices import sources
from voices.errors import InputError
from voices.model import Document, Participant, Purpose, RawDocument, RawPerson, Skipped


def drawn_together(session: Session, documents: Sequence[RawDocument]) -> list[RawDocument]:
    """Return the documents with what the study's list says of people, and letters joined to their register row."""
    study = session.study
    people = sources.People()
    if study.participants:
        try:
            people = sources.read_people(study.originals / study.participants, study.writings)
        except InputError as error:
            session.skip("read", Skipped("list of participants", str(error), "read"))
    specs = {spec.name: spec for spec in study.sources}
    listed = pairs.as_said(session, [sources.with_people(raw, people, specs[raw.source]) for raw in documents])
    joined, without = sources.join_letters(listed)
    if without:
        # Not a skip: each is read, and counts as a complaint of its own.
        session.counts["letters whose reference is in no register"] = without
    return joined


def refused(session: Session, documents: Sequence[Read]) -> frozenset[tuple[str, str]]:
    """Return (code, source) of everybody who said that their words may not be used there."""
    no: list[tuple[tuple[str, str], str]] = []
    for read in documents:
        persons = [person for person in read.raw.people if sources.refuses_analysis(person)]
        if not persons:
            continue
        turns, single = voice_keys(read)
        ids = {person.participant for person in persons}
        keys = (
            [single] if single[1] else [k for k, t in zip(turns, read.raw.turns, strict=True) if t.participant in ids]
        )
        no += [(key, read.raw.source) for key in keys if key[1]]
    codes = session.keys.participant_codes([key for key, _ in no])
    return frozenset((codes[key], source) for key, source in no)


def family_codes(session: Session, documents: Sequence[Read]) -> dict[str, str]:
    """Return a code for every family the files name, by the identifier they give it."""
    named = {person.family for read in documents for person in read.raw.people if person.family}
    keys = {family: ("F", f"family\x1f{' '.join(family.casefold().split())}") for family in sorted(named)}
    codes = session.keys.participant_codes(list(keys.values()))
    return {family: codes[key] for family, key in keys.items()}


def with_case(session: Session, document: Document, raw: RawDocument) -> Document:
    """Return the document with the keyed hash of its complaint, and with the voices in it that may not be quoted."""
    turns = tuple(
        replace(turn, quoting=heard.quoting is not False) for turn, heard in zip(document.turns, raw.turns, strict=True)
    )
    named = raw.kind in WRITTEN and raw.reference
    case = keyed(session.keys.ids_key(), "case", raw.reference, length=16) if named else ""
    return replace(document, turns=turns, case=case)


def participants_of(
    read: Read,
    document: Document,
    participant: str,
    voices: Sequence[str],
    families: Mapping[str, str],
    masked: Callable[[str], str],
) -> list[Participant]:
    """Return everybody who takes part in a document, by code; `masked` looks once more at what a list says of them."""
    known: dict[str, RawPerson] = {}
    for person in read.raw.people:
        if participant:
            known[participant] = person
        else:
            for turn, code in zip(read.raw.turns, voices, strict=True):
                if code and turn.participant == person.participant:
                    known[code] = person
    roles = {turn.participant: turn.role for turn in document.turns if turn.participant}
    if participant:
        roles.setdefault(participant, dict(document.attributes).get("role", ""))
    shared = tuple((name, value) for name, value in document.attributes if name != "role")
    quoted = {turn.participant for turn in document.turns if turn.quoting}
    found = []
    for code, role in sorted(roles.items()):
        own = known.get(code)
        listed = tuple((name, masked(value)) for name, value in own.attributes) if own and not participant else ()
        said = {one.purpose: one.given for one in own.consents} if own else {}
        found.append(
            Participant(
                code,
                role,
                document.source,
                document.wave,
                tuple(sorted({*shared, *listed})),
                document.quoting and (code in quoted or code == participant),
                families.get(own.family, "") if own else "",
                # Where the question was asked, only a clear yes lets the role be printed.
                said.get(Purpose.ATTRIBUTION, True) is True,
                own.consents if own else (),
            )
        )
    return found
