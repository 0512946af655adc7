"""Find a codebook by the name it is shipped under, or by its path."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from voices.codebook.nouns import Codebook
from voices.codebook.reading import CODEBOOK_FILE, load
from voices.errors import CodebookError


def find(name_or_path: str, base: Path | None = None, shipped: Path | None = None) -> Codebook:
    """Load a codebook by shipped name ("six_principles") or by path, a relative one from `base`.

    A shipped name wins over a folder of the same name; write "./six_principles" for one's own.
    `shipped` is the folder of shipped codebooks, by default the one that came with the package.
    Raises CodebookError naming what was looked for and what there is.
    """
    shipped = shipped or _shipped()
    names = _names(shipped)
    if name_or_path in names:
        return load(shipped / name_or_path)
    path = (base or Path()) / name_or_path
    if not name_or_path or not path.exists():
        raise CodebookError(
            f'There is no codebook "{name_or_path}"; name a folder or .toml file, or one of {", ".join(names)}.'
        )
    return load(path)


def is_shipped(name_or_path: str) -> bool:
    """Say whether `find` takes this for a codebook that came with the package."""
    return name_or_path in _names(_shipped())


@cache
def shipped_texts() -> frozenset[str]:
    """Return the definitions and exemplars that came with the package, which name nobody; all in them is invented."""
    found: set[str] = set()
    for name in _names(_shipped()):
        book = load(_shipped() / name)
        found.update(text for code in book.codes for text in (code.name, code.definition, *code.include))
        found.update(one.text for code in book.codes for one in code.exclude)
        found.update(text for one in book.exemplars for text in (one.text, one.reason))
    return frozenset(found)


def _shipped() -> Path:
    from voices import resources

    return resources.folder("codebooks")


def _names(shipped: Path) -> list[str]:
    return sorted(folder.name for folder in shipped.iterdir() if (folder / CODEBOOK_FILE).is_file())
