"""Decisions: added only, taken back by a further row, guarded against two people deciding at once."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.conftest import fill
from voices.errors import InputError, StaleVersion
from voices.model import Coded, Decision, Valence, Verdict
from voices.store import Store, open_store
from voices.store import tables as t

CODES = (Coded("continuity", Valence.POSITIVE), Coded("culture", None, 2, 9))


def test_a_decision_comes_back_as_it_was_made(store: Store) -> None:
    passage = store.passages()[0]
    made = store.decide(passage.id, "C1", Verdict.CODED, CODES, quotable=True, suggestion_shown=False)
    assert store.decisions() == (made,)
    assert store.standing() == {passage.id: made}
    assert made.codes == CODES
    assert made.quotable
    assert not made.suggestion_shown
    item = store.item(passage.id)
    assert item is not None
    assert (item.state, item.tip, item.coder) == ("done", made.id, "C1")


def test_two_people_deciding_on_one_passage_is_noticed(store: Store) -> None:
    passage = store.passages()[0].id
    first = store.decide(passage, "C1", Verdict.CODED, CODES)
    with pytest.raises(StaleVersion, match=passage):
        store.decide(passage, "C2", Verdict.NO_CODE)
    second = store.decide(passage, "C2", Verdict.NO_CODE, supersedes=first.id)
    assert second.supersedes == first.id
    assert store.standing()[passage] == second
    assert len(store.decisions()) == 2


def test_an_unknown_passage_is_refused(store: Store) -> None:
    with pytest.raises(InputError, match="nowhere"):
        store.decide("nowhere", "C1", Verdict.NO_CODE)


@pytest.mark.parametrize(
    "statement",
    [
        sa.update(t.decision).values(verdict="no code"),
        sa.update(t.decision).values(codes="[]"),
        sa.update(t.decision).values(passage=None),
        sa.update(t.decision).values(passage=None, codes="[]", coder="C9"),
        sa.delete(t.decision),
    ],
)
def test_the_database_itself_refuses_to_change_a_decision(store: Store, statement: sa.UpdateBase) -> None:
    store.decide(store.passages()[0].id, "C1", Verdict.CODED, CODES)
    before = store.decisions()
    with pytest.raises(sa.exc.DatabaseError, match="append-only"), store._write() as connection:
        connection.execute(statement)
    assert store.decisions() == before


def test_undo_of_somebody_elses_decision_is_refused(store: Store) -> None:
    made = store.decide(store.passages()[0].id, "C1", Verdict.CODED, CODES)
    assert store.undo("C2") is None
    with pytest.raises(StaleVersion):
        store.undo("C2", made.id)
    assert store.undo("C1", made.id) is not None
    with pytest.raises(StaleVersion):
        store.undo("C1", made.id)


def test_redo_ends_when_somebody_else_decided(store: Store) -> None:
    passage = store.passages()[0].id
    store.decide(passage, "C1", Verdict.CODED, CODES)
    undone = store.undo("C1")
    assert undone is not None
    store.decide(passage, "C2", Verdict.NO_CODE, supersedes=undone.id)
    assert store.redo("C1") is None


def test_a_rule_decides_many_at_once_and_says_so(store: Store) -> None:
    passages = store.passages()
    made_at = "2026-03-01T09:00:00+00:00"
    drafts = [Decision(0, p.id, "C1", Verdict.CODED, CODES, made_at, rule="accept very likely") for p in passages]
    made = store.decide_many(drafts)
    assert {d.rule for d in made} == {"accept very likely"}
    assert {d.made_at for d in store.standing().values()} == {made_at}
    assert [c.items for c in store.queue_counts() if c.state == "done"] == [len(passages)]


def test_a_batch_with_one_unknown_passage_leaves_nothing_behind(store: Store) -> None:
    drafts = [Decision(0, id, "C1", Verdict.NO_CODE, (), "2026-03-01") for id in (store.passages()[0].id, "nowhere")]
    with pytest.raises(InputError):
        store.decide_many(drafts)
    assert store.decisions() == ()


def test_two_readers_of_one_passage_do_not_disturb_each_other(store: Store) -> None:
    passage = store.passages()[0].id
    store.add_second_readings([passage])
    store.add_second_readings([passage])
    store.decide(passage, "C1", Verdict.CODED, CODES, suggestion_shown=False)
    assert store.claim_next("C1").passage != passage  # type: ignore[union-attr]
    other = store.claim_next("C2")
    assert other is not None
    assert (other.passage, other.reading) == (passage, 1)
    store.decide(passage, "C2", Verdict.NO_CODE, suggestion_shown=False, reading=1)
    assert store.standing()[passage].coder == "C1"
    assert [d.coder for d in store.blind()] == ["C1", "C2"]
    settled = store.decide(
        passage,
        "C3",
        Verdict.NO_CODE,
        supersedes=store.item(passage).tip,  # type: ignore[union-attr]
    )
    assert store.standing()[passage] == settled
    assert [d.coder for d in store.blind()] == ["C1", "C2"], "settling a difference does not change who read what"


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["decide", "undo", "redo"]),
        st.sampled_from(["C1", "C2"]),
        st.integers(0, 1),
        st.sampled_from([Verdict.CODED, Verdict.NO_CODE, Verdict.SKIPPED, Verdict.HELD]),
    ),
    max_size=14,
)


@settings(max_examples=60, deadline=None)
@given(acts=ACTS)
def test_history_only_grows_and_undo_brings_back_what_stood(acts: list[tuple[str, str, int, Verdict]]) -> None:
    with TemporaryDirectory() as folder, open_store(Path(folder) / "study.db", create=True) as store:
        fill(store)
        ids = [p.id for p in store.passages()][:2]
        for act, coder, which, verdict in acts:
            before, stood = store.decisions(), store.standing()
            if act == "decide":
                codes = CODES if verdict is Verdict.CODED else ()
                item = store.item(ids[which])
                made = store.decide(ids[which], coder, verdict, codes, supersedes=item.tip if item else None)
                assert store.standing() == stood | {ids[which]: made}
                assert store.undo(coder) is not None
                assert store.standing() == stood, "undo brings back what stood before"
                redone = store.redo(coder)
                assert redone is not None
                assert (redone.verdict, redone.codes) == (verdict, codes)
                assert store.standing() == stood | {ids[which]: redone}
            elif act == "undo":
                undone = store.undo(coder)
                mine = [d for d in stood.values() if d.coder == coder]
                assert (undone is None) == (not mine)
                if undone is not None:
                    last = max(mine, key=lambda d: d.id)
                    assert undone.passage == last.passage
                    assert store.standing().get(last.passage) != last
            else:
                store.redo(coder)
            after = store.decisions()
            assert after[: len(before)] == before, "no row ever changes"
            followed = [d.supersedes for d in after if d.supersedes is not None]
            assert len(followed) == len(set(followed)), "nobody follows the same decision twice"


@settings(max_examples=30, deadline=None)
@given(count=st.integers(1, 6), back=st.integers(1, 6))
def test_as_many_redos_as_undos_restore_everything(count: int, back: int) -> None:
    with TemporaryDirectory() as folder, open_store(Path(folder) / "study.db", create=True) as store:
        fill(store)
        ids = [p.id for p in store.passages()][:3]
        for place in range(count):
            item = store.item(ids[place % 3])
            store.decide(
                ids[place % 3],
                "C1",
                Verdict.CODED,
                (Coded(f"code{place}"),),
                supersedes=item.tip if item else None,
            )
        wanted = {id: (d.verdict, d.codes) for id, d in store.standing().items()}
        undone = sum(store.undo("C1") is not None for _ in range(back))
        assert undone == min(count, back)
        assert sum(store.redo("C1") is not None for _ in range(back)) == undone
        assert {id: (d.verdict, d.codes) for id, d in store.standing().items()} == wanted
        assert store.redo("C1") is None


def test_recorded_blind_decisions_of_two_coders_are_two_readings(store: Store) -> None:
    passage, at = store.passages()[0].id, "2026-03-01T09:00:00+00:00"
    blind = [Decision(0, passage, coder, Verdict.NO_CODE, (), at, suggestion_shown=False) for coder in ("C1", "C2")]
    store.decide_many(blind)
    assert [d.coder for d in store.blind()] == ["C1", "C2"]
    assert store.standing()[passage].coder == "C1"
