"""Turn the rows of a survey, form or register into documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from voices.model import ClosedAnswer, ClosedQuestion, RawDocument, Skipped, SourceSpec
from voices.sources.formats.grid import Grid
from voices.sources.tables.closed import asked, for_column, looks_closed, match_questions, read_answer
from voices.sources.tables.columns import Column, is_closed, recognise
from voices.sources.tables.headers import Headed, find_headers
from voices.sources.tables.headings import Use
from voices.sources.tables.row import Table, document, kept_value, period
from voices.sources.words import fold, of, one_line

_UNREADABLE = "the answer is not on the question's scale and was left out; correct it in the file"
_KEPT = frozenset((Use.TEAM, Use.STAGE, Use.OUTCOME, Use.ATTRIBUTE))


@dataclass(frozen=True)
class Rows:
    """What one table gave."""

    documents: tuple[RawDocument, ...] = field(repr=False)
    skipped: tuple[Skipped, ...]
    columns: tuple[Column, ...] = field(repr=False)
    warnings: tuple[str, ...]
    rows: int
    """Rows below the headings, empty ones included."""


def read_table(
    grid: Grid, relative: str, spec: SourceSpec, questions: Sequence[ClosedQuestion], first_row: int = 1
) -> Rows:
    """Return one document a row, from `first_row` on: a turn for every free-text cell, an answer for every closed one.

    Rows with neither words nor answers give no document and are counted in a warning.
    """
    here = asked(questions, spec)
    headed = find_headers(grid, here)
    table, warnings = _understand(headed, spec, here)
    read: dict[tuple[int, str], ClosedAnswer | bool | None] = {}
    documents: list[RawDocument] = []
    skipped: list[Skipped] = []
    empty = unreadable_dates = 0
    for number, row in enumerate(table.rows, start=first_row):
        if not any(row) or not any(cell.strip() for cell in row):
            continue
        answers, unreadable = _answers(table, row, number, read)
        skipped.extend(unreadable)
        made = document(table, row, answers, relative, number)
        unreadable_dates += bool(table.cell(row, Use.DATE)) and not period(table, row)
        if made.text or made.answers:
            documents.append(made)
        else:
            empty += 1
    if empty:
        warnings.append(f"{of(empty, 'row')} with neither words nor answers left out")
    if unreadable_dates:
        warnings.append(f"{of(unreadable_dates, 'date')} not readable in British order (day/month/year) and left out")
    warnings += _twice(documents, table)
    return Rows(
        tuple(documents), tuple(skipped), table.columns, (*grid.warnings, *headed.warnings, *warnings), len(headed.rows)
    )


def _twice(documents: Sequence[RawDocument], table: Table) -> list[str]:
    """Return a warning where a register has one reference in several rows: it is one complaint in every count."""
    if Use.REFERENCE not in table.uses:
        return []
    times = Counter(one.reference for one in documents if one.reference)
    several = sum(number > 1 for number in times.values())
    return [f"{of(several, 'reference')} in more than one row; each counts as one complaint"] if several else []


def _understand(headed: Headed, spec: SourceSpec, questions: Sequence[ClosedQuestion]) -> tuple[Table, list[str]]:
    values = [[row[index] for row in headed.rows] for index in range(len(headed.headers))]
    matched = match_questions(headed.forms, questions)
    closed = {index: for_column(question, set(values[index])) for index, question in matched.items()}
    columns, noticed = recognise(
        headed.headers, values, spec.columns, {i: q.question for i, q in closed.items()}, spec.kind
    )
    closed = {column.index: closed[column.index] for column in columns if column.use is Use.CLOSED}
    warnings = list(noticed)
    kept: dict[int, str] = {}
    uses: dict[Use, tuple[int, ...]] = {}
    for column in columns:
        uses[column.use] = (*uses.get(column.use, ()), column.index)
        if column.use in _KEPT:
            forms = {cell: kept_value(column.use, cell, spec.kind) for cell in set(values[column.index])}
            if is_closed([forms[cell] for cell in values[column.index]]):
                kept[column.index] = one_line(column.header) if column.use is Use.ATTRIBUTE else column.use.value
            elif any(values[column.index]):
                warnings.append(
                    f"column {column.index + 1} ({column.use.value}) holds long or many different values, left out"
                )
        if column.use is Use.NOT_READ and not column.detail and looks_closed(values[column.index]):
            warnings.append(
                f"column {column.index + 1} looks like a closed question that the question file does not list"
            )
    said = Counter(fold(cell) for index in uses.get(Use.ROLE, ()) for cell in values[index])
    roles = frozenset(role for role, times in said.items() if times > 1 and len(role) <= 40)
    headers = tuple(one_line(header) for header in headed.headers)
    return Table(spec, headers, headed.rows, columns, closed, kept, roles, uses), warnings


def _answers(
    table: Table, row: Sequence[str], number: int, read: dict[tuple[int, str], ClosedAnswer | bool | None]
) -> tuple[tuple[ClosedAnswer, ...], list[Skipped]]:
    """Return the closed answers of a row, and what of them could not be read; never the words of a cell.

    `read` remembers what each wording of a column means (False where it means nothing): a survey has few of them.
    """
    answers: list[ClosedAnswer] = []
    skipped: list[Skipped] = []
    for index, question in table.closed.items():
        key = (index, row[index])
        if key not in read:
            read[key] = _answer(question, row[index])
        answer = read[key]
        if answer is False:
            where = f"{table.spec.name}, row {number}, question {question.question}"
            skipped.append(Skipped(where, _UNREADABLE, "read"))
        elif isinstance(answer, ClosedAnswer):
            answers.append(answer)
    return tuple(answers), skipped


def _answer(question: ClosedQuestion, cell: str) -> ClosedAnswer | bool | None:
    try:
        return read_answer(question, cell)
    except ValueError:
        return False


def renumbered(rows: Rows, sheet: str) -> Rows:
    """Return the rows with their warnings naming the sheet by its place, for files with several."""
    return replace(rows, warnings=tuple(f"{sheet}: {warning}" for warning in rows.warnings)) if sheet else rows
