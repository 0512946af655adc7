"""What is worked out ahead for the shipped codebooks has to be there, and must not be used for others."""

from __future__ import annotations

import numpy as np
import pytest

from voices import codebook
from voices.codebook import Codebook
from voices.coding import ahead, coder
from voices.embeddings import Embedder


def key_of_main(book: Codebook, embedder: Embedder) -> str:
    name = coder._fingerprint(coder._learnt([book], (), ()), embedder, 0)
    return ahead.key_of(name, [code.id for code in book.main()])


@pytest.mark.parametrize("name", ["six_principles", "complaints"])
def test_the_shipped_scores_are_those_of_the_shipped_codebook(name: str, embedder: Embedder) -> None:
    book = codebook.find(name)
    scores = ahead.recalled(key_of_main(book, embedder))
    assert scores is not None, "a codebook or the way of scoring changed: run python -m training.vectors"
    assert scores.shape == (len(book.exemplars), len(book.main()))
    assert np.all((scores >= 0.0) & (scores <= 1.0))


def test_a_changed_codebook_is_measured_anew(embedder: Embedder) -> None:
    book = codebook.find("complaints")
    changed = Codebook(book.name, book.title, book.version, book.codes, book.exemplars[1:])
    assert ahead.recalled(key_of_main(changed, embedder)) is None
