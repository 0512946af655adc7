"""Closed questions: percent positive by principle, means by statement, and how they changed between waves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from voices.model import (
    ClosedAnswer,
    ClosedQuestion,
    PrincipleScore,
    PrincipleWave,
    QuestionScore,
    QuestionWave,
    Scores,
)
from voices.quotes.suppression import SUPPRESSED, suppress
from voices.reporting.answers import SMALLEST_BASE, is_neutral, is_positive


@dataclass(frozen=True)
class Answer:
    """One answer with what is known about who gave it."""

    question: str
    value: float
    """1 (least favourable) to `points`, after reversing."""
    points: int = 5
    wave: int = 1
    role: str = ""
    team: str = ""
    respondent: str = ""
    """Keeps people apart, so that small groups of people can be hidden."""


def answers_of(
    answers: Iterable[ClosedAnswer], wave: int | None, role: str = "", team: str = "", respondent: str = ""
) -> tuple[Answer, ...]:
    """Return a document's stored answers with the wave, role and team they were given in."""
    return tuple(Answer(a.question, a.value, a.points, wave or 1, role, team, respondent) for a in answers)


def compute(
    rows: Iterable[Answer],
    questions: Sequence[ClosedQuestion],
    title: str = "",
    by: str | None = None,
    waves: Sequence[int] | None = None,
) -> Scores:
    """Return the scores of a set of answers; `by` is "role" or "team".

    Percent positive pools the answers to all questions of a principle. The change of a statement is its unrounded
    mean in the last wave it was asked in, less that in the first. Percentages run from 0 to 100, nothing is rounded.
    """
    answers = sorted(rows, key=lambda a: (a.question, a.wave, a.respondent, a.value))
    numbers = sorted(set(waves) if waves is not None else {a.wave for a in answers})
    principles = list(dict.fromkeys(q.principle for q in questions if q.principle))
    return Scores(
        title=title,
        principles=tuple(_principle(answers, questions, p, numbers) for p in principles),
        questions=tuple(_question([a for a in answers if a.question == q.question], q, numbers) for q in questions),
        by=tuple(_by(answers, questions, principles, numbers, by)) if by else (),
    )


def ranked(scores: Scores) -> tuple[QuestionScore, ...]:
    """Return the statements with the highest mean in the latest wave first; those never answered last."""

    def latest(question: QuestionScore) -> tuple[bool, float, str]:
        means = [w.mean for w in question.waves if w.mean is not None]
        return (not means, -means[-1] if means else 0.0, question.question)

    return tuple(sorted(scores.questions, key=latest))


def small_bases(scores: Scores) -> tuple[str, ...]:
    """Return a sentence for each principle and wave with fewer than thirty answers."""
    return tuple(
        f"{p.principle}, wave {w.wave}: {w.n} answers, fewer than {SMALLEST_BASE}; read its percentage with care."
        for p in scores.principles
        for w in p.waves
        if 0 < w.n < SMALLEST_BASE
    )


def to_json(scores: Scores) -> dict[str, Any]:
    """Return scores as the object `voices scores --json` prints; a hidden count is null."""
    record: dict[str, Any] = {
        "principles": [_principle_json(p) for p in scores.principles],
        "questions": [
            {
                "question": q.question,
                "statement": q.statement,
                "points": q.points,
                "waves": [
                    {
                        "wave": w.wave,
                        "n": w.n,
                        "percent_positive": w.percent_positive,
                        "percent_neutral": w.percent_neutral,
                        "percent_negative": w.percent_negative,
                        "mean": w.mean,
                    }
                    for w in q.waves
                ],
                "change": q.change,
            }
            for q in scores.questions
        ],
        "notes": list(small_bases(scores)),
    }
    if scores.by:
        record["by"] = [
            {"attribute": name, "value": value, **_principle_json(score)} for name, value, score in scores.by
        ]
    return record


def _principle_json(score: PrincipleScore) -> dict[str, Any]:
    return {
        "principle": score.principle,
        "waves": [
            {
                "wave": w.wave,
                "n": None if w.n == SUPPRESSED else w.n,
                "positive": None if w.n == SUPPRESSED else w.positive,
                "percent_positive": w.percent_positive,
            }
            for w in score.waves
        ],
    }


