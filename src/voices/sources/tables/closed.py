"""Read answers on a scale: words, numbers and faces, turned the right way round."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from voices.model import ClosedAnswer, ClosedQuestion, SourceSpec
from voices.sources.tables.scales import FACES, NO_ANSWER, SCALES, YES_NO
from voices.sources.words import fold, one_line

_NUMBER = re.compile(
    r"(?a)"
    r"(?P<value>\d{1,2}(?:[.,]\d+)?)(?:\s*(?:/|out of|of)\s*(?P<of>\d{1,2}))?"
    r"(?:\s*(?:[-=:.)(\u2013]|\s)\s*(?P<words>\D.*))?"
)
_TRAILING = re.compile(r"(?a)(?P<words>\D+?)\s*[(\[=:-]\s*(?P<value>\d{1,2})\s*[)\]]?")


def read_answer(question: ClosedQuestion, cell: str) -> ClosedAnswer | None:
    """Return the answer a cell holds, turned where the question is reversed; None where it was not answered.

    Words of a shorter scale than the question's (yes, partly, no) are kept on their own number of points.

    Raises ValueError, without the cell's words, where the cell is neither.
    """
    words = fold(cell)
    if words in NO_ANSWER:
        return None
    value, points = _value(one_line(cell), words, question.points)
    if question.reversed:
        value = points + 1 - value
    return ClosedAnswer(question.question, float(value), points)


def _value(cell: str, words: str, points: int) -> tuple[float, int]:
    """Return (value, points) of a cell that holds an answer.

    Raises ValueError where it cannot be read.
    """
    number = _NUMBER.fullmatch(cell.strip())
    if number and (number["of"] is None or int(number["of"]) == points):
        return _in_range(float(number["value"].replace(",", ".")), points), points
    trailing = _TRAILING.fullmatch(cell.strip())
    if trailing:
        return _in_range(float(trailing["value"]), points), points
    plain = words.replace("\ufe0f", "").strip(" \"'.()")
    for scale in dict.fromkeys((points, 5, 3)):
        value = SCALES.get(scale, {}).get(plain)
        if value is not None and scale == 5 and points == 3:
            return 1 + (value > 2) + (value > 3), 3
        if value is not None and not (scale > points and points == 2):
            return value, scale
    raise ValueError("not on the scale")


def for_column(question: ClosedQuestion, cells: Iterable[str]) -> ClosedQuestion:
    """Return the question on three points where its column holds nothing but yes, partly and no, or three faces.

    Only where the question file left the usual five: one cell alone could not tell "N" for no from neither.
    """
    filled = {words for cell in cells if (words := fold(cell).replace("\ufe0f", "")) not in NO_ANSWER}
    three = bool(filled) and filled <= SCALES[3].keys() and (bool(filled & YES_NO) or filled <= FACES)
    if question.points == 5 and three:
        return replace(question, points=3)
    return question


def _in_range(value: float, points: int) -> float:
    if not 1 <= value <= points or not value.is_integer():
        raise ValueError("not on the scale")
    return value


def asked(questions: Iterable[ClosedQuestion], spec: SourceSpec) -> tuple[ClosedQuestion, ...]:
    """Return the questions asked in a source: those that name it, its wave, or nothing."""
    here = {fold(spec.name), *((str(spec.wave), f"wave {spec.wave}", f"w{spec.wave}") if spec.wave is not None else ())}
    return tuple(q for q in questions if not q.asked_in or here & {fold(where) for where in q.asked_in})


_LEADING_ID = re.compile(r"^(?:q(?:uestion)?|s(?:tatement)?|item)?\s*\.?\s*\d{1,3}[a-z]?\s*[.:)\]-]*\s+")


def match_questions(headers: Sequence[Sequence[str]], questions: Iterable[ClosedQuestion]) -> dict[int, ClosedQuestion]:
    """Return which column holds which closed question: by id, by statement, or by both in one heading.

    `headers` are the forms each column's heading may be read in; the first column that matches takes the question.
    """
    found: dict[int, ClosedQuestion] = {}
    for question in questions:
        identity, statement = fold(question.question), fold(question.statement)
        wanted = {identity, statement, fold(f"{question.question} {question.statement}")} - {""}
        for column, forms in enumerate(headers):
            if column in found:
                continue
            folded = [fold(form) for form in forms]
            bare = [_LEADING_ID.sub("", form) for form in folded]
            opening = (
                any(re.match(rf"{re.escape(identity)}\s*[.:)\]-]", form) for form in folded) if identity else False
            )
            if wanted & set(folded) or (statement and statement in bare) or opening:
                found[column] = question
                break
    return found


def looks_closed(values: Sequence[str]) -> bool:
    """Return whether a column's answers look like a scale: nearly all of them on five points, in words or numbers."""
    filled = [value for value in values if fold(value) not in NO_ANSWER]
    return bool(filled) and sum(_readable(value) for value in filled) >= 0.8 * len(filled)


def _readable(cell: str) -> bool:
    try:
        _value(one_line(cell), fold(cell), 5)
    except ValueError:
        return False
    return True
