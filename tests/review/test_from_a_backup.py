"""The standing notice of a study that came back from a backup."""

from __future__ import annotations

from tests.review.conftest import Coder
from voices.model import Verdict
from voices.store import Store, backdating


def test_a_study_from_a_backup_says_as_of_when_it_is_until_somebody_closes_it(coder: Coder, store: Store) -> None:
    assert "put back from a backup" not in coder.get("/")
    store.set("backed up", "2025-03-03T09:38:00")
    backdating.note_return(store)
    said = "It is as of 3 March 2025, 9:38am: what people decided, wrote or chose after that is not in it."
    for path in ("/", "/code", "/quotes"):
        assert said in coder.get(path)
    coder.post("/as-of/close")
    assert "put back from a backup" not in coder.get("/")


def test_a_backup_that_does_not_say_when_it_was_made_is_as_of_its_last_decision(store: Store) -> None:
    backdating.note_return(store)
    assert backdating.as_of(store) == ""
    for number, passage in enumerate(store.passages()[:2]):
        store.decide(passage.id, "C1", Verdict.NO_CODE, made_at=f"2025-03-0{2 - number}T09:00:00Z")
    backdating.note_return(store)
    assert backdating.as_of(store) == "2025-03-02T09:00:00Z"
