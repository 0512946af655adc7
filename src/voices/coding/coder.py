"""The coder: learns codebooks and people's decisions, and suggests codes, valence and evidence for passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from voices.codebook import Codebook, CodeKind, top_level
from voices.coding import evidence, valence
from voices.coding.classifier import Seen, Wording, fit_wording
from voices.coding.evidence import Sentences
from voices.coding.examples import Example, Labelled, Origin, fingerprint, from_codebook, from_decided, from_labelled
from voices.coding.group import CodeGroup, fit_group
from voices.coding.logistic import Floats
from voices.coding.tuned import Tuned, embed_each, tuned_for, tuned_name
from voices.coding.valence import ValenceModel
from voices.embeddings import Embedder, neutral
from voices.memory import give_back
from voices.model import CodedPassage, Kind, Passage, Suggestion, Valence
from voices.passages import set_aside

VERSION = "6"
"""Changes with anything here that changes a suggestion."""
ONLY_FOR = {"complaints": Kind.COMPLAINT}
"""Codebooks that apply to one kind of source only, by name; beside others. Alone, a codebook applies to everything."""
MOST_SHIPPED = 2
"""Codebooks without decisions of which what was learnt stays in memory."""
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
    tuned: Tuned | None = None
    """What was learnt ahead about this codebook, where it is shipped."""

    def applies(self, passage: Passage) -> bool:
        """Tell whether this codebook is for this passage."""
        return self.kind is None or passage.kind is self.kind

    def moods(self, texts: Sequence[str], seen: Seen, read: Sentences) -> Moods | None:
        """Return how likely each valence is in passages and their sentences; None where nothing has a valence."""
        if self.valence is None:
            return None
        whole, parts = self.valence.probability(texts, seen), self.valence.probability(read.texts, read.seen)
        return Moods(whole, parts, seen.told.moods if seen.told else None, self.tuned.codes if self.tuned else ())


@dataclass(frozen=True)
class Moods:
    """How likely each valence is, as sums over models, columns as in `valence.ORDER`."""

    whole: Floats
    """Shape (passages, 4)."""
    sentences: Floats
    """Shape (sentences of all passages, 4)."""
    told: Floats | None
    """By a tuned model, toward each of its codes, shape (passages, codes, 4)."""
    known: tuple[str, ...]
    """Those codes."""

    def told_of(self, codes: Sequence[str], cells: Sequence[tuple[int, int]]) -> Floats:
        """Return what the tuned model says of passages and codes, shape (cells, 4); 0 where it says nothing."""
        out = np.zeros((len(cells), len(valence.ORDER)))
        for row, (passage, code) in enumerate(cells):
            if self.told is not None and codes[code] in self.known:
                out[row] = self.told[passage, self.known.index(codes[code])]
        return out


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
        texts, keys = [neutral(one.text) for one in passages], [one.hash for one in passages]
        vectors = embed_each(self.embedder, texts, keys)
        out: dict[str, list[Suggestion]] = {one.id: [] for one in passages}
        for book in self.books:
            rows = [i for i, one in enumerate(passages) if book.applies(one)]
            own = [passages[i] for i in rows]
            read = evidence.read([one.text for one in own], book.wording, self.embedder)
            told = book.tuned.tell([texts[i] for i in rows], [keys[i] for i in rows]) if book.tuned else None
            seen = book.wording.see([texts[i] for i in rows], vectors[rows], told)
            found = self._of_book(book, own, seen, read, book.moods([texts[i] for i in rows], seen, read))
            for one, suggestions in zip(own, found, strict=True):
                out[one.id] += suggestions
        return {id_: tuple(found) for id_, found in out.items()}

    def _of_book(
        self, book: BookModel, passages: Sequence[Passage], seen: Seen, read: Sentences, moods: Moods | None
    ) -> list[list[Suggestion]]:
        found: list[list[Suggestion]] = [[] for _ in passages]
        if not passages:
            return found
        silent = np.array([set_aside(one.text) for one in passages])
        for group in book.groups:
            confidence = group.confidence(seen)
            confidence[silent] = np.minimum(confidence[silent], NOTHING_SAID)
            self._add(found, group, passages, read, moods, confidence, np.ones_like(confidence, bool))
        for parent, group in book.children:
            put = np.array([any(one.code == parent and one.put_forward for one in own) for own in found])
            if put.any():
                confidence = group.confidence(seen)
                shown = np.repeat(put[:, None], len(group.codes), axis=1)
                self._add(found, group, passages, read, moods, confidence, shown)
        return found

    def _add(
        self,
        found: list[list[Suggestion]],
        group: CodeGroup,
        passages: Sequence[Passage],
        read: Sentences,
        moods: Moods | None,
        confidence: Floats,
        shown: np.ndarray,
    ) -> None:
        cells = [(int(i), int(c)) for i, c in np.argwhere(shown)]
        rows, flat = locate(group, read, cells), read.flat
        spans = [(flat[first].start, flat[last - 1].end) for first, last in rows]
        judged: Sequence[Valence | None] = [None] * len(cells)
        if moods is not None and cells:
            judged = valence.judge(
                moods.whole[[i for i, _ in cells]],
                np.array([moods.sentences[first:last].mean(axis=0) for first, last in rows]),
                moods.told_of(group.codes, cells),
            )
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
    parts = [part for book, _, examples in learnt for part in (book.hash, tuned_name(book), examples)]
    return fingerprint(VERSION, embedder.model, str(seed), *parts)


def locate(group: CodeGroup, read: Sentences, cells: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return first and one past the last sentence of the evidence for each (passage, code) cell, as rows of `read`.

    The code is an index into the group.
    """
    scores = evidence.support(group.scorer, read)
    starts = read.starts()
    rows: list[tuple[int, int]] = []
    for passage, code in cells:
        base = starts[passage]
        own = slice(base, base + len(read.spans[passage]))
        first, last = evidence.choose(read.texts[own], scores[own, code])
        rows.append((base + first, base + last))
    return rows


