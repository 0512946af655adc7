"""How much of a pile of texts nobody has to read: people code in some order, the machine learns and codes the rest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from voices.coding import Coder
    from voices.embeddings import Embedder

BATCH = 100
TARGETS = (0.90, 0.95)
RECENT = 100
"""Drawn texts the tool's own estimate rests on: older ones met a machine that had learnt less."""


Codes = Callable[["Rows", "Rows", Sequence[str]], tuple[np.ndarray, np.ndarray]]
"""Learns from some texts and returns confidence and what it gives of others, both of shape (texts, codes)."""


@dataclass(frozen=True)
class Rows:
    """Texts with the codes people gave them."""

    texts: tuple[str, ...]
    given: tuple[tuple[str, ...], ...]

    def __len__(self) -> int:
        return len(self.texts)

    def codes(self) -> tuple[str, ...]:
        return tuple(sorted({code for own in self.given for code in own}))

    def pick(self, rows: Sequence[int]) -> Rows:
        return Rows(tuple(self.texts[i] for i in rows), tuple(self.given[i] for i in rows))

    def first(self, count: int) -> Rows:
        return self.pick(range(min(count, len(self))))

    def split(self, parts: int, seed: int) -> tuple[Rows, Rows]:
        """Return one part held back, and the rest, shuffled."""
        order = np.random.default_rng(seed).permutation(len(self)).tolist()
        cut = len(self) // parts
        return self.pick(order[:cut]), self.pick(order[cut:])

    def truth(self, codes: Sequence[str]) -> np.ndarray:
        return np.array([[float(code in own) for code in codes] for own in self.given]).reshape(len(self), len(codes))

    def fit(self, embedder: Embedder) -> Machine:
        """Learn the codes as opaque ids, as `voices suggest --codebook none` does."""
        from voices.coding import Labelled, fit
        from voices.coding.texts import bare

        known = [
            Labelled(f"{i:06d}", text, tuple((code, None) for code in own))
            for i, (text, own) in enumerate(zip(self.texts, self.given, strict=True))
        ]
        return Machine(fit([bare(known)], (), embedder, labelled=known))


@dataclass(frozen=True)
class Machine:
    """A coder of one group of codes."""

    coder: Coder

    def see(self, rows: Rows, codes: Sequence[str], embedder: Embedder) -> tuple[np.ndarray, np.ndarray]:
        """Return confidence and what is put forward, both of shape (texts, codes)."""
        from voices.embeddings import neutral

        book = self.coder.books[0]
        texts = [neutral(text) for text in rows.texts]
        confidence = np.zeros((len(rows), len(codes)))
        put = np.zeros((len(rows), len(codes)), dtype=bool)
        seen = book.wording.see(texts, embedder.embed(texts, keep=False))
        for group in book.groups:
            own = group.confidence(seen)
            places = [codes.index(code) for code in group.codes]
            confidence[:, places], put[:, places] = own, own >= group.calibration.threshold
        return confidence, put


