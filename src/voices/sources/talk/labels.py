"""Find speaker labels in lines: "Name: words", "Name  0:12", "[00:01:02] P3: words", tabs, dashes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from voices.sources.limits import MAX_LABEL_CHARACTERS
from voices.sources.talk.speakers import Voices, asks, could_be_speaker, is_code, is_known, looks_like_name
from voices.sources.words import fold

_TIME = r"[\[(<]?\s*(?:\d{1,3}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?\s*[\])>]?"
_LABEL = rf"[\[(]?(?P<label>[^\W\d_][^:\n\t\[\]]{{0,{MAX_LABEL_CHARACTERS}}}?)[\])]?"
_COLON = re.compile(
    rf"^\s*(?:(?P<before>{_TIME})\s*[-\u2013]?\s*)?\**{_LABEL}\**\s*(?P<middle>{_TIME})?\s*\**[:\uff1a]\**"
    rf"(?=\s|$|\[)\s*(?:(?P<after>[\[(]\s*(?:\d{{1,3}}:)?\d{{1,3}}:\d{{2}}(?:[.,]\d{{1,3}})?\s*[\])])\s*)?(?P<rest>.*)$"
)
_HEADER = re.compile(rf"^\s*{_LABEL}(?P<gap>\s{{2,}}|\t\s*|\s+[-\u2013|]\s+|,?\s)(?P<after>{_TIME})\s*$")
_TIME_FIRST = re.compile(rf"^\s*(?P<before>{_TIME})\s*[-\u2013|]?\s+{_LABEL}\s*$")
_TABBED = re.compile(rf"^\s*(?:(?P<before>{_TIME})\s+)?{_LABEL}\t+\s*(?:(?P<after>{_TIME})\s+)?(?P<rest>\S.*)$")
_SHORT = re.compile(r"^\s*(?P<label>[A-Za-z]{1,3}\d{0,3})\s*(?:[.)]|\s[-\u2013\u2014])\s+(?P<rest>\S.*)$")
_TIME_ALONE = re.compile(rf"^\s*(?P<before>{_TIME})\s*$")
_FRONT = 3 * MAX_LABEL_CHARACTERS
"""Characters of a line in which label, time and first words are looked for."""
_FORMS = (("time first", _TIME_FIRST), ("header", _HEADER), ("colon", _COLON), ("tab", _TABBED), ("short", _SHORT))

MOSTLY_LABELLED = 0.5
"""Rationale: where half of the lines open with a label, the file is a transcript and one name alone is a speaker."""


@dataclass(frozen=True)
class Labelled:
    """A line split into who speaks, when, and the words."""

    label: str = field(repr=False)
    time: str
    rest: str = field(repr=False)
    form: str
    """How the label stands in the line: colon, header, time first, tab, short."""
    wide: bool = False
    """True where two spaces or a tab part a header's name from its time."""


@dataclass(frozen=True)
class Accepted:
    """Which (form, folded label) pairs are speakers in one file."""

    pairs: frozenset[tuple[str, str]] = field(repr=False)


def split_candidates(line: str) -> tuple[Labelled, ...]:
    """Return every way a line could be read as opening with a speaker label."""
    found = []
    line = line.strip(" ")
    # a label stands at the front, and patterns must not wander through a line as long as a book
    front, behind = line[:_FRONT], line[_FRONT:]
    for form, pattern in _FORMS:
        if behind and form in ("header", "time first"):
            continue
        match = pattern.match(front)
        if not match:
            continue
        parts = match.groupdict()
        label = parts["label"].strip(" *")
        label += ")" * (label.count("(") - label.count(")"))
        if label:
            time = parts.get("before") or parts.get("middle") or parts.get("after") or ""
            wide = form == "time first" or len(parts.get("gap") or "") > 1
            found.append(Labelled(label, clock(time), ((parts.get("rest") or "") + behind).strip(), form, wide))
    return tuple(found)


def accept_labels(lines: Sequence[str], voices: Voices) -> Accepted:
    """Return which labels of a file are speakers, judged over all of its lines.

    A usual label (Interviewer, P3, Social worker) or one the study names is taken at once; a name has to
    come twice, or once in a file where most lines are labelled; anything else has to look like a label and come twice.
    """
    counts: Counter[tuple[str, str]] = Counter()
    shown: dict[tuple[str, str], Labelled] = {}
    filled = 0
    for line in lines:
        filled += bool(line.strip())
        for found in split_candidates(line):
            key = (found.form, fold(found.label))
            counts[key] += 1
            shown.setdefault(key, found)
    sure = {key for key, found in shown.items() if _sure(found, counts[key], voices)}
    short = {key for key in sure if key[0] == "short"}
    if len(short) < 2 or sum(counts[key] for key in short) < 4:
        sure -= short
    share = sum(counts[key] for key in sure) / max(1, filled)
    if share >= MOSTLY_LABELLED or (len(sure) >= 2 and share >= MOSTLY_LABELLED / 2):
        sure |= {key for key, found in shown.items() if found.form == "colon" and looks_like_name(found.label)}
    return Accepted(frozenset(sure))


def _sure(found: Labelled, times: int, voices: Voices) -> bool:
    label = found.label
    if found.form == "short":
        return voices.knows(label) or (times >= 2 and (asks(label) or is_code(label)))
    if voices.knows(label) or is_known(label):
        return True
    if found.form in ("header", "time first"):
        return (looks_like_name(label) and (found.wide or times >= 2)) or (
            found.wide and times >= 2 and could_be_speaker(label)
        )
    return times >= 2 and (looks_like_name(label) or could_be_speaker(label))


def split_label(line: str, accepted: Accepted) -> Labelled | None:
    """Return the line split at its speaker label, or None where it opens with none."""
    for found in split_candidates(line):
        if (found.form, fold(found.label)) in accepted.pairs:
            return found
    return None


def time_alone(line: str) -> str:
    """Return hh:mm:ss where a line holds nothing but a time stamp, else an empty string."""
    match = _TIME_ALONE.match(line) if len(line) <= _FRONT else None
    return clock(match["before"]) if match else ""


def clock(stamp: str) -> str:
    """Return a time stamp as hh:mm:ss; an empty string where it is none."""
    parts = [int(part) for part in re.findall(r"\d+", re.split(r"[.,]", stamp)[0])]
    if len(parts) not in (2, 3):
        return ""
    seconds = sum(part * 60**power for power, part in enumerate(reversed(parts)))
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
