"""The larger sentence model beside the small one, with the vectors of what the shipped codebooks teach at hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from voices import codebook, larger
from voices.codebook import Codebook
from voices.coding.examples import from_codebook
from voices.embeddings import Embedder, VectorCache
from voices.larger import Show, quiet

SHIPPED = ("complaints", "six_principles")


def beside(
    plain: Embedder,
    named: str,
    folder: Path,
    books: Sequence[Codebook] = (),
    cache: VectorCache | None = None,
    show: Show = quiet,
) -> Embedder:
    """Return `plain` with the larger model a study names beside it, or `plain` itself where it names none.

    `named` and `folder` as in `larger.beside`. The first time it reads those of `books` that are shipped, which takes
    minutes; their vectors are kept.

    Raises:
        ModelMissing: the model is not installed, or cannot be used.

    """
    return larger.beside(plain, named, folder, taught(books), cache, show) if named else plain


def taught(books: Sequence[Codebook]) -> tuple[str, ...]:
    """Return every text that shipped codebooks teach, as models read it, in an order of their own."""
    shipped = [book for book in books if book.name in SHIPPED and book.hash == codebook.find(book.name).hash]
    return tuple(sorted({one.text for book in shipped for one in from_codebook(book)}))
