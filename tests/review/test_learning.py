"""Suggestions follow decisions while the pages are open; decisions stay."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.review.conftest import Coder, app_of
from tests.store.study import document, passages
from voices.coding.calibration import Promise
from voices.coding.standards import Learnt, Standard
from voices.embeddings import cache_key
from voices.model import Coded, Passage, Suggestion, Verdict
from voices.review import learning
from voices.review.background import ALONE, Learner, NotLearnt, apart
from voices.review.learning import Refreshed
from voices.store import LEARNT_KEY, Store, open_store

CODES = ("continuity", "consistency")
COUNT = 120


def text(number: int) -> str:
    return f"{'the same worker knew us' if number % 2 else 'nobody rang us back'} visit {number % 9}"


def suggested(id: str) -> tuple[Suggestion, ...]:
    """Return what a run knew: nothing, and a child of the code that it put forward."""
    told = [(code, 0.45) for code in sorted(CODES)] + [("continuity/one_worker", 0.6)]
    return tuple(Suggestion(id, code, sure, None, 0, 3, sure > 0.5, "run", "book") for code, sure in told)


@pytest.fixture
def filled(tmp_path: Path):  # type: ignore[no-untyped-def]
    """Return a store with passages of two kinds, which a run could not tell apart."""
    with open_store(tmp_path / "study.db", create=True) as store:
        made = [replace(document(n), id=f"d{n:03d}") for n in range(COUNT)]
        store.put_documents([(one, "in") for one in made], [], "v")
        blank = passages(document(0))[0]
        cut: list[Passage] = [
            replace(blank, id=f"p{n:03d}", document=f"d{n:03d}", text=text(n), end=len(text(n)), hash=f"h{n}")
            for n in range(COUNT)
        ]
        store.put_passages([(one.document, "in", [one]) for one in cut], "v")
        store.put_suggestions([(one.id, one.hash, suggested(one.id)) for one in cut], "v")
        vectors = np.eye(384, dtype="<f4")
        store.vector_cache().put({cache_key(key=f"h{n}"): vectors[n % 2].tobytes() for n in range(COUNT)})
        promise = (Promise(0.9, 0.4, 58, 60),)
        codes = {c: Standard(0.5, promise, "book", True, 0) for c in CODES}
        codes["continuity/one_worker"] = Standard(0.5, (), "book", True, 1)
        store.set(LEARNT_KEY, Learnt("run", 0, codes).to_json())
        learning.put_in_order(store, store.passages(), store.suggestions(), {}, 0)
        yield store


def decide(store: Store, count: int) -> None:
    for item in store.queue("open")[:count]:
        code = CODES[0] if int(item.passage[1:]) % 2 else CODES[1]
        store.decide(item.passage, "C1", Verdict.CODED, (Coded(code),))


def forward(store: Store, code: str) -> set[int]:
    return {int(id[1:]) for id, own in store.suggestions().items() for s in own if s.code == code and s.put_forward}


def test_suggestions_follow_and_decisions_stay(filled: Store) -> None:
    decide(filled, 60)
    before = filled.decisions()
    found = learning.refresh(filled)
    assert (found.decisions, found.passages) == (60, COUNT)
    assert filled.decisions() == before
    assert forward(filled, "continuity") == {n for n in range(COUNT) if n % 2}
    assert forward(filled, "consistency") == {n for n in range(COUNT) if not n % 2}
    assert forward(filled, "continuity/one_worker") == forward(filled, "continuity"), "a child goes with its parent"
    for own in filled.suggestions().values():
        assert [s.code for s in own][2] == "continuity/one_worker", "groups stay apart"
        assert own[0].confidence >= own[1].confidence
        assert all(s.model.startswith("run+") and s.codebook == "book" for s in own)
        assert all(s.settled == 0.45 for s in own[:2])
    again = filled.suggestions()
    learning.refresh(filled)
    assert filled.suggestions() == again, "corrections start from the run and are not piled up"


def test_taking_everything_back_gives_the_run_back(filled: Store) -> None:
    before = filled.suggestions()
    decide(filled, 40)
    learning.refresh(filled)
    while filled.undo("C1"):
        pass
    learning.refresh(filled)
    assert {id: [(s.code, s.confidence) for s in own] for id, own in filled.suggestions().items()} == {
        id: [(s.code, s.confidence) for s in own] for id, own in before.items()
    }


def test_nothing_is_learnt_before_a_run(store: Store) -> None:
    before = store.suggestions()
    assert learning.refresh(store).decisions == 0
    assert store.suggestions() == before
    assert learning.kept_outlook(store) is None


def test_the_outlook_is_worked_out_from_what_came_by_lot(filled: Store) -> None:
    decide(filled, 110)
    learning.refresh(filled)
    found = learning.kept_outlook(filled)
    assert found is not None
    assert (found.read, found.drawn, found.left) == (110, 22, 10)
    assert "agreement about" in found.sentence().lower()


def test_the_server_learns_after_enough_decisions_and_goes_on_from_the_new_order(filled: Store) -> None:
    app = app_of(filled, coders=("C1",))
    app.state.learner._every = 20
    coder = Coder(app)
    for _ in range(20):
        item = filled.claim_next("C1")
        assert item is not None
        code = CODES[0] if int(item.passage[1:]) % 2 else CODES[1]
        where = coder.decide(item.passage, "code", code=code, position=str(item.position))
        assert where == f"/code?after={item.position}"
    assert app.state.learner.wait(60)
    assert app.state.learner.last is not None
    assert app.state.learner.last.decisions == 20
    item = filled.claim_next("C1")
    assert item is not None
    assert coder.decide(item.passage, "none", position=str(item.position)) == "/code"
    item = filled.claim_next("C1")
    assert item is not None
    assert coder.decide(item.passage, "none", position=str(item.position)) != "/code"


def test_learning_on_demand_and_what_the_pages_say(filled: Store) -> None:
    decide(filled, 100)
    coder = Coder(app_of(filled, coders=("C1",)))
    assert "Learn from the 100 decisions since the last run now" in coder.get("/")
    coder.post("/learn")
    page = coder.get("/")
    assert "Learnt from 100 decisions in" in page
    assert "agreement about" in page.lower()
    assert "of the 100 passages people read" in page
    shown = coder.get(f"/code?passage={filled.queue('open')[0].passage}")
    assert "<strong>Sure</strong>" in shown
    assert "at least 9 in 10 such suggestions are right. On trial 58 of 60 were" in shown


def test_nobody_accepts_a_suggestion_they_have_not_seen(filled: Store) -> None:
    coder = Coder(app_of(filled, coders=("C1",)))
    item = filled.claim_next("C1")
    assert item is not None
    (kept,) = (one for one in filled.suggestions([item.passage])[item.passage] if one.put_forward)
    where = coder.decide(item.passage, "accept", shown="culture", position=str(item.position))
    assert "has changed since you saw it" in coder.get(where)
    assert filled.standing() == {}
    coder.decide(item.passage, "accept", shown=kept.code, position=str(item.position))
    assert [one.code for one in filled.standing()[item.passage].codes] == [kept.code]


def test_what_stops_learning_does_not_stop_coding(filled: Store) -> None:
    def broken(*_: object) -> Refreshed:
        raise ValueError("words")

    learner = Learner(filled, every=1, learn=broken)
    assert learner.decided("C1") is False
    assert learner.wait(10)
    assert (learner.failed, learner.last) == ("ValueError", None)


def test_another_process_learns_and_tells_only_the_type_of_what_stops_it(filled: Store, tmp_path: Path) -> None:
    decide(filled, 40)
    before = filled.suggestions()
    found = apart(filled, 0)
    assert found.decisions == 40
    assert found.passages == len(before)
    assert filled.suggestions() != before
    asked = json.dumps({"where": filled.where, "seed": 0})
    left = [sys.executable, "-m", "voices.review.background"]  # its server is gone before it has begun
    assert subprocess.run(left, input=f"{asked}\n", text=True, check=False).returncode == ALONE
    gone = tmp_path / "50% of #1?.db"
    with open_store(gone, create=True) as empty:
        pass
    gone.unlink()
    with pytest.raises(NotLearnt, match=r"^StudyError$"):
        apart(empty, 0)
