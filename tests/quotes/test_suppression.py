from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voices.quotes.suppression import SUPPRESSED, suppress


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
