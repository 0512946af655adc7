"""Keywords in context, phrases, all passages of a code, tables, and rules that accept many."""

from __future__ import annotations

from tests.review.conftest import Coder, app_of
from tests.store.study import suggestions
from voices.model import Coded, CodedPassage, Decision, Suggestion, Valence, Verdict
from voices.review.counting import by_attribute, together
from voices.review.keywords import hits, in_context
from voices.review.rules import Rule, fingerprint, takes
from voices.store import Given, Sought, Store, View, terms


def coded(store: Store) -> list[CodedPassage]:
    made = [("continuity", "culture"), ("continuity",), ("culture/blame", "culture"), ("learning",)]
    found = []
    for passage, codes in zip(store.passages(), made, strict=False):
        decision = Decision(0, passage.id, "C1", Verdict.CODED, tuple(map(Coded, codes)), "2025-03-01")
        found.append(CodedPassage(passage, decision))
    return found


GIVEN = (
    Given(("continuity",), "parent", 1),
    Given(("continuity", "culture"), "", 1),
    Given(("culture", "culture/blame"), "parent", 1),
    Given(("learning",), "parent", 1),
)


def test_the_store_counts_what_stands(store: Store) -> None:
    for item in coded(store):
        store.decide(item.passage.id, "C1", Verdict.CODED, item.decision.codes)
    found = store.given(View("C1"), "role")
    assert {one.codes for one in found} == {one.codes for one in GIVEN}
    assert {one.value for one in found} == {passage.role for passage in store.passages()[:4]}
    assert sum(one.passages for one in found) == 4
    assert store.given(View("C1", barred=tuple(d.id for d in store.documents())), "role") == ()


def test_codes_that_stand_together_are_counted_by_passage() -> None:
    table = together(GIVEN, ("continuity", "culture", "learning"), lambda code: code.split("/")[0])
    assert table.rows == ("continuity", "culture", "learning")
    assert table.cells == ((2, 1, 0), (1, 2, 0), (0, 0, 1))


def test_codes_by_attribute_count_each_passage_once() -> None:
    table = by_attribute(GIVEN, ("continuity", "culture"), lambda c: c.split("/")[0])
    assert (table.columns, table.cells) == (("parent", "not stated"), ((1, 1), (1, 1)))
    assert sum(map(sum, table.cells)) == sum(table.totals) == 4
    assert by_attribute([], ("continuity",), str).rows == ()


def test_words_are_found_in_context_whatever_their_case(store: Store) -> None:
    assert hits("Nobody RANG. İ nobody", ("nobody",)) == [(0, 6), (15, 21)]
    assert hits("rang\n back, rang back", ("rang back",)) == [(12, 21)]
    lines = in_context(store.passages(), ("nobody",), around=10)
    assert lines
    assert all(line.word.casefold() == "nobody" for line in lines)
    assert [one.right.casefold() for one in lines] == sorted(one.right.casefold() for one in lines)


def test_a_phrase_is_looked_for_as_one(coder: Coder, store: Store) -> None:
    assert terms('visit "rang me back" “two weeks”') == ("visit", "rang me back", "two weeks")
    assert store.find(Sought(words='"me rang"'))[0] == 0
    assert store.find(Sought(words='"rang me"'))[0] == store.find(Sought(words="rang me"))[0] > 0
    coder.post("/search", words='"rang me"', code="", role="", source="", coder="", state="", lines="yes")
    page = coder.get("/search")
    assert "sorted by what follows" in page
    assert '<td class="kwic__hit">rang me</td>' in page


def test_all_passages_of_a_code_and_the_tables_lead_to_each_other(coder: Coder, store: Store) -> None:
    for item in coded(store):
        store.decide(item.passage.id, "C1", Verdict.CODED, item.decision.codes)
    page = coder.get("/tables")
    assert "/passages?code=continuity&amp;also=culture" in page
    assert "1 passage." in coder.get("/passages?code=continuity&also=culture")
    assert "2 passages." in coder.get("/passages?code=culture")
    assert "1 passage." in coder.get("/passages?code=culture/blame")
    role = store.passages()[0].role
    assert role in coder.get(f"/passages?code=continuity&by=role&value={role}")
    for path in ("/tables?by=team", "/passages?code=nothing", "/passages?code=culture&by=x"):
        assert coder.client.get(path).status_code == 404


def sure(passage_id: str, *codes: tuple[str, float]) -> tuple[Suggestion, ...]:
    return tuple(Suggestion(passage_id, code, sure, Valence.POSITIVE, 0, 4, True, "m") for code, sure in codes)


def test_a_rule_takes_what_is_sure_and_nothing_else(store: Store) -> None:
    passages = store.passages()[:4]
    given = {
        passages[0].id: sure(passages[0].id, ("continuity", 0.95)),
        passages[1].id: sure(passages[1].id, ("continuity", 0.9), ("culture", 0.9)),
        passages[2].id: sure(passages[2].id, ("continuity", 0.9)),
        passages[3].id: sure(passages[3].id, ("continuity", 0.899)),
    }
    rule = Rule("continuity", 0.9)
    taken = takes(rule, passages, given)
    assert [one.passage.id for one in taken] == [passages[2].id, passages[0].id], "the least sure first"
    assert rule.name == "accept continuity from 0.90"
    assert fingerprint(taken) == fingerprint(taken[::-1]) != fingerprint(taken[:1])


def test_many_are_accepted_by_a_rule_recorded_as_such_and_taken_back(coder: Coder, store: Store) -> None:
    ids = [p.id for p in store.passages()]
    store.put_suggestions([(id, "h", sure(id, ("continuity", 0.9))) for id in ids[:6]], "v2")
    store.decide(ids[0], "C2", Verdict.NO_CODE)
    store.claim(ids[1], "C2")
    page = coder.get("/rules?code=continuity&confidence=0.9")
    assert "4 passages" in page
    seen = page.split('name="seen" value="')[1].split('"')[0]
    form = {"code": "continuity", "confidence": "0.9", "role": "", "source": "", "wave": "", "seen": seen}
    coder.post("/rules", **form, leave=ids[2])
    made = [d for d in store.decisions() if d.rule]
    assert sorted(d.passage for d in made) == sorted(ids[3:6])
    assert {d.rule for d in made} == {"accept continuity from 0.90"}
    assert made[0].codes == (Coded("continuity", Valence.POSITIVE, 0, 4),)
    coder.post("/rules", 409, **form)
    assert store.standing()[ids[0]].verdict is Verdict.NO_CODE, "what a person decided stays"
    coder.post("/rules/back", rule="accept continuity from 0.90")
    assert not [d for d in store.standing().values() if d.rule]
    assert store.item(ids[4]).state == "open"  # type: ignore[union-attr]


def test_no_rule_takes_what_two_people_read_blind(store: Store) -> None:
    lead = Coder(app_of(store, blind_share=1.0))
    for passage in store.passages():
        store.put_suggestions([(passage.id, "h", suggestions(passage))], "v3")
    assert "The rule takes in no passage" in lead.get("/rules?code=continuity&confidence=0.5")