def own_coder(embedder: Embedder) -> Codes:
    """Return the coder of `voices`, which learns from some texts and codes others."""

    def learn_and_see(learn: Rows, asked: Rows, codes: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        return learn.fit(embedder).see(asked, codes, embedder)

    return learn_and_see


def queue(rows: Rows, read: Sequence[int], confidence: np.ndarray) -> tuple[list[int], set[int]]:
    """Return what is not read yet in the order of the tool's queue, and which of it comes by lot."""
    from voices.coding import order
    from voices.model import Kind, Passage, Suggestion

    names, codes = [f"{i:06d}" for i in range(len(rows))], rows.codes()
    passages = [
        Passage(name, name, 0, 0, 0, len(text), text, "", "", "", "", Kind.SURVEY)
        for name, text in zip(names, rows.texts, strict=True)
    ]
    suggestions = {
        name: [
            Suggestion(name, code, float(sure), None, 0, 0, False, "") for code, sure in zip(codes, own, strict=True)
        ]
        for name, own in zip(names, confidence, strict=True)
    }
    found = order(passages, suggestions, [names[i] for i in read])
    return [int(name) for name in found.ids], {int(name) for name in found.drawn}


def simulate(rows: Rows, coder: Codes, at_random: bool) -> dict[str, Any]:
    """Return how many texts were read when F1 of people and machine together reached each target.

    In the order of the tool's own queue, put anew after each batch, or at random. In truth, and by the tool's own stop:
    the lower end of a 90 per cent bootstrap interval of the estimate, which rests on the latest `RECENT` of the texts
    drawn at random, each coded by a machine that had not learnt from it. A text not read saves as many decisions as
    there are codes, so decisions saved are the same share as texts.
    """
    codes, truth = rows.codes(), rows.truth(rows.codes())
    drawn = np.random.default_rng(0).permutation(len(rows)).tolist()
    read: list[int] = drawn[:BATCH]
    sample: list[tuple[int, int, int]] = []
    curve: list[dict[str, float]] = []
    while len(read) < len(rows):
        confidence, put = coder(rows.pick(read), rows, codes)
        taken = set(read)
        left = [i for i in drawn if i not in taken]
        chance = set(left)
        if not at_random:
            left, chance = queue(rows, read, confidence)
        both = put.copy()
        both[read] = truth[read] > 0
        middle, low = estimate(sample[-RECENT:], int(truth[read].sum()), len(left))
        curve.append({"read": len(read), "f1": f1(both, truth)[0], "estimate": middle, "low": low})
        for i in left[:BATCH]:
            if i in chance:
                hits = int((put[i] & (truth[i] > 0)).sum())
                sample.append((hits, int(put[i].sum()) - hits, int(truth[i].sum()) - hits))
        read = [*read, *left[:BATCH]]
    stops = {k: v for t in TARGETS for k, v in _stops(curve, len(rows), t).items()}
    return {"texts": len(rows), "codes": len(codes), "curve": curve, **stops}


def estimate(sample: Sequence[tuple[int, int, int]], codes_read: int, left: int) -> tuple[float, float]:
    """Return F1 to expect if people stopped here, and the lower end of its interval; 0 where nothing was drawn."""
    from voices.coding.stopping import combined_f1

    if not sample:
        return 0.0, 0.0
    cells = np.array(sample)

    def together(rows: np.ndarray) -> float:
        right, wrong, missed = (int(n) for n in rows.sum(axis=0))
        return combined_f1(codes_read, left, len(rows), right, wrong, missed)

    random = np.random.default_rng(0)
    spread = [together(cells[random.integers(0, len(cells), len(cells))]) for _ in range(200)]
    return together(cells), float(np.percentile(spread, 5))


def _stops(curve: Sequence[dict[str, float]], count: int, target: float) -> dict[str, float]:
    found: dict[str, float] = {}
    true = next((one for one in curve if one["f1"] >= target), None)
    own = next((one for one in curve if one["low"] >= target), None)
    found[f"saved at {target:.2f}"] = 1.0 - (true["read"] if true else count) / count
    found[f"saved by own stop at {target:.2f}"] = 1.0 - (own["read"] if own else count) / count
    found[f"F1 at own stop for {target:.2f}"] = own["f1"] if own else 1.0
    return found


def f1(given: Any, truth: Any) -> tuple[float, float]:
    """Return micro- and macro-F1 of codes given, arrays of shape (texts, codes); macro over codes that occur."""
    right = (given > 0) & (truth > 0)
    hits, total = right.sum(axis=0), (given > 0).sum(axis=0) + (truth > 0).sum(axis=0)
    occurs = (truth > 0).sum(axis=0) > 0
    micro = 2.0 * hits.sum() / max(float(total.sum()), 1.0)
    return float(micro), float((2.0 * hits[occurs] / total[occurs]).mean())
