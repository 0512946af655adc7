"""What the pages of themes let somebody do, and how they answer what cannot be stored."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.review.conftest import NAME, Coder, app_of
from tests.review.test_people import everybody
from tests.review.test_themes import date
from voices.model import Theme, Themes, Trend, Verdict, stability_word
from voices.reporting.theme_pages import PUBLISHED
from voices.review.pages import theme_sheets
from voices.review.theming import Lack, Wish, rule
from voices.store import Store

SAID = f"What {NAME} does"


def ids_of(store: Store, theme: str | None, scope: str = "all") -> list[str]:
    return [one.passage for one in store.themes(scope)[0].assignments if one.theme == theme]


def about_field(html: str, id: str) -> str:
    """Return the tag of a field and what describes it; both have to be on the page."""
    (tag,) = re.findall(rf'<input[^>]* id="{id}"[^>]*>', html)
    (said,) = re.findall(rf'<p id="{id}-error"[^>]*>(.*?)</p>', html)
    assert f'aria-describedby="{id}-error"' in html
    return f"{tag}{said}"


@pytest.mark.parametrize("name", ["[person 306] never rings", "The [Person 306]", "School [mother 2]", "[date: 2023]"])
@pytest.mark.parametrize("act", ["confirm", "rename", "split"])
def test_a_name_with_a_placeholder_is_refused_and_no_tick_clears_it(store: Store, act: str, name: str) -> None:
    wish = Wish("all", "t1", act, name, passages=tuple(ids_of(store, "t1")[:1]), cleared=True)
    assert rule(store, lambda _: (), wish, "C1") is Lack.PLACEHOLDER
    assert store.theme_acts() == ()
    assert name not in repr(wish)


def test_square_brackets_that_are_no_placeholder_may_stand_in_a_name(store: Store) -> None:
    assert rule(store, lambda _: (), Wish("all", "t1", "rename", "Meetings [online]"), "C1") is None


@pytest.mark.parametrize(
    ("name", "said"), [(SAID, "may name somebody"), ("[person 306] rings", "a placeholder"), ("", "Write a name")]
)
@pytest.mark.parametrize("page", ["all", "own"])
def test_a_refused_name_stands_in_its_box_with_what_is_wrong_beside_it(
    coder: Coder, store: Store, page: str, name: str, said: str
) -> None:
    html = coder.post("/themes", 422, scope="all", theme="t2", act="confirm", name=name, page=page)
    told = about_field(html, "name-all-t2")
    assert f'value="{name}"' in told
    assert said in told
    assert "the theme “calls and waiting”" in told
    assert "Nothing was stored" in told
    assert '<a href="#name-all-t2">' in html
    assert "<title>Error: " in html
    assert ("Passages, changes and counts" in html) is (page == "all")
    assert store.theme_acts() == ()


def test_a_refused_split_keeps_name_and_ticks_on_the_sheet_it_was_sent_from(
    coder: Coder, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(theme_sheets, "LISTED", 1)
    (second,) = re.findall(r'name="passage" value="(\w+)"', coder.get("/themes/all/t1?sheet=2"))
    fields = {"scope": "all", "theme": "t1", "act": "split", "sheet": 2}
    html = coder.post("/themes", 422, **fields, name=SAID, passage=second)
    assert re.findall(r'value="(\w+)" checked', html) == [second]
    told = about_field(html, "split-name")
    assert f'value="{SAID}"' in told
    assert "you split off “knowing our story” may name somebody" in told
    html = coder.post("/themes", 422, **fields, name="Doors")
    told = about_field(html, "passages")
    assert "Tick the passages first, of the theme “knowing our story”" in told
    assert 'name="name" value="Doors"' in html
    assert store.theme_acts() == ()


def test_a_split_of_everything_says_so_and_keeps_the_ticks(coder: Coder, store: Store) -> None:
    both = ids_of(store, "t1")
    html = coder.post("/themes", 422, scope="all", theme="t1", act="split", name="Doors", passage=both)
    assert "a split leaves at least one passage in the old theme" in about_field(html, "passages")
    assert sorted(re.findall(r'value="(\w+)" checked', html)) == sorted(both)
    coder.post("/themes", 404, scope="all", theme="t9", act="split", name="Doors", passage=both)
    assert store.theme_acts() == ()


def test_what_somebody_typed_stands_only_in_its_own_box(coder: Coder) -> None:
    html = coder.post("/themes", 422, scope="all", theme="t2", act="rename", name=SAID)
    assert html.count(NAME) == 1
    assert NAME not in coder.get("/themes")


@pytest.mark.parametrize(
    ("name", "meaning", "cleared", "said"),
    [
        ("Known", f"{NAME} knows the story.", "", "may name somebody"),
        ("Known [person 306]", "Somebody knows the story.", "yes", "a placeholder"),
        ("Known", "[person 306] knows the story.", "yes", "a placeholder"),
    ],
)
def test_a_refused_code_keeps_name_meaning_and_place(
    store: Store, name: str, meaning: str, cleared: str, said: str
) -> None:
    kept: list[object] = []
    lead = Coder(app_of(store, keep=lambda _before, after: kept.append(after)))
    store.rule_theme("all", "t1", "confirm", "C1", "Known by our worker")
    place = {"book": "six_principles:continuity", "scope": "all", "theme": "t1", "cleared": cleared}
    html = lead.post("/themes/code", 422, **place, name=name, definition=meaning)
    told = about_field(html, "code-name")
    assert f'value="{name}"' in told
    assert "The theme “Known by our worker” did not become a code" in told
    assert said in told
    assert f">{meaning}</textarea>" in html
    assert '<option value="six_principles:continuity" selected>' in html
    assert '<a href="#code-name">' in html
    assert kept == []


def test_only_complaints_have_a_word_for_how_they_move(store: Store, coder: Coder) -> None:
    trend = Trend("rising", 0.5, 0.1, 0.9)
    (found,) = store.themes("all")
    for scope in ("all", "complaints"):
        made = tuple(replace(one, scope=scope, trend=trend) for one in found.themes)
        store.put_themes(Themes(scope, made, found.assignments), "h", "v2")
    first, second = coder.get("/themes").split('id="part-complaints"')
    assert "over time" not in first
    assert second.count("over time: rising") == 2
    assert "over time" not in coder.get("/themes/all/t1")


def test_no_theme_is_offered_only_and_stable_at_once(coder: Coder, store: Store) -> None:
    (found,) = store.themes("all")
    made = tuple(replace(one, stability=figure) for one, figure in zip(found.themes, (0.35, PUBLISHED), strict=True))
    store.put_themes(Themes("all", made, found.assignments), "h", "v2")
    for id, badge, word in (("t1", "Offered only", "unstable (35 in 100)"), ("t2", "Candidate", "fairly stable (50")):
        html = coder.get(f"/themes/all/{id}")
        assert badge in html
        assert f"· {word}" in html
    assert (stability_word(PUBLISHED - 0.001), stability_word(PUBLISHED)) == ("unstable", "fairly stable")


def test_a_themes_own_page_confirms_renames_drops_and_reopens_and_stays_there(coder: Coder, store: Store) -> None:
    fields = {"scope": "all", "theme": "t1", "page": "own"}
    html = coder.get("/themes/all/t1")
    assert "2 passages · stable (80 in 100)" in html
    for act, name, badge in (
        ("confirm", "Known by our worker", "Confirmed"),
        ("rename", "Known here", "Confirmed"),
        ("drop", "", "Dropped"),
        ("reopen", "", "Candidate"),
    ):
        assert f'value="{act}"' in html
        assert coder.post("/themes", **fields, act=act, name=name) == "/themes/all/t1"
        html = coder.get("/themes/all/t1")
        assert re.search(rf'<span class="tag[^"]*">{badge}</span>', html)
    assert store.themes("all")[0].themes[0].name == "Known here"


def test_passages_in_no_theme_have_a_page_and_can_be_moved_into_one(store: Store) -> None:
    date(store)
    people, left = everybody(store), ids_of(store, None, "complaints")
    assert 'href="/themes/complaints/none"' in people["C1"].get("/themes")
    html = people["C1"].get("/themes/complaints/none")
    assert sorted(re.findall(r'name="passage" value="(\w+)"', html)) == sorted(left)
    fields = {"scope": "complaints", "theme": "", "act": "move", "target": "b"}
    html = people["C1"].post("/themes", 422, **fields)
    assert "of those in no theme" in about_field(html, "passages")
    assert '<option value="b" selected>' in html
    assert people["C1"].post("/themes", **fields, passage=left[:2]) == "/themes/complaints/none"
    assert set(left[:2]) <= set(ids_of(store, "b", "complaints"))
    html = people["C1"].get("/themes/complaints/none")
    assert sorted(re.findall(r'name="passage" value="(\w+)"', html)) == sorted(left[2:])
    assert people["C1"].client.get("/themes/nowhere/none").status_code == 404


def test_what_is_held_or_kept_from_somebody_is_not_among_those_in_no_theme(store: Store) -> None:
    date(store)
    people, left = everybody(store), ids_of(store, None, "complaints")
    held, barred = store.passages(left)[0], store.passages(left)[-1]
    store.decide(held.id, "C1", Verdict.HELD)
    people["C1"].post(f"/documents/{barred.document}", barred=["C3"])
    assert f'value="{held.id}"' not in people["C1"].get("/themes/complaints/none")
    assert f'value="{barred.id}"' in people["C1"].get("/themes/complaints/none")
    assert f'value="{barred.id}"' not in people["C3"].get("/themes/complaints/none")


def test_a_dropped_theme_takes_no_passages_of_none(store: Store, coder: Coder) -> None:
    date(store)
    store.rule_theme("complaints", "b", "drop", "C1")
    html = coder.get("/themes/complaints/none")
    assert '<option value="a">' in html
    assert '<option value="b">' not in html


def test_each_part_is_linked_from_the_top_on_whatever_sheet_it_begins(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    date(store)
    more = tuple(Theme(id, "culture/blame", id, ("w",), 1, 0.8, ()) for id in "xyz")
    store.put_themes(Themes("culture/blame", more, ()), "h", "v")
    store.put_themes(Themes("learning", (), (), note="too few passages"), "h", "v")
    monkeypatch.setattr(theme_sheets, "PAGE", 3)
    coder = Coder(app_of(store))
    for sheet in (1, 2, 3):
        here = f"/themes?sheet={sheet}"
        links = re.findall(r'href="(/themes\?sheet=\d+)?#(part-[\w-]+)"', coder.get(here))
        assert [mark for _, mark in links] == ["part-all", "part-complaints", "part-culture-blame", "part-learning"]
        for address, mark in links:
            assert coder.get(address or here).count(f'id="{mark}"') == 1
