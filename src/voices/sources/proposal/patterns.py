"""Write files as patterns for study.toml, so that no word that could be a person's name stands there."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from pathlib import Path, PurePosixPath

from voices.model import Kind, SourceSpec
from voices.sources.files import iter_files
from voices.sources.proposal.safe_words import doubtful


def patterns(files: Collection[str], root: Path) -> tuple[str, ...]:
    """Return patterns that find exactly these files: a whole folder where that does, else single files."""
    wanted = set(files)
    found: list[str] = []
    open_files = sorted(wanted)
    while open_files:
        first = open_files[0]
        folder, ending = first.rpartition("/")[0], PurePosixPath(first).suffix
        whole = f"{starred(folder)}/*{_escaped(ending)}" if folder else f"*{_escaped(ending)}"
        matched = set(matches(whole, root))
        together = len(matched & set(open_files)) > 1
        chosen = whole if together and matched <= wanted else single(first, root)
        found.append(chosen)
        open_files = [file for file in open_files if file not in set(matches(chosen, root)) | {first}]
    return tuple(found)


def single(file: str, root: Path) -> str:
    """Return one file as a path, or as a pattern that finds it alone with every doubtful word starred.

    Where a star does not do, the word's length is written, then its first letter, then its last one too. Two files
    that even these do not tell apart share a pattern; `check` names files that are in two sources.
    """
    if not has_name(file):
        return file
    ways = [starred(file, how) for how in (_star, _length, _first_letter, _both_letters)]
    return next((way for way in ways if matches(way, root) == (file,)), ways[-1])


def _star(_word: str) -> str:
    return "*"


def _length(word: str) -> str:
    return "?" * len(word)


def _first_letter(word: str) -> str:
    return word[:1] + "?" * (len(word) - 1)


def _both_letters(word: str) -> str:
    return word if len(word) < 3 else word[:1] + "?" * (len(word) - 2) + word[-1:]


def has_name(file: str) -> bool:
    """Return whether a path holds a word that could be a person's name, or a character study.toml cannot hold."""
    return any(map(_cannot_stand, file)) or any(doubtful(part) for part in _without_ending(file).split("/"))


def may_name_somebody(file: str) -> bool:
    """Return whether a file's own name holds a capitalised word that could be a person's name."""
    name = _without_ending(file).rpartition("/")[2]
    return any(name[start].isupper() and end - start > 2 for start, end in doubtful(name))


def starred(file: str, hide: Callable[[str], str] = _star) -> str:
    """Return a path as a glob pattern in which each word that could be a person's name is hidden, by a star."""
    stem = _without_ending(file)
    folders = stem.split("/")
    done = "/".join(_starred(part, hide) for part in folders)
    return done + _escaped(file[len(stem) :])


def _starred(part: str, hide: Callable[[str], str]) -> str:
    out, at = "", 0
    for start, end in doubtful(part):
        out += _escaped(part[at:start]) + hide(part[start:end])
        at = end
    return re.sub(r"\*(?:[ '.-]?\*)+", "*", out + _escaped(part[at:]))


def shown(file: str) -> str:
    """Return a path as a comment of study.toml may show it."""
    return starred(file) if has_name(file) else file


def matches(pattern: str, root: Path) -> tuple[str, ...]:
    """Return the files a pattern finds, as a source would."""
    if not set("*?[") & set(pattern):
        return (pattern,) if (root / pattern).is_file() else ()
    spec = SourceSpec("looking", (pattern,), Kind.INTERVIEW)
    return tuple(relative for path, relative in iter_files(spec, root) if path.is_file())


def _cannot_stand(character: str) -> bool:
    """Return whether a character cannot stand in study.toml: no line shows it, or it means a folder on Windows."""
    return not character.isprintable() or character in "\\:"


def _escaped(text: str) -> str:
    """Return a text as it stands for itself in a pattern; what no line can show stands for any one character."""
    shown = "".join("?" if _cannot_stand(character) else character for character in text)
    return shown.replace("[", "[[]")


def _without_ending(file: str) -> str:
    ending = PurePosixPath(file).suffix
    return file[: -len(ending)] if ending and ending[1:].isalnum() and len(ending) <= 6 else file
