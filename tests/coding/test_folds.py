"""Folds: texts of one document stay together, and another study's ids put them in the same folds."""

from __future__ import annotations

from hashlib import sha256

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from voices.coding.examples import Example, Origin, in_order
from voices.coding.group import folds

CODES = ("learning", "culture")
DRAWN = st.lists(
    st.tuples(st.text("abcdef ", min_size=1, max_size=12), st.sampled_from([(), ("learning",), ("culture",)])),
    min_size=1,
    max_size=30,
    unique_by=lambda one: one[0],
)


def examples(drawn: list[tuple[str, tuple[str, ...]]], key: str) -> tuple[Example, ...]:
    """Return texts in documents of three, whose ids hang on a key."""
    names = {place: sha256(f"{key} {place}".encode()).hexdigest() for place in range(len(drawn))}
    return in_order(
        Example(text, codes, Origin.DECIDED, group=names[place // 3]) for place, (text, codes) in enumerate(drawn)
    )


@given(drawn=DRAWN, count=st.integers(2, 5))
def test_folds_keep_documents_together_whatever_their_ids(drawn: list[tuple[str, tuple[str, ...]]], count: int) -> None:
    one, other = examples(drawn, "one"), examples(drawn, "other")
    assert [example.text for example in one] == [example.text for example in other]
    first, second = folds(CODES, one, count, 0), folds(CODES, other, count, 0)
    assert np.array_equal(first, second)
    of_group: dict[str, set[int]] = {}
    for example, fold in zip(one, first, strict=True):
        of_group.setdefault(example.group, set()).add(int(fold))
    assert all(len(numbers) == 1 for numbers in of_group.values())
    assert set(first) <= set(range(count))
