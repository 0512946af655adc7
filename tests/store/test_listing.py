"""Pages of memos and themes: the same as the whole lists, and nothing that somebody is not to see."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.store.conftest import fill
from tests.store.study import document, hashed, passages
from voices.errors import InputError
from voices.model import Coded, Decision, Passage, Theme, ThemeAssignment, Themes, Verdict
from voices.review import theming
from voices.store import Store, View, open_store
from voices.store.editing import version
from voices.themes import counts_of

ACTS = ("confirm", "rename", "drop", "reopen", "merge", "split", "move")
PASSAGES = tuple(hashed("passage", number) for number in range(12))
NAMED = st.sampled_from(("a", "b", "c", "d", ""))
DONE = st.tuples(st.sampled_from(ACTS), NAMED, NAMED, st.lists(st.sampled_from(PASSAGES), max_size=5, unique=True))


def put_passages(store: Store) -> tuple[str, ...]:
    """Put all but one of the passages into a store, one of them held; return a document to keep from somebody."""
    made = {f"d{n}": document(n) for n in range(4)}
    store.put_documents([(replace(one, id=id), id) for id, one in made.items()], [], "v")
    cut = {id: list[Passage]() for id in made}
    for place, id in enumerate(PASSAGES[:-1]):
        own = f"d{place % 4}"
        about = {"document": own, "turn": place, "period": f"2024-0{1 + place % 3}" if place % 5 else ""}
        about |= {"case": "c" if place in (2, 5) else "", "attributes": (("team", "NS"[place % 2]),)}
        cut[own].append(replace(passages(made[own])[place % 6], id=id, **about))
    store.put_passages([(id, id, some) for id, some in cut.items()], "v")
    store.decide(PASSAGES[3], "C1", Verdict.HELD)
    return ("d1",)


def found(scope: str, members: dict[str, list[str]]) -> Themes:
    made = tuple(
        Theme(id, scope, f"name {id}", ("visit",), len(held), 0.8, tuple(held[:3]))
        for id, held in members.items()
        if id
    )
    assigned = tuple(
        ThemeAssignment(one, id or None, 0.5 + 0.1 * (int(one[:2], 16) % 3) + 0.01 * (id == "b"))
        for id, held in members.items()
        for one in held
    )
    return Themes(scope, made, assigned, note="few")


MERGED = [("merge", "a", "b", []), ("split", "b", "", [PASSAGES[2]]), ("merge", "c", "b", []), ("move", "b", "", [])]
MERGED += [("move", "b", "d", [PASSAGES[3], PASSAGES[8]]), ("confirm", "b", "", []), ("move", "", "b", [PASSAGES[9]])]


@settings(max_examples=25, deadline=None)
@example(MERGED, 2, False)
@example([*MERGED, ("drop", "b", "", []), ("merge", "b", "d", [])], 2, True)
@given(st.lists(DONE, max_size=8), st.integers(1, 5), st.booleans())
def test_what_the_database_says_of_themes_is_what_is_in_them_as_people_left_them(
    acts: list[tuple[str, str, str, list[str]]], size: int, again: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "study.db", create=True) as store:
        barred = put_passages(store)
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
        confirmed = [(one, some) for some in store.themes() for one in some.themes if one.confirmed]
        mark = version((one, {a.passage for a in some.assignments if a.theme == one.id}) for one, some in confirmed)
        assert store.confirmed_version() == (f"{len(store.theme_acts())} of {mark}" if confirmed else "")
        for some in whole:
            said = store.theme_cases(some.scope, barred)
            for theme in (*some.themes, None):
                check_one(store, some, theme, barred, size)
                held = {a.passage for a in some.assignments if a.theme == (theme.id if theme else None)}
                seen = [p for p in store.passages(held) if p.document not in barred]
                assert said[theme.id if theme else ""] == {(p.case or p.document, p.period) for p in seen}
        assert store.theme_by_id("all", "nowhere") is None
        assert store.theme_members("nowhere", "a", (), 9, 0) == (0, ())


def check_one(store: Store, some: Themes, theme: Theme | None, barred: Sequence[str], size: int) -> None:
    """Hold what the database says of one theme beside all of it, read and counted here."""
    id = theme.id if theme else ""
    if theme is not None:
        assert store.theme_by_id(some.scope, id) is not None
        own, others = store.theme_by_id(some.scope, id) or (theme, ())
        assert own == theme
        assert [(one.id, one.name) for one in others] == [(o.id, o.name) for o in some.themes if o.id != id]
    held = store.passages({one.passage for one in some.assignments if (one.theme or "") == id})
    out = {item.passage for item in store.queue("held")} | {p.id for p in held if p.document in barred}
    listed = [passage for passage, _ in theming.listed(some, id, held, out)]
    sheets = [store.theme_members(some.scope, id, barred, size, at) for at in range(0, len(listed) + 1, size)]
    assert {count for count, _ in sheets} == {len(listed)}
    assert [one for _, page in sheets for one in page] == listed
    if theme is not None:
        seen = [p for p in held if p.document not in barred]
        said = store.theme_circumstances(some.scope, id, barred)
        assert counts_of(theme, said) == counts_of(theme, seen)


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
    assert store.candidates(seen, "culture") == (ids[1], ids[0]), "marked as quotable first"
    store.decide(ids[3], "C1", Verdict.NO_CODE)
    store.put_themes(found("all", {"t": ids[2:5], "": []}), "h", "v")
    assert store.candidates(seen, "t") == (ids[3],)
    store.rule_theme("all", "t", "move", "C1", passages=[ids[3]])
    assert store.candidates(seen, "t") == ()
    assert store.candidates(View("C1", (cut[0].document,)), "culture") == ()
    store.decide(ids[4], "C1", Verdict.HELD)
    assert store.closed(seen, ids) == {ids[4]}
    assert store.closed(View("C1", (store.passages()[0].document,)), ids) == set(ids)


def test_what_a_rule_could_take_in_is_found_without_reading_all_that_waits(store: Store) -> None:
    waiting = {item.passage for item in store.queue("open")}
    given = store.suggestions(waiting)
    for code, least in (("continuity", 0.5), ("continuity", 0.87), ("consistency", 0.4), ("learning", 0.8)):
        forward = {
            id for id in waiting for s in given[id] if s.code == code and s.put_forward and s.confidence >= least
        }
        assert set(store.put_forward(code, least)) == forward
        assert set(store.put_forward(code, least, role="parent", wave=1)) == forward
        assert store.put_forward(code, least, source="elsewhere") == ()
    first, second = sorted(waiting)[:2]
    store.decide_many([Decision(0, first, "C2", Verdict.NO_CODE, (), "2026-01-01", rule="a rule")])
    store.decide(second, "C1", Verdict.NO_CODE)
    assert [(rule, [who for _, who in made]) for rule, made in store.by_rule().items()] == [("a rule", ["C2"])]
    assert first not in store.put_forward(given[first][0].code, 0.5)
