"""Learning between runs: suggestions moved by what was decided since, the queue put in order anew, the outlook."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np
from numpy.typing import NDArray

from voices.coding import Learnt, from_json, order
from voices.coding.foresight import foresee
from voices.coding.relearning import corrected, view
from voices.coding.stopping import Outlook
from voices.embeddings import cache_key, neutral
from voices.model import Decision, Passage, Suggestion, Verdict
from voices.passages import set_aside
from voices.store import LEARNT_KEY, Store

OUTLOOK_KEY = "outlook"
"""Under this key the store keeps what further reading is likely to bring."""
JUDGED = (Verdict.CODED, Verdict.NO_CODE)

Vectors = dict[str, NDArray[np.float32]]
"""By passage id."""


@dataclass(frozen=True)
class Refreshed:
    """What learning between two runs did."""

    decisions: int
    """Decisions since the run that were learnt from."""
    passages: int
    """Passages that have suggestions."""
    moved: int
    """Those of them for which something else is put forward now."""
    seconds: float


def learnt_of(store: Store) -> Learnt | None:
    """Return what the last run learnt of the codes; None before the first."""
    return from_json(store.get(LEARNT_KEY))


def decided_since(store: Store) -> int:
    """Return how many decisions stand that the last run had not learnt from."""
    known = learnt_of(store)
    return 0 if known is None else store.judged_since(known.upto)


def refresh(store: Store, seed: int = 0) -> Refreshed:
    """Learn what was decided since the last run: move confidence, put the queue in order, say what more would bring.

    Decisions, evidence and valence stay as they are. Where a run ended meanwhile, nothing is changed.
    """
    began = time.perf_counter()
    known, passages = learnt_of(store), store.passages()
    standing, suggestions = store.standing(), store.suggestions()
    if known is None:
        return Refreshed(0, len(suggestions), 0, time.perf_counter() - began)
    new = _new(standing.values(), known)
    vectors = _vectors(store, passages)
    seen = [p for p in passages if p.id in suggestions and p.id in vectors]
    moved = _moved(seen, suggestions, vectors, new, known)
    changed = sum(_forward(moved[id]) != _forward(suggestions[id]) for id in moved)
    if store.move_suggestions(moved, store.get(LEARNT_KEY)):
        put_in_order(store, passages, suggestions | moved, standing, seed)
        keep_outlook(store, passages, standing, vectors, known)
    return Refreshed(len(new), len(suggestions), changed, time.perf_counter() - began)


def put_in_order(
    store: Store,
    passages: Sequence[Passage],
    suggestions: Mapping[str, Sequence[Suggestion]],
    standing: Mapping[str, Decision],
    seed: int,
) -> None:
    """Put undecided passages in the order in which they are best read, and mark those drawn by lot.

    What may need the safeguarding lead comes before everything, and so counts as drawn by nobody.
    """
    found = order(passages, suggestions, standing, seed=seed)
    marked = dict.fromkeys(one.passage for one in store.concerns())
    undecided = set(found.ids)
    first = [id for id in marked if id in undecided]
    store.set_order((*first, *(id for id in found.ids if id not in marked)), found.drawn - set(first))


def keep_outlook(
    store: Store,
    passages: Sequence[Passage],
    standing: Mapping[str, Decision],
    vectors: Vectors | None = None,
    known: Learnt | None = None,
) -> Outlook:
    """Work out what further reading would bring, keep it in the store and return it."""
    by_id = {passage.id: passage for passage in passages}
    given = {
        id: frozenset(coded.code.split("/")[0] for coded in decision.codes)
        for id, decision in standing.items()
        if decision.verdict in JUDGED and not decision.rule and id in by_id
    }
    left = sum(not set_aside(passage.text) for passage in passages if passage.id not in standing)
    learnt = known or learnt_of(store)
    found = foresee(
        store.foretold(), given, by_id, _vectors(store, passages) if vectors is None else vectors, learnt, left
    )
    store.set(OUTLOOK_KEY, json.dumps(asdict(found)))
    return found


def kept_outlook(store: Store) -> Outlook | None:
    """Return the outlook as it was last worked out; None where nobody has read anything yet."""
    kept = store.get(OUTLOOK_KEY)
    found = Outlook(**json.loads(kept)) if kept else None
    return found if found is not None and found.read else None


def _new(standing: Iterable[Decision], known: Learnt) -> list[Decision]:
    judged = (one for one in standing if one.id > known.upto and one.verdict in JUDGED and not one.rule)
    return sorted(judged, key=lambda one: one.id)


def _vectors(store: Store, passages: Sequence[Passage]) -> Vectors:
    keys = {passage.id: cache_key(key=passage.hash) for passage in passages}
    found = store.vector_cache().get(list(set(keys.values())))
    return {id: np.frombuffer(found[key], dtype="<f4") for id, key in keys.items() if key in found}


def _moved(
    passages: Sequence[Passage],
    suggestions: Mapping[str, tuple[Suggestion, ...]],
    vectors: Vectors,
    new: Sequence[Decision],
    known: Learnt,
) -> dict[str, tuple[Suggestion, ...]]:
    """Return the suggestions of every passage with confidence as decisions move it, in the order they were in."""
    place = {passage.id: row for row, passage in enumerate(passages)}
    codes = sorted({s.code for p in passages for s in suggestions[p.id] if "/" not in s.code and s.code in known.codes})
    column = {code: n for n, code in enumerate(codes)}
    confidence = np.full((len(passages), len(codes)), np.nan)
    for row, passage in enumerate(passages):
        for one in suggestions[passage.id]:
            if one.code in column:
                confidence[row, column[one.code]] = one.confidence if one.settled is None else one.settled
    new = [one for one in new if one.passage in place]
    truth = np.zeros((len(new), len(codes)))
    for row, decision in enumerate(new):
        given = {coded.code.split("/")[0] for coded in decision.codes}
        truth[row, [column[code] for code in given if code in column]] = 1.0
    if not passages:
        return {}
    views = view([neutral(p.text) for p in passages], np.array([vectors[p.id] for p in passages]))
    rows = [place[one.passage] for one in new]
    found, reach = corrected(confidence, views, rows, truth, [passages[row].document for row in rows])
    tag = hashlib.sha256(repr([(d.id, d.codes) for d in new]).encode()).hexdigest()[:8]
    model = f"{known.model}+{tag}" if reach else known.model
    return {
        passage.id: _suggestions(suggestions[passage.id], found[row], column, known, model, bool(reach))
        for row, passage in enumerate(passages)
    }


def _suggestions(
    before: Sequence[Suggestion],
    confidence: NDArray[np.float64],
    column: Mapping[str, int],
    known: Learnt,
    model: str,
    moved: bool,
) -> tuple[Suggestion, ...]:
    out = []
    for one in before:
        if one.code in column:
            settled = one.confidence if one.settled is None else one.settled
            sure = round(float(confidence[column[one.code]]), 6) if moved else settled
            forward = sure >= known.codes[one.code].threshold
            kept = settled if moved else None
            out.append(replace(one, confidence=sure, put_forward=forward, model=model, settled=kept))
    top = {one.code for one in out if one.put_forward}
    for one in before:
        if one.code not in column:
            parent = one.code.split("/")[0]
            above = known.codes[one.code].threshold if one.code in known.codes else 1.0
            out.append(replace(one, put_forward=one.confidence >= above and parent in top, model=model))
    groups = {code: standard.group for code, standard in known.codes.items()}
    return tuple(sorted(out, key=lambda one: (groups.get(one.code, len(groups)), -one.confidence, one.code)))


def _forward(suggestions: Sequence[Suggestion]) -> set[str]:
    return {one.code for one in suggestions if one.put_forward}
