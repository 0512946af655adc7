"""Changing a codebook: each change gives another version, and says which codes go by another id from then on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from voices.codebook.colours import HEX, MIN_CONTRAST, PALETTE, best_lettering, contrast
from voices.codebook.nouns import Code, Codebook, Exclusion, Exemplar, slug
from voices.errors import CodebookError


@dataclass(frozen=True)
class Edited:
    """A codebook after one change."""

    codebook: Codebook
    renamed: Mapping[str, str] = field(default_factory=dict)
    """Old id to the id a decision should carry now."""
    what: str = ""
    """What was done, by ids: "a merged into b"."""


def reworded(
    book: Codebook,
    code: str,
    *,
    name: str,
    definition: str,
    include: Sequence[str],
    exclude: Sequence[Exclusion],
    colour: str,
) -> Edited:
    """Return the codebook with other words or another colour for a code; its id stays.

    Raises CodebookError where a text is missing, or nothing can be read on the colour.
    """
    old = _code(book, code)
    if not name.strip() or not definition.strip():
        raise CodebookError("a code needs a name and a definition")
    changed = replace(
        old,
        name=name.strip(),
        definition=definition.strip(),
        include=tuple(include),
        exclude=tuple(exclude),
        colour=readable(colour),
        lettering=best_lettering(colour),
    )
    return Edited(_with(book, [changed if one.id == code else one for one in book.codes]), {}, f"{code} reworded")


def added(book: Codebook, name: str, definition: str, parent: str = "") -> Edited:
    """Return the codebook with one more code, a child of `parent` or at the top; `what` ends in its id."""
    above = _code(book, parent) if parent else None
    if above is not None and above.parent:
        raise CodebookError("codes have two levels: choose a code at the top")
    if not name.strip() or not definition.strip():
        raise CodebookError("a code needs a name and a definition")
    id = f"{parent}/{slug(name)}" if parent else slug(name)
    if not slug(name) or id in book.ids():
        raise CodebookError("there is a code of this name already: give another one")
    colour = above.colour if above else PALETTE[len(book.top()) % len(PALETTE)]
    kind = above.kind if above else Code("", "", "", "").kind
    new = Code(id, name.strip(), colour, definition.strip(), parent=parent, kind=kind, lettering=best_lettering(colour))
    return Edited(_with(book, _placed([*book.codes, new])), {}, f"added {id}")


def merged(book: Codebook, code: str, into: str) -> Edited:
    """Return the codebook without a code, whose exemplars and children another one takes.

    Raises CodebookError where one is not there, or lies in the other.
    """
    old, target = _code(book, code), _code(book, into)
    if code in (into, target.parent):
        raise CodebookError("a code cannot be merged into itself or into a code that lies in it")
    if book.children(code) and target.parent:
        raise CodebookError("a code with child codes is merged into a code at the top")
    renamed = {code: into, **{child.id: f"{into}/{_last(child.id)}" for child in book.children(code)}}
    there = set(book.ids()) - set(renamed)
    codes = []
    for one in book.codes:
        if one.id == code or (one.id in renamed and renamed[one.id] in there):
            continue
        kept = replace(one, id=renamed[one.id], parent=into, colour=target.colour) if one.id in renamed else one
        codes.append(replace(kept, include=(*target.include, old.definition)) if one.id == into else kept)
    return Edited(_renamed(book, _placed(codes), renamed), renamed, f"{code} merged into {into}")


def moved(book: Codebook, code: str, parent: str) -> Edited:
    """Return the codebook with a code under another one, or at the top; its id changes with its place."""
    old = _code(book, code)
    above = _code(book, parent) if parent else None
    if parent in (code, old.parent):
        raise CodebookError("the code lies there already")
    if above is not None and (above.parent or book.children(code)):
        raise CodebookError("codes have two levels: a code with child codes stays at the top")
    id = f"{parent}/{_last(code)}" if parent else _last(code)
    if id in book.ids():
        raise CodebookError("there is a code of this name already where you want to move it")
    new = replace(old, id=id, parent=parent, kind=above.kind if above else old.kind)
    renamed = {code: id, **{child.id: f"{id}/{_last(child.id)}" for child in book.children(code)}}
    codes = [
        new if one.id == code else replace(one, id=renamed[one.id], parent=id) if one.id in renamed else one
        for one in book.codes
    ]
    return Edited(_renamed(book, _placed(codes), renamed), renamed, f"{code} moved to {id}")


def readable(colour: str) -> str:
    """Return a colour as it is written in a codebook.

    Raises CodebookError where it is none, or neither black nor white lettering can be read on it.
    """
    if not HEX.fullmatch(colour):
        raise CodebookError('a colour is written like "#00517A"')
    ratio = contrast(colour, best_lettering(colour))
    if ratio < MIN_CONTRAST:
        raise CodebookError(
            f"lettering on this colour has a contrast of {ratio:.1f} to 1 only, it needs {MIN_CONTRAST}"
        )
    return colour.upper()


def _code(book: Codebook, id: str) -> Code:
    found = book.code(id)
    if found is None:
        raise CodebookError("this code is not in the codebook any more: load the page again")
    return found


def _with(book: Codebook, codes: Sequence[Code], exemplars: Sequence[Exemplar] | None = None) -> Codebook:
    kept = book.exemplars if exemplars is None else tuple(exemplars)
    return replace(book, codes=tuple(codes), exemplars=kept, version=next_version(book.version), hash="")


def _renamed(book: Codebook, codes: Sequence[Code], renamed: Mapping[str, str]) -> Codebook:
    def now(id: str) -> str:
        return renamed.get(id, id)

    ids = {one.id for one in codes}
    settled = [
        replace(
            one,
            exclude=tuple(
                replace(item, instead=now(item.instead) if now(item.instead) not in ("", one.id) else "")
                for item in one.exclude
            ),
        )
        for one in codes
    ]
    exemplars = [
        replace(
            one,
            codes=tuple({now(code): valence for code, valence in one.codes if now(code) in ids}.items()),
            near_miss_of=now(one.near_miss_of) if now(one.near_miss_of) in ids else "",
        )
        for one in book.exemplars
    ]
    # A near miss of what it shows now is none.
    sound = [replace(one, near_miss_of="") if one.near_miss_of in dict(one.codes) else one for one in exemplars]
    return _with(book, settled, sound)


def _placed(codes: Sequence[Code]) -> list[Code]:
    """Return codes with children right after their parents, otherwise in order."""
    tops = [one for one in codes if not one.parent]
    return [one for top in tops for one in (top, *(child for child in codes if child.parent == top.id))]


def _last(id: str) -> str:
    return id.rpartition("/")[2]


def next_version(version: str) -> str:
    """Return the version after one: "1.0" gives "1.1", "2024" gives "2024.1"."""
    head, dot, tail = version.rpartition(".")
    return f"{head}.{int(tail) + 1}" if dot and tail.isdecimal() else f"{version}.1"
