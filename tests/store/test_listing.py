"""Pages of memos and themes: the same as the whole lists, and nothing that somebody is not to see."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.conftest import fill
from tests.store.study import hashed
from voices.errors import InputError
from voices.model import Coded, Theme, ThemeAssignment, Themes, Verdict
from voices.store import Store, View, open_store

ACTS = ("confirm", "rename", "drop", "reopen", "merge", "split", "move")
PASSAGES = tuple(hashed("passage", number) for number in range(12))
NAMED = st.sampled_from(("a", "b", "c", "d", ""))
DONE = st.tuples(st.sampled_from(ACTS), NAMED, NAMED, st.lists(st.sampled_from(PASSAGES), max_size=5, unique=True))


def found(scope: str, members: dict[str, list[str]]) -> Themes:
    made = tuple(
        Theme(id, scope, f"name {id}", ("visit",), len(held), 0.8, tuple(held[:3]))
        for id, held in members.items()
        if id
    )
    assigned = tuple(ThemeAssignment(one, id or None, 0.7) for id, held in members.items() for one in held)
    return Themes(scope, made, assigned, note="few")


@settings(max_examples=25, deadline=None)
@given(st.lists(DONE, max_size=8), st.integers(1, 5), st.booleans())
def test_a_page_of_themes_is_a_stretch_of_all_of_them(
    acts: list[tuple[str, str, str, list[str]]], size: int, again: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "study.db", create=True) as store:
        members = {"a": PASSAGES[:4], "b": PASSAGES[2:7], "c": PASSAGES[7:9], "d": (), "": PASSAGES[9:]}
        first = found("all", {id: list(held) for id, held in members.items()})
        for themes in (first, found("culture", {"e": list(PASSAGES[:2])}), found("nothing", {})):
            store.put_themes(themes, "h", "v")
        for act, theme, target, passages in acts:
            try:
                store.rule_theme("all", theme, act, "C1", "a name", target=target, passages=passages)
            except InputError:
                continue
        if again:  # as after a run, whose search starts from what people left
            store.put_themes(store.themes("all", dropped=True)[0], "h2", "v")
        whole = store.themes(dropped=True)
        every = [(some.scope, one) for some in whole for one in some.themes]
        pages = [store.theme_page(size, offset) for offset in range(0, len(every) + 1, size)]
        assert {count for count, _ in pages} == {len(every)}
        shown = [(some.scope, one) for _, page in pages for some in page for one in some.themes]
        assert shown == every
        assert "nothing" in {some.scope for some in pages[0][1]}
        left = {(some.scope, one.id) for some in store.themes() for one in some.themes}
        assert store.dropped_themes() == {(scope, one.id) for scope, one in every} - left
        for id in ("a", "b", "c"):
            held = {one.passage for some in store.themes() for one in some.assignments if one.theme == id}
            assert store.of_theme(id) == held


def test_memos_come_sheet_by_sheet_without_what_somebody_is_not_to_see(tmp_path: Path) -> None:
    with open_store(tmp_path / "study.db", create=True) as store:
        fill(store, documents=2)
        here, there = (store.passages_of(document) for document in sorted({p.document for p in store.passages()}))
        made = [store.add_memo(p.id, "C2", f"note {n}", n != 2) for n, p in enumerate((*here[:4], there[0]))]
        everything = View("C1")
        count, first = store.memo_page(everything, 3, 0)
        assert (count, [m.id for m in first]) == (5, [made[2].id, made[4].id, made[3].id]), "uncleared ones first"
        assert [m.id for m in store.memo_page(everything, 3, 3)[1]] == [made[1].id, made[0].id]
        assert store.memo_page(replace(everything, barred=(there[0].document,)), 9, 0)[0] == 4
        store.add_second_readings([here[0].id])
        store.decide(here[0].id, "C2", Verdict.NO_CODE, suggestion_shown=False)
        mine = store.add_memo(here[0].id, "C1", "my own", True)
        _, seen = store.memo_page(replace(everything, blind=True), 9, 0)
        assert made[0] not in seen, "what another made of a passage that waits for their own reading"
        assert mine in seen
        assert made[0] in store.memo_page(View("C2", blind=True), 9, 0)[1]
        assert store.memo(mine.id) == mine
        assert store.memo(999) is None
        assert store.uncleared_memos(everything) == 1
        assert store.uncleared_memos(View("C1", (here[0].document,))) == 0


def test_what_could_be_quoted_is_what_people_coded_and_may_be_quoted(store: Store) -> None:
    cut = store.passages()
    ids = [p.id for p in cut]
    agreed = tuple(replace(p, quoting=p.id != ids[2]) for p in cut)
    store.put_passages([(cut[0].document, "in-2", agreed)], "v2")
    for id, code, quotable in ((ids[0], "culture/blame", False), (ids[1], "culture", True), (ids[2], "learning", True)):
        store.decide(id, "C1", Verdict.CODED, (Coded(code),), quotable=quotable)
    seen = View("C1")
    assert store.candidates(seen, "culture", ()) == (ids[1], ids[0]), "marked as quotable first"
    store.decide(ids[3], "C1", Verdict.NO_CODE)
    assert set(store.candidates(seen, "culture", ids[2:5])) == {ids[0], ids[1], ids[3]}
    assert store.candidates(View("C1", (cut[0].document,)), "culture", ()) == ()
    store.decide(ids[4], "C1", Verdict.HELD)
    assert store.closed(seen, ids) == {ids[4]}
    assert store.closed(View("C1", (store.passages()[0].document,)), ids) == set(ids)
