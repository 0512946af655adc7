from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voices.errors import InputError
from voices.quotes import Candidate, pick, pick_groups


def unit(rows) -> np.ndarray:
    found = np.asarray(rows, dtype=np.float32)
    return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 25), st.integers(1, 30), st.integers(0, 10**6))
def test_k_quotes_wherever_there_are_k_and_the_order_of_input_is_irrelevant(count, k, seed):
    rng = np.random.default_rng(seed)
    vectors = unit(rng.normal(size=(count, 6)))
    candidates = [Candidate(f"c{i:02d}", f"text {i} says something.", f"s{i % 4}", f"r{i % 2}") for i in range(count)]
    picked = pick(candidates, vectors, k)
    assert len(picked) == min(k, count) == len({p.id for p in picked})
    order = list(range(count))
    random.Random(seed).shuffle(order)
    assert pick([candidates[i] for i in order], vectors[order], k) == picked
    texts = {c.id: c.text for c in candidates}
    assert all(texts[p.id][p.start : p.end] == p.text and p.why.endswith(".") for p in picked)


def test_no_person_is_heard_three_times_while_others_wait():
    vectors = unit([[1, 0.01 * i] for i in range(8)] + [[0.2, 1], [0.1, 1]])
    candidates = [Candidate(f"a{i}", f"loud {i}", "loud") for i in range(8)] + [
        Candidate("b", "b", "b"),
        Candidate("c", "c", "c"),
    ]
    ids = [p.id for p in pick(candidates, vectors, 4)]
    assert sum(i.startswith("a") for i in ids) == 2
    assert {"b", "c"} <= set(ids)


def test_two_points_are_both_covered_before_one_is_repeated():
    vectors = unit([[1, 0, 0.02 * i] for i in range(6)] + [[0, 1, 0.02 * i] for i in range(4)])
    ids = [p.id for p in pick([Candidate(f"{i}", f"t{i}") for i in range(10)], vectors, 2)]
    assert {int(i) < 6 for i in ids} == {True, False}


def test_marked_quotes_come_first_and_repeats_last():
    vectors = unit([[1, 0], [1, 0], [0.5, 1], [0.9, 0.1]])
    candidates = [
        Candidate("a", "Same words."),
        Candidate("b", "same  WORDS."),
        Candidate("c", "Off", preferred=True),
        Candidate("d", "Third"),
    ]
    ids = [p.id for p in pick(candidates, vectors, 4)]
    assert ids[0] == "c"
    assert ids[-1] in ("a", "b")


def test_groups_are_kept_apart():
    candidates = [Candidate(str(i), f"t{i}", group="xy"[i % 2]) for i in range(5)]
    chosen = pick_groups(candidates, unit(np.eye(5)), 9)
    assert {g: sorted(p.id for p in found) for g, found in chosen.items()} == {"x": ["0", "2", "4"], "y": ["1", "3"]}


def test_wrong_use_is_refused():
    with pytest.raises(InputError):
        pick([Candidate("a", "t")], unit([[1]]), 0)
    with pytest.raises(InputError):
        pick([Candidate("a", "t")], unit([[1], [1]]), 1)
    assert pick([], np.zeros((0, 3), dtype=np.float32), 3) == ()
