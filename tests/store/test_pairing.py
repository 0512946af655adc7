"""What was said of a pair is remembered, can be taken back by whoever said it, and leaves a history."""

from __future__ import annotations

import pytest

from voices.errors import InputError, StaleVersion
from voices.store import Store


def test_a_pair_is_said_to_be_the_same_taken_back_and_said_again(store: Store) -> None:
    store.rule_pair("r", "l", "C1", same=True)
    with pytest.raises(InputError, match="another row"):
        store.rule_pair("other", "l", "C2", same=True)
    with pytest.raises(StaleVersion):
        store.undo_pair("r", "l", "C2")
    store.rule_pair("r", "l", "C2", same=False)
    (one,) = store.pair_rulings()
    assert (one.row, one.letter, one.same, one.by) == ("r", "l", False, "C2")
    store.undo_pair("r", "l", "C2")
    assert [(one.same, one.by) for one in store.pair_rulings()] == [(True, "C1")]
    store.undo_pair("r", "l", "C1")
    assert store.pair_rulings() == ()
    with pytest.raises(InputError, match="nothing to undo"):
        store.undo_pair("r", "l", "C1")
    assert store.pairs_looked_at() == (("r", "l"),)
    assert [one.act for one in store.pair_history("r", "l")] == ["same", "different", "undone", "undone"]
    assert store.likely_pairs() == ()
