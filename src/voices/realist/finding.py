"""The theories of a study: the file beside `study.toml`, then those beside its own codebooks."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from voices.errors import InputError
from voices.model.realist import Theory
from voices.realist.reading import THEORY_FILE, load


def files(folder: Path, codebooks: Iterable[str]) -> tuple[Path, ...]:
    """Return the theory files of a study folder; `codebooks` are names and paths as `study.toml` has them."""
    beside = [folder / name for name in codebooks]
    places = [folder, *(path if path.is_dir() else path.parent for path in beside if path.exists())]
    return tuple(dict.fromkeys(place / THEORY_FILE for place in places if (place / THEORY_FILE).is_file()))


def find(folder: Path, codebooks: Iterable[str] = ()) -> tuple[Theory, ...]:
    """Return the theories of a study folder.

    Raises InputError where a file cannot be read, or two files have a theory of the same id.
    """
    found: dict[str, Theory] = {}
    for path in files(folder, codebooks):
        for theory in load(path):
            if theory.id in found:
                raise InputError(f"{path.name}: theory “{theory.id}” stands in two files; give one of them another id")
            found[theory.id] = theory
    return tuple(found.values())
