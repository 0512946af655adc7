"""Two sentence models side by side: the small one every room knows, and a larger one as a further view for coding."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from voices.embeddings import Embedder, Loaded, MemoryCache, VectorCache, Vectors, cache_key
from voices.errors import ModelMissing
from voices.larger import parts
from voices.larger.folder import load_folder

LARGER_SHARE = 0.5
"""How much of the product of two vectors is the larger model's."""
AT_ONCE = 200
PREPARING, READING = "Preparing the larger model", "Reading the shipped codebooks"

Show = Callable[[str, int, int], None]
"""Called with what is done, how much of it and of how much."""


class Paired(Embedder):
    """Gives the vectors of two models as one, of unit length; each keeps its own in the cache."""

    def __init__(self, plain: Embedder, larger: Embedder) -> None:
        """Put `larger` beside `plain`."""
        self.model = f"{plain.model} + {larger.model} {LARGER_SHARE}"
        self.dimensions = plain.dimensions + larger.dimensions
        self._both = plain, larger

    def embed(self, texts: Sequence[str], keys: Sequence[str] | None = None, keep: bool = True) -> Vectors:
        """Return one row per text, as `Embedder.embed`: the small model's dimensions, then the larger one's."""
        plain, larger = (one.embed(texts, keys, keep) for one in self._both)
        return np.hstack([np.sqrt(1.0 - LARGER_SHARE) * plain, np.sqrt(LARGER_SHARE) * larger]).astype(np.float32)

    def tuned(self, weights: Sequence[tuple[int, bytes]], name: str) -> Embedder:
        """Return the small model with other weights: what was tuned on a codebook was tuned on that one."""
        return self._both[0].tuned(weights, name)


def quiet(_what: str, _done: int, _of: int) -> None:
    """Show nothing."""


def beside(
    plain: Embedder,
    named: str,
    folder: Path,
    taught: Sequence[str] = (),
    cache: VectorCache | None = None,
    show: Show = quiet,
) -> Embedder:
    """Return `plain` with a larger model beside it.

    `named` is all-mpnet-base-v2, or a folder below or beside `folder` with another model. `taught` are texts of shipped
    codebooks, whose vectors are kept in the user's cache folder; those of anything else go to `cache` alone.

    Raises:
        ModelMissing: the model is not installed, or cannot be used.

    """
    place = parts.cache_folder()
    key = str(folder / named)
    if key not in _LOADED:
        if named == parts.NAME:
            show(PREPARING, 0, 1)
            found = load_folder(parts.prepared(place))
            show(PREPARING, 1, 1)
        elif (folder / named).is_dir():
            found = load_folder(folder / named)
        else:
            raise ModelMissing(f"larger_model: {named} is neither {parts.NAME} nor a folder; see docs/settings.md")
        _LOADED[key] = replace(found, memory=MemoryCache(known=_known(found, taught, place, show)))
    return Paired(plain, Embedder(_LOADED[key], cache))


_LOADED: dict[str, Loaded] = {}
"""Larger models loaded in this process, by where they lie."""


def _known(model: Loaded, texts: Sequence[str], place: Path, show: Show) -> dict[str, bytes]:
    """Return vectors of texts by cache key, computed once and kept in a file."""
    names = {cache_key(text=text, model=model.model): text for text in texts}
    path = place / f"codebooks-{cache_key(text='', model=model.model)[:16]}.npz"
    held: dict[str, bytes] = {}
    if path.is_file():
        with np.load(path) as kept:
            rows = kept["rows"].astype("<f4")
            held = {name: row.tobytes() for name, row in zip(kept["names"].tolist(), rows, strict=True)}
    missing = [name for name in names if name not in held]
    embedder = Embedder(replace(model, memory=MemoryCache()))
    for start in range(0, len(missing), AT_ONCE):
        show(READING, start, len(missing))
        own = missing[start : start + AT_ONCE]
        rows = embedder.embed([names[name] for name in own], keep=False).astype(np.float16).astype("<f4")
        held |= {name: row.tobytes() for name, row in zip(own, rows, strict=True)}
        _keep(path, held)
    if missing:
        show(READING, len(missing), len(missing))
    return {name: held[name] for name in names}


def _keep(path: Path, vectors: dict[str, bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = np.array([np.frombuffer(one, "<f4") for one in vectors.values()], dtype=np.float16)
    half = path.with_suffix(".part.npz")
    np.savez(half, names=np.array(list(vectors)), rows=rows)
    half.replace(path)
