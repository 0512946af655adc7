"""The evaluation report as a document: findings first, then figures, then how it was done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from voices.codebook import Codebook, CodeKind
from voices.model import Group, Report, Scores
from voices.reporting import (
    complaints,
    example_pages,
    figure_pages,
    indicator_pages,
    matrix_pages,
    people_pages,
    theme_pages,
    theory_pages,
    wording,
)
from voices.reporting.bank_pages import HOW_TO_READ, THEMES, opening, quotes, sections, silent, slug, thematic, withheld
from voices.reporting.blocks import Block, Bullets, Heading, Pages, Table, Text
from voices.reporting.method_pages import method

QUOTES_A_SIDE = 3
"""Quotes printed on each side in the report; the quote bank holds the others."""


def pages(report: Report, codebooks: Sequence[Codebook]) -> Pages:
    """Return the report as blocks."""
    blocks: list[Block] = [Heading(1, "At a glance", "at-a-glance"), *_glance(report, codebooks)]
    blocks += [Heading(1, "How to read this report", "how-to-read"), Bullets(HOW_TO_READ)]
    for book, title in sections(report, codebooks):
        blocks += _part(report, codebooks, book, title)
    blocks += example_pages.examples(report)
    blocks += theory_pages.theories(report)
    blocks += matrix_pages.matrix(report)
    names = {g.id: g.name for g in report.bank.groups}
    if report.scores:
        blocks.append(Heading(1, "Closed questions", "closed-questions"))
        for found in report.scores:
            blocks += figure_pages.closed_questions(found, names)
    if report.indicators:
        blocks += [
            Heading(1, "Indicators from other records", "indicators"),
            *indicator_pages.indicators(report.indicators, report.events),
        ]
    if report.complaints:
        blocks += [Heading(1, "Complaints and compliments", "complaints"), *complaints.table(report.complaints)]
    blocks += [Heading(1, "Who took part", "participants"), *people_pages.participants(report)]
    blocks += [Heading(1, "What was withheld and skipped", "withheld"), *withheld(report), *_skipped(report)]
    blocks += [*theme_pages.over_time(report), *theme_pages.candidates(report, codebooks)]
    blocks += [Heading(1, "Appendix: how this was done", "method"), *method(report)]
    return Pages(report.title, report.council, tuple(blocks), report.method.last_decision)


def _glance(report: Report, codebooks: Sequence[Codebook]) -> Iterator[Block]:
    """Yield one table: the principles with n of N, which way the words point, and percent positive by survey."""
    groups = [g for g in report.bank.groups if not g.parent and g.codebook != THEMES and g.passages]
    principles = {code.id for book in codebooks for code in book.top() if code.kind is CodeKind.PRINCIPLE}
    shown = [g for g in groups if g.id in principles] or groups
    if not shown:
        yield Text("No passage has been coded yet, so there is nothing to report.", "note")
        return
    surveys = [found for found in report.scores if any(_latest(found, g.id) is not None for g in shown)]
    rows = tuple(
        (
            g.name,
            f"{g.participants} of {g.of_participants}",
            *_directions(g),
            *(wording.percent(_latest(found, g.id)) for found in surveys),
        )
        for g in shown
    )
    scored = tuple(f"Positive, {found.title or 'closed questions'}" for found in surveys)
    who = wording.counted(shown)
    header = ("Principle" if principles else "Code", who[0], "For", "Against", "Both ways", *scored)
    note = f"{who[1]}For, against and both ways count coded passages; neutral ones are left out."
    if surveys:
        note += " Positive: percent positive of the closed questions, latest wave."
    caption = "The principles at a glance" if principles else "The codes at a glance"
    widths = (6.0, *([1.0] * (len(header) - 1)))
    yield Table(caption, header, rows, frozenset(range(1, len(header))), note, widths)


def _latest(found: Scores, principle: str) -> float | None:
    """Return percent positive of a principle in the last wave it was answered in."""
    waves = [w for p in found.principles if p.principle == principle for w in p.waves]
    return next((w.percent_positive for w in reversed(waves) if w.percent_positive is not None), None)


def _part(report: Report, codebooks: Sequence[Codebook], book: str, title: str) -> Iterator[Block]:
    groups = [g for g in report.bank.groups if g.codebook == book]
    yield Heading(1, title, f"book-{slug(book)}")
    if book == THEMES:
        yield Text("Themes proposed by topic modelling, read and confirmed by a person.")
    if thematic(codebooks, book):
        yield from figure_pages.over_time(groups, report.themes, f"{title}, by financial year")
    for group in (g for g in groups if not g.parent):
        if group.passages:
            yield from _chapter(group, [g for g in groups if g.parent == group.id], thematic(codebooks, book))
    yield from silent(groups)


def _chapter(group: Group, children: Sequence[Group], names_subjects: bool) -> Iterator[Block]:
    yield from opening(group, names_subjects)
    yield from people_pages.sources(group)
    yield from quotes(group, 3, QUOTES_A_SIDE)
    spoken = [child for child in children if child.passages]
    if spoken:
        yield _parts(group, spoken, names_subjects)
    yield from people_pages.who_spoke(group)


def _parts(group: Group, children: Sequence[Group], names_subjects: bool) -> Table:
    """Return the child codes with their people, and which way their passages point where that was recorded."""
    ways = ("Positive", "Negative", "Mixed") if names_subjects else ("For", "Against", "Both ways")
    directed = any(_directions(child) != ("0", "0", "0") for child in children)
    rows = tuple(
        (c.name, f"{c.participants} of {c.of_participants}", *(_directions(c) if directed else ())) for c in children
    )
    who = wording.counted(children)
    header = ("Part", who[0], *(ways if directed else ()))
    note = f"{who[1]}The columns after {who[0].casefold()} count passages." if directed else who[1].rstrip()
    widths = (3.6, 1.7, 1.0, 1.1, 1.4)[: len(header)]
    caption = f"{group.name}: what people spoke of"
    return Table(caption, header, rows, frozenset(range(1, len(header))), note, widths, 1.0 if directed else 0.75)


def _directions(group: Group) -> tuple[str, str, str]:
    counted = dict(group.by_valence)
    return (
        str(counted.get("positive", 0)),
        str(counted.get("negative", 0)),
        str(counted.get("mixed", 0)),
    )


def _skipped(report: Report) -> Iterator[Block]:
    if not report.skipped:
        yield Text("No document was skipped.")
        return
    rows = tuple(
        (wording.capital(s.what), s.stage, s.reason + (" (expected by the study file)" if s.expected else ""))
        for s in report.skipped
    )
    yield Table("Skipped, and why", ("What", "Stage", "Reason"), rows, frozenset(), "", (2, 1, 3))
