"""The record of how a study was coded, for the methods appendix."""

from __future__ import annotations

from collections.abc import Sequence

from flows.code import JUDGED
from flows.session import Session
from voices.model import Agreement, CodedPassage, Decision, Method, Participant, Purpose, Verdict
from voices.model.report import DecisionRow


def method(session: Session, coded: Sequence[CodedPassage], books: Sequence[tuple[str, str, str]]) -> Method:
    """Return what the appendix says: who coded how much, how far they agree, with which codebooks and models."""
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


def decision_rows(coded: Sequence[CodedPassage]) -> tuple[DecisionRow, ...]:
    """Return the decisions that say something about codes, by passage; the month they were made in and no day."""
    judged = sorted((c for c in coded if c.decision.verdict in JUDGED), key=lambda c: c.passage.id)
    return tuple(
        DecisionRow(
            c.passage.id,
            c.decision.verdict.value,
            tuple(f"{code.code} ({code.valence.value})" if code.valence else code.code for code in c.decision.codes),
            c.decision.made_at[:7],
            c.decision.coder,
            c.decision.by_rule,
        )
        for c in judged
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
