"""Read a letter or e-mail: date, salutation, body, and whose signature stands below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from voices.sources import dates
from voices.sources.letters import history
from voices.sources.letters.marks import (
    CLOSING,
    INITIALS,
    MAIL_HEADER,
    NAME_ALONE,
    NOBODY_BY_NAME,
    NOT_WORDS,
    OFFICE_WORD,
    POSTSCRIPT,
    SALUTATION,
)
from voices.sources.letters.paragraphs import paragraphs
from voices.sources.roles import known_role
from voices.sources.talk.speakers import looks_like_name, plain_name
from voices.sources.talk.utterances import Utterance
from voices.sources.words import clean, count, fold

_HEAD_LINES = 45
"""Rationale: two addresses, references and a heading above the salutation take fewer lines."""
_SIGNATURE_LINES = 8
"""Rationale: name, role, telephone, address of a signature; what goes on for longer is text."""
_OLDER_MAILS = 20
"""Rationale: a long exchange; what lies deeper has the same names."""


@dataclass(frozen=True)
class Letter:
    """A letter taken apart."""

    body: tuple[Utterance, ...] = field(repr=False)
    """One paragraph each, postscripts last."""
    signed: str = field(repr=False)
    """Name below the letter, or empty."""
    names: tuple[str, ...] = field(repr=False)
    """Names of salutation and signature, sorted."""
    period: str
    """Year and month of the letter, or empty."""
    left_out: int
    """Lines of address, date, salutation, signature and older mails."""
    greeted: bool
    """True where a salutation was found."""
    head: tuple[str, ...] = field(default=(), repr=False)
    """Lines above the salutation: addresses, references, a mail's header."""
    foot: tuple[str, ...] = field(default=(), repr=False)
    """Lines of closing and signature."""
    forwarded: bool = False
    """True where the mail has no words of its own, so that the one it passes on was read."""


def read_letter(lines: Sequence[str], wrapped: bool = True, depth: int = 0) -> Letter:
    """Return a letter taken apart; `wrapped` says that lines may break inside a sentence (.txt).

    Older mails below it give names and no words, except where the mail has no words of its own: then the newest
    older one is the letter. `depth` counts how many mails lie above this one.
    """
    parted = history.part(lines)
    letter = _own(parted.own, wrapped)
    if depth >= _OLDER_MAILS or not (parted.older or parted.marks):
        return replace(letter, left_out=letter.left_out + parted.left_out)
    older = read_letter(parted.older, wrapped, depth + 1)
    names = tuple(sorted({*letter.names, *older.names, *history.names_in_headers(parted.marks)}))
    if letter.body or not older.body:
        return replace(letter, names=names, left_out=letter.left_out + parted.left_out)
    head = (*letter.head, *parted.marks, *older.head)
    signed = older.signed or _sender(parted.marks)
    period = older.period or _date(parted.marks, ())
    left_out = older.left_out + letter.left_out + len(parted.marks)
    return replace(older, names=names, signed=signed, period=period, left_out=left_out, head=head, forwarded=True)


def _own(lines: Sequence[str], wrapped: bool) -> Letter:
    start, opening = _salutation(lines)
    head = lines[:start]
    end, signature = _closing(lines, start if opening is None else start + 1)
    body = list(lines[start + 1 : end] if opening is not None else lines[start:end])
    names: set[str] = set()
    if opening is not None:
        names |= _greeted_names(opening["who"])
        if opening["rest"].strip():
            body.insert(0, opening["rest"])
    after = _postscripts(signature)
    signed, sender = _signed(signature), _sender(head)
    signed = sender if fold(sender).startswith(fold(signed)) else signed
    names |= ({signed, sender} - {""}) | history.names_in_headers(head)
    names |= {plain_name(line) for line in signature[:6] if INITIALS.fullmatch(line.strip())}
    written = (*paragraphs(body, wrapped), *paragraphs(after, wrapped))
    words = tuple(Utterance(paragraph, fresh=True) for paragraph in written)
    left_out = sum(bool(line.strip()) for line in (*head, *signature)) - sum(bool(line.strip()) for line in after)
    return Letter(
        words,
        signed,
        tuple(sorted(names)),
        _date(head, signature),
        left_out + (opening is not None),
        opening is not None,
        tuple(head),
        tuple(signature),
    )


def is_letter(lines: Sequence[str]) -> bool:
    """Return whether a text has a salutation near its top and a closing or a mail header."""
    start, opening = _salutation(lines)
    closed = any(CLOSING.match(line) for line in lines[start + 1 :])
    return opening is not None and (closed or any(MAIL_HEADER.match(line) for line in lines[:start]))


