"""The code flow: passages, suggestions, themes and the order of the review queue."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace

from flows import pairs
from flows.session import Session
from flows.stage import a_flow, in_batches
from voices import codebook as codebooks
from voices import passages as cutting
from voices import privacy
from voices.codebook import Codebook
from voices.embeddings import Embedder, load_embedder
from voices.model import CodedPassage, Document, Kind, Passage, Suggestion, Themes, Verdict
from voices.store import LEARNT_KEY

PSEUDONYMISE_VERSION = "pseudonymise-1"
"""Raise it when masking changes in a way that its input hash does not show."""
BLOCKED_KEY = "blocked"
"""Under this key the store keeps the ids of documents that wait for the custodian after the second scan."""
PASSAGES_VERSION = "passages-1"
"""Raise it when the cutting of passages changes."""
THEMES_VERSION = "themes-7"
"""Raise it when the topic model changes."""
JUDGED = (Verdict.CODED, Verdict.NO_CODE)
"""Verdicts that say something about codes."""
COMPLAINT_KINDS = (Kind.COMPLAINT, Kind.COMPLIMENT, Kind.LETTER)


@a_flow("code")
def code(session: Session) -> None:
    """Cut passages, suggest codes, look for themes and put the queue in order; do only what is missing."""
    privacy.let_go()  # nothing from here on looks for names, and learning codes takes the most memory of a run
    with session.timed("passages"):
        _cut(session)
    passages = session.store.passages()
    session.counts["passages"] = len(passages)
    books = load_codebooks(session)
    embedder = load_embedder(session.store.vector_cache())
    session.versions["embeddings"] = embedder.model
    with session.timed("suggest"):
        _suggest(session, passages, books, _coding_embedder(session, embedder, books))
    with session.timed("safeguarding"):
        _watch(session, passages, embedder)
    with session.timed("pairs"):
        pairs.look(session, passages, embedder)
    with session.timed("themes"):
        _themes(session, passages, books, embedder)
    with session.timed("queue"):
        _order(session, passages)


def _coding_embedder(session: Session, embedder: Embedder, books: list[tuple[Codebook, tuple[Kind, ...]]]) -> Embedder:
    """Return what coding reads with: the small model, and beside it the larger one where the study names one."""
    from voices.coding import beside

    study, own = session.study, [book for book, _ in books]
    named, cache = study.settings.larger_model, session.store.vector_cache()
    found = beside(embedder, named, study.folder, own, cache, session.progress)
    session.versions["embeddings"] = found.model
    return found


def load_codebooks(session: Session) -> list[tuple[Codebook, tuple[Kind, ...]]]:
    """Return the study's codebooks with the kinds of source each is used on, and note their hashes."""
    found = []
    for use in session.study.codebooks:
        book = codebooks.find(use.name, session.study.folder)
        session.versions[f"codebook {book.name}"] = f"{book.version} {book.hash[:12]}"
        found.append((book, use.kinds))
    return found


def passages_key(session: Session) -> bytes:
    """Return the key under which passages are known."""
    return session.keys.passage_key()


def _cut(session: Session) -> None:
    key = passages_key(session)
    done = session.store.done("passages", PASSAGES_VERSION)
    masked = session.store.done("pseudonymise", PSEUDONYMISE_VERSION)
    blocked = set(json.loads(session.store.get(BLOCKED_KEY, "[]")))
    # A blocked document gives no passages; the work on those it had is kept until it is released.
    masked = {id: f"{hashed} blocked" if id in blocked else hashed for id, hashed in masked.items()}
    waiting = [id for id, hashed in sorted(masked.items()) if done.get(id) != hashed]

    def compute(ids: Sequence[str]) -> list[tuple[str, str, tuple[Passage, ...]]]:
        documents: tuple[Document, ...] = session.store.documents(ids)
        return [(d.id, masked[d.id], () if d.id in blocked else cutting.split(d, key)) for d in documents]

    in_batches(session, "passages", waiting, compute, lambda items: session.store.put_passages(items, PASSAGES_VERSION))


def decided(session: Session, passages: Sequence[Passage], verdicts: Sequence[Verdict] = JUDGED) -> list[CodedPassage]:
    """Return the passages people have judged (or did something else with), with the decision that stands."""
    by_id = {passage.id: passage for passage in passages}
    standing = session.store.standing()
    return [
        CodedPassage(by_id[id], decision)
        for id, decision in sorted(standing.items())
        if id in by_id and decision.verdict in verdicts
    ]


