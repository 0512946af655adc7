"""Closed questions: percent positive by principle, means by statement, and how they changed between waves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import Any

from voices.model import (
    ClosedAnswer,
    ClosedQuestion,
    PrincipleScore,
    PrincipleWave,
    QuestionScore,
    QuestionWave,
    Returned,
    Scores,
)
from voices.quotes.suppression import SUPPRESSED, suppress
from voices.reporting import resampling
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
    """Keeps people apart, so that they are resampled whole and small groups of them can be hidden."""


def answers_of(
    answers: Iterable[ClosedAnswer], wave: int | None, role: str = "", team: str = "", respondent: str = ""
) -> tuple[Answer, ...]:
    """Return a document's stored answers with the wave, role and team they were given in."""
    return tuple(Answer(a.question, a.value, a.points, wave or 1, role, team, respondent) for a in answers)


def compute(
    rows: Iterable[Answer],
    questions: Sequence[ClosedQuestion],
    title: str = "",
    by: str | Sequence[str] | None = None,
    waves: Sequence[int] | None = None,
    returned: Sequence[Returned] = (),
) -> Scores:
    """Return the scores of a set of answers; `by` is "role", "team" or both.

    Percent positive pools the answers to all questions of a principle. The change of a statement is its unrounded
    mean in the last wave it was asked in, less that in the first. Percentages run from 0 to 100, nothing is rounded.
    Intervals resample respondents.
    """
    answers = _apart(sorted(rows, key=lambda a: (a.question, a.wave, a.respondent, a.value)))
    numbers = sorted(set(waves) if waves is not None else {a.wave for a in answers})
    principles = list(dict.fromkeys(q.principle for q in questions if q.principle))
    drawn = {wave: _draw([a for a in answers if a.wave == wave], questions, wave) for wave in numbers}
    attributes = (by,) if isinstance(by, str) else tuple(by or ())
    return Scores(
        title=title,
        principles=tuple(_principle(answers, questions, p, numbers, drawn) for p in principles),
        questions=tuple(_question(answers, q, numbers, drawn) for q in questions),
        by=tuple(one for attribute in attributes for one in _by(answers, questions, principles, numbers, attribute)),
        by_question=tuple(one for a in attributes for one in _by_question(answers, questions, numbers, a)),
        returned=tuple(returned),
    )


def lettered(answers: Sequence[Answer]) -> list[Answer]:
    """Return answers with teams that have a placeholder for a name as “team A”, “team B”: its number is nobody's."""
    masked = sorted({a.team for a in answers if a.team.startswith("[")})
    names = {team: f"team {letters(place)}" for place, team in enumerate(masked)}
    return [replace(a, team=names.get(a.team, a.team)) for a in answers]


