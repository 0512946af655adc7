"""A mark of the machine is shown, counted and comes first; people decide."""

from __future__ import annotations

from tests.review.conftest import Coder, app_of
from voices.model import Suggestion
from voices.review import learning
from voices.store import Store


def mark(store: Store, *marked: str) -> None:
    store.put_concerns([(one.id, one.hash, one.id in marked) for one in store.passages()], "v1")


def test_a_marked_passage_says_so_until_it_is_decided(coder: Coder, store: Store) -> None:
    ids = [one.id for one in store.passages()]
    assert "not looked at yet" not in coder.get("/")
    mark(store, ids[2])
    page = coder.get(f"/code?passage={ids[2]}")
    assert "May need the named lead" in page
    assert "May need the named lead" not in coder.get(f"/code?passage={ids[3]}").split("v-footer")[0]
    assert "1 passage that may need the named lead</a>, not looked at yet, the oldest for 0 days" in coder.get("/")
    assert f"/code?passage={ids[2]}" in coder.get("/held")
    coder.decide(ids[2], "none")
    assert "not looked at yet" not in coder.get("/")
    assert "May need the named lead.</strong>" not in coder.get(f"/code?passage={ids[2]}")
    assert f"/code?passage={ids[2]}" not in coder.get("/held")


def test_marked_passages_are_read_first_and_taken_in_by_no_rule(store: Store) -> None:
    passages = store.passages()
    marked = passages[-1]
    sure = Suggestion(marked.id, "continuity", 0.99, None, 0, 4, True, "m")
    store.put_suggestions([(marked.id, marked.hash, (sure,))], "v9")
    coder = Coder(app_of(store))
    assert marked.text[:40] in coder.get("/rules?code=continuity&confidence=0.95")
    mark(store, marked.id)
    learning.put_in_order(store, passages, store.suggestions(), {}, 0)
    first = store.queue("open")[0]
    assert first.passage == marked.id
    assert marked.text[:40] not in coder.get("/rules?code=continuity&confidence=0.95")
    assert "May need the named lead" in coder.get("/code")


def test_a_barred_document_is_in_no_list_of_marks(store: Store) -> None:
    passages = store.passages()
    mark(store, passages[0].id)
    lead = Coder(app_of(store))
    lead.post(f"/documents/{passages[0].document}", barred="C2")
    assert passages[0].text not in Coder(app_of(store), "C2").get("/held")
    assert passages[0].text in lead.get("/held")