def _suggest(
    session: Session, passages: Sequence[Passage], books: list[tuple[Codebook, tuple[Kind, ...]]], embedder: Embedder
) -> None:
    from voices import coding

    judged, seed = decided(session, passages), session.study.settings.seed
    tasks = [(book, kinds, [c for c in judged if not kinds or c.passage.kind in kinds]) for book, kinds in books]
    known = [coding.fingerprint_of([book], own, embedder, seed) for book, _, own in tasks]
    fingerprint = hashlib.sha256("\n".join(known).encode()).hexdigest()[:16]
    session.versions["coder"] = fingerprint
    done = session.store.done("suggest", fingerprint)
    measured = bool(session.store.get(LEARNT_KEY))  # a study of an older version says nothing of thresholds
    waiting = [p for p in passages if (done.get(p.id) != p.hash or not measured) and not cutting.set_aside(p.text)]
    # Learning takes longer than suggesting, so it is left out where there is nothing to suggest.
    coders = [(coding.fit([book], own, embedder, seed), kinds) for book, kinds, own in tasks] if waiting else []
    hashes = [book.hash[:12] for book, _, _ in tasks][: len(coders)]

    def compute(some: Sequence[Passage]) -> list[tuple[str, str, tuple[Suggestion, ...]]]:
        found: dict[str, list[Suggestion]] = {p.id: [] for p in some}
        for (coder, kinds), book in zip(coders, hashes, strict=True):
            own = [p for p in some if not kinds or p.kind in kinds]
            for id, suggestions in coder.suggest(own).items() if own else ():
                found[id] += (replace(one, codebook=book) for one in suggestions)
        return [(p.id, p.hash, tuple(found[p.id])) for p in some]

    in_batches(session, "suggest", waiting, compute, lambda items: session.store.put_suggestions(items, fingerprint))
    if coders:
        upto = max((c.decision.id for c in judged), default=0)
        session.store.set(LEARNT_KEY, coding.learnt([one for one, _ in coders], fingerprint, upto).to_json())
    suggestions = session.store.suggestions()
    session.counts["suggestions"] = sum(s.put_forward for listed in suggestions.values() for s in listed)


def _watch(session: Session, passages: Sequence[Passage], embedder: Embedder) -> None:
    """Mark the passages that may need the safeguarding lead; people decide."""
    from voices.coding.safeguarding import watch

    model = watch()
    done = session.store.done("safeguarding", model.version)
    waiting = [p for p in passages if done.get(p.id) != p.hash and not cutting.set_aside(p.text)]

    def compute(some: Sequence[Passage]) -> list[tuple[str, str, bool]]:
        marks = model.marks([p.text for p in some], embedder, [p.hash for p in some])
        return [(p.id, p.hash, marked) for p, marked in zip(some, marks, strict=True)]

    in_batches(
        session, "safeguarding", waiting, compute, lambda items: session.store.put_concerns(items, model.version)
    )
    session.counts["passages that may need the named lead"] = len(session.store.concerns())


def _themes(
    session: Session, passages: Sequence[Passage], books: list[tuple[Codebook, tuple[Kind, ...]]], embedder: Embedder
) -> None:
    scopes = _scopes(session, passages, books)
    done = session.store.done("themes", THEMES_VERSION)
    waiting = [scope for scope in sorted(scopes) if done.get(scope) != _scope_hash(*scopes[scope])]

    def compute(some: Sequence[str]) -> list[tuple[Themes, str]]:
        from voices import themes

        found = []
        for scope in some:
            members, seeds = scopes[scope]
            vectors = embedder.embed([p.text for p in members])
            known = next(iter(session.store.themes(scope, dropped=True)), None)
            seed = session.study.settings.seed
            candidates = themes.discover(members, vectors, scope, seeds, seed=seed, embedder=embedder, known=known)
            found.append((themes.with_trends(candidates, members), _scope_hash(members, seeds)))
        return found

    def write(found: list[tuple[Themes, str]]) -> None:
        for candidates, hashed in found:
            session.store.put_themes(candidates, hashed, THEMES_VERSION)

    in_batches(session, "themes", waiting, compute, write, size=1)
    session.counts["themes"] = sum(len(one.themes) for one in session.store.themes())


def _scopes(
    session: Session, passages: Sequence[Passage], books: list[tuple[Codebook, tuple[Kind, ...]]]
) -> dict[str, tuple[tuple[Passage, ...], Codebook | None]]:
    """Return the passages each topic model reads: those of each principle, and complaints and the like as a corpus."""
    suggestions = session.store.suggestions()
    standing = session.store.standing()
    principles = {code.id for book, kinds in books if not kinds for code in book.top() if code.kind == "principle"}
    members: dict[str, list[Passage]] = {id: [] for id in principles}
    for passage in passages:
        decision = standing.get(passage.id)
        if decision is not None and decision.verdict in JUDGED:
            codes = {codebooks.top_level(coded.code) for coded in decision.codes}
        else:
            codes = {s.code for s in suggestions.get(passage.id, ()) if s.put_forward}
        for id in codes & principles:
            members[id].append(passage)
    scopes: dict[str, tuple[tuple[Passage, ...], Codebook | None]] = {
        id: (tuple(found), None) for id, found in members.items() if found
    }
    seeds = next((book for book, kinds in books if Kind.COMPLAINT in kinds), None)
    complaints = tuple(p for p in passages if p.kind in COMPLAINT_KINDS)
    if complaints:
        scopes["complaints"] = (complaints, seeds)
    return scopes


def _scope_hash(members: Sequence[Passage], seeds: Codebook | None) -> str:
    parts = [*(p.id for p in members), seeds.hash if seeds else ""]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _order(session: Session, passages: Sequence[Passage]) -> None:
    from voices.review import learning

    standing = session.store.standing()
    learning.put_in_order(session.store, passages, session.store.suggestions(), standing, session.study.settings.seed)
    learning.keep_outlook(session.store, passages, standing)
