"""Exchange codebooks with other qualitative tools: REFI-QDA codebook 1.0 (`.qdc`), written and read.

The format holds names, colours, one description a code and the tree. What else a codebook knows goes
into the description in a shape a person can read and `read_qdc` takes apart again; kinds go into sets.
Source: REFI-QDA standard 1.5, section on codebook exchange, and its schema.
"""

from __future__ import annotations

import html
import re
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

from voices.codebook import colours
from voices.codebook.nouns import Code, Codebook, CodeKind, Exclusion, slug
from voices.codebook.reading import arrange
from voices.errors import CodebookError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NAMESPACE = "urn:QDA-XML:codebook:1.0"

_GUIDS = uuid.UUID("5b0f6f0e-6a53-5c5e-9d0a-3f1d1a3f5a01")
"""Root of the name-based GUIDs, so that the same code has the same GUID in every export."""

DEEPEST = 20
"""Levels of codes read: no codebook people use comes near, and a hostile file cannot exhaust the stack."""

_KIND_SET = "kind: "
_INCLUDE, _EXCLUDE, _INSTEAD, _ID = "Include:", "Exclude:", "instead: ", "Id: "
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_qdc(codebook: Codebook) -> str:
    """Return a codebook as REFI-QDA codebook XML, the same bytes for the same codebook."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<CodeBook xmlns="{NAMESPACE}" origin="voices">',
        "  <Codes>",
    ]
    for code in codebook.top():
        lines += _element(codebook, code, "    ")
    lines.append("  </Codes>")
    kinds = [kind for kind in CodeKind if any(code.kind is kind for code in codebook.top())]
    if kinds != [CodeKind.THEME]:
        lines.append("  <Sets>")
        for kind in kinds:
            guid = _guid(codebook, f"{_KIND_SET}{kind}")
            lines.append(f'    <Set guid="{guid}" name="{_KIND_SET}{kind}">')
            lines += [
                f'      <MemberCode guid="{_guid(codebook, code.id)}"/>' for code in codebook.top() if code.kind is kind
            ]
            lines.append("    </Set>")
        lines.append("  </Sets>")
    return "\n".join([*lines, "</CodeBook>", ""])


def left_out_of_qdc(codebook: Codebook) -> tuple[str, ...]:
    """Return plain sentences on what `to_qdc` cannot carry, as section 7 of the standard asks."""
    lines = ["The codebook's title, version, description and language are not part of the format."]
    if codebook.exemplars:
        lines.append(f"{len(codebook.exemplars)} exemplars are not part of the format; send the JSONL file too.")
    return tuple(lines)


def from_qdc(xml: str, name: str = "imported") -> Codebook:
    """Return the codebook in REFI-QDA codebook XML; `read_qdc` also says what was left out."""
    return read_qdc(xml, name)[0]


def read_qdc(xml: str, name: str = "imported") -> tuple[Codebook, tuple[str, ...]]:
    """Return the codebook in REFI-QDA codebook XML, and plain sentences on what was left out.

    Element names are matched without namespace, since tools disagree on it. Raises CodebookError.
    """
    root = _parsed(xml)
    holder = next((child for child in root if _local(child) == "Codes"), None)
    if _local(root) != "CodeBook" or holder is None:
        raise CodebookError("The file is not a REFI-QDA codebook; export a codebook (.qdc) from the other tool.")
    kinds, dropped = _sets(root)
    codes: list[Code] = []
    for element in _codes_in(holder):
        _collect(element, None, kinds, codes)
    if not codes:
        raise CodebookError("The REFI-QDA codebook has no codes; export it again with at least one.")
    plain = sum(element.get("isCodable", "true") in ("false", "0") for element in holder.iter())
    if plain:
        dropped.append(f"{plain} codes were folders that may not be applied; here every code may be.")
    ids = {code.id for code in codes}
    codes = [replace(code, exclude=tuple(_pointing(item, ids) for item in code.exclude)) for code in codes]
    return Codebook(name=name, title=name, version="1", codes=arrange(codes, name)), tuple(dropped)


def _parsed(xml: str) -> Element:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        # As bytes, so that an encoding the declaration names cannot clash with text already decoded.
        root: Element = fromstring(re.sub(r"^\ufeff?\s*<\?xml[^>]*\?>", "", xml).lstrip("\ufeff").encode("utf-8"))
    except (ParseError, DefusedXmlException, UnicodeEncodeError):
        raise CodebookError("The file is not well-formed XML, or holds entities; export it again as .qdc.") from None
    return root


def _element(codebook: Codebook, code: Code, indent: str) -> list[str]:
    lines = [
        f'{indent}<Code guid="{_guid(codebook, code.id)}" name="{_escaped(code.name)}" '
        f'isCodable="true" color="{code.colour}">'
    ]
    description = _description(code)
    if description:
        lines.append(f"{indent}  <Description>{_escaped(description)}</Description>")
    for child in codebook.children(code.id):
        lines += _element(codebook, child, indent + "  ")
    return [*lines, f"{indent}</Code>"]


def _description(code: Code) -> str:
    parts = [code.definition] if code.definition else []
    if code.include:
        parts.append("\n".join([_INCLUDE, *(f"- {item}" for item in code.include)]))
    if code.exclude:
        parts.append("\n".join([_EXCLUDE, *(f"- {_exclusion(item)}" for item in code.exclude)]))
    own = code.id.rpartition("/")[2]
    if own != slug(code.name):
        parts.append(f"{_ID}{own}")
    return "\n\n".join(parts)


def _exclusion(item: Exclusion) -> str:
    return f"{item.text} ({_INSTEAD}{item.instead})" if item.instead else item.text


def _taken_apart(description: str) -> tuple[str, tuple[str, ...], tuple[Exclusion, ...], str]:
    """Return definition, include, exclude and id of a description; another tool's text is all definition."""
    definition: list[str] = []
    include: list[str] = []
    exclude: list[Exclusion] = []
    own, part = "", ""
    for line in description.splitlines():
        text = line.strip()
        if text in (_INCLUDE, _EXCLUDE):
            part = text
        elif text.startswith(_ID) and len(text.split()) == 2:
            own = text.removeprefix(_ID)
        elif part and text.startswith("- "):
            if part == _INCLUDE:
                include.append(text[2:])
            else:
                match = re.fullmatch(rf"(.*) \({_INSTEAD}(\S+)\)", text[2:])
                exclude.append(Exclusion(match[1], match[2]) if match else Exclusion(text[2:]))
        elif text:
            part = ""
            definition.append(text)
    return " ".join(definition), tuple(include), tuple(exclude), own


