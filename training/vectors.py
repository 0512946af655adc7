"""Write `codebooks/vectors.npz`, the vectors of all texts the shipped codebooks teach, and `codebooks/measured.npz`.

`python -m training.vectors`, after an exemplar or a line of a shipped codebook was changed. With them a run starts
about ten seconds of computing sooner. A test tells when the file lags behind.
"""

from __future__ import annotations

import sys

import numpy as np

from voices import codebook, resources
from voices.coding import ahead, fit
from voices.coding.examples import from_codebook
from voices.embeddings import MODEL, SHIPPED_VECTORS, MemoryCache, cache_key, load_embedder

BOOKS = ("complaints", "six_principles")


def texts() -> tuple[str, ...]:
    """Return every text the shipped codebooks teach, as models read it, in an order of their own."""
    return tuple(sorted({one.text for name in BOOKS for one in from_codebook(codebook.find(name))}))


def main() -> int:
    """Compute the vectors afresh and write them."""
    wanted = texts()
    rows = load_embedder(MemoryCache()).embed(wanted)
    names = np.array([cache_key(text=text) for text in wanted])
    path = resources.folder("codebooks") / SHIPPED_VECTORS
    np.savez_compressed(path, model=np.array(MODEL), names=names, rows=rows.astype(np.float16))
    print(f"{path.name}: {len(wanted):,} texts, {path.stat().st_size / 1e6:.1f} MB")
    measured = resources.folder("codebooks") / ahead.FILE
    measured.unlink(missing_ok=True)
    for name in BOOKS:
        fit([codebook.find(name)], (), load_embedder())
    np.savez_compressed(measured, **ahead.everything())
    print(f"{measured.name}: {len(ahead.everything())} groups of codes, {measured.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
