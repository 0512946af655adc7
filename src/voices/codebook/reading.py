"""Read a codebook from TOML and its exemplars from JSONL, saying what is wrong and where."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from voices.codebook import colours
from voices.codebook.nouns import Code, Codebook, CodeKind, Exclusion, Exemplar, slug
from voices.errors import CodebookError
from voices.model import Valence

CODEBOOK_FILE = "codebook.toml"
EXEMPLARS_FILE = "exemplars.jsonl"

_ID = re.compile(r"[^\s/]+(?:/[^\s/]+)*")
_TOP_KEYS = frozenset({"codebook", "codes"})
_HEAD_KEYS = frozenset({"name", "title", "version", "description", "language"})
_CODE_KEYS = frozenset(
    {"id", "name", "colour", "lettering", "definition", "include", "exclude", "parent", "kind", "children"}
)
_EXCLUDE_KEYS = frozenset({"text", "instead"})


def load(path: Path) -> Codebook:
    """Load a codebook from its folder or from its `.toml` file, with the `exemplars.jsonl` beside it.

    Raises CodebookError naming the file, the code or line, and what to do.
    """
    file = path / CODEBOOK_FILE if path.is_dir() else path
    try:
        toml = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise CodebookError(
            f"{file}: there is no codebook here; name a folder with a {CODEBOOK_FILE}, or a .toml file."
        ) from None
    except (OSError, UnicodeDecodeError):
        raise CodebookError(f"{file}: cannot be read as UTF-8 text; save it as UTF-8 and try again.") from None
    beside = file.with_name(EXEMPLARS_FILE)
    try:
        lines = beside.read_text(encoding="utf-8-sig") if beside.is_file() else ""
    except (OSError, UnicodeDecodeError):
        raise CodebookError(f"{beside}: cannot be read as UTF-8 text; save it as UTF-8 and try again.") from None
    fallback = file.parent.name if file.name == CODEBOOK_FILE else file.stem
    return _parsed(toml, lines, str(file), str(beside), fallback)


@lru_cache(maxsize=16)
def _parsed(toml: str, exemplars: str, where: str, exemplars_where: str, name: str) -> Codebook:
    """Return a codebook once parsed: a study's are asked for again and again, and the same text gives the same."""
    return parse(toml, exemplars, where=where, exemplars_where=exemplars_where, name=name)


def parse(
    toml: str,
    exemplars: str = "",
    *,
    where: str = CODEBOOK_FILE,
    exemplars_where: str = EXEMPLARS_FILE,
    name: str = "codebook",
) -> Codebook:
    """Return the codebook written in `toml` and `exemplars`; `where` is what error messages call the file.

    `name` stands in where the text gives none. Raises CodebookError.
    """
    try:
        data = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise CodebookError(f"{where}: not valid TOML ({error}); check quotes and brackets there.") from None
    _known(data, _TOP_KEYS, where, "the file")
    head = data.get("codebook", {})
    if not isinstance(head, dict):
        raise CodebookError(f'{where}: "codebook" has to be a table; write [codebook] above its lines.')
    _known(head, _HEAD_KEYS, where, "[codebook]")
    codes = _codes(data.get("codes"), where)
    ids = frozenset(code.id for code in codes)
    own_name = _text(head, "name", where, "[codebook]") or name
    return Codebook(
        name=own_name,
        title=_text(head, "title", where, "[codebook]") or own_name,
        version=_text(head, "version", where, "[codebook]") or "1",
        codes=codes,
        exemplars=_exemplars(exemplars, ids, exemplars_where),
        description=_text(head, "description", where, "[codebook]"),
        language=_text(head, "language", where, "[codebook]") or "en-GB",
    )


