"""The publish flow: what people decided becomes quote bank, tables and report in `out/`."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from flows.code import JUDGED, decided, load_codebooks
from flows.published import citations
from flows.session import Session
from flows.stage import a_flow, in_batches
from flows.typed_texts import refuse_named
from flows.written import matrix, release, theories
from voices import reporting
from voices.embeddings import load_embedder
from voices.errors import InputError
from voices.model import (
    Agreement,
    ClosedQuestion,
    CodedPassage,
    ComplaintYear,
    Decision,
    Document,
    Method,
    Participant,
    Purpose,
    Report,
    Scores,
    Skipped,
    ThemeCount,
    Themes,
    Verdict,
    head_counts,
)

QUESTIONS_KEY = "questions"
"""Under this key the pseudonymise flow keeps the closed questions it read."""


@a_flow("publish")
def publish(session: Session) -> None:
    """Write the quote bank and the report of the decisions that stand; the whole folder or nothing."""
    _refuse_uncleared(session)
    refuse_named(session)
    with session.timed("publish"):
        in_batches(session, "publish", [None], lambda _: _write(session), lambda paths: _remember(session, paths))


def _refuse_uncleared(session: Session) -> None:
    """Stop where somebody typed what looks like a name and has not cleared it."""
    memos = [memo for memo in session.store.memos() if not memo.cleared]
    names = session.store.uncleared_names()
    if memos or names:
        raise InputError(
            f"{len(memos)} memos and {names} theme names may hold a name: clear or change them on the review page, "
            "then publish again"
        )


def _write(session: Session) -> tuple[tuple[Path, ...], Report]:
    from voices import quotes

    study, store = session.study, session.store
    books = load_codebooks(session)
    coded = decided(session, store.passages(), (*JUDGED, Verdict.HELD))
    embedder = load_embedder(store.vector_cache())
    vectors = dict(zip((c.passage.id for c in coded), embedder.embed([c.passage.text for c in coded]), strict=True))
    participants = store.participants()
    themes = store.themes()
    chosen = release(study, store)
    examples = quotes.published(store.examples(), chosen)
    bank = quotes.build_bank(
        coded,
        [book for book, _ in books],
        participants,
        vectors,
        themes,
        dict(study.population) or None,
        study.settings.disclosure_k,
        embed=embedder.embed,
        kinds={book.name: kinds for book, kinds in books},
        cited=citations(study.sources, store.documents(), [c.passage for c in coded]),
        elsewhere={quote.passage for example in examples for quote in example.quotes},
    )
    report = Report(
        title=study.title,
        council=study.council,
        bank=bank,
        scores=_scores(session, participants),
        themes=themes,
        theme_counts=_theme_counts(session, themes),
        theories=theories(study, store, coded, chosen),
        framework=matrix(study, store, coded, chosen),
        examples=examples,
        indicators=_indicators(session),
        participants=_counted(participants),
        events=study.events,
        took_part=head_counts(participants),
        complaints=_complaints(store.documents()),
        skipped=_published_skips(store.skipped()),
        method=_method(session, coded, [(b.name, b.version, b.hash) for b, _ in books]),
    )
    # Written beside and swapped in, so that a full disk or a kill never leaves half a bank.
    fresh = study.work / "out-new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    written = reporting.write(report, fresh, [book for book, _ in books])
    return tuple(written), report


def _remember(session: Session, result: tuple[tuple[Path, ...], Report]) -> None:
    from voices.quotes.bank import ELSEWHERE, HELD
    from voices.reporting import written_json

    written, report = result
    bank, chosen = report.bank, {quote.passage for quote in written_json.chosen(report)}
    out = session.study.out
    out.mkdir(exist_ok=True)
    digest = hashlib.sha256()
    for path in sorted(written):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
        path.replace(out / path.name)
    shutil.rmtree(session.study.work / "out-new", ignore_errors=True)
    quoted = {q.passage for g in bank.groups for q in (*g.supporting, *g.dissenting)} | chosen
    by_passage = {p.id: p.participant for p in session.store.passages(quoted)}
    session.store.add_publication(out.name, digest.hexdigest(), by_passage.values())
    session.counts["quotes"] = sum(len(g.supporting) + len(g.dissenting) for g in bank.groups)
    session.counts["withheld"] = len(bank.withheld)
    not_agreed = {one.passage for one in bank.withheld if one.reason not in (HELD, ELSEWHERE)}
    session.counts["coded passages counted and not quoted: no agreement is recorded"] = len(not_agreed)
    session.counts["files"] = len(written)


def _theme_counts(session: Session, found: Sequence[Themes]) -> tuple[ThemeCount, ...]:
    from voices.themes import counts

    passages = session.store.passages()
    return tuple(one for themes in found for one in counts(themes, passages))


def _scores(session: Session, participants: Sequence[Participant]) -> tuple[Scores, ...]:
    from voices.reporting import scores

    roles = {p.code: p.role for p in participants}
    documents = session.store.documents()
    found = []
    for entry in json.loads(session.store.get(QUESTIONS_KEY, "[]")):
        questions = [ClosedQuestion(**{**q, "asked_in": tuple(q["asked_in"])}) for q in entry["questions"]]
        names = set(entry["sources"])
        answers = [
            answer
            for d in documents
            if d.source in names
            for answer in scores.answers_of(
                d.answers,
                d.wave,
                dict(d.attributes).get("role") or roles.get(d.participant, ""),
                dict(d.attributes).get("team", ""),
                d.id,
            )
        ]
        if answers:
            found.append(scores.compute(answers, questions, entry["title"]))
    return tuple(found)


def _indicators(session: Session) -> tuple[tuple[str, ...], ...]:
    if not session.study.indicators:
        return ()
    from voices.reporting import indicators

    path = session.study.originals / session.study.indicators
    try:
        return tuple(indicators.read(path))
    except InputError as error:
        session.skip("publish", Skipped("indicators", str(error), "publish"))
        return ()


def _counted(participants: Sequence[Participant]) -> tuple[tuple[str, str, int], ...]:
    counts = Counter((p.source, p.role) for p in participants)
    return tuple((source, role, n) for (source, role), n in sorted(counts.items()))


def _complaints(documents: Sequence[Document]) -> tuple[ComplaintYear, ...]:
    from voices.reporting import complaints

    return complaints.by_year(documents)


def _consent(participants: Sequence[Participant]) -> tuple[tuple[str, int, int, int], ...]:
    """Return (purpose, people who agreed, who refused, of whom nothing clear is recorded), for what was asked."""
    said: dict[Purpose, dict[str, bool | None]] = {}
    for person in participants:
        for one in person.consents:
            # Somebody in two sources counts once, by the narrower of two answers.
            known = said.setdefault(one.purpose, {})
            known[person.code] = min((known.get(person.code, one.given), one.given), key=_narrower)
    answers = {purpose: list(said[purpose].values()) for purpose in Purpose if purpose in said}
    return tuple(
        (purpose.value, given.count(True), given.count(False), given.count(None)) for purpose, given in answers.items()
    )


def _narrower(given: bool | None) -> int:
    return 0 if given is False else 1 if given is None else 2


def _published_skips(skipped: Sequence[Skipped]) -> tuple[Skipped, ...]:
    return tuple(sorted(skipped, key=lambda s: (s.stage, s.what, s.reason)))


def _method(session: Session, coded: Sequence[CodedPassage], books: Sequence[tuple[str, str, str]]) -> Method:
    store = session.store
    suggestions = store.suggestions()
    standing = store.standing()
    shown = [
        c
        for c in coded
        if c.decision.suggestion_shown and any(s.put_forward for s in suggestions.get(c.passage.id, ()))
    ]
    accepted = [
        c
        for c in shown
        if {code.code.split("/")[0] for code in c.decision.codes}
        == {s.code for s in suggestions[c.passage.id] if s.put_forward and "/" not in s.code}
    ]
    judged = [c.decision for c in coded if c.decision.verdict in JUDGED]
    from voices.privacy import risk
    from voices.review import learning

    outlook = learning.keep_outlook(store, store.passages(), standing)
    kept = store.get(risk.AUDIT_KEY, "{}")
    audit = risk.recorded(kept)
    return Method(
        codebooks=tuple(books),
        versions=tuple(sorted(session.versions.items())),
        documents=len(store.documents()),
        passages=len(store.passages()),
        decided=len(judged),
        coders=len({d.coder for d in judged}),
        suggested=len(shown),
        accepted=len(accepted),
        by_rule=sum(d.by_rule for d in judged),
        held=sum(d.verdict is Verdict.HELD for d in standing.values()),
        agreement=_agreement(store.blind()),
        last_decision=max((d.made_at for d in judged), default="")[:10],
        consent=_consent(store.participants()),
        audit=audit.words if audit is not None else "",
        audit_stale=risk.stale(kept, risk.sentences(store.documents())),
        unread=outlook.left,
        outlook=outlook.if_stopped(),
    )


def _agreement(blind: Sequence[Decision]) -> Agreement | None:
    from voices import coding

    coders: dict[str, set[str]] = {}
    for decision in blind:
        coders.setdefault(decision.passage, set()).add(decision.coder)
    twice = {passage for passage, who in coders.items() if len(who) > 1}
    units = [
        (d.passage, d.coder, frozenset(code.code.split("/")[0] for code in d.codes))
        for d in blind
        if d.passage in twice
    ]
    return coding.agreement(units) if units else None
