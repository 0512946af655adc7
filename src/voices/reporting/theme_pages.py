"""Themes nobody has confirmed yet: an appendix for those who go on coding, never a finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from voices.codebook import Codebook
from voices.model import Report, Theme, ThemeCount, Themes, name_of_theme, stability_word
from voices.model.themes import FAIRLY_STABLE
from voices.quotes.suppression import SMALL_CELL
from voices.reporting import wording
from voices.reporting.bank_pages import slug
from voices.reporting.blocks import Block, Heading, Table, Text
from voices.reporting.complaints import open_by_year
from voices.reporting.theme_counts import COMPLAINTS, lettered, theme_counts
from voices.reporting.theme_records import UNDATED

PUBLISHED = FAIRLY_STABLE
"""Stability under which a candidate is offered on the review page but not published: Hennig's "dissolved"."""
ALL_COMPLAINTS = "complaints, compliments and letters"
"""What the scope of complaints is called where people read."""


def candidates(report: Report, codebooks: Sequence[Codebook]) -> Iterator[Block]:
    """Yield the candidate themes of complaints: name, words, size and stability, marked as unconfirmed."""
    offered = open_themes(report.themes)
    if not offered:
        return
    yield Heading(1, "Appendix: themes of complaints offered by the machine, not confirmed", "candidate-themes")
    yield Text(
        "The program grouped passages of complaints by likeness and offers these groups as themes that may recur. "
        "Nobody has read and confirmed them: they are no findings, their names are only the words that mark them, "
        "and no chapter rests on them. A person confirms, renames or drops them on the review page."
    )
    lasting = [theme for theme in offered if theme.stability >= PUBLISHED]
    shown = [theme for theme in lasting if theme.size >= SMALL_CELL]
    if shown:
        names = {code.id: code.name for book in codebooks for code in book.codes}
        yield Table(
            "Candidate themes, not confirmed",
            ("Candidate", "Words that mark it", "Passages", "Stability"),
            tuple((_named(t, names), ", ".join(t.keywords), f"{t.size:,}", stability(t)) for t in shown),
            frozenset({2}),
            "Passages, as the machine sorted them; people’s decisions are counted in the chapters. Stability: the "
            "share of a theme found again when the texts are sampled anew.",
            (3, 4, 1.2, 2),
        )
    shaky = len(offered) - len(lasting)
    if shaky:
        yield Text(
            f"{wording.plural(shaky, 'candidate')} left out that did not come back well enough when the texts were "
            f"sampled anew (under {PUBLISHED}); the review page offers them to a person.",
            "note",
        )
    left = len(lasting) - len(shown)
    if left:
        yield Text(f"{wording.plural(left, 'candidate')} of fewer than {wording.SMALL} passages left out.", "note")


def over_time(report: Report, codebooks: Sequence[Codebook]) -> Iterator[Block]:
    """Yield what confirmed themes did over time and where they came up; nothing where none is confirmed."""
    names = {code.id: code.name for book in codebooks for code in book.codes} | {COMPLAINTS: ALL_COMPLAINTS}
    confirmed = [replace(some, themes=tuple(t for t in some.themes if t.confirmed)) for some in report.themes]
    kept = [some for some in confirmed if some.themes]
    if not kept:
        return
    yield Heading(1, "Confirmed themes over time and by group", "themes-over-time")
    yield Text(
        "The machine offered these groups of passages as themes, and people confirmed them. Every passage of a theme "
        "is counted here, also those nobody coded and those of people who may not be quoted."
    )
    counted = lettered(report.theme_counts)
    for some in kept:
        part = names.get(some.scope, some.scope)
        base = open_by_year(report.indicators) if some.scope == COMPLAINTS else None
        blocks = list(theme_counts(some, counted, SMALL_CELL, base, f"themes-{slug(some.scope)}", part))
        if blocks:
            yield Heading(2, part[:1].upper() + part[1:], f"themes-of-{slug(some.scope)}")
            yield from _as_they_were(some, counted)
            yield from blocks


def _as_they_were(found: Themes, counted: Iterable[ThemeCount]) -> Iterator[Block]:
    """Yield which themes keep the counts of an earlier publication, and why."""
    dates = {one.theme: one.as_of for one in counted if one.scope == found.scope and one.as_of}
    for day in sorted(set(dates.values())):
        names = wording.listed(f"“{theme.name}”" for theme in found.themes if dates.get(theme.id) == day)
        then = day if day == UNDATED else f"for decisions up to {wording.day(day)}"
        yield Text(
            f"The counts of {names} are as published {then}: somewhere fewer than "
            f"{SMALL_CELL} people were added or changed since, and the difference would tell what they said.",
            "note",
        )
    back = {one.theme for one in counted if one.scope == found.scope and one.held_back}
    if back:
        names = wording.listed(f"“{theme.name}”" for theme in found.themes if theme.id in back)
        yield Text(
            f"The counts of {names} are held back: its passages are mostly those of a theme published earlier, and "
            f"what fewer than {SMALL_CELL} people said could be told from both.",
            "note",
        )


def open_themes(found: Iterable[Themes]) -> tuple[Theme, ...]:
    """Return the unconfirmed themes of complaints, largest first, without the phrases that are in people's words."""
    themes = [_wordless(t) for some in found if some.scope == COMPLAINTS for t in some.themes if not t.confirmed]
    return tuple(sorted(themes, key=lambda t: (-t.size, t.id)))


def _wordless(theme: Theme) -> Theme:
    """Return a theme under its key words where the machine named it by a phrase: nobody cleared that for print."""
    machine = theme.name == name_of_theme(theme.phrases, theme.keywords)
    return replace(theme, name=name_of_theme((), theme.keywords) if machine else theme.name, phrases=())


def stability(theme: Theme) -> str:
    """Return a stability in words and figures."""
    return f"{stability_word(theme.stability)} ({theme.stability:.2f})"


def _named(theme: Theme, names: dict[str, str]) -> str:
    if theme.seed is None:
        return theme.name
    code = names.get(theme.seed, theme.seed)
    return f"{theme.name} (passages like this code)" if code == theme.name else f"{theme.name} (like “{code}”)"
