"""Turn the rows of a survey, form or register into documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from voices.model import ClosedAnswer, ClosedQuestion, Kind, RawDocument, Skipped, SourceSpec
from voices.sources import dates
from voices.sources.closed import asked, for_column, looks_closed, match_questions, read_answer
from voices.sources.columns import Column, is_closed, recognise, yes_or_no
from voices.sources.grid import Grid
from voices.sources.headers import Headed, find_headers
from voices.sources.headings import Use
from voices.sources.roles import known_role, normalise_role
from voices.sources.speakers import is_code, plain_name
from voices.sources.utterances import Utterance, place
from voices.sources.words import fold, of, one_line

QUOTED_KINDS = frozenset((Kind.INTERVIEW, Kind.FOCUS_GROUP, Kind.SURVEY, Kind.FORM))
"""Kinds whose words may be quoted unless the study or the row says no: people gave them for this evaluation."""


@dataclass(frozen=True)
class Rows:
    """What one table gave."""

    documents: tuple[RawDocument, ...] = field(repr=False)
    skipped: tuple[Skipped, ...]
    columns: tuple[Column, ...] = field(repr=False)
    warnings: tuple[str, ...]
    rows: int
    """Rows below the headings, empty ones included."""


@dataclass(frozen=True)
class _Table:
    headed: Headed = field(repr=False)
    columns: tuple[Column, ...] = field(repr=False)
    closed: Mapping[int, ClosedQuestion]
    kept: frozenset[int]
    """Columns whose values may be kept as attributes."""
    roles: frozenset[str]
    """Folded values of the role column met more than once, kept although they are not on the list."""

    def of(self, use: Use) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.use is use)

    def cell(self, row: Sequence[str], use: Use) -> str:
        """Return the row's cell in the first column of a use, or an empty string."""
        return next((row[column.index].strip() for column in self.columns if column.use is use), "")


def read_table(
    grid: Grid, relative: str, spec: SourceSpec, questions: Sequence[ClosedQuestion], first_row: int = 1
) -> Rows:
    """Return one document a row, from `first_row` on: a turn for every free-text cell, an answer for every closed one.

    Rows with neither words nor answers give no document and are counted in a warning.
    """
    here = asked(questions, spec)
    headed = find_headers(grid, here)
    table, warnings = _understand(headed, spec, here)
    documents: list[RawDocument] = []
    skipped: list[Skipped] = []
    empty = unreadable_dates = 0
    for number, row in enumerate(headed.rows, start=first_row):
        if not any(cell.strip() for cell in row):
            continue
        answers, unreadable = _answers(table, row, spec, number)
        skipped.extend(unreadable)
        document = _document(table, row, answers, relative, spec, number)
        unreadable_dates += bool(table.cell(row, Use.DATE)) and not dates.period_of_cell(table.cell(row, Use.DATE))
        if document.text or document.answers:
            documents.append(document)
        else:
            empty += 1
    if empty:
        warnings.append(f"{of(empty, 'row')} with neither words nor answers left out")
    if unreadable_dates:
        warnings.append(f"{of(unreadable_dates, 'date')} not readable in British order (day/month/year) and left out")
    return Rows(
        tuple(documents), tuple(skipped), table.columns, (*grid.warnings, *headed.warnings, *warnings), len(headed.rows)
    )


def _understand(headed: Headed, spec: SourceSpec, questions: Sequence[ClosedQuestion]) -> tuple[_Table, list[str]]:
    values = [[row[index] for row in headed.rows] for index in range(len(headed.headers))]
    matched = match_questions(headed.forms, questions)
    closed = {index: for_column(question, values[index]) for index, question in matched.items()}
    columns, noticed = recognise(
        headed.headers, values, spec.columns, {i: q.question for i, q in closed.items()}, spec.kind
    )
    closed = {column.index: closed[column.index] for column in columns if column.use is Use.CLOSED}
    warnings = list(noticed)
    kept = set()
    for column in columns:
        if column.use in (Use.TEAM, Use.STAGE, Use.OUTCOME, Use.ATTRIBUTE):
            if is_closed(values[column.index]):
                kept.add(column.index)
            elif any(values[column.index]):
                warnings.append(
                    f"column {column.index + 1} ({column.use.value}) holds long or many different values, left out"
                )
        if column.use is Use.NOT_READ and not column.detail and looks_closed(values[column.index]):
            warnings.append(
                f"column {column.index + 1} looks like a closed question that the question file does not list"
            )
    said = [fold(row[column.index]) for column in columns if column.use is Use.ROLE for row in headed.rows]
    roles = frozenset(role for role in said if said.count(role) > 1 and len(role) <= 40)
    return _Table(headed, columns, closed, frozenset(kept), roles), warnings


