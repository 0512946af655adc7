"""The coders' lead asks the custodian about a held passage, and about no other."""

from __future__ import annotations

from tests.review.conftest import NAME, Coder
from voices.model import Verdict
from voices.store import Store


def test_a_held_passage_is_asked_about_and_its_outcome_comes_back(coder: Coder, store: Store) -> None:
    held, other = [p.id for p in store.passages()][:2]
    assert "No passage is held" in coder.get("/held")
    store.decide(held, "C1", Verdict.HELD)
    assert 'href="/held"' in coder.get("/memos")
    for passage, reason in ((held, "x"), (held, f"{NAME} is in danger"), (other, "referral 7781")):
        coder.post("/held", passage=passage, reason=reason)
    assert store.asks() == ()
    coder.post("/held", passage=held, reason="referral 7781")
    html = coder.get("/held")
    assert "has not ended it yet" in html
    (ask,) = store.asks()
    assert (ask.passage, ask.coder, ask.reason, ask.outcome) == (held, "C1", "referral 7781", "")
    store.end_ask(ask.id, "known already")
    assert "known already" in coder.get("/held")
