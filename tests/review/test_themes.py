"""A theme's own page: its passages sheet by sheet, and its counts without reading a passage."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.review.conftest import Coder, app_of
from tests.review.test_people import everybody
from voices.codebook import find
from voices.model import Theme, ThemeAssignment, Themes
from voices.reporting import plots
from voices.reporting.blocks import Figure
from voices.reporting.theme_counts import theme_counts
from voices.review.pages import theme_sheets
from voices.review.pages.reviewing import reviewing
from voices.review.pages.theme_sheets import Counting
from voices.store import Store
from voices.themes import counts, with_trends


def date(store: Store) -> Themes:
    """Give passages dates and teams, and put two themes of complaints over them; return these."""
    for place, document in enumerate(sorted({p.document for p in store.passages()})):
        cut = [
            replace(p, period=f"2024-{4 + (n + place) % 6:02d}", attributes=(("team", "NS"[n % 2]),))
            for n, p in enumerate(store.passages_of(document))
        ]
        store.put_passages([(document, "dated", cut)], "v")
    ids = [p.id for p in store.passages()]
    made = tuple(Theme(id, "complaints", f"name {id}", ("visit",), 3, 0.8, ()) for id in "ab")
    assigned = tuple(ThemeAssignment(id, "ab"[n < 5] if n % 4 else None, 0.5 + n / 100) for n, id in enumerate(ids))
    store.put_themes(Themes("complaints", made, assigned), "h", "v")
    return store.themes("complaints")[0]


def told(found: Themes, store: Store, theme: Theme, without: tuple[str, ...]) -> list[object]:
    """Return the counts of a theme, worked out from all passages of its scope."""
    seen = [p for p in store.passages() if p.document not in without]
    moved = next(one for one in with_trends(found, seen).themes if one.id == theme.id)
    own = replace(found, themes=(moved,), assignments=tuple(a for a in found.assignments if a.theme == theme.id))
    alone = [one for one in counts(own, seen) if one.theme]
    return [moved.trend, *theme_counts(own, alone, name=f"theme-{theme.id}")]


def test_the_counts_on_a_page_are_those_of_all_passages(store: Store) -> None:
    found = date(store)
    desk = reviewing(store, [find("six_principles", None)], ("C1", "C2"), lambda _: (), 0.0, 30, "Harrowmere")
    counting = Counting(desk)
    for _ in range(2):
        for theme in found.themes:
            shown = counting.blocks("C1", theme)
            trend, *wanted = told(found, store, theme, ())
            assert trend is not None
            assert shown == wanted
        moved = [a.passage for a in found.assignments if a.theme == "b"][:1]
        store.rule_theme("complaints", "b", "move", "C1", target="a", passages=moved)
        found = store.themes("complaints")[0]


def test_a_page_holds_one_sheet_of_passages_and_draws_no_picture(
    store: Store, coder: Coder, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = date(store)
    monkeypatch.setattr(theme_sheets, "LISTED", 2)
    monkeypatch.setattr(plots, "_pictures", lambda *_: pytest.fail("a picture is drawn where it is asked for only"))
    strength = {a.passage: a.strength for a in found.assignments if a.theme == "a"}
    ordered = sorted(strength, key=lambda id: -strength[id])
    sheets = [coder.get(f"/themes/complaints/a?sheet={n}") for n in range(1, -(-len(ordered) // 2) + 1)]
    shown = [[id for id in ordered if f'value="{id}"' in html] for html in sheets]
    assert [id for some in shown for id in some] == ordered
    assert {len(some) for some in shown[:-1]} == {2}
    assert f"Sheet 1 of {len(sheets)}" in sheets[0]
    picture = plots.bars("p", "P", ["row"], [("a", [1.0])], "complaints")
    assert isinstance(picture, Figure)
    assert picture.alternative


def test_passages_kept_from_somebody_are_on_no_sheet_and_in_no_count(store: Store) -> None:
    found, people = date(store), everybody(store)
    out = store.passages([a.passage for a in found.assignments if a.theme == "a"])[0]
    people["C1"].post(f"/documents/{out.document}", barred=["C3"])
    assert f'value="{out.id}"' in people["C1"].get("/themes/complaints/a")
    assert f'value="{out.id}"' not in people["C3"].get("/themes/complaints/a")
    desk = reviewing(store, [find("six_principles", None)], ("C1", "C2", "C3"), lambda _: (), 0.0, 30, "Harrowmere")
    theme = next(one for one in found.themes if one.id == "a")
    _, *wanted = told(found, store, theme, (out.document,))
    assert Counting(desk).blocks("C3", theme) == wanted


def test_a_theme_that_is_not_there_is_not_found(store: Store) -> None:
    client = Coder(app_of(store)).client
    assert {client.get(f"/themes/{path}").status_code for path in ("all/t9", "nowhere/t1")} == {404}