def _answers(
    table: _Table, row: Sequence[str], spec: SourceSpec, number: int
) -> tuple[tuple[ClosedAnswer, ...], list[Skipped]]:
    """Return the closed answers of a row, and what of them could not be read; never the words of a cell."""
    answers: list[ClosedAnswer] = []
    skipped: list[Skipped] = []
    for index, question in table.closed.items():
        try:
            answer = read_answer(question, row[index])
        except ValueError:
            where = f"{spec.name}, row {number}, question {question.question}"
            skipped.append(
                Skipped(
                    where, "the answer is not on the question's scale and was left out; correct it in the file", "read"
                )
            )
            continue
        if answer:
            answers.append(answer)
    return tuple(answers), skipped


def _document(
    table: _Table, row: Sequence[str], answers: tuple[ClosedAnswer, ...], relative: str, spec: SourceSpec, number: int
) -> RawDocument:
    kind = _kind(table.cell(row, Use.KIND), spec.kind)
    role = _role(table, table.cell(row, Use.ROLE), spec)
    words = (Utterance(row[column.index], role=role, question=one_line(column.header)) for column in table.of(Use.TEXT))
    text, turns = place(tuple(words))
    named = [row[column.index].strip() for column in table.of(Use.NAMES)]
    participant = table.cell(row, Use.PARTICIPANT) or next(
        (row[column.index].strip() for column in table.of(Use.NAMES) if column.detail), ""
    )
    return RawDocument(
        spec.name,
        relative,
        number,
        kind,
        text,
        turns,
        participant=participant,
        wave=spec.wave,
        period=dates.period_of_cell(table.cell(row, Use.DATE)) or dates.period(spec.date),
        attributes=tuple(sorted(_attributes(table, row, role))),
        answers=answers,
        known_names=tuple(sorted({name for cell in (*named, participant) for name in _names(cell, cell not in named)})),
        quoting=_quoting(table, row, spec, kind),
    )


def _attributes(table: _Table, row: Sequence[str], role: str) -> Iterator[tuple[str, str]]:
    if role:
        yield "role", role
    for column in table.columns:
        value = one_line(row[column.index])
        if column.index in table.kept and value:
            name = one_line(column.header) if column.use is Use.ATTRIBUTE else column.use.value
            yield name, value


def _role(table: _Table, cell: str, spec: SourceSpec) -> str:
    """Return the role of a row; one that is not on the list counts only where the column has it more than once."""
    labelled = dict(spec.roles)
    if cell and cell in labelled:
        return normalise_role(labelled[cell])
    if cell and (role := known_role(cell)):
        return role
    if cell and fold(cell) in table.roles:
        return normalise_role(cell)
    return "other" if cell else normalise_role(spec.role) if spec.role else ""


def _kind(cell: str, default: Kind) -> Kind:
    """Return what a row of a register is by its kind column, or the source's kind."""
    words = fold(cell)
    if re.match(r"complim|thank|praise|positive", words):
        return Kind.COMPLIMENT
    return Kind.COMPLAINT if re.match(r"complai|concern|representation|negative|stage", words) else default


def _quoting(table: _Table, row: Sequence[str], spec: SourceSpec, kind: Kind) -> bool:
    """Return whether a row's words may be quoted: by its own column, the study file, or the default of its kind.

    A study that says no is not overruled by a column; an empty or unclear cell of a column counts as no.
    """
    if spec.quoting is False:
        return False
    if table.of(Use.QUOTING):
        return yes_or_no(table.cell(row, Use.QUOTING)) is True
    return spec.quoting if spec.quoting is not None else kind in QUOTED_KINDS


def _names(cell: str, only_if_name: bool) -> Iterator[str]:
    """Yield the names of a cell; of an identifier only what is written like a name."""
    for part in re.split(r"[;,/&\n]| and ", cell):
        name = plain_name(part)
        if not any(character.isalpha() for character in name) or is_code(name) or known_role(name):
            continue
        if not only_if_name or re.fullmatch(r"[^\W\d_][\w'\u2019.-]*(?: [^\W\d_][\w'\u2019.-]*){1,3}", name):
            yield name


def renumbered(rows: Rows, sheet: str) -> Rows:
    """Return the rows with their warnings naming the sheet by its place, for files with several."""
    return replace(rows, warnings=tuple(f"{sheet}: {warning}" for warning in rows.warnings)) if sheet else rows
