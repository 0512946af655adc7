"""The quote bank a study has now: written by publishing, and shown to whoever chooses and releases its quotes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from flows.published import citations
from flows.written import release
from voices import codebook, quotes
from voices.codebook import Codebook
from voices.embeddings import load_embedder
from voices.model import CodedPassage, Kind, QuoteBank, Verdict
from voices.model.assembled import PublishedExample
from voices.model.choices import QuoteChoices
from voices.store import Recalled, Store
from voices.study import Study

IN_BANK = (Verdict.CODED, Verdict.NO_CODE, Verdict.HELD)
"""Verdicts a bank has to know of: held words are withheld, and a passage without a code was read all the same."""


def filled(
    study: Study,
    store: Store,
    coded: Sequence[CodedPassage],
    books: Sequence[tuple[Codebook, tuple[Kind, ...]]],
    examples: Sequence[PublishedExample],
    choices: QuoteChoices,
    earlier: quotes.Earlier | None = None,
    before: Before | None = None,
) -> QuoteBank:
    """Return the bank of these decisions; `books` are the study's codebooks with the kinds each is used on.

    `before` is what the last filling left; the bank is the same with it and without.
    """
    embedder, known = load_embedder(store.vector_cache()), before or Before()
    missing = sorted({c.passage.text for c in coded} - known.rows.keys())
    known.rows |= zip(missing, embedder.embed(missing), strict=True)
    vectors = {c.passage.id: known.rows[c.passage.text] for c in coded}
    known.rows = {c.passage.text: vectors[c.passage.id] for c in coded}
    return quotes.build_bank(
        coded,
        [book for book, _ in books],
        store.participants(),
        vectors,
        store.confirmed_themes(vectors),
        dict(study.population) or None,
        study.settings.disclosure_k,
        embed=embedder.embed,
        kinds={book.name: kinds for book, kinds in books},
        cited=citations(study.sources, store, [c.passage for c in coded]),
        elsewhere={quote.passage for example in examples for quote in example.quotes},
        choices=choices,
        earlier=earlier,
        kept=known.kept,
    )


class Before:
    """What filling a bank left: rows of passages, vectors and all parts of the bank."""

    def __init__(self) -> None:
        """Begin with nothing filled."""
        self.recalled, self.kept = Recalled(), quotes.Kept()
        self.rows: dict[str, NDArray[np.float32]] = {}
        """Vectors by text."""


def draft(study: Study, store: Store, before: Before | None = None) -> QuoteBank:
    """Return the bank as it would be printed now, with the quotes that wait for their release.

    With `before` only what changed since it was filled last is worked out again.
    """
    known = before or Before()
    coded = store.decided(IN_BANK, known.recalled)
    books = [(codebook.find(use.name, study.folder), use.kinds) for use in study.codebooks]
    released = [example for example in store.examples() if example.released_by]
    examples = quotes.published(released, release(study, store)) if released else ()
    choices = replace(store.quote_choices(), only_released=False)
    return filled(study, store, coded, books, examples, choices, before=known)
