"""Published evidence: its authors and public bodies stay readable, and what is quoted from it is cited by page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from voices.model import Action, Kind, Mention, Passage, RawDocument, SourceSpec
from voices.sources import citation
from voices.store import Store

_WORD = re.compile(r"[^\W_][\w'’-]*")


def without_kept(raw: RawDocument, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Leave out mentions in authors and public bodies: they name nobody of the study."""
    return tuple(m for m in mentions if not any(m.start < k.end and k.start < m.end for k in raw.kept))


def with_kept(raw: RawDocument, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Let authors and public bodies stand, whole and word by word, so that the second scan lets them stand too."""
    if not raw.kept:
        return mentions
    stand = {(k.start, k.end) for k in raw.kept}
    stand |= {word.span() for k in raw.kept for word in _WORD.finditer(raw.text, k.start, k.end) if len(word[0]) > 2}
    kept = [Mention(start, end, "ORGANISATION", 1.0, Action.KEEP, ("published",)) for start, end in sorted(stand)]
    return tuple(sorted((*without_kept(raw, mentions), *kept), key=lambda m: (m.start, m.end)))


def cited_sources(specs: Sequence[SourceSpec]) -> frozenset[str]:
    """Return the names of the sources that are cited by author, year and page."""
    return frozenset(spec.name for spec in specs if spec.kind is Kind.EVIDENCE and (spec.author or spec.year))


def citations(specs: Sequence[SourceSpec], store: Store, passages: Iterable[Passage]) -> dict[str, str]:
    """Return author, year and page ("Tolley 2017:28") of every passage from published evidence, by passage id."""
    cited = {spec.name: spec for spec in specs if spec.name in cited_sources(specs)}
    passages = [one for one in passages if one.source in cited]
    documents = store.documents({one.document for one in passages})
    pages = {d.id: [turn.page for turn in d.turns] for d in documents if d.source in cited}
    return {
        p.id: citation(cited[p.source].author, cited[p.source].year, pages[p.document][p.turn])
        for p in passages
        if p.document in pages
    }
