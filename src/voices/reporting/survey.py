"""Survey tables for `voices scores`: one row a respondent, one column a closed question."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from voices.errors import InputError
from voices.model import ClosedQuestion
from voices.reporting import answers
from voices.reporting.scores import Answer

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


def _answers(
    path: Path,
    wave: int,
    questions: Sequence[ClosedQuestion],
    columns: dict[str, int],
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
) -> Iterator[Answer]:
    role, team = _attribute(header, "role"), _attribute(header, "team")
    for number, row in enumerate(rows, 1):
        for question in questions:
            column = columns.get(question.question)
            if column is None or not _asked(question, wave):
                continue
            try:
                value = answers.read(_cell(row, column), question.points, question.reversed)
            except ValueError as wrong:
                raise InputError(
                    f"{path.name}, row {number}, question {question.question}: {wrong}; "
                    f"write 1 to {question.points}, agree or disagree in words, or leave it blank"
                ) from None
            if value is not None:
                yield Answer(
                    question.question,
                    value,
                    question.points,
                    wave,
                    _cell(row, role),
                    _cell(row, team),
                    f"wave {wave} row {number}",
                )


def _table(path: Path) -> tuple[list[str], list[list[str]]]:
    try:
        raw = path.read_bytes()
    except OSError:
        raise InputError(f"{path.name}: cannot be opened; check the path") from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    table = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(map(str.strip, row))]
    if not table:
        raise InputError(f"{path.name}: the file is empty; a header row and one row per respondent are needed")
    return table[0], table[1:]


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
