"""Greetings, background, praise, wishes and farewells of letters are in no theme; issues are."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from training import field as of_field
from training import letters as of_letters
from voices.embeddings import Embedder
from voices.model import Kind, Passage, Theme, ThemeAssignment, Themes
from voices.passages import set_aside
from voices.themes import cut, discover, field
from voices.themes.around import WEIGHTS, around

from .conftest import passage

GREETING = (
    "Dear Sir or Madam, my name is [person 1] and I am the aunt of [child 1], who has lived with us since spring."
)
RINGING = (
    "I have rung the office every morning for three weeks. Each time I was told that somebody would ring back before "
    "the end of the day, and each time the day ended without a call. I left my number with four different people."
)
MOVED = (
    "On the Friday a stranger came with two bin bags and told her to pack. She was taken forty miles away that "
    "evening, and neither her school nor her brother heard of it until the week after."
)
FAREWELL = "Thank you for taking the time to read this. I look forward to your reply. Yours sincerely, [person 1]"
LETTER = "\n\n".join((GREETING, RINGING, MOVED, FAREWELL))


def letter(id_: str, text: str, kind: Kind = Kind.COMPLAINT) -> list[Passage]:
    return list(cut(replace(passage(id_, text), kind=kind)))


def told(passages: list[Passage], embedder: Embedder) -> list[bool]:
    return around(passages, field.meaning([one.text for one in passages], (), embedder)).tolist()


def test_the_weights_are_of_the_letters_exemplars_and_model_that_are_here() -> None:
    kept = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    assert kept["version"] == of_letters.version(), "python -m training.letters --save"
    with np.load(field.WEIGHTS) as file:
        assert str(file["version"]) == of_field.version(), "python -m training.field"


def test_what_stands_around_the_issues_of_a_letter_is_told_apart(embedder: Embedder) -> None:
    assert told(letter("a", LETTER), embedder) == [True, False, False, True]


def test_the_order_of_passages_is_irrelevant(embedder: Embedder) -> None:
    parts = [*letter("a", LETTER), *letter("b", LETTER.replace("Friday", "Monday"))]
    order = np.random.default_rng(0).permutation(len(parts))
    mixed = told([parts[i] for i in order], embedder)
    assert [mixed[list(order).index(i)] for i in range(len(parts))] == told(parts, embedder)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (GREETING + " " + FAREWELL, Kind.COMPLAINT),
        ("\n\n".join((RINGING, MOVED, RINGING.replace("three", "nine"))), Kind.COMPLAINT),
        ("\n\n".join((GREETING, GREETING.replace("aunt", "uncle"), FAREWELL)) * 3, Kind.COMPLIMENT),
        (LETTER, Kind.INTERVIEW),
    ],
    ids=["short", "no letter", "praise", "talk"],
)
def test_what_is_no_letter_keeps_everything(text: str, kind: Kind, embedder: Embedder) -> None:
    assert not any(told(letter("a", text, kind), embedder))


def test_a_letter_keeps_at_least_one_passage(embedder: Embedder) -> None:
    text = "\n\n".join((GREETING, *(GREETING.replace("spring", month) for month in ("May", "June", "July")), FAREWELL))
    assert 0 < told(letter("a", text), embedder).count(False) < 5


def test_without_a_tuned_model_everything_is_kept() -> None:
    assert not around(letter("a", LETTER), None).any()


def test_what_stands_around_is_in_no_theme_unless_somebody_confirmed_it(embedder: Embedder) -> None:
    texts = [
        replace(of_letters.whole(one, f"l{i:02d}"), id=f"l{i:02d}") for i, one in enumerate(of_letters.read("apart"))
    ]
    parts = [part for text in texts for part in cut(text) if not set_aside(part.text)]
    vectors = embedder.embed([one.text for one in parts])
    aside = {one.id for one, at in zip(parts, told(parts, embedder), strict=True) if at}
    found = discover(parts, vectors, "all", embedder=embedder)
    themed = {one.passage for one in found.assignments if one.theme is not None}
    assert {one.passage for one in found.assignments} == {one.id for one in parts}
    assert themed
    assert aside
    assert not aside & themed
    held = sorted(aside)[:9]
    rows = tuple(ThemeAssignment(one.id, "t" if one.id in held else None, 0.9) for one in parts)
    known = Themes("all", (Theme("t", "all", "Thanks", (), len(held), 0.9, (), confirmed=True),), rows)
    again = discover(parts, vectors, "all", embedder=embedder, known=known)
    assert {one.passage for one in again.assignments if one.theme == "t"} >= set(held)
