from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voices.quotes.suppression import SUPPRESSED, protect, suppress


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, -1), (4, -1), (5, 5)])
def test_boundary_of_a_small_cell(count, shown):
    cells = dict(suppress({"a": count, "b": 50, "c": 60}))
    assert cells["a"] == shown


def test_a_single_hidden_cell_takes_the_next_smallest_with_it():
    assert dict(suppress({"a": 3, "b": 9, "c": 20})) == {"a": SUPPRESSED, "b": SUPPRESSED, "c": 20}


def test_two_cells_of_one_are_not_enough():
    hidden = [n for n, v in suppress({"a": 1, "b": 1, "c": 20, "d": 30}) if v == SUPPRESSED]
    assert hidden == ["a", "b", "c"]


def test_what_the_parent_hides_stays_hidden():
    assert dict(suppress({"a": 8, "b": 9, "c": 20}, also_hidden={"a"}))["a"] == SUPPRESSED


def test_a_table_of_one_row_says_no_more_than_its_total():
    assert suppress({"only": 3}) == ()


@settings(max_examples=150, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=2, max_size=5))
def test_no_hidden_cell_can_be_worked_out_from_the_total(counts):
    """Every way of filling the hidden cells that agrees with the total is tried: none of them is forced."""
    cells = {str(i): n for i, n in enumerate(counts)}
    shown = dict(suppress(cells))
    hidden = sorted(n for n, v in shown.items() if v == SUPPRESSED)
    assert all(shown[n] == cells[n] for n in cells if n not in hidden)
    assert all(n in hidden for n, v in cells.items() if 0 < v < 5)
    if not hidden:
        return
    rest = sum(counts) - sum(v for v in shown.values() if v != SUPPRESSED)
    least = 0 if len(hidden) == len(cells) else 1
    possible = [
        fill for fill in itertools.product(range(least, rest + 1), repeat=len(hidden) - 1) if rest - sum(fill) >= least
    ]
    for place in range(len(hidden) - 1):
        assert len({fill[place] for fill in possible}) > 1
    assert len({rest - sum(fill) for fill in possible}) > 1


def test_a_wave_does_not_give_away_the_only_hidden_source_in_it():
    sources = {"a1": 12, "b1": 1, "a2": 12, "b2": 2, "c2": 11}
    pairs = {("first", "a1"), ("first", "b1"), ("second", "a2"), ("second", "b2"), ("second", "c2")}
    waves, shown = protect({"first": 13, "second": 25}, sources, pairs, whole=True)
    assert {n for _, n in waves} == {SUPPRESSED}
    assert dict(shown) == dict(suppress(sources))


def test_a_role_met_in_one_source_does_not_give_away_the_rest_of_another():
    roles = {"young person": 6, "parent": 20, "carer": 9, "worker": 30}
    sources = {"forms": 5, "register": 21, "group": 9, "survey": 30}
    pairs = {("young person", "forms"), ("young person", "register"), ("parent", "register"), ("carer", "group"),
             ("worker", "survey")}  # fmt: skip
    shown = dict(protect(roles, sources, pairs)[0])
    assert shown["young person"] == SUPPRESSED  # 6 less the 5 of the forms would be the one in the register


def shared_out(total, parts):
    """Yield every way of sharing a total out over so many parts."""
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in shared_out(total - first, parts - 1):
            yield (first, *rest)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.lists(st.integers(0, 8), min_size=2, max_size=2), min_size=2, max_size=3))
def test_no_source_can_be_worked_out_from_waves_and_sources_side_by_side(counts):
    """Every way of filling the sources that agrees with both tables is tried: no small one is forced."""
    sources = {f"{wave}{i}": n for wave, row in enumerate(counts) for i, n in enumerate(row)}
    waves = {str(wave): sum(row) for wave, row in enumerate(counts)}
    pairs = {(name[0], name) for name in sources}
    one, two = (dict(cells) for cells in protect(waves, sources, pairs, whole=True))
    hidden = sorted(n for n, v in two.items() if v == SUPPRESSED)
    if not hidden:
        return
    total, seen = sum(waves.values()), {name: set[int]() for name in hidden}
    for fill in shared_out(total - sum(v for v in two.values() if v != SUPPRESSED), len(hidden)):
        filled = {**two, **dict(zip(hidden, fill, strict=True))}
        sums = {w: sum(n for name, n in filled.items() if name[0] == w) for w in waves}
        if all(v in (SUPPRESSED, sums[w]) for w, v in one.items()):
            for name in hidden:
                seen[name].add(filled[name])
    assert all(len(values) > 1 for name, values in seen.items() if 0 < sources[name] < 5)
