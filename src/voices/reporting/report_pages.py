"""The evaluation report as a document: findings first, then figures, then how it was done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from voices.codebook import Codebook, CodeKind
from voices.model import Group, Report, Scores
from voices.quotes.counting import AGAINST, BOTH, FOR, NEITHER
from voices.quotes.suppression import SUPPRESSED
from voices.reporting import (
    closed_pages,
    complaints,
    example_pages,
    figure_pages,
    indicator_pages,
    matrix_pages,
    people_pages,
    theme_pages,
    theory_pages,
    triangulation,
    wording,
)
from voices.reporting.bank_pages import (
    HOW_TO_READ,
    OF_THEMES,
    THEMES,
    opening,
    quotes,
    sections,
    silent,
    slug,
    thematic,
    withheld,
)
from voices.reporting.blocks import Block, Bullets, Heading, Pages, Table, Text
from voices.reporting.method_pages import method

QUOTES_A_SIDE = 3
"""Quotes printed on each side in the report; the quote bank holds the others."""

_ABOUT = (
    "What people said, as people read and coded it: the findings with words for and against each, and the figures "
    "that stand beside them. The quote bank of the same date holds all quotes."
)
_ABOUT_UNCODED = "Nobody has coded what people said yet: this report holds the figures that need no coding."


def pages(report: Report, codebooks: Sequence[Codebook]) -> Pages:
    """Return the report as blocks."""
    blocks: list[Block] = [Heading(1, "At a glance", "at-a-glance"), *_begun(report), *_glance(report, codebooks)]
    blocks += [Heading(1, "How to read this report", "how-to-read"), Bullets(HOW_TO_READ)]
    for book, title in sections(report, codebooks):
        blocks += _part(report, codebooks, book, title)
    blocks += triangulation.pages(report)
    blocks += example_pages.examples(report)
    blocks += theory_pages.theories(report)
    blocks += matrix_pages.matrix(report)
    names = {g.id: g.name for g in report.bank.groups}
    if report.scores:
        blocks.append(Heading(1, "Closed questions", "closed-questions"))
        for found in report.scores:
            blocks += closed_pages.closed_questions(found, names)
    if report.indicators:
        blocks += [
            Heading(1, "Indicators from other records", "indicators"),
            *indicator_pages.indicators(report.indicators, report.events),
        ]
    if report.complaints:
        blocks += [Heading(1, "Complaints and compliments", "complaints"), *complaints.table(report.complaints)]
        blocks += complaints.changes(report.complaints, complaints.open_by_year(report.indicators))
    blocks += [Heading(1, "Who took part", "participants"), *people_pages.participants(report)]
    blocks += [Heading(1, "What was withheld and skipped", "withheld"), *withheld(report), *_skipped(report)]
    blocks += [*theme_pages.over_time(report, codebooks), *theme_pages.candidates(report, codebooks)]
    blocks += [Heading(1, "Appendix: how this was done", "method"), *method(report)]
    about = wording.about(_ABOUT if report.method.decided else _ABOUT_UNCODED)
    return Pages(report.title, report.council, tuple(blocks), report.method.last_decision, about)


def _begun(report: Report) -> Iterator[Block]:
    """Yield what the report rests on, in two sentences, for those who read no further than the first page."""
    groups = [g for g in report.bank.groups if not g.parent and g.codebook != THEMES]
    most = max(groups, key=lambda g: g.of_participants, default=None)
    if most is None or most.of_participants <= 0:
        return
    quoted = {q.passage for g in report.bank.groups for q in (*g.supporting, *g.dissenting)}
    sources = len({head.source for head in report.took_part}) or len(most.asked)
    yield Text(
        f"This report rests on what {most.of_participants:,} {most.counts} said in "
        f"{wording.plural(sources, 'source')}. {wording.plural(report.method.coders, 'person', 'people')} read "
        f"{report.method.decided:,} of {wording.plural(report.method.passages, 'passage')} and decided what each says. "
        f"The words of {wording.plural(len(quoted), 'passage')} are quoted in it and in the quote bank beside it.",
        "lead",
    )


def _glance(report: Report, codebooks: Sequence[Codebook]) -> Iterator[Block]:
    """Yield one table: the principles with n of N, which way the words point, and percent positive by survey."""
    groups = [g for g in report.bank.groups if not g.parent and g.codebook != THEMES and g.passages]
    principles = {code.id for book in codebooks for code in book.top() if code.kind is CodeKind.PRINCIPLE}
    shown = [g for g in groups if g.id in principles] or groups
    if not shown:
        yield Text(_nothing_coded(report), "note")
        return
    surveys = [found for found in report.scores if any(_latest(found, g.id) is not None for g in shown)]
    rows = tuple(
        (
            g.name,
            wording.n_of(g),
            *_directions(g),
            *(wording.percent(_latest(found, g.id)) for found in surveys),
        )
        for g in shown
    )
    scored = tuple(f"Positive, {found.title or 'closed questions'}" for found in surveys)
    who = wording.counted(shown)
    header = ("Principle" if principles else "Code", who[0], "For", "Against", "Both ways", *scored)
    note = f"{who[1]}For, against and both ways count people; those who speak neither way are left out. "
    note += wording.small_cells()
    if surveys:
        note += " Positive: percent positive of the closed questions, latest wave."
    caption = "The principles at a glance" if principles else "The codes at a glance"
    widths = (6.0, *([1.0] * (len(header) - 1)))
    yield Table(caption, header, rows, frozenset(range(1, len(header))), note, widths)


def _nothing_coded(report: Report) -> str:
    """Return why there is no finding: nobody has read anything, or nothing that was read carries a code."""
    found = report.method
    if found.decided:
        passages = wording.plural(found.passages, "passage")
        return f"People decided on {found.decided:,} of {passages} and put no code to any of them."
    confirmed = sum(theme.confirmed for some in report.themes for theme in some.themes)
    beside = f", and {wording.plural(confirmed, 'theme')} that people confirmed without coding" if confirmed else ""
    return (
        "No passage has been coded yet, so this report has no findings on what people said. What stands in it are "
        f"figures that need no coding{beside}."
    )


def _latest(found: Scores, principle: str) -> float | None:
    """Return percent positive of a principle in the last wave it was answered in."""
    waves = [w for p in found.principles if p.principle == principle for w in p.waves]
    return next((w.percent_positive for w in reversed(waves) if w.percent_positive is not None), None)


def _part(report: Report, codebooks: Sequence[Codebook], book: str, title: str) -> Iterator[Block]:
    groups = [g for g in report.bank.groups if g.codebook == book]
    yield Heading(1, title, f"book-{slug(book)}")
    if book == THEMES:
        yield Text(OF_THEMES)
    if thematic(codebooks, book):
        yield from figure_pages.over_time(groups, report.themes, f"{title}, by financial year")
    for group in (g for g in groups if not g.parent):
        if group.passages:
            below = [g for g in groups if g.parent == group.id]
            yield from _chapter(group, below, report.indicators, names_subjects=thematic(codebooks, book))
    yield from silent(groups, report.method.decided)


def _chapter(
    group: Group, children: Sequence[Group], figures: Sequence[tuple[str, ...]], *, names_subjects: bool
) -> Iterator[Block]:
    yield from opening(group, names_subjects)
    yield from people_pages.sources(group)
    yield from quotes(group, 3, QUOTES_A_SIDE)
    yield from indicator_pages.beside(group.name, group.id, figures)
    spoken = [child for child in children if child.passages]
    told = [child for child in spoken if child.participants != SUPPRESSED]
    if told:
        yield _parts(group, told, names_subjects)
    also = "Also spoken" if told else "Spoken"
    if few := [child for child in spoken if wording.is_small(child)]:
        yield Text(f"{also} of, by fewer than {wording.SMALL} people each: {_names(few)}.", "note")
    if hidden := [child for child in spoken if child not in told and child not in few]:
        yield Text(f"{also} of, by how many people is {wording.NOT_SHOWN}: {_names(hidden)}.", "note")
    yield from people_pages.who_spoke(group)


def _names(groups: Sequence[Group]) -> str:
    return wording.listed(wording.short_name(group) for group in groups)


def _parts(group: Group, children: Sequence[Group], names_subjects: bool) -> Table:
    """Return the child codes with their people, and which way their passages point where that was recorded."""
    ways = ("Well", "Badly", "Both ways") if names_subjects else ("For", "Against", "Both ways")
    directed = any(any(n > 0 for name, n in child.by_direction if name != NEITHER) for child in children)
    rows = tuple((c.name, wording.n_of(c), *(_directions(c) if directed else ())) for c in children)
    who = wording.counted(children)
    header = ("Part", who[0], *(ways if directed else ()))
    note = f"{who[1]}{wording.small_cells()}"
    widths = (3.4, 1.9, 1.0, 1.1, 1.2)[: len(header)]
    caption = f"{group.name}: what people spoke of"
    return Table(caption, header, rows, frozenset(range(1, len(header))), note, widths, 1.0 if directed else 0.75)


def _directions(group: Group) -> tuple[str, ...]:
    counted = dict(group.by_direction)
    return tuple(wording.count(counted.get(name, SUPPRESSED)) for name in (FOR, AGAINST, BOTH))


def _skipped(report: Report) -> Iterator[Block]:
    if not report.skipped:
        yield Text("No document was skipped.")
        return
    rows = tuple(
        (wording.capital(s.what), s.stage, s.reason + (" (expected by the study file)" if s.expected else ""))
        for s in report.skipped
    )
    yield Table("Skipped, and why", ("What", "Stage", "Reason"), rows, frozenset(), "", (2, 1, 3))