def _principle(
    answers: Sequence[Answer], questions: Sequence[ClosedQuestion], principle: str, waves: Sequence[int]
) -> PrincipleScore:
    asked = {q.question for q in questions if q.principle == principle}
    pooled = [a for a in answers if a.question in asked]
    return PrincipleScore(principle, tuple(_wave([a for a in pooled if a.wave == w], w) for w in waves))


def _wave(answers: Sequence[Answer], wave: int) -> PrincipleWave:
    positive = sum(is_positive(a.value, a.points) for a in answers)
    return PrincipleWave(wave, len(answers), positive, _percent(positive, len(answers)))


def _question(answers: Sequence[Answer], question: ClosedQuestion, waves: Sequence[int]) -> QuestionScore:
    points = _points(answers, question)
    rows = []
    for wave in waves:
        own = [a for a in answers if a.wave == wave]
        positive = sum(is_positive(a.value, a.points) for a in own)
        neutral = sum(is_neutral(a.value, a.points) for a in own)
        rows.append(
            QuestionWave(
                wave,
                len(own),
                _percent(positive, len(own)),
                _percent(neutral, len(own)),
                _percent(len(own) - positive - neutral, len(own)),
                fmean(_on(a, points) for a in own) if own else None,
            )
        )
    means = [row.mean for row in rows if row.mean is not None]
    change = means[-1] - means[0] if len(means) > 1 else None
    return QuestionScore(question.question, question.statement, tuple(rows), change, points)


def _points(answers: Sequence[Answer], question: ClosedQuestion) -> int:
    """Return the scale a question's means are on: that of its answers, the question's own where they differ."""
    met = {a.points for a in answers}
    return met.pop() if len(met) == 1 else question.points


def _on(answer: Answer, points: int) -> float:
    """Return an answer's value on a scale of so many points; ends meet ends."""
    if answer.points == points:
        return answer.value
    return 1 + (answer.value - 1) * (points - 1) / (answer.points - 1)


def _by(
    answers: Sequence[Answer],
    questions: Sequence[ClosedQuestion],
    principles: Sequence[str],
    waves: Sequence[int],
    attribute: str,
) -> Iterable[tuple[str, str, PrincipleScore]]:
    """Yield the scores of each role or team; groups of fewer than five people, and one beside them, are hidden."""
    values = sorted({str(getattr(a, attribute)) or "not stated" for a in answers})
    for principle in principles:
        asked = {q.question for q in questions if q.principle == principle}
        own = [a for a in answers if a.question in asked]
        hidden = {wave: _hidden([a for a in own if a.wave == wave], values, attribute) for wave in waves}
        for value in values:
            rows = []
            for wave in waves:
                if value in hidden[wave]:
                    rows.append(PrincipleWave(wave, SUPPRESSED, SUPPRESSED, None))
                else:
                    rows.append(_wave([a for a in own if a.wave == wave and _value(a, attribute) == value], wave))
            yield attribute, value, PrincipleScore(principle, tuple(rows))


def _hidden(answers: Sequence[Answer], values: Sequence[str], attribute: str) -> frozenset[str]:
    people: dict[str, set[str]] = {value: set() for value in values}
    for number, answer in enumerate(answers):
        people[_value(answer, attribute)].add(answer.respondent or f"answer {number}")
    cells = suppress({value: len(who) for value, who in people.items()})
    return frozenset(name for name, count in cells if count == SUPPRESSED)


def _value(answer: Answer, attribute: str) -> str:
    return str(getattr(answer, attribute)) or "not stated"


def _percent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def from_csv(paths: Sequence[Any], questions: Sequence[ClosedQuestion], by: str | None = None) -> Scores:
    """Return the scores of survey files, waves numbered from 1 in the order given; see `survey.read`."""
    from voices.reporting import survey

    rows = [row for wave, path in enumerate(paths, 1) for row in survey.read(path, wave, questions, by)]
    return compute(rows, questions, by=by, waves=range(1, len(paths) + 1))
