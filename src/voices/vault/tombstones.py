"""What stays of an erased name: its blind index, so that a later import masks the name again without knowing it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

import sqlalchemy as sa

from voices.model import Action, Entity, Mention
from voices.vault import seals, tables
from voices.vault.crypto import fold
from voices.vault.editing import REMOVED
from voices.vault.ring import Ring

WORDS_MAXIMUM = 6
"""Longest name, in words, that is looked for among erased ones."""

_PATH_WORDS = (re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*"), re.compile(r"[^\W_]+"))
"""Words of a file name, a hyphen once as part of a name and once as a gap."""


def bury(connection: sa.Connection, ring: Ring, entity: Entity) -> None:
    """Keep blind indexes of an erased entity's forms, so that a later import masks them without knowing them."""
    longest = max((len(fold(form)) for form in entity.forms), default=0)
    rows: dict[bytes, dict[str, object]] = {}
    for form in sorted(entity.forms):
        folded = fold(form)
        rows[ring.mark(form)] = {
            "mark": ring.mark(form),
            "entity": entity.id,
            "label": entity.label,
            "words": len(folded.split()),
            "whole": len(folded) == longest,
        }
    seals.replace(connection, ring, tables.tombstone, "entity", list(rows.values()))


def erased_mentions(connection: sa.Connection, ring: Ring, texts: Sequence[str]) -> list[tuple[Mention, ...]]:
    """Return, for each raw text, where names of erased people stand, as mentions of the erased entity.

    A form that somebody still in the study shares is left to the detectors. Only capitalised words count.
    """
    stones, forms = tables.tombstone, tables.form
    shared = sa.select(forms.c.mark)
    query = sa.select(stones.c.mark, stones.c.entity, stones.c.label, stones.c.words)
    rows = connection.execute(query.where(stones.c.mark.not_in(shared))).all()
    buried = {mark: (entity, label) for mark, entity, label, _ in rows}
    lengths = sorted({words for *_, words in rows if words <= WORDS_MAXIMUM}, reverse=True)
    return [_find(ring, text, buried, lengths) if buried else () for text in texts]


def buried(connection: sa.Connection, ring: Ring, given: Sequence[Entity]) -> set[str]:
    """Return the ids of the entities that were erased before: their longest form was, or every form they have.

    Somebody who only shares a first name with an erased person is none of them, given a name of their own.
    """
    stones = tables.tombstone
    rows = connection.execute(sa.select(stones.c.mark, stones.c.label, stones.c.whole)).all()
    known = {(mark, label) for mark, label, _ in rows}
    whole = {(mark, label) for mark, label, is_whole in rows if is_whole}
    found = set()
    for entity in given if rows else ():
        forms = sorted({(len(fold(form)), ring.mark(form)) for form in entity.forms})
        if forms and ((forms[-1][1], entity.label) in whole or all((m, entity.label) in known for _, m in forms)):
            found.add(entity.id)
    return found


def without_erased(connection: sa.Connection, ring: Ring, texts: Sequence[str]) -> list[str]:
    """Return paths or labels with [removed] for every name of an erased person, however it is joined or cased."""
    stones = tables.tombstone
    rows = connection.execute(sa.select(stones.c.mark, stones.c.words).where(stones.c.whole)).all()
    marks = {mark for mark, _ in rows}
    lengths = sorted({words for _, words in rows if words <= WORDS_MAXIMUM}, reverse=True)
    return [_struck(ring, text, marks, lengths) if marks else text for text in texts]


def _struck(ring: Ring, text: str, marks: Collection[bytes], lengths: Sequence[int]) -> str:
    for pattern in _PATH_WORDS:
        words = list(pattern.finditer(text))
        for length in lengths:
            for run in zip(*(words[i:] for i in range(length)), strict=False):
                if ring.mark(" ".join(word[0] for word in run)) in marks:
                    return _struck(ring, text[: run[0].start()] + REMOVED + text[run[-1].end() :], marks, lengths)
    return text


def _find(
    ring: Ring, text: str, buried: Mapping[bytes, tuple[str, str]], lengths: Sequence[int]
) -> tuple[Mention, ...]:
    words = list(_words(text))
    found: list[Mention] = []
    at = 0
    while at < len(words):
        start = words[at][0]
        step = 1
        for length in lengths if text[start].isupper() else ():
            if at + length > len(words):
                continue
            end = words[at + length - 1][1]
            row = buried.get(ring.mark(text[start:end]))
            if row is not None:
                found.append(Mention(start, end, row[1], 1.0, Action.MASK, ("erased",), row[0]))
                step = length
                break
        at += step
    return tuple(found)


def _words(text: str) -> Iterator[tuple[int, int]]:
    start = None
    for index, sign in enumerate(text + " "):
        inside = sign.isalnum() or (sign in "'\u2019-." and start is not None and text[index + 1 : index + 2].isalnum())
        if inside and start is None:
            start = index
        elif not inside and start is not None:
            yield start, index
            start = None
