"""A sentence model in a folder, in the form sentence-transformers gives one in ONNX."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from voices.embeddings import WINDOW, Loaded, MemoryCache, open_graph, open_tokenizer
from voices.errors import ModelMissing
from voices.larger.parts import sha256_of

GRAPHS = ("model.onnx", "onnx/model.onnx")
LONGEST = 512
"""Tokens read of one text at most, whatever a model would take: a passage is far shorter."""
BUDGET = 2048
"""Padded tokens in one call: half of what the small model takes, since each needs more memory."""
FED = frozenset(("input_ids", "attention_mask", "token_type_ids"))
COMPUTED = frozenset(("Transformer", "Pooling", "Normalize"))


def load_folder(folder: Path) -> Loaded:
    """Return the model of a folder: `model.onnx` (or `onnx/model.onnx`), `tokenizer.json` and its settings.

    Raises:
        ModelMissing: a file is missing or damaged, or the model is of a kind that is not computed here.

    """
    graph = next((folder / name for name in GRAPHS if (folder / name).is_file()), None)
    if graph is None or not (folder / "tokenizer.json").is_file():
        raise _unfit(folder, "there is no model.onnx with a tokenizer.json in it; export the model to ONNX first")
    pooling = folder / "1_Pooling"
    for module in _settings(folder / "modules.json") or ():
        kind = str(module.get("type", "")).rsplit(".", 1)[-1]
        if kind not in COMPUTED:
            raise _unfit(folder, f"it has a part that is not computed here ({kind or 'unknown'})")
        pooling = folder / module["path"] if kind == "Pooling" else pooling
    by_first = _by_first(folder, _settings(pooling / "config.json") or {})
    window = (_settings(folder / "sentence_bert_config.json") or {}).get("max_seq_length") or WINDOW
    prompts = _settings(folder / "config_sentence_transformers.json") or {}
    prefix = (prompts.get("prompts") or {}).get(prompts.get("default_prompt_name"), "")
    try:
        session = open_graph(graph)
        reader = open_tokenizer(folder / "tokenizer.json", min(int(window), LONGEST))
        inputs = frozenset(one.name for one in session.get_inputs())
        if not {"input_ids", "attention_mask"} <= inputs <= FED:
            raise _unfit(folder, f"its graph wants other inputs than {', '.join(sorted(FED))}")
        hidden = np.asarray(session.run(None, {name: np.zeros((1, 2), np.int64) for name in inputs})[0])
    except ModelMissing:
        raise
    except Exception as damaged:  # onnxruntime and tokenizers raise classes of their own, tokenizers plain Exception
        raise _unfit(folder, "its files cannot be read; export the model anew") from damaged
    if hidden.ndim != 3:
        raise _unfit(folder, "its graph should give the last hidden states first")
    name = f"{folder.name} {_hash(graph, folder)[:16]} {'first' if by_first else 'mean'} {window} {prefix}".strip()
    return Loaded(session, reader, MemoryCache(), name, hidden.shape[-1], inputs, by_first, prefix, BUDGET)


def _by_first(folder: Path, pooling: dict[str, Any]) -> bool:
    """Return whether the first token stands for the text; the mean of all where nothing is said."""
    modes = [name.removeprefix("pooling_mode_") for name, on in pooling.items() if name.startswith("pooling_m") and on]
    if not set(modes) <= {"mean_tokens", "cls_token"} or len(modes) > 1:
        raise _unfit(folder, f"it draws tokens together in a way that is not computed here ({', '.join(modes)})")
    return modes == ["cls_token"]


def _settings(path: Path) -> Any:
    if not path.is_file():
        return None
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as damaged:
        raise _unfit(path.parent, f"{path.name} is damaged") from damaged


def _hash(graph: Path, folder: Path) -> str:
    """Return a hash of the graph, of files of weights beside it, and of the tokeniser."""
    files = [*sorted(graph.parent.glob(f"{graph.name}*")), folder / "tokenizer.json"]
    return hashlib.sha256("".join(sha256_of(path) for path in files if path.is_file()).encode()).hexdigest()


def _unfit(folder: Path, why: str) -> ModelMissing:
    return ModelMissing(f"the larger model in {folder.name}: {why}")
