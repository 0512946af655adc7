"""Set apart what a mail carries beside its own words: older mails below it, quoted lines, disclaimers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from voices.sources.letters.marks import (
    DISCLAIMER,
    MAIL_HEADER,
    NOBODY_BY_NAME,
    OFFICE_WORD,
    OLDER_MAIL,
    QUOTED_LINE,
    WROTE,
)
from voices.sources.roles import known_role
from voices.sources.talk.speakers import looks_like_name, plain_name
from voices.sources.words import fold

_BLOCK_LINES = 8
"""Rationale: From, Sent, To, Cc, Subject, Importance of an older mail stand directly below each other."""
_RULE = re.compile(r"\s*[-_=*]{5,}\s*")
_ADDRESS = re.compile(r"\s*[<(\[][^>)\]]*[>)\]]?|\S+@\S+")
_MOMENT = re.compile(r"\b\d{1,2}:\d\d\b(?:\s*[ap]m)?|\b(?:19|20)\d\d\b,?(?:\s+at)?|^\s*on\b", re.I)


@dataclass(frozen=True)
class Parted:
    """A mail's own lines and those of older mails."""

    own: tuple[str, ...] = field(repr=False)
    older: tuple[str, ...] = field(repr=False)
    """Marks of quotation taken off; empty lines included."""
    marks: tuple[str, ...] = field(repr=False)
    """The lines that say an older mail follows and who wrote it."""
    left_out: int
    """Lines of older mails and disclaimers."""


def part(lines: Sequence[str]) -> Parted:
    """Return a mail's own lines apart from those of older mails and from what a server adds below."""
    own: list[str] = []
    older: list[str] = []
    marks: list[str] = []
    notice = False
    n = 0
    while n < len(lines):
        line = lines[n]
        if QUOTED_LINE.match(line):
            older.append(_unquoted(line))
        elif height := _mark_lines(lines, n):
            marks.extend(lines[n : n + height])
            n += height
            quoted = next((one for one in lines[n:] if one.strip()), "")
            if not QUOTED_LINE.match(quoted):
                # nothing marks the older words line by line, so all below is theirs
                older.extend(lines[n:])
                break
            continue
        elif notice := notice or bool(DISCLAIMER.match(line) and _tail(lines, n)):
            pass
        else:
            own.append("" if _RULE.fullmatch(line) else line)
        n += 1
    left_out = sum(bool(line.strip()) for line in lines) - sum(bool(line.strip()) for line in own)
    return Parted(tuple(own), tuple(older), tuple(marks), left_out)


def _mark_lines(lines: Sequence[str], n: int) -> int:
    """Return how many lines from here on say that an older mail follows; 0 where none does."""
    if OLDER_MAIL.match(lines[n]):
        below = _block(lines, n + 1)
        # a rule across the page means an older mail only where one begins below it
        return 1 + len(below) if below or lines[n].strip("-_ ") else 0
    if WROTE.match(" ".join(line.strip() for line in lines[n : n + 2])):
        return 2
    block = _block(lines, n)
    keys = {match["key"].casefold() for line in block if (match := MAIL_HEADER.match(line))}
    below_words = any(line.strip() and not MAIL_HEADER.match(line) for line in lines[:n])
    return len(block) if below_words and len({"from", "sent", "date", "to", "subject"} & keys) >= 3 else 0


def _block(lines: Sequence[str], n: int) -> list[str]:
    """Return the lines of a mail's header that stand directly below each other from here on."""
    below = lines[n : n + _BLOCK_LINES]
    end = next((at for at, line in enumerate(below) if not MAIL_HEADER.match(line)), len(below))
    return list(below[:end])


def _tail(lines: Sequence[str], n: int) -> bool:
    """Return whether words stand above a line, so that what looks like a notice is not the mail itself."""
    return sum(bool(line.strip()) and not MAIL_HEADER.match(line) for line in lines[:n]) >= 2


def _unquoted(line: str) -> str:
    return re.sub(r"^(?:\s*>)+ ?", "", line)


def names_in_headers(lines: Sequence[str]) -> set[str]:
    """Return the names of senders and recipients on header lines and on lines that say who wrote."""
    found: set[str] = set()
    joined = [*lines, *(f"{first} {second}" for first, second in pairwise(lines))]
    for line in joined:
        header = MAIL_HEADER.match(line)
        if header and header["key"].casefold() in ("from", "to", "cc", "bcc", "reply-to"):
            found |= names_of_addresses(header["value"])
        elif WROTE.match(line):
            said = re.sub(r"\bwrote:?\s*$", "", line, flags=re.I)
            found |= names_of_addresses(_MOMENT.split(said)[-1].lstrip(" ,"))
    return found


def names_of_addresses(value: str) -> set[str]:
    """Return the names in a list of addresses: "Tolley, Marian <m@post.example>; Siân Webb" gives two."""
    names = set()
    for part_ in re.split(r"[;>]|(?<=@)\S+\s*,|,(?=[^,;]*@)", value):
        plain = _ADDRESS.sub(" ", part_).strip(" \"',")
        if plain and "@" not in plain and looks_like_name(plain) and not _office(plain):
            names.add(plain_name(plain))
    return names


def _office(name: str) -> bool:
    """Return whether a mailbox is a team's or a role's rather than a person's."""
    return bool(OFFICE_WORD.search(name)) or fold(name) in NOBODY_BY_NAME or bool(known_role(name))
