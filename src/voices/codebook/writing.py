"""Write a codebook as the files it is read from."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from voices.codebook.nouns import Code, Codebook, Exemplar, exemplar_record
from voices.codebook.reading import CODEBOOK_FILE, EXEMPLARS_FILE
from voices.errors import CodebookError

_HEADER = """\
# A codebook. Every code needs a name and a definition; the rest helps people and the machine to decide.
# id: how files name the code ("parent/child" for a child code); kind: principle, theme, outcome, condition, context.
# colour: background as "#RRGGBB"; lettering: "white" or "black" text on it.
# include: what belongs; exclude: what does not, with the code it belongs to "instead".
"""


def to_toml(codebook: Codebook) -> str:
    """Return a codebook's TOML, commented for whoever edits it; reading it back gives the same codes."""
    head = (
        ("name", codebook.name),
        ("title", codebook.title),
        ("version", codebook.version),
        ("language", codebook.language),
        ("description", codebook.description),
    )
    lines = [_HEADER, "[codebook]", *(f"{key} = {_quoted(value)}" for key, value in head if value)]
    for code in codebook.codes:
        lines += ["", "[[codes]]", *_code_lines(code)]
    return "\n".join(lines) + "\n"


def to_jsonl(exemplars: Iterable[Exemplar]) -> str:
    """Return exemplars as JSONL, one object a line, in the order given."""
    return "".join(json.dumps(exemplar_record(item), ensure_ascii=False) + "\n" for item in exemplars)


def save(codebook: Codebook, folder: Path) -> tuple[Path, ...]:
    """Write a codebook into a folder and return the files written.

    Raises CodebookError where the folder holds a codebook already: nothing is overwritten.
    """
    toml, jsonl = folder / CODEBOOK_FILE, folder / EXEMPLARS_FILE
    if toml.exists() or jsonl.exists():
        raise CodebookError(f"{folder}: holds a codebook already; choose another folder or move it away.")
    folder.mkdir(parents=True, exist_ok=True)
    toml.write_text(to_toml(codebook), encoding="utf-8", newline="\n")
    if not codebook.exemplars:
        return (toml,)
    jsonl.write_text(to_jsonl(codebook.exemplars), encoding="utf-8", newline="\n")
    return toml, jsonl


def _code_lines(code: Code) -> list[str]:
    pairs = [("id", code.id), ("name", code.name)]
    if not code.parent:
        pairs.append(("kind", code.kind.value))
    pairs += [("colour", code.colour), ("lettering", code.lettering), ("definition", code.definition)]
    lines = [f"{key} = {_quoted(value)}" for key, value in pairs if value]
    if code.include:
        lines += ["include = [", *(f"    {_quoted(item)}," for item in code.include), "]"]
    if code.exclude:
        lines.append("exclude = [")
        for item in code.exclude:
            instead = f", instead = {_quoted(item.instead)}" if item.instead else ""
            lines.append(f"    {{ text = {_quoted(item.text)}{instead} }},")
        lines.append("]")
    return lines


def _quoted(text: str) -> str:
    # JSON and TOML escape alike, but for DEL, which TOML forbids and JSON lets through.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
