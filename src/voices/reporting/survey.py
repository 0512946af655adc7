"""Survey tables for `voices scores`: one row a respondent, one column a closed question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from voices.errors import InputError
from voices.model import ClosedQuestion
from voices.reporting.scores import Answer
from voices.sources.formats.grids import read_grid
from voices.sources.tables.closed import for_column, read_answer

_ROLE = frozenset({"role", "job role", "your role", "job title", "what is your role"})
_TEAM = frozenset({"team", "pod", "your team", "service", "unit"})


def read(path: Path, wave: int, questions: Sequence[ClosedQuestion], by: str | None = None) -> tuple[Answer, ...]:
    """Return the answers of one survey file (CSV, comma, semicolon or tab), given in one wave.

    A column belongs to the question whose id or statement its header is, or starts with. Blank and "n/a" leave both
    numerator and denominator. Raises InputError naming the file, and the row where an answer is not on the scale.
    """
    header, rows = _table(path)
    columns = {q.question: found for q in questions if (found := _column(header, q)) is not None}
    if not columns:
        raise InputError(f"{path.name}: none of its columns is a question of the question file; check the headers")
    if by and _attribute(header, by) is None:
        raise InputError(f"{path.name}: no column called “{by}”; leave out --by or add the column")
    return tuple(_answers(path, wave, questions, columns, header, rows))


def returned(path: Path) -> int:
    """Return how many people answered a survey: its rows with anything in them."""
    return len(_table(path)[1])


def _answers(
    path: Path,
    wave: int,
    questions: Sequence[ClosedQuestion],
    columns: dict[str, int],
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
) -> Iterator[Answer]:
    role, team = _attribute(header, "role"), _attribute(header, "team")
    # A column of nothing but faces, or of yes, partly and no, is on three points whatever the question file says.
    here = [
        (for_column(question, {_cell(row, columns[question.question]) for row in rows}), columns[question.question])
        for question in questions
        if question.question in columns and _asked(question, wave)
    ]
    for number, row in enumerate(rows, 1):
        for question, column in here:
            try:
                answer = read_answer(question, _cell(row, column))
            except ValueError as wrong:
                raise InputError(
                    f"{path.name}, row {number}, question {question.question}: {wrong}; "
                    f"write 1 to {question.points}, agree or disagree in words, or leave it blank"
                ) from None
            if answer is not None:
                yield Answer(
                    question.question,
                    answer.value,
                    answer.points,
                    wave,
                    _cell(row, role),
                    _cell(row, team),
                    f"wave {wave} row {number}",
                )


def _table(path: Path) -> tuple[list[str], list[list[str]]]:
    first, *rows = [list(row) for row in read_grid(path).rows if any(map(str.strip, row))]
    return first, rows


def _column(header: Sequence[str], question: ClosedQuestion) -> int | None:
    wanted = {_fold(question.question), _fold(question.statement)} - {""}
    names = [_fold(name) for name in header]
    for place, name in enumerate(names):
        if name in wanted or name.removeprefix("q") == _fold(question.question).removeprefix("q") != "":
            return place
    start = re.compile(rf"(?:question |statement |q)?{re.escape(_fold(question.question).removeprefix('q'))}[.:)\s-]")
    return next((place for place, name in enumerate(names) if start.match(name)), None)


def _attribute(header: Sequence[str], name: str) -> int | None:
    wanted = {"role": _ROLE, "team": _TEAM}.get(name, frozenset({name}))
    return next((place for place, found in enumerate(header) if _fold(found).rstrip("?") in wanted), None)


def _asked(question: ClosedQuestion, wave: int) -> bool:
    """Return whether a question was asked in a wave; names of sources say nothing about a file of its own."""
    waves = [name for name in question.asked_in if re.fullmatch(r"(?:wave )?\d+", name.casefold().strip())]
    return not waves or any(int(name.split()[-1]) == wave for name in waves)


def _cell(row: Sequence[str], column: int | None) -> str:
    return row[column].strip() if column is not None and column < len(row) else ""


def _fold(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().rstrip(".").casefold()
