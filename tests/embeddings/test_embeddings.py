"""The embedder: shapes, purity, the cache, and that it refuses a file it does not know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from voices import embeddings
from voices.codebook import find
from voices.coding.examples import from_codebook
from voices.embeddings import MemoryCache, cache_key, load_embedder, neutral
from voices.errors import ModelMissing

TEXTS = [
    "She rang me back the same day.",
    "Nobody answers the phone.",
    "The budget was cut in autumn.",
    "",
    "word " * 600,
]


class Counting(MemoryCache):
    def __init__(self) -> None:
        super().__init__()
        self.stored: dict[str, bytes] = {}

    def put(self, items: Mapping[str, bytes]) -> None:
        self.stored.update(items)
        super().put(items)

    def get(self, keys: Sequence[str]) -> dict[str, bytes]:
        return super().get(keys)


def test_rows_are_unit_vectors_in_the_order_given() -> None:
    embedder = load_embedder(Counting())
    rows = embedder.embed(TEXTS)
    assert rows.shape == (5, 384)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert np.array_equal(load_embedder(Counting()).embed(TEXTS[::-1])[::-1], rows)
    assert embedder.embed([]).shape == (0, 384)


def test_a_text_keeps_its_vector_whatever_stands_beside_it() -> None:
    together = load_embedder(Counting()).embed(TEXTS)
    alone = np.vstack([load_embedder(Counting()).embed([text]) for text in TEXTS])
    assert np.allclose(together, alone, atol=1e-5)


def test_vectors_know_meaning() -> None:
    rows = load_embedder().embed(["My call was returned at once.", *TEXTS[:3]])
    near = rows @ rows[0]
    assert near[1] > near[3] + 0.2


def test_nothing_is_computed_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Counting()
    embedder = load_embedder(cache)
    first = embedder.embed(["One text.", "One text.", "Another."])
    assert len(cache.stored) == 2
    assert all(len(value) == 384 * 4 for value in cache.stored.values())

    def never(_: object, texts: list[str]) -> None:
        raise AssertionError(len(texts))

    monkeypatch.setattr(embeddings.Embedder, "_compute", never)
    assert np.array_equal(load_embedder(cache).embed(["Another.", "One text."]), first[[2, 0]])


def test_the_callers_key_names_the_entry_and_sentences_stay_out_of_the_cache() -> None:
    cache = Counting()
    embedder = load_embedder(cache)
    embedder.embed(["A passage."], keys=["feed"])
    embedder.embed(["A sentence of it."], keep=False)
    assert list(cache.stored) == [cache_key(key="feed")]
    assert next(iter(cache.stored)).startswith("feed:")


def test_a_pseudonyms_number_changes_no_vector() -> None:
    rows = load_embedder().embed(["[person 3] came with [person 71].", "[person 9] came with [person 2]."])
    assert np.array_equal(rows[0], rows[1])
    assert neutral("[person 3] and my [social worker] at [place 2]") == "person and my social worker at place"


def test_a_small_cache_forgets_the_oldest() -> None:
    cache = MemoryCache(limit=2)
    cache.put({"a": b"1", "b": b"2"})
    cache.put({"c": b"3"})
    assert cache.get(["a", "b", "c"]) == {"b": b"2", "c": b"3"}


def test_batches_stay_under_the_token_budget() -> None:
    lengths = [5] * 2000 + [256] * 40
    groups = embeddings._batches(range(len(lengths)), lengths)
    assert sorted(i for group in groups for i in group) == list(range(len(lengths)))
    assert all(len(g) * max(lengths[i] for i in g) <= embeddings.TOKENS_PER_BATCH for g in groups)


def test_a_file_we_do_not_know_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelMissing, match=r"tokenizer\.json"):
        embeddings._checked(tmp_path / "tokenizer.json", embeddings.TOKENIZER_SHA256)
    with pytest.raises(ModelMissing, match="missing"):
        embeddings._checked(tmp_path / "none.json", embeddings.TOKENIZER_SHA256)


def test_shipped_vectors_cover_the_shipped_codebooks_and_are_what_the_model_gives() -> None:
    texts = sorted({one.text for name in ("complaints", "six_principles") for one in from_codebook(find(name))})
    kept = embeddings.shipped_vectors()
    missing = [text for text in texts if cache_key(text=text) not in kept]
    assert not missing, "run `python -m training.vectors`: a shipped codebook was changed"
    some = texts[:: len(texts) // 6]
    shipped = np.vstack([np.frombuffer(kept[cache_key(text=text)], dtype="<f4") for text in some])
    assert np.allclose(shipped, load_embedder(MemoryCache()).embed(some), atol=5e-3)


def test_what_is_known_from_the_start_is_never_forgotten() -> None:
    cache = MemoryCache(limit=1, known={"a": b"1"})
    cache.put({"b": b"2", "c": b"3"})
    assert cache.get(["a", "b", "c"]) == {"a": b"1", "c": b"3"}
