"""What came by lot and what was foretold is kept beside decisions; retired passages count for nothing."""

from __future__ import annotations

from dataclasses import replace

from tests.store.study import document, passages, suggestions
from voices.model import Coded, Decision, Verdict
from voices.store import LEARNT_KEY, Store

CODES = (Coded("continuity"),)


def test_the_lot_is_marked_and_stays_with_what_is_decided(store: Store) -> None:
    ids = [p.id for p in store.passages()]
    store.set_order(ids, drawn=[ids[1], ids[3]])
    store.decide(ids[1], "C1", Verdict.CODED, CODES)
    store.decide(ids[0], "C1", Verdict.NO_CODE)
    store.set_order([ids[4], ids[3], ids[2], ids[5]], drawn=[ids[2]])
    store.decide(ids[3], "C1", Verdict.CODED, CODES)
    store.decide(ids[2], "C1", Verdict.CODED, CODES)
    assert {one.passage: one.drawn for one in store.foretold()} == {
        ids[0]: False,
        ids[1]: True,
        ids[2]: True,
        ids[3]: False,
    }


def test_a_passage_somebody_looked_up_was_not_drawn(store: Store) -> None:
    ids = [p.id for p in store.passages()]
    store.set_order(ids, drawn=ids)
    store.decide(ids[0], "C1", Verdict.CODED, CODES, looked_up=True)
    store.decide(ids[1], "C1", Verdict.CODED, CODES)
    assert [one.drawn for one in store.foretold()] == [False, True]


def test_what_was_foretold_is_what_was_held_before_the_first_judgement(store: Store) -> None:
    (one,) = store.passages()[:1]
    before = store.suggestions([one.id])[one.id]
    first = store.decide(one.id, "C1", Verdict.CODED, CODES)
    learnt = [replace(s, confidence=0.99, put_forward=True, model="later") for s in before]
    store.put_suggestions([(one.id, one.hash, learnt)], "v2")
    store.decide(one.id, "C1", Verdict.NO_CODE, supersedes=first.id)
    (found,) = store.foretold()
    assert found.model == before[0].model
    assert found.codes == tuple((s.code, s.confidence, s.put_forward) for s in before if "/" not in s.code)


def test_rules_and_skips_foretell_nothing(store: Store) -> None:
    ids = [p.id for p in store.passages()]
    store.decide(ids[0], "C1", Verdict.SKIPPED)
    store.decide_many([Decision(0, ids[1], "C1", Verdict.CODED, CODES, "2026-01-01", rule="accept 0.9")])
    assert store.foretold() == ()


def test_a_retired_passage_counts_neither_for_agreement_nor_for_estimates(store: Store) -> None:
    ids = [p.id for p in store.passages()]
    store.add_second_readings(ids[:2])
    for id in ids[:2]:
        store.decide(id, "C1", Verdict.CODED, CODES, suggestion_shown=False)
        store.decide(id, "C2", Verdict.NO_CODE, suggestion_shown=False, reading=1)
    assert len(store.blind()) == 4
    made = document(0)
    fresh = [p if p.id != ids[0] else replace(p, id="cut-otherwise", hash="other") for p in passages(made)]
    store.put_passages([(made.id, "changed", fresh)], "v1")
    assert {one.passage for one in store.blind()} == {ids[1]}
    assert {one.passage for one in store.foretold()} == {ids[1]}


def test_moved_suggestions_are_refused_once_a_run_came_between(store: Store) -> None:
    ids = [p.id for p in store.passages()]
    store.set(LEARNT_KEY, "run 1")
    moved = {
        ids[0]: [
            replace(s, settled=s.confidence, confidence=0.5, codebook="abc") for s in suggestions(store.passages()[0])
        ]
    }
    assert store.move_suggestions(moved, "run 1")
    assert {(s.confidence, s.codebook) for s in store.suggestions([ids[0]])[ids[0]]} == {(0.5, "abc")}
    assert store.done("suggest", "v1") == {}, "the next run learns anew"
    store.set(LEARNT_KEY, "run 2")
    assert not store.move_suggestions({ids[1]: moved[ids[0]]}, "run 1")
    assert all(s.settled is None for s in store.suggestions([ids[1]])[ids[1]])
