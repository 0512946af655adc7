"""The quote bank a study has now: written by publishing, and shown to whoever chooses and releases its quotes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flows.published import citations
from flows.written import release
from voices import codebook, quotes
from voices.codebook import Codebook
from voices.embeddings import load_embedder
from voices.model import CodedPassage, Kind, QuoteBank, Verdict
from voices.model.assembled import PublishedExample
from voices.model.choices import QuoteChoices
from voices.store import Store
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
) -> QuoteBank:
    """Return the bank of these decisions; `books` are the study's codebooks with the kinds each is used on."""
    embedder = load_embedder(store.vector_cache())
    vectors = dict(zip((c.passage.id for c in coded), embedder.embed([c.passage.text for c in coded]), strict=True))
    return quotes.build_bank(
        coded,
        [book for book, _ in books],
        store.participants(),
        vectors,
        store.themes(),
        dict(study.population) or None,
        study.settings.disclosure_k,
        embed=embedder.embed,
        kinds={book.name: kinds for book, kinds in books},
        cited=citations(study.sources, store.documents(), [c.passage for c in coded]),
        elsewhere={quote.passage for example in examples for quote in example.quotes},
        choices=choices,
        earlier=earlier,
    )


def draft(study: Study, store: Store) -> QuoteBank:
    """Return the bank as it would be printed now, with the quotes that wait for their release."""
    standing = store.standing()
    coded = [
        CodedPassage(passage, standing[passage.id])
        for passage in sorted(store.passages(standing), key=lambda one: one.id)
        if standing[passage.id].verdict in IN_BANK
    ]
    books = [(codebook.find(use.name, study.folder), use.kinds) for use in study.codebooks]
    examples = quotes.published(store.examples(), release(study, store))
    return filled(study, store, coded, books, examples, replace(store.quote_choices(), only_released=False))
