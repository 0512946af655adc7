"""Suggestions for plain texts: a codebook, labelled texts, or both."""

from __future__ import annotations

import pytest

from voices.coding import Labelled, suggest_texts
from voices.embeddings import Embedder
from voices.errors import InputError

from .conftest import BOOK, MEALS, NONE, PETS, ROADS

LABELLED = [
    *(Labelled(f"p{i}", t, (("17", None),)) for i, t in enumerate(PETS[:6])),
    *(Labelled(f"m{i}", t, (("X y", None),)) for i, t in enumerate(MEALS[:6])),
    *(Labelled(f"r{i}", t, (("z/é", None), ("17", None))) for i, t in enumerate(ROADS[:6])),
    *(Labelled(f"n{i}", t) for i, t in enumerate(NONE)),
]
TEXTS = [("a", PETS[6]), ("b", MEALS[6]), ("a", ROADS[6])]


def test_opaque_codes_are_learnt_from_labelled_texts_alone(embedder: Embedder) -> None:
    found = suggest_texts(TEXTS, embedder, labelled=LABELLED)
    assert [one.id for one in found] == ["a", "b", "a"]
    assert [one.ranked[0][0] for one in found][:2] == ["17", "X y"]
    assert "z/é" in {code for code, _ in found[2].ranked}
    assert all(len(one.ranked) == 3 for one in found)
    assert {s.valence for one in found for s in one.codes} <= {None}
    assert suggest_texts(TEXTS, embedder, labelled=LABELLED[::-1]) == found


def test_a_codebook_ranks_its_top_level_codes(embedder: Embedder) -> None:
    found = suggest_texts(TEXTS, embedder, BOOK)
    assert [one.ranked[0][0] for one in found] == ["pets", "meals", "roads"]
    assert all({code for code, _ in one.ranked} == {"pets", "meals", "roads", "weather"} for one in found)
    for one, (_, text) in zip(found, TEXTS, strict=True):
        assert all(0 <= s.start < s.end <= len(text) and s.put_forward for s in one.codes)


def test_nothing_to_learn_from_is_said(embedder: Embedder) -> None:
    with pytest.raises(InputError, match="nothing to learn from"):
        suggest_texts(TEXTS, embedder, labelled=[Labelled("a", "b")])
