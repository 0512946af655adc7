"""What a coder learns from: lines of the codebook, exemplars, labelled texts and people's decisions, in one shape."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from voices.codebook import Codebook, top_level
from voices.embeddings import neutral
from voices.model import CodedPassage, Valence, Verdict


class Origin(StrEnum):
    """Where an example comes from, which decides what may be measured on it."""

    LINE = "line"
    """A definition, an include or exclude line: describes a code, is not a text somebody said."""
    EXEMPLAR = "exemplar"
    """Written for the codebook."""
    DECIDED = "decided"
    """A passage a person coded."""
    SPAN = "span"
    """The evidence a person marked in a decided passage; says nothing about other codes."""


@dataclass(frozen=True)
class Example:
    """One text and the codes it carries."""

    text: str = field(repr=False)
    """Without placeholders' brackets and numbers, as models read it."""
    codes: tuple[str, ...]
    """Primary code first; codes of every level; empty where read and none applies."""
    origin: Origin
    valences: tuple[tuple[str, Valence], ...] = ()
    group: str = ""
    """Texts of one group (a document) are never on both sides of a fold."""
    key: str = ""
    """Content hash under which the vector is cached; empty for none."""


@dataclass(frozen=True)
class Labelled:
    """A text with its codes from a file: opaque ids, primary first; an empty tuple means read, none."""

    id: str
    text: str = field(repr=False)
    codes: tuple[tuple[str, Valence | None], ...] = ()


def from_codebook(codebook: Codebook) -> tuple[Example, ...]:
    """Return what a codebook teaches: definitions, include lines, what excluded lines are instead, and exemplars."""
    found: list[Example] = []
    for code in codebook.codes:
        lines = [code.name, f"{code.name}. {code.definition}" if code.definition else "", *code.include]
        found += [Example(neutral(line), _with_parent(code.id), Origin.LINE) for line in lines if line.strip()]
        found += [
            Example(neutral(item.text), _with_parent(item.instead), Origin.LINE)
            for item in code.exclude
            if item.instead and item.text.strip()
        ]
    for exemplar in codebook.exemplars:
        found.append(_example(exemplar.text, exemplar.codes, Origin.EXEMPLAR, group=""))
    return in_order(found)


def from_labelled(labelled: Iterable[Labelled]) -> tuple[Example, ...]:
    """Return labelled texts as examples."""
    return in_order(_example(one.text, one.codes, Origin.DECIDED, group=one.id) for one in labelled)


def from_decided(decided: Iterable[CodedPassage]) -> tuple[Example, ...]:
    """Return what people decided as examples.

    Skipped, held and undone passages teach nothing, nor does what a rule decided: the machine would learn from itself.
    """
    found: list[Example] = []
    for one in decided:
        decision, passage = one.decision, one.passage
        if decision.by_rule or decision.verdict not in (Verdict.CODED, Verdict.NO_CODE):
            continue
        codes = tuple((coded.code, coded.valence) for coded in decision.codes)
        found.append(_example(passage.text, codes, Origin.DECIDED, group=passage.document, key=passage.hash))
        for coded in decision.codes:
            if coded.start is not None and coded.end is not None and 0 < coded.end - coded.start < len(passage.text):
                marked = ((coded.code, coded.valence),)
                text = passage.text[coded.start : coded.end]
                found.append(_example(text, marked, Origin.SPAN, group=passage.document))
    return in_order(found)


def in_order(examples: Iterable[Example]) -> tuple[Example, ...]:
    """Return the examples in an order of their own, so that the order of input never matters."""
    return tuple(sorted(examples, key=lambda one: (one.origin, one.text, one.codes, one.group)))


def fingerprint(*parts: str | Sequence[Example]) -> str:
    """Return 16 hex characters that change with anything that was learnt from."""
    digest = hashlib.sha256()
    for part in parts:
        if isinstance(part, str):
            digest.update(part.encode())
        else:
            for one in part:
                digest.update(repr((one.text, one.codes, one.origin.value, one.valences, one.group)).encode())
        digest.update(b"\x00")
    return digest.hexdigest()[:16]


def _example(
    text: str, codes: Sequence[tuple[str, Valence | None]], origin: Origin, *, group: str, key: str = ""
) -> Example:
    names: list[str] = []
    for code, _ in codes:
        for name in _with_parent(code):
            if name not in names:
                names.append(name)
    moods = [(name, mood) for code, mood in reversed(codes) for name in _with_parent(code) if mood is not None]
    return Example(neutral(text), tuple(names), origin, tuple(sorted(dict(moods).items())), group, key)


def _with_parent(code: str) -> tuple[str, ...]:
    top = top_level(code)
    return (code,) if top == code else (top, code)
