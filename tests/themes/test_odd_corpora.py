"""Corpora at the edges get an honest answer each."""

from __future__ import annotations

import random

import pytest

from voices.embeddings import Embedder
from voices.model import Themes
from voices.themes import discover
from voices.themes.folding import fold

from .conftest import corpus, passage

PASSAGES, _ = corpus(14)
WELSH = ["Mae'r bws yn hwyr bob dydd", "Roedd y cawl yn rhy hallt", "Mae'r ci yn cyfarth ar y postmon"]


def found(texts: list[str], embedder: Embedder) -> Themes:
    some = [passage(f"t{i:04}", text, f"P{i}") for i, text in enumerate(texts)]
    return discover(some, embedder.embed([one.text for one in some]), "all", embedder=embedder)


def test_twelve_texts_are_too_few_and_it_says_so(embedder: Embedder) -> None:
    result = found([one.text for one in PASSAGES[:12]], embedder)
    assert not result.themes
    assert result.note.startswith("There are 12 texts with something to say; themes need at least 15.")


def test_two_hundred_identical_texts_fold_into_one(embedder: Embedder) -> None:
    result = found(["Nobody rang me back about the bus pass."] * 200, embedder)
    assert (len(result.themes), result.folded, len(result.assignments)) == (0, 199, 200)
    assert "199 of which repeat another nearly word for word" in result.note


@pytest.mark.parametrize("count", [40])
def test_one_word_texts_do_not_break_it(embedder: Embedder, count: int) -> None:
    words = ["bus", "soup", "dog", "late", "salt", "lead", "cold", "far", "rude", "kind", "slow", "loud", "wet", "new"]
    words += ["warm", "calm", "lost", "dirty", "empty", "full"]
    result = found((words * 3)[:count], embedder)
    assert len(result.assignments) == count
    assert result.themes or result.note


def test_very_long_texts_do_not_break_it(embedder: Embedder) -> None:
    draw = random.Random(3)
    texts = [" ".join(draw.choice(PASSAGES).text for _ in range(500)) for _ in range(20)]
    assert min(len(text.split()) for text in texts) >= 4000
    assert len(found(texts, embedder).assignments) == 20


def test_welsh_beside_english_keeps_the_english_themes(embedder: Embedder) -> None:
    result = found([*(one.text for one in PASSAGES), *WELSH * 2], embedder)
    assert 2 <= len(result.themes) <= 6
    assert result.folded >= 3


def test_template_letters_fold_whatever_the_placeholder_and_negation_does_not(embedder: Embedder) -> None:
    texts = [f"Dear [person {i}], we wrote on your form number {i}." for i in range(1, 5)]
    texts += ["The worker did ring me back.", "The worker did not ever ring me back."]
    vectors = embedder.embed(texts).astype(float)
    assert fold(texts, vectors).tolist() == [0, 0, 0, 0, 4, 5]


def test_the_repeated_go_where_the_first_goes(embedder: Embedder) -> None:
    result = found([*(one.text for one in PASSAGES), PASSAGES[0].text], embedder)
    theme = {one.passage: one.theme for one in result.assignments}
    assert result.folded == 1
    assert theme["t0000"] == theme[f"t{len(PASSAGES):04}"]
    assert sum(one.size for one in result.themes) >= len([t for t in theme.values() if t])
