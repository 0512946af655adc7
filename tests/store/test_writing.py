"""Chains of what people write: versions, undo, two writers at once, and people who leave."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.study import document, passages
from voices import placeholders
from voices.errors import InputError, StaleVersion
from voices.model.assembled import Cited, PracticeExample
from voices.model.realist import Anchor, Bearing, Element, Link, Theory
from voices.store import Store
from voices.store import tables as t
from voices.store.steady import from_steady, to_steady

CUT = passages(document(0))
GIVEN = Theory("one_face", "One face", "a", "b", "c", ("continuity",))


def anchor(place: int = 0, element: Element = Element.CONTEXT, start: int = 3, end: int = 20) -> Anchor:
    return Anchor(element, CUT[place].id, start, end)


def linked(store: Store, coder: str = "C1", **more: object) -> Link:
    anchors = (anchor(0, Element.OUTCOME), anchor(1), anchor(1, Element.WHOM, 0, 6))
    id = store.put_link("one_face", Bearing.SUPPORTS, anchors, "What it shows.", coder, **more)  # type: ignore[arg-type]
    found = store.link(id)
    assert found is not None
    return found


def test_a_link_comes_back_in_the_order_it_is_read(store: Store) -> None:
    made = linked(store)
    assert [a.element for a in made.anchors] == [Element.WHOM, Element.CONTEXT, Element.OUTCOME]
    assert (made.bearing, made.note, made.coder, made.lost) == (Bearing.SUPPORTS, "What it shows.", "C1", 0)
    assert store.links("one_face") == (made,)
    assert store.links("another") == ()


def test_two_people_changing_one_link_is_noticed_and_nothing_is_lost(store: Store) -> None:
    made = linked(store)
    store.put_link("one_face", Bearing.REFUTES, made.anchors, "Mine.", "C2", id=made.id, version=made.version)
    with pytest.raises(StaleVersion):
        store.put_link("one_face", Bearing.REFINES, made.anchors, "Late.", "C1", id=made.id, version=made.version)
    assert [act.coder for act in store.link_history(made.id)] == ["C1", "C2"]
    assert store.links()[0].note == "Mine."


def test_undo_takes_back_ones_own_last_act_and_a_link_taken_off_comes_back(store: Store) -> None:
    made = linked(store)
    store.remove_link(made, "C1")
    assert store.links() == ()
    assert not store.undo_link("C2", "one_face")
    assert store.undo_link("C1", "one_face")
    (back,) = store.links()
    assert replace(back, version=made.version) == made
    store.put_link("one_face", Bearing.REFUTES, back.anchors, "", "C1", id=back.id, version=back.version)
    assert store.undo_link("C1", "one_face")
    assert store.links()[0].bearing is Bearing.SUPPORTS
    assert store.undo_link("C1", "one_face")
    assert store.links() == ()
    assert not store.undo_link("C1", "one_face")
    assert [act.act for act in store.link_history(made.id)] == [
        "made", "removed", "undone", "changed", "undone", "undone",
    ]  # fmt: skip


@pytest.mark.parametrize("anchors", [(), (anchor(0, Element.CONTEXT, 5, 5),), (anchor(0, Element.CONTEXT, 0, 9999),),
                                     (Anchor(Element.CONTEXT, "nowhere", 0, 3),)])  # fmt: skip
def test_a_link_without_words_of_a_live_passage_is_refused(store: Store, anchors: tuple[Anchor, ...]) -> None:
    with pytest.raises(InputError):
        store.put_link("one_face", Bearing.SUPPORTS, anchors, "", "C1")
    assert store.links() == ()


@pytest.mark.parametrize(
    "statement",
    [
        sa.update(t.written).values(words='{"note":"other"}'),
        sa.update(t.written).values(words="{}", coder="C9"),
        sa.update(t.written).values(facts="{}"),
        sa.delete(t.written),
    ],
)
def test_the_database_itself_refuses_to_change_what_was_written(store: Store, statement: sa.UpdateBase) -> None:
    made = linked(store)
    with pytest.raises(sa.exc.DatabaseError, match="append-only"), store._write() as connection:
        connection.execute(statement)
    assert store.links() == (made,)


def test_a_theory_is_the_files_until_somebody_rewords_it(store: Store) -> None:
    assert store.theories([GIVEN]) == (GIVEN,)
    store.write_theory(replace(GIVEN, then="otherwise"), "C2", None)
    (now,) = store.theories([GIVEN])
    assert (now.then, now.by, now.principles) == ("otherwise", "C2", ("continuity",))
    with pytest.raises(StaleVersion):
        store.write_theory(GIVEN, "C1", None)
    store.write_theory(replace(now, dropped=True), "C1", now.version)
    assert store.theories([GIVEN]) == ()
    assert store.theories([GIVEN], dropped=True)[0].dropped
    assert [one.then for one in store.theory_versions("one_face")] == ["otherwise", "otherwise"]


def test_a_link_keeps_its_words_when_a_pseudonym_gets_another_number(store: Store) -> None:
    text = "When [person 214] left we had [person 7], who rang."
    first = replace(CUT[0], id="p", text=text, end=CUT[0].start + len(text))
    store.put_passages([(CUT[0].document, "in-2", (first, *CUT[1:]))], "v2")
    start = text.index("we had")
    store.put_link("one_face", Bearing.SUPPORTS, (Anchor(Element.CONTEXT, "p", start, start + 17),), "", "C1")
    merged = text.replace("214", "7").replace("[person 7],", "[mother 31],")
    store.put_passages([(CUT[0].document, "in-3", (replace(first, text=merged), *CUT[1:]))], "v3")
    (found,) = store.links()[0].anchors
    assert merged[found.start : found.end] == "we had [mother 31]"


def test_a_link_whose_passage_is_cut_otherwise_waits_for_somebody(store: Store) -> None:
    made = linked(store)
    recut = (replace(CUT[0], id="new", text=CUT[0].text[:20], end=CUT[0].start + 20), *CUT[1:])
    store.put_passages([(CUT[0].document, "in-2", recut)], "v2")
    (now,) = store.links()
    assert (now.lost, len(now.anchors)) == (1, 2)
    assert [p.id for p in store.retired()] == [CUT[0].id], "a passage with a link on it is never lost"
    store.put_passages([(CUT[0].document, "in-1", CUT)], "v3")
    assert replace(store.links()[0], version=made.version) == made


def test_whoever_leaves_takes_their_words_out_of_links_cells_and_examples(store: Store) -> None:
    made = linked(store)
    who = CUT[0].participant
    store.put_cell(who, "continuity", "She says it grew.", (), "C1", None)
    store.put_cell("group: parent", "continuity", "They say it grew.", (Cited(CUT[0].id, 0, 9),), "C1", None)
    told = PracticeExample(
        "e", 0, "Title", "Story", ("continuity",), False, "form", (Cited(CUT[0].id, 0, 9),), "C1", ""
    )
    store.put_example(told, "C1", None, released=True)
    left = store.withdraw(who)
    assert left.written == 4
    with store._read() as connection:
        assert {row.words for row in connection.execute(sa.select(t.written))} == {"{}"}
        assert connection.execute(sa.select(sa.func.count()).select_from(t.anchor)).scalar_one() == 0
    (link,) = store.links()
    assert (link.id, link.note, link.anchors, link.lost) == (made.id, "", (), 3)
    assert store.cells() == ()
    (example,) = store.examples()
    assert (example.title, example.narrative, example.quotes, example.released_by, example.lost) == ("", "", (), "", 1)


def test_a_cell_that_two_people_write_keeps_both_until_somebody_settles_it(store: Store) -> None:
    assert store.put_cell("P1", "culture", "First.", (), "C1", None)
    seen = store.cells()[0].version
    assert store.put_cell("P1", "culture", "Second.", (), "C2", seen)
    assert not store.put_cell("P1", "culture", "Meanwhile.", (), "C1", seen)
    assert not store.put_cell("P1", "culture", "Meanwhile.", (), "C1", seen), "brought in twice"
    (cell,) = store.cells()
    assert (cell.text, [(coder, text) for _, coder, text in cell.rivals]) == ("Second.", [("C1", "Meanwhile.")])
    assert store.put_cell("P1", "culture", "Both.", (), "C2", cell.version)
    (cell,) = store.cells()
    assert (cell.text, cell.rivals) == ("Both.", ())


def test_a_change_takes_the_release_of_an_example_back(store: Store) -> None:
    quotes = (Cited(CUT[1].id, 0, 9), Cited(CUT[0].id, 0, 9))
    told = PracticeExample("e", 0, "Title", "Story", ("culture",), True, "form", quotes, "C2", "")
    store.put_example(told, "C2", None)
    store.put_example(store.examples()[0], "C1", store.examples()[0].version, released=True)
    (now,) = store.examples()
    assert (now.released_by, now.by, now.quotes, now.composite) == ("C1", "C2", quotes, True)
    with pytest.raises(StaleVersion):
        store.put_example(now, "C2", told.version)
    store.put_example(replace(now, narrative="Other"), "C2", now.version)
    assert store.examples()[0].released_by == ""


TEXT = st.lists(
    st.sampled_from(["she ", "rang. ", "[person 214]", "[person 7] ", "[place 31]", "[date: May 2023]", "[laughs] "]),
    min_size=1, max_size=12,
).map("".join)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(text=TEXT, data=st.data())
def test_steady_places_hold_at_least_what_was_chosen_and_the_same_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    steady = to_steady(text, start, end)
    back = from_steady(text, *steady)
    assert back[0] <= start
    assert back[1] >= end
    held = placeholders.collapse(text)[slice(*steady)]
    assert placeholders.collapse(text[slice(*back)]) == held
    assert to_steady(text, *back) == steady
