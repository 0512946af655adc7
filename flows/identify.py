"""Opaque ids and hashes of raw documents; every one keyed, so that a short text cannot be guessed from its hash."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from hashlib import sha256

from voices.model import Kind, Masked, RawDocument
from voices.sources import speaks_for_several

WRITTEN = frozenset((Kind.COMPLAINT, Kind.COMPLIMENT, Kind.LETTER))
"""Kinds of which one document is one correspondent's, signed or not."""


@dataclass(frozen=True)
class Read:
    """A raw document with its ids, for the length of one run."""

    id: str
    """Keyed hash of the place it came from: source file and row, or the row's own identifier."""
    hash: str
    """Keyed hash of everything read; changes with the file."""
    raw: RawDocument = field(repr=False)
    kept: Masked | None = field(default=None, repr=False)
    """The document as the vault holds it, where its original is gone."""


def keyed(key: bytes, *parts: str, length: int = 32) -> str:
    """Return the HMAC-SHA256 of parts as hex; parts are joined by a unit separator, which no file name holds."""
    return hmac.new(key, "\x1f".join(parts).encode(), sha256).hexdigest()[:length]


def identified(documents: Iterable[RawDocument], key: bytes) -> list[Read]:
    """Return documents with ids, by id, whatever the order they came in.

    A row is known by its own identifier where the file has one that no other row carries, else by its number:
    rows added above then do not orphan people's decisions.
    """
    listed = list(documents)
    times: dict[tuple[str, str], int] = {}
    for raw in listed:
        times[raw.file, raw.participant] = times.get((raw.file, raw.participant), 0) + 1
    found: dict[str, Read] = {}
    for raw in listed:
        if raw.row is None:
            place = "whole"
        elif raw.participant and times[raw.file, raw.participant] == 1:
            place = f"id {raw.participant}"
        else:
            place = f"row {raw.row}"
        id = keyed(key, "document", raw.file, place, length=16)
        found[id] = Read(id, keyed(key, "content", json.dumps(asdict(raw), sort_keys=True, default=str)), raw)
    return [found[id] for id in sorted(found)]


def voice_keys(read: Read) -> tuple[tuple[tuple[str, str], ...], tuple[str, str]]:
    """Return (prefix, raw key) of the person behind each turn, and of the one person behind the document.

    A speaker label that is somebody's full name gives that person one code over the study; a first name alone
    or a code such as P3 means somebody else in every file. Interviewers get ("", ""). The prefix is P for a
    person, R for an anonymous respondent or correspondent, G for voices nobody told apart.
    """
    raw = read.raw
    single = ("", "")
    if read.kept is not None:
        return tuple(("", "") for _ in raw.turns), single
    if raw.kind is Kind.EVIDENCE:
        # published: whoever it quotes took part in somebody else's study, never in this one
        return tuple(("", "") for _ in raw.turns), single
    spoken = any(turn.speaker for turn in raw.turns)
    if raw.row is None and not raw.participant and raw.kind in WRITTEN and not spoken:
        # nobody signed, but one person wrote it, or stands behind the complaint it belongs to
        single = ("R", f"letter\x1f{raw.reference or read.id}")
    elif raw.row is not None or raw.participant:
        named = raw.reference if raw.kind in WRITTEN else ""
        nobody = f"letter\x1f{named}" if named else f"row\x1f{read.id}"
        single = ("P", _person(raw, raw.participant)) if raw.participant else ("R", nobody)
    turns = []
    for turn in raw.turns:
        label = " ".join(turn.speaker.casefold().split())
        if turn.role == "interviewer":
            turns.append(("", ""))
        elif single[1]:
            turns.append(single)
        elif turn.participant:
            turns.append(("P", f"person\x1f{turn.participant}"))
        elif " " in label and turn.speaker in raw.known_names:
            turns.append(("P", f"name\x1f{label}"))
        elif label and not speaks_for_several(turn.speaker):
            turns.append(("P", f"label\x1f{read.id}\x1f{label}"))
        else:
            turns.append(("G", f"group\x1f{read.id}"))
    return tuple(turns), single


def _person(raw: RawDocument, participant: str) -> str:
    """Return the raw key of an identifier: a bare number means somebody else in every source, until a list says not.

    Survey tools count respondents from 1 in every wave, so equal numbers are no sign of one person.
    """
    listed = any(person.listed for person in raw.people)
    if participant.strip("#. ").isdigit() and not listed:
        return f"person\x1f{raw.source}\x1f{participant}"
    return f"person\x1f{participant}"
