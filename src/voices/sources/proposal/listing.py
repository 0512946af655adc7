"""Propose the list of participants that lies beside the originals: one row for every voice of every conversation."""

from __future__ import annotations

from collections.abc import Sequence

from voices.sources.proposal.nouns import Person, Seen
from voices.sources.proposal.people import Listed, Voice, consent_to_quote
from voices.sources.words import fold


def people(talk: Sequence[tuple[Seen, str, Sequence[Voice]]], lists: Sequence[Listed]) -> tuple[Person, ...]:
    """Return the rows for conversations given as (file, role where labels do not say, voices), by file."""
    codes: dict[tuple[str, str], str] = {}
    rows = []
    for seen, role, voices in sorted(talk, key=lambda one: one[0].relative):
        for voice in voices:
            full_name = voice.may_be_name and len(voice.label.split()) > 1
            key = (fold(voice.label), "" if full_name else f"{seen.relative}/{voice.file}")
            code = codes.setdefault(key, f"P{len(codes) + 1:02}")
            said = consent_to_quote(voice.label, seen, lists)
            file = voice.file.replace("[", "[[]")
            rows.append(Person(code, voice.label, file, voice.role or role, said))
    return tuple(rows)
