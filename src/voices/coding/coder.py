"""The coder: learns codebooks and people's decisions, and suggests codes, valence and evidence for passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from voices.codebook import Codebook, CodeKind, top_level
from voices.coding import evidence, valence
from voices.coding.classifier import Seen, Vectors, Wording, fit_wording
from voices.coding.evidence import Sentences
from voices.coding.examples import Example, Labelled, Origin, fingerprint, from_codebook, from_decided, from_labelled
from voices.coding.group import CodeGroup, fit_group
from voices.coding.logistic import Floats
from voices.coding.valence import ValenceModel
from voices.embeddings import DIMENSIONS, Embedder, neutral
from voices.model import CodedPassage, Kind, Passage, Suggestion, Valence
from voices.passages import set_aside

VERSION = "1"
"""Changes with anything here that changes a suggestion."""
ONLY_FOR = {"complaints": Kind.COMPLAINT}
"""Codebooks that apply to one kind of source only, by name; beside others. Alone, a codebook applies to everything."""
NOTHING_SAID = 0.01
"""Confidence in any code where a passage says nothing ("no comment")."""


@dataclass(frozen=True)
class BookModel:
    """What was learnt about one codebook."""

    codebook: Codebook
    wording: Wording
    groups: tuple[CodeGroup, ...]
    """Main codes, then codes beside them."""
    children: tuple[tuple[str, CodeGroup], ...]
    """(parent, its children)."""
    valence: ValenceModel | None
    kind: Kind | None
    """The only kind of source it applies to; None for all."""

    def applies(self, passage: Passage) -> bool:
        """Tell whether this codebook is for this passage."""
        return self.kind is None or passage.kind is self.kind


@dataclass(frozen=True)
class Coder:
    """Suggests; never decides."""

    books: tuple[BookModel, ...]
    embedder: Embedder
    fingerprint: str
    """Of the embedding model, the codebooks, what was learnt from and this code."""

    def suggest(self, passages: Sequence[Passage]) -> dict[str, tuple[Suggestion, ...]]:
        """Return suggestions per passage id.

        Every top-level code, those of the first codebook first and within it best first, main codes before those
        beside them; then the child codes of every code put forward. Offsets are half-open code points into
        `Passage.text`. What stands beside a passage never changes its suggestions.
        """
        passages = sorted(passages, key=lambda one: one.id)  # so that rounding in sums is the same in any order
        texts = [neutral(one.text) for one in passages]
        keys = [one.hash for one in passages]
        vectors = self.embedder.embed(texts, keys) if all(keys) else self.embedder.embed(texts, keep=False)
        out: dict[str, list[Suggestion]] = {one.id: [] for one in passages}
        for book in self.books:
            rows = [i for i, one in enumerate(passages) if book.applies(one)]
            own = [passages[i] for i in rows]
            read = evidence.read([one.text for one in own], book.wording, self.embedder)
            own_texts = [texts[i] for i in rows]
            found = self._of_book(book, own, own_texts, book.wording.see(own_texts, vectors[rows]), read)
            for one, suggestions in zip(own, found, strict=True):
                out[one.id] += suggestions
        return {id_: tuple(found) for id_, found in out.items()}

    def _of_book(
        self, book: BookModel, passages: Sequence[Passage], texts: Sequence[str], seen: Seen, read: Sentences
    ) -> list[list[Suggestion]]:
        found: list[list[Suggestion]] = [[] for _ in passages]
        if not passages:
            return found
        silent = np.array([set_aside(one.text) for one in passages])
        for group in book.groups:
            confidence = group.confidence(seen)
            confidence[silent] = np.minimum(confidence[silent], NOTHING_SAID)
            self._add(found, book, group, passages, texts, seen, read, confidence, np.ones_like(confidence, bool))
        for parent, group in book.children:
            put = np.array([any(one.code == parent and one.put_forward for one in own) for own in found])
            if put.any():
                confidence = group.confidence(seen)
                shown = np.repeat(put[:, None], len(group.codes), axis=1)
                self._add(found, book, group, passages, texts, seen, read, confidence, shown)
        return found

    def _add(
        self,
        found: list[list[Suggestion]],
        book: BookModel,
        group: CodeGroup,
        passages: Sequence[Passage],
        texts: Sequence[str],
        seen: Seen,
        read: Sentences,
        confidence: Floats,
        shown: np.ndarray,
    ) -> None:
        cells = [(int(i), int(c)) for i, c in np.argwhere(shown)]
        spans, proofs = locate(group, read, cells)
        judged: Sequence[Valence | None] = [None] * len(cells)
        if book.valence is not None and cells:
            owners = [i for i, _ in cells]
            said = [neutral(passages[i].text[start:end]) for i, (start, end) in zip(owners, spans, strict=True)]
            judged = book.valence.judge([texts[i] for i in owners], seen.vectors[owners], said, proofs)
        new: list[list[Suggestion]] = [[] for _ in passages]
        for (i, c), (start, end), mood in zip(cells, spans, judged, strict=True):
            sure = round(float(confidence[i, c]), 6)
            forward = sure >= float(group.calibration.threshold[c])
            new[i].append(Suggestion(passages[i].id, group.codes[c], sure, mood, start, end, forward, self.fingerprint))
        for i, own in enumerate(new):
            found[i] += sorted(own, key=lambda one: (-one.confidence, one.code))


def fit(
    codebooks: Sequence[Codebook],
    decided: Sequence[CodedPassage],
    embedder: Embedder,
    seed: int = 0,
    labelled: Sequence[Labelled] = (),
) -> Coder:
    """Learn codebooks and what people decided; `labelled` are further texts with codes, from a file.

    A codebook with definitions alone works, and so does one with bare ids and labelled texts. The order of what is
    given never matters.
    """
    learnt = _learnt(codebooks, decided, labelled)
    return Coder(
        books=tuple(_fit_book(book, kind, examples, embedder, seed) for book, kind, examples in learnt),
        embedder=embedder,
        fingerprint=_fingerprint(learnt, embedder, seed),
    )


def fingerprint_of(
    codebooks: Sequence[Codebook],
    decided: Sequence[CodedPassage],
    embedder: Embedder,
    seed: int = 0,
    labelled: Sequence[Labelled] = (),
) -> str:
    """Return the fingerprint `fit` would give its coder, without learning anything: to see whether there is news."""
    return _fingerprint(_learnt(codebooks, decided, labelled), embedder, seed)


Learnt = tuple[Codebook, Kind | None, tuple[Example, ...]]
"""A codebook, the only kind of source it is for (None for all), and the examples to learn it from."""


def _learnt(
    codebooks: Sequence[Codebook], decided: Sequence[CodedPassage], labelled: Sequence[Labelled]
) -> list[Learnt]:
    kinds = [ONLY_FOR.get(book.name) if len(codebooks) > 1 else None for book in codebooks]
    further = from_labelled(labelled)
    learnt: list[Learnt] = []
    for book, kind in zip(codebooks, kinds, strict=True):
        own = [one for one in decided if kind is None or one.passage.kind is kind]
        learnt.append((book, kind, (*from_codebook(book), *from_decided(own), *further)))
    return learnt


def _fingerprint(learnt: Sequence[Learnt], embedder: Embedder, seed: int) -> str:
    parts = [part for book, _, examples in learnt for part in (book.hash, examples)]
    return fingerprint(VERSION, embedder.model, str(seed), *parts)


def locate(
    group: CodeGroup, read: Sentences, cells: Sequence[tuple[int, int]]
) -> tuple[list[tuple[int, int]], Vectors]:
    """Return the evidence span and its vector for each (passage, code) cell, code as an index into the group."""
    scores = evidence.support(group.scorer, read)
    starts = read.starts()
    spans: list[tuple[int, int]] = []
    proofs = np.zeros((len(cells), DIMENSIONS), dtype=np.float32)
    for place, (passage, code) in enumerate(cells):
        own, base = read.spans[passage], starts[passage]
        rows = slice(base, base + len(own))
        first, last = evidence.choose(own, read.texts[rows], scores[rows, code])
        spans.append((own[first].start, own[last - 1].end))
        proof = read.vectors[base + first : base + last].mean(axis=0)
        proofs[place] = proof / max(float(np.linalg.norm(proof)), 1e-12)
    return spans, proofs


def _fit_book(
    book: Codebook, kind: Kind | None, examples: tuple[Example, ...], embedder: Embedder, seed: int
) -> BookModel:
    wording = fit_wording([one.text for one in examples])
    seen = wording.see([one.text for one in examples], _embed(examples, embedder)).spanned()
    groups = []
    for codes in (book.main(), book.beside()):
        if codes:
            groups.append(fit_group([code.id for code in codes], examples, seen, seed))
    children = []
    for top in book.top():
        below = [code.id for code in book.codes if code.parent and top_level(code.id) == top.id]
        if below:
            inside = [i for i, one in enumerate(examples) if set(one.codes) & set(below)]
            children.append((top.id, fit_group(below, [examples[i] for i in inside], seen.rows(inside), seed)))
    judged = frozenset(code for group in groups for code in group.codes)
    mood = _fit_mood(book, judged, examples, seen.vectors, embedder)
    return BookModel(book, wording, tuple(groups), tuple(children), mood, kind)


def _embed(examples: Sequence[Example], embedder: Embedder) -> Vectors:
    vectors = np.zeros((len(examples), DIMENSIONS), dtype=np.float32)
    keyed = [i for i, one in enumerate(examples) if one.key]
    bare = [i for i, one in enumerate(examples) if not one.key]
    if keyed:
        vectors[keyed] = embedder.embed([examples[i].text for i in keyed], [examples[i].key for i in keyed])
    if bare:
        vectors[bare] = embedder.embed([examples[i].text for i in bare], keep=False)
    return vectors


def _fit_mood(
    book: Codebook, codes: frozenset[str], examples: Sequence[Example], vectors: Vectors, embedder: Embedder
) -> ValenceModel | None:
    pairs = [
        (row, mood)
        for row, one in enumerate(examples)
        if one.origin is not Origin.LINE
        for code, mood in one.valences
        if code in codes
    ]
    if not pairs and not any(code.kind is CodeKind.PRINCIPLE for code in book.codes):
        return None
    known = valence.anchors()
    texts = [examples[row].text for row, _ in pairs] + [text for text, _ in known]
    starts = embedder.embed([text for text, _ in known], keep=False)
    seen = np.vstack([vectors[[row for row, _ in pairs]], starts])
    return valence.fit_valence(texts, seen, [mood for _, mood in pairs] + [mood for _, mood in known])
