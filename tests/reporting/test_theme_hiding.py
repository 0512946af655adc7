"""Tables of one theme, and of all themes of a code, hide small counts together: nobody works one out from others."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest
from attacker import Attacker, year
from hypothesis import example, given, settings
from hypothesis import strategies as st

from voices.model import Kind, Passage, Theme, ThemeAssignment, Themes
from voices.quotes.suppression import SMALL_CELL, SUPPRESSED, suppress
from voices.reporting.theme_counts import as_shown
from voices.reporting.theme_hiding import together
from voices.reporting.theme_records import held
from voices.themes import counts
from voices.themes.counting import APART, BETWEEN, TOTAL

SOURCES = (("survey one", 1, ("parent", "carer")), ("forms", 1, ("young person",)), ("survey two", 2, ("parent",)),
           ("interviews", 2, ("carer", "young person", "parent")))  # fmt: skip
"""Source, wave and roles: what goes together, as the table of people tells it."""


def said(seed, number, scope):
    """Return passages of a person each, in a scope of complaints or in one of interviews and surveys."""
    rng = random.Random(seed)
    found = []
    for n in range(number):
        if scope == "complaints":
            source, wave, roles = "complaints", None, ("parent", "parent", "parent", "carer", "young person")
            period = f"{rng.choice((2022, 2023, 2023))}-{rng.choice((1, 4, 5, 7, 10)):02d}"
            attributes = (("outcome", rng.choice(("upheld", "not upheld", "not upheld"))),
                          ("team", rng.choice(("North", "South", "South", "West"))))  # fmt: skip
        else:
            source, wave, roles = rng.choice((*SOURCES, SOURCES[0], SOURCES[0]))
            period, attributes = f"{2021 + wave}-06", ()
        found.append(
            Passage(
                f"{n:016x}",
                f"D{n}",
                0,
                0,
                0,
                2,
                "a.",
                f"{n:016x}",
                f"P{n}",
                rng.choice(roles),
                source,
                Kind.COMPLAINT if scope == "complaints" else Kind.SURVEY,
                wave,
                period,
                attributes=attributes,
            )
        )
    return found


def sorted_into(passages, seed, way, scope):
    """Return themes: `way` says whether each passage is in one, some are in none, or some are in two."""
    rng = random.Random(seed)
    names = ("a", "b", "c")
    assigned = []
    for p in passages:
        first = rng.choices(names, (6, 3, 1))[0]
        if way != "each in one" and rng.random() < 0.2:
            assigned.append(ThemeAssignment(p.id, None, 0.0))
            continue
        assigned.append(ThemeAssignment(p.id, first, 1.0))
        if way == "some in two" and rng.random() < 0.2:
            assigned.append(ThemeAssignment(p.id, names[(names.index(first) + 1) % 3], 1.0))
    sizes = Counter(one.theme for one in assigned)
    themes = tuple(Theme(n, scope, n, (), sizes[n], 0.9, (), confirmed=True) for n in names)
    return Themes(scope, themes, tuple(assigned))


def derived(found, counted, settled, number):
    """Return the small counts somebody could work out to fewer than three values, as (place, least, most)."""
    printed = {(theme, by): cells for (by, theme), cells in as_shown(settled).items()}
    exact = {(one.theme, one.by): {name: both for name, *both in one.cells} for one in counted}
    own = {key: {c[0]: None if c[2] == SUPPRESSED else c[1 + number] for c in cells} for key, cells in printed.items()}
    # A theme's chapter prints how many people it rests on.
    totals = {one.theme: one.cells[0][2] for one in settled if number and one.by == TOTAL and not one.hidden}
    pairs = {
        tuple(by.split(BETWEEN)): [tuple(name.split(APART)) for name in cells]
        for (theme, by), cells in exact.items()
        if not theme and BETWEEN in by
    }
    # Of the whole scope everything is known that could be printed of it.
    alone = together([replace(one, theme="all of it") for one in counted if not one.theme])
    whole = {
        (one.by, name): None if name in one.hidden else both[number]
        for one in alone
        for name, *both in one.cells
        if ("a", one.by) in own
    }
    themes = [one.theme for one in found.assignments]
    over = (len({one.passage for one in found.assignments}) == len(themes), None not in themes)
    attacker = Attacker(own, totals, pairs, whole, over)
    told = []
    for (theme, by), cells in own.items():
        for name in (name for name, count in cells.items() if count is None):
            if 0 < exact[theme, by][name][1] < SMALL_CELL:
                least, most = attacker.range((theme, by, name))
                assert least <= exact[theme, by][name][number] <= most
                if most - least < 2:
                    told.append((theme, by, name, least, most))
    return told


@settings(max_examples=5, deadline=None)
@given(
    st.integers(0, 10**6), st.integers(5, 45), st.sampled_from(("each in one", "some in none", "some in two")),
    st.sampled_from(("complaints", "continuity")),
)  # fmt: skip
@example(23, 5, "each in one", "complaints")  # two teams that are only known to have somebody bound a theme from above
def test_no_small_count_is_worked_out_from_the_tables_of_one_publication(seed, number, way, scope):
    passages = said(seed, number, scope)
    found = sorted_into(passages, seed, way, scope)
    counted = counts(found, passages)
    _, settled = held([found], counted, {})
    assert not derived(found, counted, settled, 0)
    assert not derived(found, counted, settled, 1)


def one_by_one(settled):
    """Return the tables as they would be hidden each by itself, parts of a year beside the year's own count."""

    def hidden(cells):
        few = {name for name, n in cells.items() if 0 < n < SMALL_CELL}
        return few if len(cells) == 1 else {name for name, n in suppress(cells) if n == SUPPRESSED}

    years = {one.theme: hidden({n: p for n, _, p in one.cells}) for one in settled if one.by == "year"}
    for one in settled:
        gone = set()
        for part in dict.fromkeys(year(n) if one.by in ("quarter", "month") else "" for n, _, _ in one.cells):
            cells = {n: p for n, _, p in one.cells if not part or year(n) == part}
            whole = part in years.get(one.theme, ())
            gone |= {n for n, p in cells.items() if p} if part and whole else hidden(cells)
        yield replace(one, hidden=tuple(gone))


@pytest.mark.soak
def test_tables_hidden_one_by_one_give_counts_away_and_these_do_not(capsys):
    before, now, cells, shown = 0, 0, 0, [0, 0]
    for seed in range(30):
        rng = random.Random(seed)
        number, way = rng.randint(5, 70), rng.choice(("each in one", "some in none", "some in two"))
        scope = rng.choice(("complaints", "continuity"))
        passages = said(seed, number, scope)
        found = sorted_into(passages, seed, way, scope)
        counted = counts(found, passages)
        _, settled = held([found], counted, {})
        alone = tuple(one_by_one(settled))
        before += any(derived(found, counted, alone, number_) for number_ in (0, 1))
        now += any(derived(found, counted, settled, number_) for number_ in (0, 1))
        tables = [(a, b) for a, b in zip(settled, alone, strict=True) if a.by != TOTAL]
        cells += sum(len(one.cells) for one, _ in tables)
        shown = [shown[0] + sum(len(a.hidden) for a, _ in tables), shown[1] + sum(len(b.hidden) for _, b in tables)]
    with capsys.disabled():
        print(f"one by one {before} of 30 tell a small count, {shown[1] / cells:.1%} hidden; "
              f"together {now}, {shown[0] / cells:.1%} hidden")  # fmt: skip
    assert before > 10
    assert now == 0
