"""Read theories from TOML and write them back, saying what is wrong and where."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from voices.errors import InputError
from voices.model.realist import Theory

THEORY_FILE = "theories.toml"
"""Lies beside `study.toml` or beside a codebook."""
LONGEST = 600
"""Characters of a clause; a longer one is several theories."""

_KEYS = frozenset({"id", "name", "if", "then", "because", "principles"})
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_HEADER = """\
# Theories: what is thought to make the principles work, for people to support, refine or refute with words.
# if: for whom and in which circumstances something is offered; then: what comes of it;
# because: how people take it. Each reads on from its word, in lower case and without a full stop.
"""


def load(path: Path) -> tuple[Theory, ...]:
    """Return the theories of a file.

    Raises InputError naming file and theory, and what to do.
    """
    try:
        return parse(path.read_text(encoding="utf-8-sig"), path.name)
    except (OSError, UnicodeDecodeError):
        raise InputError(f"{path.name}: cannot be read as UTF-8 text; save it as UTF-8 and try again") from None


def parse(toml: str, where: str = THEORY_FILE) -> tuple[Theory, ...]:
    """Return the theories written in `toml`; `where` is what messages call the file.

    Raises InputError.
    """
    try:
        data = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{where}: not valid TOML ({error}); check quotes and brackets there") from None
    entries = data.pop("theories", None)
    if data or not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise InputError(f"{where}: write [[theories]] above the lines of each theory, and nothing else")
    found = tuple(_theory(entry, number, where) for number, entry in enumerate(entries, 1))
    ids = [theory.id for theory in found]
    twin = next((id for id in ids if ids.count(id) > 1), None)
    if twin is not None:
        raise InputError(f"{where}: theory “{twin}” stands there twice; give one of them another id")
    return found


def checked(theory: Theory, where: str) -> Theory:
    """Return a theory after the checks a typed one has to pass: an id, a name and three clauses of a fitting length.

    Raises InputError.
    """
    if not _ID.fullmatch(theory.id):
        raise InputError(f"{where}: “id” should be lower-case letters, digits, _ or -, at most 40 of them")
    for name, text in (("name", theory.name), ("if", theory.if_), ("then", theory.then), ("because", theory.because)):
        if not text:
            raise InputError(f"{where}: “{name}” is missing; a theory reads if …, then …, because …")
        if len(text) > LONGEST:
            raise InputError(f"{where}: “{name}” is longer than {LONGEST} characters; make it two theories")
    return theory


def clause(text: str, word: str) -> str:
    """Return a clause as it reads on from its word: blanks made plain, the word itself and the full stop taken off."""
    bare = " ".join(text.split()).rstrip(".;, ")
    if bare[: len(word) + 1].casefold() == f"{word} ":
        bare = bare[len(word) + 1 :]
    return bare


def to_toml(theories: Iterable[Theory]) -> str:
    """Return theories as a file that reads back as the same."""
    lines = [_HEADER]
    for one in theories:
        lines += ["[[theories]]"]
        pairs = (
            ("id", one.id),
            ("name", one.name),
            ("if", one.if_),
            ("then", one.then),
            ("because", one.because),
            ("principles", list(one.principles)),
        )
        lines += [f"{key} = {_quoted(value)}" for key, value in pairs if value] + [""]
    return "\n".join(lines)


def _theory(entry: Mapping[str, Any], number: int, where: str) -> Theory:
    about = f"{where}, theory {number}"
    unknown = next((key for key in entry if key not in _KEYS), None)
    if unknown is not None:
        raise InputError(f"{about}: “{unknown}” is not known here; known are {', '.join(sorted(_KEYS))}")
    texts = {key: entry.get(key, "") for key in ("id", "name", "if", "then", "because")}
    principles = entry.get("principles", [])
    if not all(isinstance(text, str) for text in texts.values()):
        raise InputError(f"{about}: id, name, if, then and because are texts in quotation marks")
    if not isinstance(principles, list) or not all(isinstance(one, str) for one in principles):
        raise InputError(f"{about}: “principles” should be a list of code ids")
    return checked(
        Theory(
            texts["id"].strip(),
            " ".join(texts["name"].split()),
            clause(texts["if"], "if"),
            clause(texts["then"], "then"),
            clause(texts["because"], "because"),
            tuple(principles),
        ),
        about,
    )


def _quoted(value: str | list[str]) -> str:
    # JSON and TOML escape alike, but for DEL, which TOML forbids and JSON lets through.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
