"""Two publications of one study side by side: no figure of the second less that of the first is a few people."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_bank import BOOK, MIX, NEG, NEU, POS, group, item, vectors

from voices.model import Coded, Participant
from voices.quotes import build_bank, settle
from voices.quotes.earlier import TABLES, TOTALS, Earlier, dump, load, remember, under_new_ids
from voices.quotes.suppression import SMALL_CELL, SUPPRESSED

SOURCES = (("staff survey", 1, "worker"), ("staff survey two", 2, "worker"), ("interviews", 1, "parent"),
           ("interviews", 1, "worker"), ("forms", 2, "young person"))  # fmt: skip


def study(seed, people, first=0):
    rng = random.Random(seed)
    found = []
    for n in range(first, first + people):
        source, wave, role = rng.choice(SOURCES)
        codes = [Coded(code, rng.choice((POS, POS, NEG, MIX, NEU))) for code in ("c", "c/x", "d") if rng.random() < 0.6]
        found.append(item(n, codes, f"P{n}", role, source=source, wave=wave))
    return found


def published(items, earlier):
    people = [
        Participant(i.passage.participant, i.passage.role, i.passage.source, i.passage.wave, quoting=True)
        for i in items
    ]
    bank = settle(build_bank(items, (BOOK,), people, vectors(items), earlier=earlier), earlier, "2026-01-01")
    return bank, load(dump(remember(bank, earlier)))


def cells(bank):
    """Every number of people a bank shows, by where it stands."""
    found = {("together", *pair): n for *pair, n in bank.together}
    for g in bank.groups:
        found |= {(g.id, name): getattr(g, name) for name in TOTALS if name != "passages"}
        for table in TABLES:
            found |= {(g.id, table, cell): n for cell, n in getattr(g, table)}
        found |= {(g.id, "ways", source, way): n for source, ways in g.ways for way, n in ways}
    return {place: n for place, n in found.items() if n != SUPPRESSED}


@settings(max_examples=20, deadline=None)
@given(
    st.integers(0, 10**6),
    st.integers(0, 60),
    st.lists(st.integers(-8, 12), min_size=1, max_size=3),
)
def test_no_cell_is_small_and_none_changes_by_few_people(seed, people, steps):
    items, earlier = study(seed, people), Earlier()
    bank, earlier = published(items, earlier)
    before = [cells(bank)]
    for number, step in enumerate(steps):
        added = study(seed + number + 1, max(step, 0), 1000 * (number + 1))
        items = [*items, *added][max(-step, 0) :]
        bank, earlier = published(items, earlier)
        now = cells(bank)
        assert not [place for place, n in now.items() if 0 < n < SMALL_CELL]
        for old in before:
            few = {p for p in now.keys() & old.keys() if 0 < abs(now[p] - old[p]) < SMALL_CELL}
            assert not few
        _totals_tell_nothing(bank, before[-1], now)
        before.append(now)


def _totals_tell_nothing(bank, old, now):
    """What all hidden cells of a table hold together did not change by few people either."""
    for g in bank.groups:
        table = dict(g.by_direction)
        shown = [cell for cell, n in table.items() if n != SUPPRESSED]
        places = [(g.id, "by_direction", cell) for cell in shown] + [(g.id, "participants")]
        everywhere = all(place in old and place in now for place in places)
        hidden_before = all((g.id, "by_direction", cell) in old for cell in table)
        if table and len(shown) < len(table) and everywhere and hidden_before:
            rest = [at[places[-1]] - sum(at[place] for place in places[:-1]) for at in (old, now)]
            assert rest[1] == rest[0] or abs(rest[1] - rest[0]) >= SMALL_CELL


@pytest.mark.parametrize(("added", "held"), [(0, False), (1, True), (4, True), (5, False)])
def test_a_chapter_keeps_its_figures_until_five_people_are_added(added, held):
    items = [item(n, [Coded("c", POS)], f"P{n}") for n in range(12)]
    bank, earlier = published(items, Earlier())
    more = [item(100 + n, [Coded("c", POS)], f"N{n}") for n in range(added)]
    again, _ = published([*items, *more], earlier)
    chapter = group(again, "c")
    assert chapter.held is held
    assert chapter.participants == (12 if held or not added else 17)
    assert (chapter.asked == group(bank, "c").asked) is (held or not added)


def test_a_child_code_is_held_with_its_parent():
    items = [item(n, [Coded("c/x", POS)] if n < 9 else [Coded("c", POS)], f"P{n}") for n in range(14)]
    _, earlier = published(items, Earlier())
    five = [replace(i, decision=replace(i.decision, codes=(Coded("c/x", POS),))) for i in items]
    one = item(100, [Coded("c/x", POS)], "N1")
    again, _ = published([*five, one], earlier)
    assert group(again, "c").held
    assert group(again, "c/x").held
    assert group(again, "c/x").participants == 9


def test_few_people_are_not_told_and_what_few_said_is_not_either():
    bank, _ = published([item(n, [Coded("c", POS)], f"P{n}") for n in range(3)], Earlier())
    chapter = group(bank, "c")
    assert chapter.participants == chapter.of_participants == chapter.passages == SUPPRESSED
    assert chapter.by_direction == chapter.ways == ()
    assert not chapter.few_people


@pytest.mark.parametrize(("added", "held"), [(3, True), (6, False)])
def test_a_chapter_under_a_new_id_is_compared_with_the_one_it_was(added, held):
    before, earlier = published(study(1, 40), Earlier())
    old = Earlier(
        {place.replace("d/", "theme/", 1): cells for place, cells in earlier.shown.items() if place.startswith("d/")},
        {"theme": earlier.last["d"]},
        {"theme": "2025-01-01"},
    )
    more = [item(900 + n, [Coded("d", POS)], f"X{n}", "worker", source="staff survey") for n in range(added)]
    bank, _ = published([*study(1, 40), *more], under_new_ids(old, {"d": ("theme", ("theme",))}))
    assert group(bank, "d").held is held
    if held:
        assert group(bank, "d").participants == group(before, "d").participants
        assert group(bank, "d").as_of == "2025-01-01"
    else:
        assert group(bank, "d").participants == group(before, "d").participants + added
