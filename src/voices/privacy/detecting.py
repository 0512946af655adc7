"""All detectors on a batch of texts, then the arbiter."""

from __future__ import annotations

import re
from collections.abc import Sequence

from voices.model import Mention, Span
from voices.privacy.detectors import (
    ages,
    capitals,
    columns,
    cues,
    dates,
    ner,
    nicknames,
    numbers,
    places,
    protected,
    spoken,
    tagger,
)
from voices.privacy.detectors.capitals import style
from voices.privacy.detectors.furniture import layout
from voices.privacy.detectors.hits import Hit
from voices.privacy.models import Models
from voices.privacy.weighing import arbiter


def detect(
    texts: Sequence[str], models: Models, known_names: Sequence[Sequence[str]] = ()
) -> list[tuple[Mention, ...]]:
    """Return, per text, the spans that may identify somebody; half-open offsets into that text.

    `known_names` gives, per text, names the file itself states (speaker labels, name columns); they are found
    in any case.
    """
    seen = ner.spacy_hits(texts, models)
    patterns = tuple(re.compile(p) for p in models.references)
    rows: list[tuple[list[Hit], list[Span]]] = []
    doubts: list[list[Span] | None] = []
    for i, text in enumerate(texts):
        found, peoples = seen[i]
        names = known_names[i] if i < len(known_names) else ()
        hits = [*found, *by_rule(text, models, patterns, tagger.FLOOR), *known(text, names)]
        every, stays = laid_out(text, hits, peoples, models)
        rows.append((every, stays))
        if models.rampart is not None:
            manner = style(text)
            everywhere = manner.no_capitals or manner.shouting
            doubts.append(None if everywhere else arbiter.doubts(text, every, stays, models.lists))
    if models.rampart is not None:
        opinions = ner.rampart_hits(texts, models.rampart, models.lists, doubts)
        rows = [([*hits, *more], stays) for (hits, stays), more in zip(rows, opinions, strict=True)]
    return [arbiter.weigh(text, hits, stays, models.lists) for text, (hits, stays) in zip(texts, rows, strict=True)]


SECOND_FLOOR = 0.4
"""Probability from which the tagger is heard outside the first look: there a find stops a document or a writer."""


def by_rule(
    text: str, models: Models, patterns: Sequence[re.Pattern[str]] = (), floor: float = SECOND_FLOOR
) -> list[Hit]:
    """Return what rules, lists and the tagger find in one text, without a neural model."""
    return [*by_shape(text, models, patterns), *tagger.find(text, models.lists, floor=floor)]


def by_shape(text: str, models: Models, patterns: Sequence[re.Pattern[str]] = ()) -> list[Hit]:
    """Return what rules and lists find in one text."""
    return [
        *numbers.find(text, patterns),
        *spoken.find(text),
        *dates.find(text),
        *ages.find(text),
        *columns.find(text),
        *places.find(text, models.lists),
        *cues.find(text, models.lists),
        *cues.initials(text),
        *cues.initial_and_name(text, models.lists),
        *nicknames.find(text, models.lists),
        *capitals.find(text, models.lists),
    ]


def settle(text: str, hits: Sequence[Hit], peoples: Sequence[Span], models: Models) -> tuple[Mention, ...]:
    """Weigh the hits of one text against what stays in it."""
    every, stays = laid_out(text, hits, peoples, models)
    return arbiter.weigh(text, every, stays, models.lists)


def laid_out(text: str, hits: Sequence[Hit], peoples: Sequence[Span], models: Models) -> tuple[list[Hit], list[Span]]:
    """Return the hits with the names a file's form shows, and what stays in the text."""
    form = layout(text)
    hits = [*hits, *places.with_their_kind(text, hits)]
    stays = [*protected.find(text, models.protected), *form.protected, *peoples]
    authors = protected.cited(text)
    if authors:
        stays += [
            Span(m.start(), m.end()) for m in re.finditer(rf"\b(?:{'|'.join(map(re.escape, sorted(authors)))})\b", text)
        ]
    return [*hits, *form.names], stays


def known(text: str, names: Sequence[str]) -> list[Hit]:
    """Return where a name the file itself states stands in the text, whole and in any case."""
    hits = []
    for name in sorted({" ".join(n.split()) for n in names if len(n.strip()) > 2}):
        pattern = r"\s+".join(re.escape(part) for part in name.split())
        hits += [
            Hit(m.start(), m.end(), "PERSON", 0.97, "name the file states")
            for m in re.finditer(rf"(?<!\w){pattern}(?!\w)", text, re.I)
        ]
    return hits