_SHIPPED: dict[str, BookModel] = {}
"""What was learnt in this process from codebooks alone, by fingerprint; nobody's words are in it."""


def _fit_book(
    book: Codebook, kind: Kind | None, examples: tuple[Example, ...], embedder: Embedder, seed: int
) -> BookModel:
    """Learn one codebook; from its own lines and exemplars alone only once in a process."""
    tuned = tuned_for(book, embedder)
    if any(one.origin in (Origin.DECIDED, Origin.SPAN) for one in examples):
        return _learn_book(book, kind, examples, embedder, seed, tuned)
    name = _fingerprint([(book, kind, examples)], embedder, seed)
    if name not in _SHIPPED:
        _SHIPPED[name] = _learn_book(book, kind, examples, embedder, seed, tuned, name)
        for oldest in list(_SHIPPED)[:-MOST_SHIPPED]:
            del _SHIPPED[oldest]
    return replace(_SHIPPED[name], kind=kind, tuned=tuned)


def _learn_book(
    book: Codebook,
    kind: Kind | None,
    examples: tuple[Example, ...],
    embedder: Embedder,
    seed: int,
    tuned: Tuned | None,
    name: str = "",
) -> BookModel:
    texts, keys = [one.text for one in examples], [one.key for one in examples]
    wording = fit_wording(texts)
    told = tuned.tell(texts, keys) if tuned else None
    read = wording.see(texts, embed_each(embedder, texts, keys), told)
    give_back()  # what reading took, before the largest there is while a codebook is learnt
    seen = read.spanned()
    known = tuned.codes if tuned else ()
    main_and_beside = [[code.id for code in codes] for codes in (book.main(), book.beside()) if codes]
    groups = [fit_group(codes, examples, seen, seed, known, name) for codes in main_and_beside]
    children = []
    for top in book.top():
        below = [code.id for code in book.codes if code.parent and top_level(code.id) == top.id]
        if below:
            inside = [i for i, one in enumerate(examples) if set(one.codes) & set(below)]
            own = [examples[i] for i in inside]
            children.append((top.id, fit_group(below, own, seen.rows(inside), seed, learnt=name)))
    judged = frozenset(code for group in groups for code in group.codes)
    mood = _fit_mood(book, judged, examples, seen, embedder)
    return BookModel(book, wording, tuple(groups), tuple(children), mood, kind, tuned)


def _fit_mood(
    book: Codebook, codes: frozenset[str], examples: Sequence[Example], seen: Seen, embedder: Embedder
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
    rows = [row for row, _ in pairs]
    anchored = embedder.embed([text for text, _ in valence.anchors()], keep=False)
    texts = [examples[row].text for row in rows]
    return valence.fit_valence(texts, seen.worded(rows), [mood for _, mood in pairs], anchored)
