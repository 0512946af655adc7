"""What was learnt ahead about a shipped codebook: the sentence model with its upper layers tuned on the exemplars.

`python -m training.tuning` makes `tuned.npz` beside a codebook's exemplars. It holds 8-bit weights that stand in for
those of all-MiniLM-L6-v2's upper four layers, a linear head that answers per code and per valence, and what models
that had not seen them answered to the exemplars, so that confidence is measured on answers as honest as those to new
texts. A codebook without the file is coded without this view.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from voices import resources
from voices.codebook import Codebook
from voices.coding.logistic import Floats, share_out, squash
from voices.embeddings import Embedder, Vectors
from voices.errors import ModelMissing

FILE = "tuned.npz"
MOODS = 4
"""Valences, in the order of `valence.ORDER`."""
SOFTER = 2.0
"""The head is surer of a valence than it is right; its odds are divided by this."""


@dataclass(frozen=True)
class Told:
    """What the tuned model says of texts."""

    codes: Floats
    """How likely each code is, uncalibrated, shape (texts, codes)."""
    moods: Floats
    """How likely each valence toward each code is, shape (texts, codes, 4)."""

    def rows(self, rows: Sequence[int] | np.ndarray) -> Told:
        """Return what it says of some of the texts."""
        return Told(self.codes[rows], self.moods[rows])


@dataclass(frozen=True)
class Tuned:
    """A model tuned on one codebook's exemplars."""

    codes: tuple[str, ...]
    embedder: Embedder
    coef: Floats
    """Shape (384, codes + 4 * codes): codes first, then the valences of each code."""
    intercept: Floats
    known: Mapping[str, Floats]
    """Odds of the exemplars by hash of the text, by models that had not seen them."""

    def tell(self, texts: Sequence[str], keys: Sequence[str]) -> Told:
        """Return what the model says of texts as models read them; exemplars get what was said without them.

        `keys` are content hashes under which vectors are kept, as in `Embedder.embed`, empty for texts not to keep.
        """
        names = [text_key(text) for text in texts]
        new = [row for row, name in enumerate(names) if name not in self.known]
        odds = np.zeros((len(texts), len(self.intercept)))
        for row, name in enumerate(names):
            if name in self.known:
                odds[row] = self.known[name]
        if new:
            vectors = embed_each(self.embedder, [texts[row] for row in new], [keys[row] for row in new])
            odds[new] = np.asarray(vectors, dtype=np.float64) @ self.coef + self.intercept
        wide = len(self.codes)
        moods = odds[:, wide:].reshape(-1, MOODS) / SOFTER
        return Told(squash(odds[:, :wide]), share_out(moods).reshape(len(texts), wide, MOODS))


def embed_each(embedder: Embedder, texts: Sequence[str], keys: Sequence[str]) -> Vectors:
    """Return one vector per text; those with a content hash are kept under it, the others stay out of the cache."""
    vectors = np.zeros((len(texts), embedder.dimensions), dtype=np.float32)
    keyed = [row for row, key in enumerate(keys) if key]
    bare = [row for row, key in enumerate(keys) if not key]
    if keyed:
        vectors[keyed] = embedder.embed([texts[row] for row in keyed], [keys[row] for row in keyed])
    if bare:
        vectors[bare] = embedder.embed([texts[row] for row in bare], keep=False)
    return vectors


def text_key(text: str) -> str:
    """Return the short hash by which an exemplar's kept answer is found."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def tuned_for(codebook: Codebook, embedder: Embedder) -> Tuned | None:
    """Return the model tuned for a codebook; None where none is shipped, or its main codes are others now.

    Raises:
        ModelMissing: the file is damaged, or was made for another sentence model.

    """
    path = resources.folder("codebooks") / codebook.name / FILE
    if not path.is_file():
        return None
    kept = _read(path)
    if set(kept.codes) != {code.id for code in codebook.main()}:
        return None
    return Tuned(kept.codes, embedder.tuned(kept.weights, kept.name), kept.coef, kept.intercept, kept.known)


def tuned_name(codebook: Codebook) -> str:
    """Return a short name of the model tuned for a codebook, by its content; empty where none is shipped."""
    path = resources.folder("codebooks") / codebook.name / FILE
    return _read(path).name if path.is_file() else ""


@dataclass(frozen=True)
class _Kept:
    codes: tuple[str, ...]
    weights: tuple[tuple[int, bytes], ...]
    coef: Floats
    intercept: Floats
    known: Mapping[str, Floats]
    name: str


@lru_cache(maxsize=2)
def _read(path: Path) -> _Kept:
    try:
        whole = path.read_bytes()
        name = hashlib.sha256(whole).hexdigest()[:12]
        with np.load(BytesIO(whole)) as file:
            held = {key: file[key] for key in file.files}
        weights = tuple((int(key[2:]), value.tobytes()) for key, value in held.items() if key.startswith("w/"))
        texts, odds = held["texts"].tolist(), held["odds"].astype(np.float64)
        return _Kept(
            tuple(held["codes"].tolist()),
            weights,
            held["coef"].astype(np.float64),
            held["intercept"].astype(np.float64),
            dict(zip(texts, odds, strict=True)),
            name,
        )
    except (OSError, ValueError, KeyError, BadZipFile) as damaged:
        raise ModelMissing(f"{path.parent.name}/{path.name} is damaged: install the project again") from damaged
