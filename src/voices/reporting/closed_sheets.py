"""Sheets of the closed questions: response, percent positive, statements, roles and teams; unrounded."""

from __future__ import annotations

from voices.model import PrincipleWave, QuestionWave, Report
from voices.quotes.suppression import SUPPRESSED
from voices.reporting import wording
from voices.reporting.scores import small
from voices.reporting.sheets import Cell, Sheet


def whole(report: Report) -> tuple[Sheet, ...]:
    """Return the sheets that hold anything."""
    found = (responses(report), scores(report), statements(report), scores_by(report))
    return tuple(sheet for sheet in found if sheet.rows)


def scores(report: Report) -> Sheet:
    """Return percent positive by principle and wave, unrounded."""
    rows = tuple(
        (s.title, p.principle, w.wave, *((wording.NOT_SHOWN,) if w.n == SUPPRESSED else
         (w.n, w.people or None, w.positive, w.percent_positive, w.low, w.high, "yes" if small(w) else "")))
        for s in report.scores
        for p in s.principles
        for w in p.waves
    )  # fmt: skip
    header = ("Source", "Principle", "Wave", "Answers", "People", "Positive", "Percent positive", "Interval from", "To",
              "Small base")  # fmt: skip
    return Sheet("Scores", header, rows, (24, 20, 8, 10, 10, 10, 17, 14, 10, 12))


def statements(report: Report) -> Sheet:
    """Return every statement and wave, unrounded."""
    rows: list[tuple[Cell, ...]] = []
    for s in report.scores:
        for q in s.questions:
            moved = (q.change, q.change_low, q.change_high)
            for w in q.waves:
                said: tuple[Cell, ...] = (wording.NOT_SHOWN, *([None] * 6)) if w.n == SUPPRESSED else (
                    w.n, w.percent_positive, w.percent_neutral, w.percent_negative, w.mean, w.mean_low, w.mean_high
                )  # fmt: skip
                rows.append((s.title, q.question, q.statement, w.wave, *said, q.points, *moved))
    header = ("Source", "Question", "Statement", "Wave", "Answers", "Percent positive", "Percent neutral",
              "Percent negative", "Mean", "Interval from", "To", "Steps of the scale", "Change of mean",
              "Change from", "Change to")  # fmt: skip
    widths = (24, 12, 60, 8, 10, 17, 16, 17, 10, 14, 10, 17, 15, 12, 12)
    return Sheet("Statements", header, tuple(rows), widths)


def responses(report: Report) -> Sheet:
    """Return how many answered each survey, of how many who were asked."""
    rows = tuple(
        (s.title, r.wave, wording.NOT_SHOWN if r.returned == SUPPRESSED else r.returned, r.sent,
         r.rate)
        for s in report.scores
        for r in s.returned
    )  # fmt: skip
    header = ("Source", "Wave", "Answered", "Sent", "Response rate")
    return Sheet("Responses", header, rows, (24, 8, 10, 10, 14))


def scores_by(report: Report) -> Sheet:
    """Return percent positive by role and team, for principles and statements; small groups hidden."""
    rows: list[tuple[Cell, ...]] = []
    for found in report.scores:
        scored: list[tuple[str, str, str, str, PrincipleWave | QuestionWave]] = []
        scored += [("principle", a, v, s.principle, w) for a, v, s in found.by for w in s.waves]
        scored += [("statement", a, v, q.statement or q.question, w) for a, v, q in found.by_question for w in q.waves]
        for what, attribute, value, name, w in scored:
            shown: tuple[Cell, Cell] = (wording.NOT_SHOWN, None) if w.n == SUPPRESSED else (w.n, w.percent_positive)
            rows.append((found.title, attribute, value, what, name, w.wave, *shown))
    header = ("Source", "Attribute", "Value", "Of", "Name", "Wave", "Answers", "Percent positive")
    return Sheet("Scores by group", header, tuple(rows), (24, 12, 24, 12, 50, 8, 12, 17))