def arrange(codes: Sequence[Code], where: str) -> tuple[Code, ...]:
    """Return codes in their order with every parent before its children, after checking ids and cross-references.

    Raises CodebookError on a repeated id, a missing parent, or an `instead` that is no code.
    """
    by_id: dict[str, Code] = {}
    for code in codes:
        if code.id in by_id:
            raise CodebookError(f'{where}: code "{code.id}" stands there twice; give one of them another id.')
        by_id[code.id] = code
    for code in codes:
        if code.parent and code.parent not in by_id:
            raise CodebookError(
                f'{where}: code "{code.id}" lies in "{code.parent}", which is no code; add it or mend the id.'
            )
        for item in code.exclude:
            if item.instead and item.instead not in by_id:
                raise CodebookError(
                    f'{where}: code "{code.id}" excludes towards "{item.instead}", which is no code; '
                    'mend "instead" or leave it out.'
                )
    below: dict[str, list[Code]] = {}
    for code in codes:
        below.setdefault(code.parent, []).append(code)
    placed: list[Code] = []

    def place(parent: str) -> None:
        for code in below.get(parent, ()):
            placed.append(code)
            place(code.id)

    place("")
    return tuple(placed)


def _codes(entries: object, where: str) -> tuple[Code, ...]:
    tables = _tables(entries, where, "the file")
    if not tables:
        raise CodebookError(f"{where}: has no codes; add at least one [[codes]] with a name and a definition.")
    flat = [pair for table in tables for pair in _flatten(table, "", where)]
    tops: dict[str, Code] = {}
    codes: list[Code] = []
    for code_id, parent, table in sorted(flat, key=lambda item: item[0].count("/")):
        above = tops.get(parent)
        code = _code(code_id, parent, table, above, sum(not c.parent for c in codes), where)
        tops.setdefault(code_id, code)
        codes.append(code)
    order: dict[str, int] = {}
    for index, (code_id, _, _) in enumerate(flat):
        order.setdefault(code_id, index)
    return arrange(sorted(codes, key=lambda code: order[code.id]), where)


def _flatten(table: Mapping[str, object], parent: str, where: str) -> list[tuple[str, str, Mapping[str, object]]]:
    """Return (id, parent id, table) of a code and of the children nested in it."""
    name = _text(table, "name", where, "a code")
    written = _text(table, "id", where, f'code "{name}"')
    if not written and not slug(name):
        raise CodebookError(f"{where}: a code has neither id nor name; give it a name.")
    stated = _text(table, "parent", where, f'code "{written or name}"') or parent
    code_id = written or slug(name)
    if stated and not code_id.startswith(f"{stated}/"):
        code_id = f"{stated}/{code_id}"
    if not _ID.fullmatch(code_id):
        raise CodebookError(
            f'{where}: code "{code_id}" has an id that cannot be used; use letters, digits and underscores, '
            'and "parent/child" for a child code.'
        )
    above = code_id.rpartition("/")[0]
    found = [(code_id, above, table)]
    for child in _tables(table.get("children"), where, f'code "{code_id}"'):
        found += _flatten(child, code_id, where)
    return found


def _code(code_id: str, parent: str, table: Mapping[str, object], above: Code | None, tops: int, where: str) -> Code:
    about = f'code "{code_id}"'
    _known(table, _CODE_KEYS, where, about)
    colour = _text(table, "colour", where, about)
    if colour and not colours.HEX.fullmatch(colour):
        raise CodebookError(f'{where}: {about} has a colour that is not "#RRGGBB"; write for example "#00517A".')
    if not colour:
        colour = above.colour if above else colours.PALETTE[tops % len(colours.PALETTE)]
    lettering = _text(table, "lettering", where, about) or colours.best_lettering(colour)
    if lettering not in ("white", "black"):
        raise CodebookError(f'{where}: {about} has lettering other than "white" or "black"; write one of the two.')
    kind = _text(table, "kind", where, about) or (above.kind.value if above else CodeKind.THEME.value)
    if kind not in CodeKind.__members__.values():
        raise CodebookError(f"{where}: {about} has an unknown kind; write one of {', '.join(CodeKind)}.")
    if above and kind != above.kind.value:
        raise CodebookError(f"{where}: {about} has another kind than the code it lies in; leave its kind out.")
    return Code(
        id=code_id,
        name=_text(table, "name", where, about) or code_id.rpartition("/")[2].replace("_", " ").capitalize(),
        colour=colour.upper(),
        definition=_text(table, "definition", where, about),
        include=_strings(table.get("include"), where, f'{about}, "include"'),
        exclude=_exclusions(table.get("exclude"), where, about),
        parent=parent,
        kind=CodeKind(kind),
        lettering=lettering,
    )


