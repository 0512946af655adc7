"""Closed questions as an object for JSON, and back: for `voices scores --json`, for exports for the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from voices.model import PrincipleScore, PrincipleWave, QuestionScore, QuestionWave, Returned, Scores
from voices.quotes.suppression import SMALL_CELL, SUPPRESSED
from voices.reporting.scores import small, small_bases


def to_json(scores: Scores) -> dict[str, Any]:
    """Return scores as the object `voices scores --json` prints; a hidden count is null."""
    record: dict[str, Any] = {
        "principles": [_principle(p) for p in scores.principles],
        "questions": [_question(q) for q in scores.questions],
        "responses": [
            {
                "wave": r.wave,
                "returned": None if r.returned == SUPPRESSED else r.returned,
                "sent": r.sent,
                "response_rate": r.rate,
            }
            for r in scores.returned
        ],
        "notes": list(small_bases(scores)),
    }
    if scores.by:
        record["by"] = [{"attribute": name, "value": value, **_principle(score)} for name, value, score in scores.by]
        record["by_question"] = [
            {"attribute": name, "value": value, **_question(score)} for name, value, score in scores.by_question
        ]
    if scores.as_of:
        record["figures_of"] = scores.as_of
    return record


def keep(scores: Scores) -> dict[str, Any]:
    """Return scores whole, for the study's record of what it published."""
    return asdict(scores)


def kept(record: Mapping[str, Any]) -> Scores:
    """Return the scores that `keep` was given."""
    return Scores(
        record["title"],
        tuple(_kept_principle(one) for one in record["principles"]),
        tuple(_kept_question(one) for one in record["questions"]),
        tuple((name, value, _kept_principle(one)) for name, value, one in record["by"]),
        tuple((name, value, _kept_question(one)) for name, value, one in record["by_question"]),
        tuple(Returned(**one) for one in record["returned"]),
        record["as_of"],
    )


def _principle(score: PrincipleScore) -> dict[str, Any]:
    return {"principle": score.principle, "waves": [_principle_wave(w) for w in score.waves]}


def _principle_wave(w: PrincipleWave) -> dict[str, Any]:
    hidden = w.n == SUPPRESSED
    return {
        "wave": w.wave,
        "n": None if hidden else w.n,
        "people": None if hidden else w.people,
        "positive": None if hidden else w.positive,
        "percent_positive": w.percent_positive,
        "low": w.low,
        "high": w.high,
        "small_base": small(w),
    }


def _question(q: QuestionScore) -> dict[str, Any]:
    return {
        "question": q.question,
        "statement": q.statement,
        "points": q.points,
        "waves": [{**asdict(w), "n": None if w.n == SUPPRESSED else w.n} for w in q.waves],
        "change": q.change,
        "change_low": q.change_low,
        "change_high": q.change_high,
    }


def _kept_principle(record: Mapping[str, Any]) -> PrincipleScore:
    return PrincipleScore(record["principle"], tuple(PrincipleWave(**w) for w in record["waves"]))


def _kept_question(record: Mapping[str, Any]) -> QuestionScore:
    return QuestionScore(**{**record, "waves": tuple(QuestionWave(**w) for w in record["waves"])})


def shown(scores: Scores) -> Scores:
    """Return scores as they may be published: what rests on fewer than five people is hidden."""
    principles = tuple(
        replace(p, waves=tuple(PrincipleWave(w.wave, SUPPRESSED, SUPPRESSED, None) if _few(w.people or w.n) else w
                               for w in p.waves))
        for p in scores.principles
    )  # fmt: skip
    return replace(
        scores,
        principles=principles,
        questions=tuple(_shown(q) for q in scores.questions),
        returned=tuple(replace(r, returned=SUPPRESSED) if _few(r.returned) else r for r in scores.returned),
    )


def _shown(question: QuestionScore) -> QuestionScore:
    if not any(_few(w.n) for w in question.waves):
        return question
    waves = tuple(QuestionWave(w.wave, SUPPRESSED, None, None, None, None) if _few(w.n) else w for w in question.waves)
    return replace(question, waves=waves, change=None, change_low=None, change_high=None)


def _few(people: int) -> bool:
    return 0 < people < SMALL_CELL
