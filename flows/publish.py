"""The publish flow: what people decided becomes quote bank, tables and report in `out/`."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path

from flows import disclosed
from flows.banking import filled
from flows.code import JUDGED, decided, load_codebooks
from flows.method import decision_rows, method
from flows.session import Session
from flows.stage import a_flow, in_batches
from flows.typed_texts import refuse_named
from flows.written import matrix, principles, release, theories
from voices import privacy, reporting
from voices.errors import InputError
from voices.model import (
    ClosedQuestion,
    ComplaintYear,
    Document,
    Participant,
    Passage,
    Report,
    Returned,
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
    privacy.let_go()  # where typed texts had to be looked at anew
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
    # Read once and handed on: three copies of all passages are what a large study has no room for.
    passages = store.passages()
    coded = decided(session, passages, (*JUDGED, Verdict.HELD))
    participants = store.participants()
    themes = _moved(store.themes(), passages)
    chosen = release(study, store, passages)
    examples = quotes.published(store.examples(), chosen)
    record = disclosed.recall(store)
    bank = filled(study, store, coded, books, examples, store.quote_choices(), disclosed.published(record, themes))
    report = Report(
        title=study.title,
        council=study.council,
        bank=bank,
        scores=_scores(session, participants),
        themes=themes,
        theme_counts=_theme_counts(themes, passages),
        theories=theories(study, store, coded, chosen),
        framework=matrix(study, store, coded, chosen),
        examples=examples,
        indicators=_indicators(session, {code.id for book, _ in books for code in book.codes}),
        participants=_counted(participants),
        events=study.events,
        took_part=head_counts(participants),
        complaints=_complaints(store.documents()),
        skipped=_published_skips(store.skipped()),
        method=method(session, coded, [(b.name, b.version, b.hash) for b, _ in books]),
        principles=tuple(id for id, _ in principles(study)),
        rulings=store.triangulated(),
        decisions=decision_rows(coded),
    )
    report = disclosed.settled(report, record)
    # Written beside and swapped in, so that a full disk or a kill never leaves half a bank.
    fresh = study.work / "out-new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    written = reporting.write(report, fresh, [book for book, _ in books])
    return tuple(written), report


def _remember(session: Session, result: tuple[tuple[Path, ...], Report]) -> None:
    from voices.quotes.bank import NOT_AGREED
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
    disclosed.remember(session.store, report)
    disclosed.for_lead(report, session.study.folder / "for-the-lead")
    session.store.add_publication(out.name, digest.hexdigest(), by_passage.values())
    session.counts["quotes"] = sum(len(g.supporting) + len(g.dissenting) for g in bank.groups)
    session.counts["withheld"] = len(bank.withheld)
    not_agreed = {one.passage for one in bank.withheld if one.reason in NOT_AGREED}
    session.counts["coded passages counted and not quoted: no agreement is recorded"] = len(not_agreed)
    session.counts["files"] = len(written)


def _moved(found: Sequence[Themes], passages: Sequence[Passage]) -> tuple[Themes, ...]:
    """Return the themes as people left them, each with the trend of the passages that are in it now."""
    from voices.themes import with_trends

    return tuple(with_trends(themes, passages) for themes in found)


def _theme_counts(found: Sequence[Themes], passages: Sequence[Passage]) -> tuple[ThemeCount, ...]:
    from voices.themes import counts

    return tuple(one for themes in found for one in counts(themes, passages))


def _scores(session: Session, participants: Sequence[Participant]) -> tuple[Scores, ...]:
    from voices.reporting import scores

    roles = {p.code: p.role for p in participants}
    documents = session.store.documents()
    found = []
    for entry in json.loads(session.store.get(QUESTIONS_KEY, "[]")):
        questions = [ClosedQuestion(**{**q, "asked_in": tuple(q["asked_in"])}) for q in entry["questions"]]
        names = set(entry["sources"])
        sheets = [d for d in documents if d.source in names]
        answers = [
            answer
            for d in sheets
            for answer in scores.answers_of(
                d.answers,
                d.wave,
                dict(d.attributes).get("role") or roles.get(d.participant, ""),
                dict(d.attributes).get("team", ""),
                d.id,
            )
        ]
        if answers:
            answers = scores.lettered(answers)
            by = [name for name in ("role", "team") if len({getattr(a, name) for a in answers}) > 1]
            back = _returned(session, sheets, names)
            found.append(scores.compute(answers, questions, entry["title"], by, returned=back))
    return tuple(found)


def _returned(session: Session, sheets: Sequence[Document], names: set[str]) -> tuple[Returned, ...]:
    """Return how many answered in each wave, and of how many where study.toml says it of every source."""
    back = Counter(d.wave or 1 for d in sheets)
    specs = [spec for spec in session.study.sources if spec.name in names]
    found = []
    for wave, number in sorted(back.items()):
        sent = [spec.sent for spec in specs if (spec.wave or 1) == wave]
        known = [one for one in sent if one is not None]
        found.append(Returned(wave, number, sum(known) if sent and len(known) == len(sent) else None))
    return tuple(found)


def _indicators(session: Session, codes: Collection[str]) -> tuple[tuple[str, ...], ...]:
    if not session.study.indicators:
        return ()
    from voices.reporting import indicators

    path = session.study.originals / session.study.indicators
    try:
        rows = indicators.read(path)
    except InputError as error:
        session.skip("publish", Skipped("indicators", str(error), "publish"))
        return ()
    rows, unknown = indicators.placed(rows, codes)
    for number in unknown:
        reason = f"row {number} names a code that no codebook of the study has: it stands beside no chapter"
        session.skip("publish", Skipped("indicators", reason, "publish"))
    return rows


def _counted(participants: Sequence[Participant]) -> tuple[tuple[str, str, int], ...]:
    counts = Counter((p.source, p.role) for p in participants)
    return tuple((source, role, n) for (source, role), n in sorted(counts.items()))


def _complaints(documents: Sequence[Document]) -> tuple[ComplaintYear, ...]:
    from voices.reporting import complaints

    return complaints.by_year(documents)


def _published_skips(skipped: Sequence[Skipped]) -> tuple[Skipped, ...]:
    return tuple(sorted(skipped, key=lambda s: (s.stage, s.what, s.reason)))
