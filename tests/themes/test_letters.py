"""A letter with several issues has several themes."""

from __future__ import annotations

import pytest

from voices.embeddings import Embedder
from voices.model import Theme, ThemeAssignment, Themes
from voices.themes import cut, discover, joined

from .conftest import SUBJECTS, corpus, passage

PASSAGES, SUBJECT = corpus(24)


def test_a_short_text_stays_whole_and_a_long_one_is_cut() -> None:
    short, long = passage("a", "The bus never came."), passage("b", "The bus never came. " * 60)
    assert cut(short) == (short,)
    parts = cut(long)
    assert len(parts) > 1
    assert [one.id for one in parts][:2] == ["b#000", "b#001"]
    assert all(long.text[one.start : one.end] == one.text for one in parts)
    assert [one.ordinal for one in parts] == list(range(len(parts)))


def test_a_paragraph_is_a_passage_and_an_address_goes_with_the_next() -> None:
    said = ["The bus never came and nobody at the depot could tell us why. " * 3, "The soup was cold every day. " * 8]
    parts = cut(passage("a", "\n\n".join(["14 Mill Lane\nCawdry", "Dear Sir,", *said, "Yours, P.", "A note. " * 40])))
    assert [part.text.split()[0] for part in parts] == ["14", "The", "Yours,"]
    assert parts[0].text.rstrip().endswith("why.")


def test_letters_with_two_issues_get_both(embedder: Embedder) -> None:
    by = {name: [p.text for p, s in zip(PASSAGES, SUBJECT, strict=True) if s == name] for name in SUBJECTS}
    letters = [passage(f"l{i}", " ".join([*by["bus"][i : i + 8], *by["dog"][i : i + 8]])) for i in range(6)]
    texts = [*PASSAGES, *letters]
    parts = [(one.id, cut(one)) for one in texts]
    flat = [part for _, listed in parts for part in listed]
    found = joined(discover(flat, embedder.embed([p.text for p in flat]), "all", embedder=embedder), parts)
    assert sorted({one.passage for one in found.assignments}) == sorted(one.id for one in texts)
    several = [id for id in (one.id for one in letters) if sum(a.passage == id for a in found.assignments) > 1]
    assert len(several) >= 4
    for theme in found.themes:
        assert theme.size == sum(one.theme == theme.id for one in found.assignments)


def test_the_strongest_theme_comes_first_and_none_only_alone() -> None:
    one, two = Theme("t", "all", "T", (), 3, 0.9, ("a#001",)), Theme("u", "all", "U", (), 1, 0.9, ("a#000",))
    parts = [
        ("a", [passage(f"a#{i:03d}", "x") for i in range(4)]),
        ("b", [passage("b", "x")]),
        ("c", [passage("c", "")]),
    ]
    given = [("a#000", "u", 0.5), ("a#001", "t", 0.4), ("a#002", "t", 0.3), ("a#003", None, 0.1), ("b", None, 0.2)]
    found = joined(Themes("all", (one, two), tuple(ThemeAssignment(*row) for row in given), ("c",)), parts)
    assert [(a.passage, a.theme, a.strength) for a in found.assignments] == [
        ("a", "t", pytest.approx(0.175)), ("a", "u", pytest.approx(0.125)), ("b", None, 0.2),
    ]  # fmt: skip
    assert [theme.representative for theme in found.themes] == [("a",), ("a",)]
    assert found.set_aside == ("c",)


def test_one_passage_of_a_long_letter_is_enough_for_a_theme() -> None:
    themes = tuple(Theme(id, "all", id, (), 3, 0.9, ()) for id in "tuv")
    parts = [("a", [passage(f"a#{i:03d}", "x") for i in range(6)])]
    given = [("t", 0.5), ("t", 0.5), ("t", 0.5), ("t", 0.5), ("u", 0.45), ("v", 0.35)]
    rows = tuple(ThemeAssignment(f"a#{i:03d}", theme, strength) for i, (theme, strength) in enumerate(given))
    assert [one.theme for one in joined(Themes("all", themes, rows), parts).assignments] == ["t", "u", "v"]
