"""Turn one row of a survey, form or register into a document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from voices.model import ClosedAnswer, ClosedQuestion, Kind, RawDocument, RawPerson, SourceSpec
from voices.sources import dates
from voices.sources.consent import PURPOSES, consents_of, may_quote
from voices.sources.references import reference_form
from voices.sources.roles import known_role, normalise_role
from voices.sources.tables.columns import Column
from voices.sources.tables.headings import Use
from voices.sources.tables.register import OPEN, days_taken, normalise_outcome, normalise_stage
from voices.sources.talk.speakers import is_code, plain_name
from voices.sources.talk.utterances import Utterance, place
from voices.sources.words import fold, one_line

REGISTER_KINDS = frozenset((Kind.COMPLAINT, Kind.COMPLIMENT))
"""Kinds whose rows carry a reference, a stage, an outcome and the days they took."""
NORMALISED = {Use.OUTCOME: normalise_outcome, Use.STAGE: normalise_stage}
"""Columns of a register whose wording is brought to one form before it is kept."""
_TOLD_ABOUT_CONSENT = (*PURPOSES, Use.CONSENT_DATE, Use.CONSENT_SOURCE, Use.AGREED_BY)


@dataclass(frozen=True)
class Table:
    """A table whose columns are understood."""

    spec: SourceSpec
    headers: tuple[str, ...] = field(repr=False)
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    columns: tuple[Column, ...] = field(repr=False)
    closed: Mapping[int, ClosedQuestion]
    kept: Mapping[int, str]
    """Columns whose values may be kept as attributes, with the attribute's name."""
    roles: frozenset[str]
    """Folded values of the role column met more than once, kept although they are not on the list."""
    uses: Mapping[Use, tuple[int, ...]] = field(default_factory=dict)
    """Every use with its columns."""
    met: dict[tuple[Use, str], str] = field(default_factory=dict, repr=False)
    """What cells of few different values were read as, by use; kept while the table is read."""

    def cell(self, row: Sequence[str], use: Use) -> str:
        """Return the row's cell in the first column of a use, or an empty string."""
        found = self.uses.get(use)
        return row[found[0]].strip() if found else ""


def document(
    table: Table, row: Sequence[str], answers: tuple[ClosedAnswer, ...], relative: str, number: int
) -> RawDocument:
    """Return the document of a row: a turn for every free-text cell, who wrote it, and what else is kept."""
    spec = table.spec
    kind = _kind(table.cell(row, Use.KIND), spec.kind)
    said = (Use.ROLE, table.cell(row, Use.ROLE))
    role = table.met[said] = table.met[said] if said in table.met else _role(table, said[1])
    words = (
        Utterance(row[index], role=role, question=table.headers[index])
        for index in table.uses.get(Use.TEXT, ())
        if row[index]
    )
    text, turns = place(tuple(words))
    named = [row[index].strip() for index in table.uses.get(Use.NAMES, ())]
    reference = table.cell(row, Use.REFERENCE) or (
        table.cell(row, Use.PARTICIPANT) if spec.kind in REGISTER_KINDS else ""
    )
    participant = table.cell(row, Use.PARTICIPANT) or table.cell(row, Use.REFERENCE) or _named_participant(table, row)
    family = table.cell(row, Use.FAMILY)
    consents = consents_of({use: table.cell(row, use) for use in _TOLD_ABOUT_CONSENT if use in table.uses})
    return RawDocument(
        spec.name,
        relative,
        number,
        kind,
        text,
        turns,
        participant=participant,
        wave=spec.wave,
        period=period(table, row) or dates.period(spec.date),
        attributes=tuple(sorted(_attributes(table, row, role, kind))),
        answers=answers,
        known_names=_known_names(named, participant, family),
        quoting=may_quote(spec, kind, consents),
        reference=reference_form(reference) if reference else "",
        people=(RawPerson(participant, family, role, consents=consents),) if family or consents else (),
    )


def period(table: Table, row: Sequence[str]) -> str:
    """Return the year and month a row's date names, or an empty string."""
    key = (Use.DATE, table.cell(row, Use.DATE))
    if key not in table.met:
        table.met[key] = dates.period_of_cell(key[1])
    return table.met[key]


def _named_participant(table: Table, row: Sequence[str]) -> str:
    return next((row[c.index].strip() for c in table.columns if c.use is Use.NAMES and c.detail), "")


def _known_names(named: Sequence[str], participant: str, family: str) -> tuple[str, ...]:
    found = {name for cell in named for name in _names(cell, only_if_name=False)}
    if participant not in named:
        found |= set(_names(participant, only_if_name=True))
    if family and not any(character.isdigit() for character in family):
        found |= {name for name in _names(family, only_if_name=False) if name[:1].isupper() and len(name) > 2}
    return tuple(sorted(found))


def _attributes(table: Table, row: Sequence[str], role: str, kind: Kind) -> Iterator[tuple[str, str]]:
    if role:
        yield "role", role
    for index, name in table.kept.items():
        value = kept_value(table.columns[index].use, row[index], table.spec.kind)
        if value:
            yield name, value
    if table.spec.kind in REGISTER_KINDS:
        closed = dates.day_of_cell(table.cell(row, Use.CLOSED_ON))
        days = days_taken(dates.day_of_cell(table.cell(row, Use.DATE)), closed)
        if days is not None:
            yield "days taken", str(days)
        undecided = Use.OUTCOME in table.uses and not table.cell(row, Use.OUTCOME) and closed is None
        if undecided and kind is Kind.COMPLAINT:
            yield "outcome", OPEN


def kept_value(use: Use, cell: str, kind: Kind) -> str:
    """Return a cell's value as an attribute keeps it: outcome and stage of a register in one wording."""
    if kind in REGISTER_KINDS and use in NORMALISED:
        return NORMALISED[use](cell)
    return one_line(cell)


def _role(table: Table, cell: str) -> str:
    """Return the role of a row; one that is not on the list counts only where the column has it more than once."""
    spec = table.spec
    labelled, own = dict(spec.roles), dict(spec.writings)
    if cell and cell in labelled:
        return normalise_role(labelled[cell], own)
    if cell and (role := known_role(cell, own)):
        return role
    if cell and fold(cell) in table.roles:
        return normalise_role(cell)
    return "other" if cell else normalise_role(spec.role, own) if spec.role else ""


def _kind(cell: str, default: Kind) -> Kind:
    """Return what a row of a register is by its kind column, or the source's kind."""
    words = fold(cell)
    if re.match(r"complim|thank|praise|positive", words):
        return Kind.COMPLIMENT
    return Kind.COMPLAINT if re.match(r"complai|concern|representation|negative|stage", words) else default


def _names(cell: str, only_if_name: bool) -> Iterator[str]:
    """Yield the names of a cell; of an identifier only what is written like a name."""
    if only_if_name and any(character.isdigit() for character in cell):
        return
    for part in re.split(r"[;,/&\n]| and ", cell):
        name = plain_name(part)
        if not any(character.isalpha() for character in name) or is_code(name) or known_role(name):
            continue
        if not only_if_name or re.fullmatch(r"[^\W\d_][\w'\u2019.-]*(?: [^\W\d_][\w'\u2019.-]*){1,3}", name):
            yield name