def _salutation(lines: Sequence[str]) -> tuple[int, re.Match[str] | None]:
    """Return the index of the salutation and its parts; without one, the first line of prose."""
    for index, line in enumerate(lines[:_HEAD_LINES]):
        match = SALUTATION.match(line)
        if match and not MAIL_HEADER.match(line) and count(match["who"]) <= 9 and _greets(match):
            return index, match
        if index and not lines[index - 1].strip() and (named := NAME_ALONE.fullmatch(line)):
            return index, named
    for index, line in enumerate(lines[:_HEAD_LINES]):
        if count(line) >= 8 and not MAIL_HEADER.match(line) and not line.lstrip().startswith("["):
            return index, None
    return _first_below_mail_header(lines), None


def _greets(match: re.Match[str]) -> bool:
    """Return whether a line that opens like a salutation is one: it ends there, or with a comma before the text."""
    if match["greeting"].casefold() in ("to the", "fao", "for the attention of"):
        return not match["rest"].strip() and count(match["who"]) <= 7 and match["end"] != "."
    return bool(match["end"]) or not match["rest"].strip()


def _first_below_mail_header(lines: Sequence[str]) -> int:
    index = 0
    while index < len(lines) and (MAIL_HEADER.match(lines[index]) or not lines[index].strip()):
        index += 1
    return index


def _closing(lines: Sequence[str], start: int) -> tuple[int, list[str]]:
    """Return where the body ends and the lines of the signature below it."""
    closings = [n for n in range(start, len(lines)) if CLOSING.match(lines[n]) and _is_end(lines, n)]
    if closings:
        return closings[-1], list(lines[closings[-1] :])
    end = len(lines)
    while end > start and not lines[end - 1].strip():
        end -= 1
    first = end
    while first > start + 1 and end - first < _SIGNATURE_LINES and _signature_line(lines[first - 1]):
        first -= 1
    names = [line for line in lines[first:end] if looks_like_name(line.strip(" ,.x")) and line.strip(" ,.x")]
    return (first, list(lines[first:end])) if names else (end, [])


def _is_end(lines: Sequence[str], n: int) -> bool:
    """Return whether what follows a closing is short, so that "Thank you." inside a letter ends nothing."""
    below = [line for line in lines[n + 1 :] if line.strip()]
    return sum(count(line) > 12 and not POSTSCRIPT.match(line) for line in below) <= 2 and len(below) <= 14


def _signature_line(line: str) -> bool:
    plain = line.strip()
    return not plain or (
        count(plain) <= 6
        and not plain.endswith((".", "?", "!", ":"))
        and not re.match(r"\s*(?:[-\u2022*]|\d+[.)])", line)
    )


def _postscripts(signature: Sequence[str]) -> list[str]:
    """Return the postscripts below a signature, to the end of each paragraph."""
    kept: list[str] = []
    inside = False
    for line in signature:
        if POSTSCRIPT.match(line):
            inside = True
        elif not line.strip() or NOT_WORDS.match(line):
            inside = False
        if inside:
            kept.append(line)
        elif kept and kept[-1]:
            kept.append("")
    return kept


def _signed(signature: Sequence[str]) -> str:
    """Return the name a signature gives: its first line that looks like one."""
    for line in signature:
        plain = re.sub(r"\s*(?:[(\[].*|\bx+)\s*$", "", clean(line)[:200]).strip(" ,.-\u2013")
        if (
            plain
            and not CLOSING.match(line)
            and not known_role(plain)
            and looks_like_name(plain)
            and not NOT_WORDS.match(plain)
        ):
            return plain_name(plain)
    return ""


def _sender(head: Sequence[str]) -> str:
    """Return the name a mail's From line gives, or an empty string."""
    for line in head:
        match = MAIL_HEADER.match(line)
        if match and match["key"].casefold() == "from":
            plain = re.sub(r"\s*[<(\[].*$", "", match["value"]).strip(" \"'")
            return plain_name(plain) if plain and "@" not in plain else ""
    return ""


def _greeted_names(who: str) -> set[str]:
    """Return the names a salutation greets: "Dear Siân and Huw" gives two, "Dear Sir or Madam" none."""
    if fold(who) in NOBODY_BY_NAME:
        return set()
    found = set()
    for part in re.split(r"\s+(?:and|&|or)\s+|/|,", who):
        name = plain_name(part)
        if (
            name
            and fold(name) not in NOBODY_BY_NAME
            and not known_role(name)
            and count(name) <= 4
            and not OFFICE_WORD.search(name)
        ):
            found.add(name)
    return found


def _date(head: Sequence[str], signature: Sequence[str]) -> str:
    """Return the letter's own year and month: from above the salutation, a mail header, or below the signature."""
    born = re.compile(r"\b(?:d\.?o\.?b|born|birth)\b", re.I)
    lines = [line for line in head if not born.search(line)]
    for line in sorted(lines, key=lambda line: not re.match(r"\s*(?:date|sent)\b", line, re.I)):
        if value := dates.period(line):
            return value
    return next((value for line in signature if (value := dates.period(line))), "")
