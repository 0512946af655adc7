"""Read the file that says which closed questions a study asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from voices.errors import InputError, UnreadableFile
from voices.model import ClosedQuestion
from voices.sources.formats.archives import kind_of_bytes, load
from voices.sources.formats.decoding import decode
from voices.sources.formats.delimited import read_delimited
from voices.sources.tables.scales import SCALES
from voices.sources.words import fold, one_line

_NEEDED = ("question", "principle", "statement")
_OPEN_TYPES = frozenset(("text", "free text", "open", "comment", "free-text", "open-ended"))
_CLOSED_TYPES = frozenset(
    (
        "",
        "closed",
        "likert",
        "scale",
        "rating",
        "agreement",
        "frequency",
        "satisfaction",
        "faces",
        "yes/no",
        "yes/partly/no",
        "number",
    )
)
_TRUE = frozenset(("yes", "y", "true", "1", "reversed", "x"))
_FALSE = frozenset(("", "no", "n", "false", "0"))
_MAX_POINTS = 11
"""Rationale: 0-10 written as 1-11 is the longest scale surveys use."""


def read_questions(path: Path) -> tuple[ClosedQuestion, ...]:
    """Return the closed questions of a CSV file `question,principle,statement[,type,scale,reversed,asked_in]`.

    Rows whose type says free text are left out. `scale` is a number of points ("5"), a range ("1-5") or
    the steps from least to most favourable ("no/partly/yes"); `asked_in` names sources or waves, parted by semicolons.

    Raises InputError naming file and row where the file cannot be used.
    """
    try:
        content = load(path)
        if kind_of_bytes(content) != "text":
            raise UnreadableFile("it is not a CSV file")
        rows = read_delimited(decode(content)).rows
    except UnreadableFile as error:
        raise InputError(f"{path.name}: {error}") from None
    header = [fold(cell).replace(" ", "_") for cell in rows[0]]
    missing = [name for name in _NEEDED if name not in header]
    if missing:
        raise InputError(
            f"{path.name}, row 1: the columns {', '.join(missing)} are missing; it needs {', '.join(_NEEDED)}"
        )
    questions: dict[str, ClosedQuestion] = {}
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        cells = {name: one_line(cell) for name, cell in zip(header, row, strict=False)}
        question = _question(cells, f"{path.name}, row {number}")
        if question is None:
            continue
        if fold(question.question) in questions:
            raise InputError(
                f"{path.name}, row {number}: the question id stands in an earlier row too; give every question its own"
            )
        questions[fold(question.question)] = question
    return tuple(questions.values())


def _question(cells: Mapping[str, str], where: str) -> ClosedQuestion | None:
    """Return the question of one row; None for a free-text question.

    Raises InputError naming the row.
    """
    kind = fold(cells.get("type", ""))
    if kind in _OPEN_TYPES:
        return None
    if kind not in _CLOSED_TYPES:
        raise InputError(f"{where}: the type is not known; use likert, yes/partly/no, faces or text")
    if not cells.get("question") or not cells.get("statement"):
        raise InputError(f"{where}: question and statement have to be filled in")
    turned = fold(cells.get("reversed", ""))
    if turned not in _TRUE | _FALSE:
        raise InputError(f"{where}: reversed has to be yes, no or empty")
    points = _points(cells.get("scale", ""), kind, where)
    asked_in = tuple(part.strip() for part in re.split(r"[;|,]", cells.get("asked_in", "")) if part.strip())
    return ClosedQuestion(
        cells["question"], cells.get("principle", ""), cells["statement"], points, turned in _TRUE, asked_in
    )


def _points(scale: str, kind: str, where: str) -> int:
    """Return how many points a scale has; five where nothing is said.

    Raises InputError naming the row where the scale cannot be read.
    """
    folded = fold(scale)
    span = re.fullmatch(r"1\s*(?:-|to)\s*(\d{1,2})", folded)
    steps = [step for step in re.split(r"[/|;,>]", folded) if step.strip()]
    if not folded:
        points = {"yes/no": 2, "yes/partly/no": 3, "faces": 3}.get(kind, 5)
    elif span or folded.isdigit():
        points = int(span[1] if span else folded)
    elif len(steps) > 1 or len(re.split(r"\s+-\s+", folded)) > 1:
        points = len(steps) if len(steps) > 1 else 5
    elif number := re.search(r"(\d{1,2})", folded):
        points = int(number[1])
    elif folded in _CLOSED_TYPES or any(folded in words for words in SCALES.values()):
        points = 3 if folded == "faces" else 5
    else:
        points = 5 if folded in ("agreement", "agree", "often", "satisfied") else 0
    if not 2 <= points <= _MAX_POINTS:
        raise InputError(f"{where}: the scale is not known; write 1-5, 5, or the steps parted by slashes")
    return points
