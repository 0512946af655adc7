"""Complaints that may be in the study twice: looked for in every run, joined where a person said so."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

import numpy as np

from flows.identify import WRITTEN, Read, identified
from flows.session import Session
from voices import sources
from voices.embeddings import Embedder
from voices.model import Passage, RawDocument
from voices.sources.pairing import likely
from voices.store.pairing import LIKELY_KEY

LOOSE_KEY = "register rows and loose letters"
"""Under this key a run keeps the ids of register rows, and of letters that were joined to none."""


def as_said(session: Session, documents: Sequence[RawDocument]) -> list[RawDocument]:
    """Return the documents, letters under the reference of the row people said they belong to."""
    same = [(one.row, one.letter) for one in session.store.pair_rulings() if one.same]
    if not same:
        return list(documents)
    known = {id(read.raw): read.id for read in identified(documents, session.keys.ids_key())}
    ids = {place: known[id(raw)] for place, raw in enumerate(documents) if id(raw) in known}
    found, missing = sources.as_said(documents, ids, same)
    if missing:
        # Their originals are gone, or those who wrote them left: what is in the study stays as it is.
        session.counts["complaints said to be the same, not both among the files"] = missing
    return found


def note_loose(session: Session, documents: Sequence[Read]) -> None:
    """Keep which documents are register rows, and which letters belong to none of them."""
    written = [read for read in documents if read.raw.kind in WRITTEN]
    rows = [read for read in written if read.raw.row is not None]
    references = {read.raw.reference for read in rows} - {""}
    loose = [read.id for read in written if read.raw.row is None and read.raw.reference not in references]
    session.store.set(LOOSE_KEY, json.dumps({"rows": [read.id for read in rows], "letters": loose}))


def look(session: Session, passages: Sequence[Passage], embedder: Embedder) -> None:
    """Keep the pairs of a row and a loose letter that may be the same complaint."""
    loose = json.loads(session.store.get(LOOSE_KEY, "{}"))
    pairs = []
    if loose.get("rows") and loose.get("letters"):
        wanted = {*loose["rows"], *loose["letters"]}
        documents = {one.id: one for one in session.store.documents(wanted)}
        own = [one for one in passages if one.document in documents]
        vectors: dict[str, list[np.ndarray]] = {}
        for passage, row in zip(own, embedder.embed([one.text for one in own]), strict=True):
            vectors.setdefault(passage.document, []).append(row)
        rows, letters = ([documents[id] for id in loose[name] if id in documents] for name in ("rows", "letters"))
        pairs = likely(rows, letters, {id: np.vstack(found) for id, found in vectors.items()})
    session.store.set(LIKELY_KEY, json.dumps([asdict(one) for one in pairs]))
    session.counts["letters that may be a complaint of the register"] = len({one.letter for one in pairs})
