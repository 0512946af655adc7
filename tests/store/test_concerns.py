"""Passages that may need the safeguarding lead, until somebody has looked at them."""

from __future__ import annotations

from voices.model import Decision, Verdict
from voices.store import Store


def mark(store: Store, *marked: str, version: str = "v1") -> None:
    """Mark these passages and no other."""
    store.put_concerns([(one.id, one.hash, one.id in marked) for one in store.passages()], version)


def waiting(store: Store) -> list[str]:
    return [one.passage for one in store.concerns()]


def test_a_mark_waits_until_somebody_judged_the_passage(store: Store) -> None:
    ids = [one.id for one in store.passages()]
    mark(store, *ids[:4])
    assert sorted(waiting(store)) == sorted(ids[:4])
    store.decide(ids[0], "C1", Verdict.NO_CODE)
    store.decide(ids[1], "C1", Verdict.HELD)
    store.decide(ids[2], "C1", Verdict.SKIPPED)
    store.decide_many([Decision(0, ids[3], "C1", Verdict.CODED, (), "2025-01-01", rule="accept all")])
    assert sorted(waiting(store)) == sorted(ids[2:4]), "skipped, or taken in by a rule, is not looked at"
    store.undo("C1")
    assert store.concern(ids[0]) is not None, "the mark itself stays"
    assert store.concern(ids[5]) is None


def test_a_mark_keeps_its_date_over_runs_and_goes_with_another_version(store: Store) -> None:
    ids = [one.id for one in store.passages()]
    mark(store, ids[0], ids[1])
    before = {one.passage: one.since for one in store.concerns()}
    mark(store, ids[1], ids[2], version="v2")
    assert {one.passage for one in store.concerns()} == {ids[1], ids[2]}
    assert store.concern(ids[1]).since == before[ids[1]]  # type: ignore[union-attr]
    assert set(store.done("safeguarding", "v2")) == set(ids)


def test_barred_documents_and_those_who_left_are_not_there(store: Store) -> None:
    passages = store.passages()
    mark(store, *(one.id for one in passages))
    assert store.concerns([passages[0].document]) == ()
    store.withdraw(passages[0].participant)
    assert waiting(store) == []