def _pointing(item: Exclusion, ids: set[str]) -> Exclusion:
    """Return an exclusion whose `instead` is a code; another tool's words in brackets stay words."""
    if not item.instead or item.instead in ids:
        return item
    return Exclusion(_exclusion(item))


def _collect(element: Element, above: Code | None, kinds: dict[str, CodeKind], codes: list[Code]) -> None:
    """Append the code of an element and those below it, ids made unique."""
    name = " ".join((element.get("name") or "").split())
    text = next((child.text or "" for child in element if _local(child) == "Description"), "")
    definition, include, exclude, own = _taken_apart(text)
    if above and above.id.count("/") >= DEEPEST:
        raise CodebookError(f"The REFI-QDA codebook nests codes more than {DEEPEST} deep; flatten it and export again.")
    wanted = own or slug(name) or "code"
    code_id = wanted = f"{above.id}/{wanted}" if above else wanted
    taken, number = {code.id for code in codes}, 2
    while code_id in taken:
        code_id, number = f"{wanted}_{number}", number + 1
    colour = _colour(element.get("color") or "")
    if not colour:
        colour = above.colour if above else colours.PALETTE[sum(not c.parent for c in codes) % len(colours.PALETTE)]
    code = Code(
        id=code_id,
        name=name or code_id.rpartition("/")[2],
        colour=colour,
        definition=definition,
        include=include,
        exclude=exclude,
        parent=above.id if above else "",
        kind=above.kind if above else kinds.get((element.get("guid") or "").strip("{}").lower(), CodeKind.THEME),
        lettering=colours.best_lettering(colour),
    )
    codes.append(code)
    for child in _codes_in(element):
        _collect(child, code, kinds, codes)


def _sets(root: Element) -> tuple[dict[str, CodeKind], list[str]]:
    """Return the kinds our own sets give to codes, by GUID, and a line for each set of another tool."""
    kinds: dict[str, CodeKind] = {}
    dropped: list[str] = []
    for element in root.iter():
        if _local(element) != "Set":
            continue
        kind = (element.get("name") or "").removeprefix(_KIND_SET)
        if kind not in CodeKind.__members__.values():
            dropped.append("A set of codes was left out; voices knows only the tree.")
            continue
        for member in element:
            if _local(member) == "MemberCode":
                kinds[(member.get("guid") or "").strip("{}").lower()] = CodeKind(kind)
    return kinds, dropped


def _codes_in(element: Element) -> list[Element]:
    return [child for child in element if _local(child) == "Code"]


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _colour(written: str) -> str:
    if re.fullmatch(r"#[0-9A-Fa-f]{3}", written):
        written = "#" + "".join(digit * 2 for digit in written[1:])
    return written.upper() if colours.HEX.fullmatch(written) else ""


def _guid(codebook: Codebook, what: str) -> str:
    return str(uuid.uuid5(_GUIDS, f"{codebook.name}\n{what}"))


def _escaped(text: str) -> str:
    return html.escape(_ILLEGAL.sub(" ", text), quote=True)
