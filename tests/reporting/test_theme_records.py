"""Counts of themes in two publications side by side: no figure of the second less that of the first is a few people."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from voices.model import Kind, Passage, Theme, ThemeAssignment, Themes
from voices.quotes.suppression import SMALL_CELL, SUPPRESSED
from voices.reporting.theme_counts import as_shown
from voices.reporting.theme_records import held, remember
from voices.themes import counts

NAMES = ("Calls", "Waiting")


def letters(seed: int, number: int, first: int = 0) -> list[tuple[Passage, str]]:
    """Return letters by people of their own, each in one theme."""
    rng = random.Random(seed)
    found = []
    for n in range(first, first + number):
        said = f"Letter {n}."
        role, month = rng.choice(("parent", "parent", "carer", "young person")), rng.choice((4, 7, 10))
        passage = Passage(
            f"{n:016x}", f"D{n}", 0, 0, 0, len(said), said, f"{n:016x}", f"P{n}", role, "complaints", Kind.COMPLAINT,
            period=f"{rng.choice((2022, 2023))}-{month:02d}", attributes=(("team", rng.choice(("North", "South"))),),
        )  # fmt: skip
        found.append((passage, rng.choice(NAMES)))
    return found


def published(said, record, day="2026-01-01"):
    """Return the figures a publication shows, by where they stand, and the record after it."""
    themes = tuple(
        Theme(name, "complaints", name, (), sum(theme == name for _, theme in said), 0.9, (), confirmed=True)
        for name in NAMES
    )
    found = Themes("complaints", themes, tuple(ThemeAssignment(p.id, theme, 1.0) for p, theme in said))
    sized, counted = held([found], counts(found, [p for p, _ in said]), record)
    shown = {
        (by, theme, name): None if people == SUPPRESSED else people
        for (by, theme), cells in as_shown(counted).items()
        for name, _, people in cells
        if theme
    }
    shown |= {("size", one.name, ""): None if one.size == SUPPRESSED else one.size for one in sized[0].themes}
    return shown, json.loads(json.dumps(remember(sized, counted, record, day)))


def rest(shown, caption, theme):
    """Return what the hidden cells of a table hold together, where the years' own counts say the total."""
    years = [n for (table, name, _), n in shown.items() if (table, name) == ("year", theme)]
    cells = {column: n for (table, name, column), n in shown.items() if (table, name) == (caption, theme)}
    hidden = frozenset(column for column, n in cells.items() if n is None)
    if not years or None in years or not hidden:
        return None
    return hidden, sum(years) - sum(n for n in cells.values() if n is not None)


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 10**6), st.integers(0, 90), st.lists(st.integers(-8, 14), min_size=1, max_size=3),
)  # fmt: skip
@example(1, 60, [1])
@example(1, 60, [-1, 9])
def test_no_count_of_a_theme_is_small_and_none_changes_by_few(seed, number, steps):
    said, record = letters(seed, number), {}
    before = []
    for place, step in enumerate((0, *steps)):
        said = [*said, *letters(seed + place, max(step, 0), 1000 * place)][max(-step, 0) :]
        shown, record = published(said, record)
        assert not [where for where, n in shown.items() if n is not None and 0 < n < SMALL_CELL]
        for old in before:
            both = [where for where in old.keys() & shown.keys() if None not in (old[where], shown[where])]
            assert not [where for where in both if 0 < abs(shown[where] - old[where]) < SMALL_CELL]
            for caption, theme in {where[:2] for where in shown}:
                then, now = rest(old, caption, theme), rest(shown, caption, theme)
                if then and now and then[0] == now[0]:
                    assert then[1] == now[1] or abs(then[1] - now[1]) >= SMALL_CELL
        before.append(shown)


@pytest.mark.parametrize(("added", "kept"), [(0, False), (1, True), (4, True), (5, False)])
def test_a_theme_keeps_its_counts_until_five_letters_are_added_where_any_were(added, kept):
    said = [(p, "Calls") for p, _ in letters(3, 80)]
    shown, record = published(said, {})
    more = [(p, "Calls") for p, _ in letters(4, 80, 500) if (p.role, p.period[:4]) == ("parent", "2023")]
    like = [(p, t) for p, t in more if p.attributes == (("team", "North"),) and p.period[5:] == "10"][:added]
    assert len(like) == added or added < 5
    again, _ = published([*said, *like], record, "2026-02-02")
    assert (again == shown) is (kept or not added)
    calls = ("role", "Calls", "parent")
    assert again[calls] - shown[calls] == (0 if kept else added)


def test_a_held_theme_stands_in_the_columns_of_today():
    said = letters(3, 80)
    _, record = published(said, {})
    new = letters(4, 1, 500)[0][0]
    shown, _ = published([*said, (replace(new, period="2024-05"), "Calls")], record)
    assert shown["year", "Calls", "2024-25"] is None
    assert shown["year", "Waiting", "2024-25"] == 0


def test_what_hidden_cells_hold_together_does_not_change_by_few_either():
    def some(first, roles):
        return [
            (replace(p, role=role, period="2023-04", attributes=(("team", "North"),)), "Calls")
            for (p, _), role in zip(letters(5, len(roles), first), roles, strict=True)
        ]

    said = some(0, ("parent",) * 20 + ("young person",) * 3 + ("carer",) * 6)
    shown, record = published(said, {})
    assert shown["role", "Calls", "young person"] is shown["role", "Calls", "carer"] is None
    six = published([*said, *some(100, ("parent",) * 5 + ("young person",))], record)[0]
    assert six == shown
    ten = published([*said, *some(100, ("parent",) * 5 + ("carer",) * 5)], record)[0]
    assert (ten["year", "Calls", "2023-24"], ten["role", "Calls", "parent"]) == (39, 25)
