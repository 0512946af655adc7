"""What people do with themes is played over whatever the machine finds next."""

from __future__ import annotations

import pytest

from voices.errors import InputError
from voices.model import Theme, ThemeAssignment, Themes
from voices.store import Store

FOUND = Themes(
    "all",
    tuple(Theme(id, "all", f"name {id}", ("visit",), 3, 0.8, (f"{id}1",)) for id in "abc"),
    (*(ThemeAssignment(f"{id}{i}", id, 0.7) for id in "abc" for i in (1, 2, 3)), ThemeAssignment("n1", None, 0.1)),
    folded=2,
)


def held(store: Store, theme: str | None) -> list[str]:
    return sorted(one.passage for one in store.themes("all")[0].assignments if one.theme == theme)


def test_merge_split_and_move_outlive_the_next_search(store: Store) -> None:
    store.put_themes(FOUND, "h", "v")
    assert store.themes()[0].folded == 2
    store.rule_theme("all", "a", "merge", "C1", target="b")
    store.rule_theme("all", "c", "split", "C2", "Late minutes", passages=["c2", "c3"])
    store.rule_theme("all", "b", "move", "C1", target="c", passages=["b1"])
    store.rule_theme("all", "b", "move", "C1", passages=["b2"])
    store.rule_theme("all", "", "move", "C1", target="c", passages=["n1"])
    for _ in range(2):
        themes = {one.name: one for one in store.themes("all")[0].themes}
        assert set(themes) == {"name b", "name c", "Late minutes"}
        assert held(store, "b") == ["a1", "a2", "a3", "b3"]
        assert held(store, "c") == ["b1", "c1", "n1"]
        assert held(store, None) == ["b2"]
        assert (themes["name b"].size, themes["Late minutes"].size) == (4, 2)
        assert set(themes["Late minutes"].representative) == {"c2", "c3"}
        # The next search starts from the edited themes; the acts are played again and change nothing.
        store.put_themes(store.themes("all", dropped=True)[0], "h2", "v")
    assert [act.act for act in store.theme_acts("all")] == ["merge", "split", "move", "move", "move"]


def test_a_theme_split_off_can_be_confirmed_and_the_set_has_a_version(store: Store) -> None:
    store.put_themes(FOUND, "h", "v")
    assert store.confirmed_version() == ""
    store.rule_theme("all", "c", "split", "C2", "Late minutes", passages=["c2"])
    new = next(one.id for one in store.themes("all")[0].themes if one.name == "Late minutes")
    store.rule_theme("all", new, "confirm", "C1", "Minutes come late")
    first = store.confirmed_version()
    assert first.startswith("2 of ")
    store.rule_theme("all", new, "move", "C1", passages=["c2"], target="a")
    assert store.confirmed_version() != first
    assert [one.name for one in store.themes("all")[0].themes if one.confirmed] == ["Minutes come late"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"theme": "a", "act": "merge", "target": "a"},
        {"theme": "a", "act": "merge", "target": "z"},
        {"theme": "a", "act": "split", "name": "x", "passages": ["b1"]},
        {"theme": "a", "act": "split", "name": "x", "passages": ["a1", "a2", "a3"]},
        {"theme": "a", "act": "split", "passages": ["a1"]},
        {"theme": "a", "act": "move", "passages": []},
        {"theme": "a", "act": "move", "passages": ["a1"], "target": "z"},
        {"theme": "z", "act": "confirm", "name": "x"},
        {"theme": "a", "act": "burn"},
    ],
)
def test_what_cannot_be_done_is_refused(store: Store, wrong: dict[str, object]) -> None:
    store.put_themes(FOUND, "h", "v")
    with pytest.raises(InputError):
        store.rule_theme("all", coder="C1", **wrong)  # type: ignore[arg-type]
    assert store.theme_acts() == ()