def letters(place: int) -> str:
    """Return the letters of the n-th team, counted from nought: A to Z, then AA."""
    return (letters(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)


def ranked(scores: Scores) -> tuple[QuestionScore, ...]:
    """Return the statements with the highest mean in the latest wave first; those never answered last."""

    def latest(question: QuestionScore) -> tuple[bool, float, str]:
        means = [w.mean for w in question.waves if w.mean is not None]
        return (not means, -means[-1] if means else 0.0, question.question)

    return tuple(sorted(scores.questions, key=latest))


def small(wave: PrincipleWave) -> bool:
    """Return whether a percentage rests on a small base: fewer than thirty people, or answers of nobody knows whom."""
    return 0 < (wave.people or wave.n) < SMALLEST_BASE


def small_bases(scores: Scores) -> tuple[str, ...]:
    """Return a sentence for each principle and wave with a small base."""
    return tuple(
        f"{p.principle}, wave {w.wave}: small base, {w.people or w.n} {'people' if w.people else 'answers'}, fewer "
        f"than {SMALLEST_BASE}; read its percentage with care."
        for p in scores.principles
        for w in p.waves
        if small(w)
    )


def _apart(answers: Sequence[Answer]) -> list[Answer]:
    """Return the answers with a respondent each; answers of nobody knows whom stand for one person each."""
    return [a if a.respondent else replace(a, respondent=f"answer {number}") for number, a in enumerate(answers)]


def _draw(answers: Sequence[Answer], questions: Sequence[ClosedQuestion], wave: int) -> resampling.Drawn:
    parts: dict[Any, dict[str, tuple[float, float]]] = {}
    principle = {q.question: q.principle for q in questions}
    scale = {q.question: _points([a for a in answers if a.question == q.question], q) for q in questions}

    def add(figure: Any, who: str, above: float) -> None:
        own = parts.setdefault(figure, {})
        before = own.get(who, (0.0, 0.0))
        own[who] = (before[0] + above, before[1] + 1)

    for a in answers:
        if a.question not in principle:
            continue
        positive = float(is_positive(a.value, a.points))
        add(("positive", a.question), a.respondent, positive)
        add(("mean", a.question), a.respondent, _on(a, scale[a.question]))
        if principle[a.question]:
            add(("principle", principle[a.question]), a.respondent, positive)
    return resampling.draw(parts, wave)


def _principle(
    answers: Sequence[Answer],
    questions: Sequence[ClosedQuestion],
    principle: str,
    waves: Sequence[int],
    drawn: Mapping[int, resampling.Drawn] | None = None,
) -> PrincipleScore:
    asked = {q.question for q in questions if q.principle == principle}
    pooled = [a for a in answers if a.question in asked]
    rows = []
    for wave in waves:
        row = _wave([a for a in pooled if a.wave == wave], wave)
        low, high = _interval(drawn, wave, ("principle", principle), 100)
        rows.append(replace(row, low=low, high=high))
    return PrincipleScore(principle, tuple(rows))


def _interval(
    drawn: Mapping[int, resampling.Drawn] | None, wave: int, figure: tuple[str, str], times: float = 1
) -> resampling.Interval:
    low, high = drawn[wave].interval(figure) if drawn and figure in drawn[wave].values else resampling.NOTHING
    return (None, None) if low is None or high is None else (times * low, times * high)


def _wave(answers: Sequence[Answer], wave: int) -> PrincipleWave:
    positive = sum(is_positive(a.value, a.points) for a in answers)
    people = len({a.respondent for a in answers})
    return PrincipleWave(wave, len(answers), positive, _percent(positive, len(answers)), people)


def _question(
    answers: Sequence[Answer],
    question: ClosedQuestion,
    waves: Sequence[int],
    drawn: Mapping[int, resampling.Drawn] | None = None,
) -> QuestionScore:
    own = [a for a in answers if a.question == question.question]
    points = _points(own, question)
    rows = []
    for wave in waves:
        here = [a for a in own if a.wave == wave]
        positive = sum(is_positive(a.value, a.points) for a in here)
        neutral = sum(is_neutral(a.value, a.points) for a in here)
        rows.append(
            QuestionWave(
                wave,
                len(here),
                _percent(positive, len(here)),
                _percent(neutral, len(here)),
                _percent(len(here) - positive - neutral, len(here)),
                fmean(_on(a, points) for a in here) if here else None,
                *_interval(drawn, wave, ("positive", question.question), 100),
                *_interval(drawn, wave, ("mean", question.question)),
            )
        )
    asked = [row for row in rows if row.mean is not None]
    if len(asked) < 2:
        return QuestionScore(question.question, question.statement, tuple(rows), None, points)
    first, last = asked[0], asked[-1]
    change = (last.mean or 0.0) - (first.mean or 0.0)
    between = drawn[first.wave].change(drawn[last.wave], ("mean", question.question)) if drawn else (None, None)
    return QuestionScore(question.question, question.statement, tuple(rows), change, points, *between)


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
) -> Iterator[tuple[str, str, PrincipleScore]]:
    """Yield the scores of each role or team; groups of fewer than five people, and one beside them, are hidden."""
    values = sorted({_value(a, attribute) for a in answers})
    for principle in principles:
        asked = {q.question for q in questions if q.principle == principle}
        own = [a for a in answers if a.question in asked]
        hidden = {wave: _hidden([a for a in own if a.wave == wave], values, attribute) for wave in waves}
        for value in values:
            mine = [a for a in own if _value(a, attribute) == value]
            rows = tuple(
                PrincipleWave(wave, SUPPRESSED, SUPPRESSED, None)
                if value in hidden[wave]
                else _wave([a for a in mine if a.wave == wave], wave)
                for wave in waves
            )
            yield attribute, value, PrincipleScore(principle, rows)


def _by_question(
    answers: Sequence[Answer], questions: Sequence[ClosedQuestion], waves: Sequence[int], attribute: str
) -> Iterator[tuple[str, str, QuestionScore]]:
    """Yield the statements of each role or team, groups hidden as for principles."""
    values = sorted({_value(a, attribute) for a in answers})
    for question in questions:
        own = [a for a in answers if a.question == question.question]
        hidden = {wave: _hidden([a for a in own if a.wave == wave], values, attribute) for wave in waves}
        for value in values:
            shown = [a for a in own if _value(a, attribute) == value and value not in hidden[a.wave]]
            score = _question(shown, question, waves)
            unseen = QuestionWave(0, SUPPRESSED, None, None, None, None)
            rows = tuple(replace(unseen, wave=w.wave) if value in hidden[w.wave] else w for w in score.waves)
            yield attribute, value, replace(score, waves=rows)


def _hidden(answers: Sequence[Answer], values: Sequence[str], attribute: str) -> frozenset[str]:
    people: dict[str, set[str]] = {value: set() for value in values}
    for answer in answers:
        people[_value(answer, attribute)].add(answer.respondent)
    cells = suppress({value: len(who) for value, who in people.items()})
    return frozenset(name for name, count in cells if count == SUPPRESSED)


def _value(answer: Answer, attribute: str) -> str:
    return str(getattr(answer, attribute)) or "not stated"


def _percent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def from_csv(
    paths: Sequence[Any], questions: Sequence[ClosedQuestion], by: str | None = None, sent: Sequence[int] = ()
) -> Scores:
    """Return the scores of survey files, waves numbered from 1 in the order given; see `survey.read`.

    `sent` holds how many were sent in each wave, where that is known.
    """
    from voices.reporting import survey

    rows = [row for wave, path in enumerate(paths, 1) for row in survey.read(path, wave, questions, by)]
    back = [survey.returned(path) for path in paths]
    known = [Returned(wave, n, sent[wave - 1] if sent else None) for wave, n in enumerate(back, 1)]
    return compute(rows, questions, by=by, waves=range(1, len(paths) + 1), returned=known)
