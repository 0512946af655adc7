"""Learn `themes/weights/field.npz` anew: `python -m training.field`, after an exemplar of a shipped codebook changed.

A logistic regression that tells by a passage's vector which code of the shipped codebooks it speaks of, which other
kind of complaint, or none. Learning it takes longer than a small study's themes, so it is shipped. A test tells when
the file lags behind.
"""

from __future__ import annotations

import hashlib
import sys

import numpy as np

from voices import codebook
from voices.embeddings import MODEL, load_embedder, neutral
from voices.themes.field import WEIGHTS

CODEBOOKS = ("six_principles", "complaints")
OTHER = "another complaint"
"""How the reason of an exemplar begins that is a complaint none of the codes name; its kind follows."""
STRENGTH = 10.0
"""Of the classifier (C of logistic regression); a factor of three either way changes little."""


def lesson() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return texts and what each is about: a code, a kind of complaint, or nothing."""
    texts: list[str] = []
    kinds: list[str] = []
    for name in CODEBOOKS:
        for one in codebook.find(name).exemplars:
            texts.append(neutral(one.text))
            other = one.reason if one.reason.startswith(OTHER) else ""
            kinds.append(f"{name} {one.codes[0][0].split('/')[0]}" if one.codes else other)
    return tuple(texts), tuple(kinds)


def version() -> str:
    """Return the fingerprint of everything the weights rest on."""
    said = [MODEL, f"{STRENGTH}", *(f"{text} {kind}" for text, kind in zip(*lesson(), strict=True))]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:12]


def main() -> int:
    """Learn and write the weights."""
    from sklearn.linear_model import LogisticRegression

    texts, kinds = lesson()
    vectors = load_embedder().embed(texts, keep=False).astype(np.float64)
    model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=500).fit(vectors, kinds)
    coef, start = model.coef_.astype(np.float32), model.intercept_.astype(np.float32)
    np.savez_compressed(WEIGHTS, version=np.array(version()), coef=coef, start=start)
    print(f"{WEIGHTS.name}: {len(model.classes_)} kinds, {WEIGHTS.stat().st_size / 1e3:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
