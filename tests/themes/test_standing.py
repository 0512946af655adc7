"""New data go to the themes that stood before; ids survive; what fits nothing proposes new themes."""

from __future__ import annotations

from dataclasses import replace

from voices.embeddings import Embedder
from voices.model import Passage, Themes
from voices.themes import discover

from .conftest import corpus, passage

PASSAGES, SUBJECT = corpus(24)


def found(some: list[Passage], embedder: Embedder, known: Themes | None = None) -> Themes:
    return discover(some, embedder.embed([one.text for one in some]), "all", embedder=embedder, known=known)


def test_new_passages_join_and_old_ones_stay(embedder: Embedder) -> None:
    before = found(PASSAGES[:50], embedder)
    renamed = replace(before, themes=tuple(replace(one, name=f"Mine {one.id}") for one in before.themes))
    after = found(PASSAGES, embedder, renamed)
    assert {one.id for one in before.themes} <= {one.id for one in after.themes}
    old = {one.passage: one.theme for one in before.assignments}
    now = {one.passage: one.theme for one in after.assignments}
    assert all(now[id] == theme for id, theme in old.items() if theme is not None)
    subject = dict(zip((one.id for one in PASSAGES), SUBJECT, strict=True))
    joined = [one for one in PASSAGES[50:] if now[one.id] is not None]
    assert len(joined) >= 0.7 * len(PASSAGES[50:])
    main = {theme: subject[id] for id, theme in old.items() if theme is not None}
    assert sum(main.get(now[one.id] or "") == subject[one.id] for one in joined) >= 0.9 * len(joined)


def test_what_fits_no_theme_proposes_a_new_one(embedder: Embedder) -> None:
    before = found(PASSAGES, embedder)
    days, ways = ["Monday", "Friday", "today", "each week", "at night"], ["broke", "jammed", "leaked ink", "ran dry"]
    fresh = [
        passage(f"n{d}{w}", f"The office printer {way} {day}")
        for d, day in enumerate(days)
        for w, way in enumerate(ways)
    ]
    after = found([*PASSAGES, *fresh], embedder, before)
    new = {one.id for one in after.themes} - {one.id for one in before.themes}
    assert {one.theme for one in after.assignments if one.passage.startswith("n")} & new


def test_another_corpus_is_searched_anew_and_lends_ids(embedder: Embedder) -> None:
    before = found(PASSAGES[:24], embedder)
    assert found(PASSAGES, embedder, before).themes
    again = found(PASSAGES, embedder)
    assert {one.id for one in found(PASSAGES, embedder, replace(again, assignments=again.assignments[:30])).themes}


def test_a_confirmed_theme_stays_when_most_passages_are_new(embedder: Embedder) -> None:
    before = found(PASSAGES[:24], embedder)
    first = before.themes[0]
    known = replace(before, themes=(replace(first, confirmed=True), *before.themes[1:]))
    after = found(PASSAGES, embedder, known)
    assert first.id in {one.id for one in after.themes}
    now = {(one.passage, one.theme) for one in after.assignments}
    assert {(one.passage, one.theme) for one in before.assignments if one.theme == first.id} <= now
    assert len({one.id for one in after.themes}) == len(after.themes)


def test_a_theme_whose_passages_left_is_no_theme_any_more_unless_somebody_made_or_confirmed_it(
    embedder: Embedder,
) -> None:
    before = found(PASSAGES, embedder)
    first = before.themes[0]
    own = [one.passage for one in before.assignments if one.theme == first.id]
    left = [one for one in PASSAGES if one.id not in own[2:]]
    assert first.id not in {one.id for one in found(left, embedder, before).themes}
    for kept in (replace(first, confirmed=True), replace(first, size=2)):
        known = replace(before, themes=(kept, *before.themes[1:]))
        assert first.id in {one.id for one in found(left, embedder, known).themes}
