"""Inline marks of the sample sources: identities `{P:id|words}`, words that stay `{K|words}`, `<codes flags|words>`.

A code mark may also stand for a whole answer: `codes flags> words`. Marks nest: identities inside codes.
Codes are short names with a sign (`cont+`, `chg-`, `cult~`, `fam=`; complaint codes carry none), separated by commas.
Flags: `q` quotable, `2` the other coder, `b` coded blind by both, `b:codes` blind with a disagreement,
`g` gold only, left in the queue, `m(words)` a memo.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LABELS = {
    "P": "PERSON",
    "L": "LOCATION",
    "A": "ADDRESS",
    "PC": "POSTCODE",
    "O": "ORGANISATION",
    "D": "DATE",
    "AGE": "AGE",
    "PH": "PHONE",
    "EM": "EMAIL",
    "URL": "URL",
    "NHS": "NHS_NUMBER",
    "NI": "NI_NUMBER",
    "UPN": "UPN",
    "CR": "CASE_REF",
    "H": "HANDLE",
    "V": "VEHICLE",
    "ID": "OTHER_ID",
}
CODES = {
    "cont": "continuity",
    "cons": "consistency",
    "coll": "collaboration",
    "chg": "change_agent",
    "learn": "learning",
    "cult": "culture",
    "cna": "calls_not_answered",
    "sng": "support_not_given",
    "ins": "information_not_shared",
    "wna": "worker_not_available",
    "dly": "delay",
}
VALENCES = {"+": "positive", "-": "negative", "~": "mixed", "=": "neutral"}
VERDICTS = {"none": "no code", "skip": "skipped", "hold": "held"}

_NAMES = "|".join((*CODES, *VERDICTS))
_LIST = rf"(?:{_NAMES})[+\-~=]?(?:,(?:{_NAMES})[+\-~=]?)*"
_FLAGS = rf"(?: (?:q|2|g|b(?::{_LIST})?|m\([^)]*\)))*"
_WHOLE = re.compile(rf"^({_LIST})({_FLAGS})> ")
_OPEN_CODE = re.compile(rf"<({_LIST})({_FLAGS})\|")
_OPEN_SPAN = re.compile(r"\{([A-Z]+)(?::([\w.-]+))?\|")
_FLAG = re.compile(rf" (q|2|g|b(?::({_LIST}))?|m\(([^)]*)\))")


@dataclass(frozen=True)
class Identity:
    """A stretch that has to be masked, or (label KEEP) that must not be."""

    start: int
    """First code point in the turn's words."""
    end: int
    label: str
    entity: str
    """Study-wide id of the person, place or body; empty for labels that have none and for KEEP."""


@dataclass(frozen=True)
class Point:
    """A stretch with what the coders made of it."""

    start: int
    end: int
    verdict: str
    codes: tuple[tuple[str, str | None], ...]
    """(code, valence), primary first; valence None for complaint codes."""
    quotable: bool
    other_coder: bool
    blind: bool
    rival: tuple[tuple[str, str | None], ...]
    """What the second coder chose in a blind disagreement; empty otherwise."""
    gold_only: bool
    memo: str


@dataclass(frozen=True)
class Marked:
    """A turn's words without marks, and what the marks said."""

    text: str
    identities: tuple[Identity, ...]
    points: tuple[Point, ...]


def _codes(listed: str) -> tuple[tuple[str, str | None], ...]:
    found = []
    for item in listed.split(","):
        name, sign = (item[:-1], item[-1]) if item[-1] in VALENCES else (item, "")
        if name in CODES:
            found.append((CODES[name], VALENCES[sign] if sign else None))
    return tuple(found)


def _point(start: int, end: int, listed: str, flags: str) -> Point:
    rival: tuple[tuple[str, str | None], ...] = ()
    memo, seen = "", set()
    for match in _FLAG.finditer(flags):
        seen.add(match[1][0])
        rival = _codes(match[2]) if match[2] else rival
        memo = match[3] or memo
    verdict = VERDICTS.get(listed, "coded")
    return Point(start, end, verdict, _codes(listed), "q" in seen, "2" in seen, "b" in seen, rival, "g" in seen, memo)


def _entity(label: str, given: str | None, words: str) -> str:
    if label in {"PERSON", "LOCATION", "ORGANISATION", "ADDRESS"}:
        return given or re.sub(r"[^a-z0-9]+", "-", words.casefold()).strip("-")
    return given or ""


def parse(source: str) -> Marked:
    """Strip the marks of one turn.

    Offsets are half-open code points into the stripped words. Raises ValueError where a mark is not closed.
    """
    source = source.strip()
    whole = _WHOLE.match(source)
    position = whole.end() if whole else 0
    out: list[str] = []
    length = 0
    identities: list[Identity] = []
    points: list[Point] = []
    open_spans: list[tuple[int, str, str | None]] = []
    open_codes: list[tuple[int, str, str]] = []
    while position < len(source):
        character = source[position]
        if match := _OPEN_SPAN.match(source, position):
            open_spans.append((length, match[1], match[2]))
            position = match.end()
        elif match := _OPEN_CODE.match(source, position):
            open_codes.append((length, match[1], match[2]))
            position = match.end()
        elif character == "}" and open_spans:
            start, short, given = open_spans.pop()
            label = "KEEP" if short == "K" else LABELS[short]
            identities.append(Identity(start, length, label, _entity(label, given, "".join(out)[start:length])))
            position += 1
        elif character == ">" and open_codes:
            points.append(_point(open_codes[-1][0], length, *open_codes.pop()[1:]))
            position += 1
        else:
            out.append(character)
            length += 1
            position += 1
    if open_spans or open_codes or set("{}<>") & set(out):
        raise ValueError(f"unclosed or unknown mark near: {source[:60]!r}")
    if whole:
        points.append(_point(0, length, whole[1], whole[2]))
    ordered = sorted(identities, key=lambda item: (item.start, item.end))
    return Marked("".join(out), tuple(ordered), tuple(sorted(points, key=lambda item: (item.start, item.end))))