def _exclusions(entries: object, where: str, about: str) -> tuple[Exclusion, ...]:
    if isinstance(entries, list) and all(isinstance(entry, str) for entry in entries):
        return tuple(Exclusion(" ".join(entry.split())) for entry in entries)
    found = []
    for table in _tables(entries, where, f'{about}, "exclude"'):
        _known(table, _EXCLUDE_KEYS, where, f'{about}, "exclude"')
        found.append(Exclusion(_text(table, "text", where, about), _text(table, "instead", where, about)))
    return tuple(found)


def _exemplars(lines: str, ids: frozenset[str], where: str) -> tuple[Exemplar, ...]:
    # Only "\n" ends a line: a JSON string may hold U+2028 and its like unescaped.
    return tuple(
        _exemplar(line, ids, f"{where}, line {number}")
        for number, line in enumerate(lines.split("\n"), start=1)
        if line.strip()
    )


def _exemplar(line: str, ids: frozenset[str], where: str) -> Exemplar:
    try:
        record = json.loads(line)
    except json.JSONDecodeError:
        raise CodebookError(f"{where}: not valid JSON; each line has to be one JSON object.") from None
    if not isinstance(record, dict) or not isinstance(record.get("text"), str) or not record["text"].strip():
        raise CodebookError(f'{where}: has no "text"; each line needs an object with a text and its codes.')
    codes = record.get("codes", [])
    if not isinstance(codes, list):
        raise CodebookError(f'{where}: "codes" has to be a list; write [] where no code applies.')
    near = record.get("near_miss_of") or ""
    named = [entry.get("code") if isinstance(entry, dict) else entry for entry in codes]
    for code in (near, *named) if near else named:
        if not isinstance(code, str) or code not in ids:
            raise CodebookError(f'{where}: names code "{code}", which the codebook does not have; mend it.')
    return Exemplar(
        text=record["text"],
        codes=tuple(_coded(entry, where) for entry in codes),
        role=str(record.get("role") or ""),
        near_miss_of=str(near),
        reason=str(record.get("reason") or ""),
    )


def _coded(entry: object, where: str) -> tuple[str, Valence | None]:
    if isinstance(entry, dict):
        valence = entry.get("valence")
        if valence is not None and valence not in Valence.__members__.values():
            raise CodebookError(f"{where}: has an unknown valence; write one of {', '.join(Valence)}.")
        return str(entry["code"]), Valence(valence) if valence is not None else None
    return str(entry), None


def _text(table: Mapping[str, object], key: str, where: str, about: str) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise CodebookError(f'{where}: "{key}" of {about} has to be text; put it in quotes.')
    return " ".join(value.split())


def _strings(value: object, where: str, about: str) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise CodebookError(f'{where}: {about} has to be a list of texts; write ["…", "…"].')
    return tuple(" ".join(item.split()) for item in value)


def _tables(value: object, where: str, about: str) -> list[dict[str, object]]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise CodebookError(f"{where}: {about} needs a list of tables; see the comments in a shipped codebook.")
    return value


def _known(table: Mapping[str, object], keys: frozenset[str], where: str, about: str) -> None:
    for key in table:
        if key not in keys:
            raise CodebookError(f'{where}: {about} has an unknown key "{key}"; use one of {", ".join(sorted(keys))}.')
