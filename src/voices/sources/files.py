"""Find the files of a source below the folder of originals."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from voices.errors import InputError
from voices.model import SourceSpec

_WILD = frozenset("*?[")


def iter_files(spec: SourceSpec, root: Path) -> tuple[tuple[Path, str], ...]:
    """Return (path, path below the root with forward slashes) for every file of a source, sorted, each once.

    A path or pattern that finds nothing is returned as it stands, so that reading it says so.

    Raises InputError where a path or pattern leads outside the root, also through a link.
    """
    base = root.resolve()
    found: dict[str, Path] = {}
    for number, pattern in enumerate(spec.files, start=1):
        pure = PurePosixPath(pattern.replace("\\", "/"))
        windows_drive = len(pattern) > 1 and pattern[1] == ":"
        if pure.is_absolute() or windows_drive or ".." in pure.parts or not pure.parts:
            raise _outside(spec, number)
        matches = list(_matches(base, pure)) or [base / pure]
        for path in matches:
            if not path.resolve().is_relative_to(base):
                raise _outside(spec, number)
            found[path.relative_to(base).as_posix()] = path
    return tuple((found[relative], relative) for relative in sorted(found))


def _outside(spec: SourceSpec, number: int) -> InputError:
    return InputError(
        f'source "{spec.name}", entry {number} of files: it leads outside the folder of originals; '
        "give a path or pattern below that folder, with forward slashes"
    )


def _matches(base: Path, pattern: PurePosixPath) -> Iterator[Path]:
    """Yield the files a pattern finds; Office's lock files and hidden files are none."""
    if not _WILD & set(str(pattern)):
        yield base / pattern
        return
    for path in base.glob(str(pattern)):
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(base).parts)
        if not hidden and path.name.casefold() not in ("thumbs.db", "desktop.ini") and not path.is_dir():
            yield path
