"""Rows of the database from and to the frozen dataclasses of `voices.model`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from voices.model import (
    Circumstances,
    ClosedAnswer,
    Coded,
    Consent,
    Decision,
    Document,
    Foretold,
    Kind,
    Memo,
    Participant,
    Passage,
    Purpose,
    RunRecord,
    Suggestion,
    Theme,
    Trend,
    Turn,
    Valence,
    Verdict,
)

Row = Mapping[str, Any] | sa.RowMapping


def dump(value: object) -> str:
    """Return compact JSON, keys sorted, so that equal values are equal text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def now() -> str:
    """Return the time as decisions carry it: ISO 8601, UTC, whole seconds."""
    return datetime.now(UTC).replace(microsecond=0).isoformat()


def pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Return stored (name, value) pairs."""
    return tuple((str(name), str(value)) for name, value in json.loads(text))


def from_document(document: Document) -> dict[str, Any]:
    """Return the row of a document."""
    return {
        "id": document.id,
        "source": document.source,
        "kind": document.kind.value,
        "text": document.text,
        "turns": dump(
            [[t.start, t.end, t.participant, t.role, t.question, t.time, t.quoting, t.page] for t in document.turns]
        ),
        "wave": document.wave,
        "period": document.period,
        "attributes": dump(document.attributes),
        "quoting": document.quoting,
        "participant": document.participant,
        "answers": dump([[a.question, a.value, a.points] for a in document.answers]),
        "case": document.case,
    }


def to_document(row: Row) -> Document:
    """Return the document of a row."""
    return Document(
        id=row["id"],
        source=row["source"],
        kind=Kind(row["kind"]),
        text=row["text"],
        turns=tuple(Turn(*turn) for turn in json.loads(row["turns"])),
        wave=row["wave"],
        period=row["period"],
        attributes=pairs(row["attributes"]),
        quoting=row["quoting"],
        participant=row["participant"],
        answers=tuple(ClosedAnswer(*answer) for answer in json.loads(row["answers"])),
        case=row["case"],
    )


def from_participant(participant: Participant) -> dict[str, Any]:
    """Return the row of a participant."""
    consents = [[c.purpose.value, c.given, c.date, c.source, c.by] for c in participant.consents]
    return {**asdict(participant), "attributes": dump(participant.attributes), "consents": dump(consents)}


def to_participant(row: Row) -> Participant:
    """Return the participant of a row."""
    consents = tuple(Consent(Purpose(purpose), *said) for purpose, *said in json.loads(row["consents"]))
    return Participant(**{**row, "attributes": pairs(row["attributes"]), "consents": consents})


PASSAGE_FIELDS = tuple(Passage.__dataclass_fields__)


def from_passage(passage: Passage, predecessor: str | None = None) -> dict[str, Any]:
    """Return the row of a live passage."""
    row = {name: getattr(passage, name) for name in PASSAGE_FIELDS}
    row |= {"kind": passage.kind.value, "attributes": dump(passage.attributes)}
    return row | {"retired": False, "predecessor": predecessor}


def to_passage(row: Row) -> Passage:
    """Return the passage of a row."""
    values = {name: row[name] for name in PASSAGE_FIELDS}
    return Passage(**{**values, "kind": Kind(row["kind"]), "attributes": pairs(row["attributes"])})


def to_circumstances(row: Sequence[Any], known: dict[str, tuple[tuple[str, str], ...]]) -> Circumstances:
    """Return the circumstances of a row, its columns in the order of the fields; `known` are attributes read before."""
    id, document, case, participant, role, source, kind, wave, period, attributes = row
    if attributes not in known:
        known[attributes] = pairs(attributes)
    said = (id, document, case, participant, role, source, Kind(kind), wave, period, known[attributes])
    return Circumstances(*said)


def from_suggestions(suggestions: Iterable[Suggestion]) -> str:
    """Return the stored list of one passage's suggestions."""
    return dump(
        [
            [
                *(s.code, s.confidence, s.valence.value if s.valence else None, s.start, s.end, s.put_forward, s.model),
                *((s.codebook, s.settled) if s.codebook or s.settled is not None else ()),
            ]
            for s in suggestions
        ]
    )


def to_suggestions(passage: str, body: str) -> tuple[Suggestion, ...]:
    """Return one passage's suggestions, best first as they were stored."""
    return tuple(
        Suggestion(passage, code, confidence, Valence(valence) if valence else None, start, end, forward, model, *rest)
        for code, confidence, valence, start, end, forward, model, *rest in json.loads(body)
    )


def from_foretold(suggestions: Iterable[Suggestion]) -> str:
    """Return what is remembered of suggestions beside a decision: top-level codes, their confidence, and the model."""
    top = [s for s in suggestions if "/" not in s.code]
    return dump([top[0].model if top else "", [[s.code, s.confidence, s.put_forward] for s in top]])


def to_foretold(row: Row) -> Foretold:
    """Return what was foretold of a row."""
    model, codes = json.loads(row["body"])
    return Foretold(row["decision"], row["passage"], row["drawn"], tuple((c, p, f) for c, p, f in codes), model)


def from_codes(codes: Iterable[Coded]) -> str:
    """Return the stored list of codes of one decision."""
    return dump([[c.code, c.valence.value if c.valence else None, c.start, c.end] for c in codes])


def to_codes(body: str) -> tuple[Coded, ...]:
    """Return the codes of one decision."""
    return tuple(
        Coded(code, Valence(valence) if valence else None, start, end) for code, valence, start, end in json.loads(body)
    )


def to_decision(row: Row) -> Decision:
    """Return the decision of a row; an erased one has an empty passage and no codes."""
    return Decision(
        id=row["id"],
        passage=row["passage"] or "",
        coder=row["coder"],
        verdict=Verdict(row["verdict"]),
        codes=to_codes(row["codes"]),
        made_at=row["made_at"],
        supersedes=row["supersedes"],
        quotable=row["quotable"],
        suggestion_shown=row["suggestion_shown"],
        rule=row["rule"],
    )


def to_memo(row: Row) -> Memo:
    """Return the memo of a row."""
    return Memo(row["id"], row["passage"], row["coder"], row["text"], row["made_at"], row["cleared"])


def from_theme(theme: Theme, position: int) -> dict[str, Any]:
    """Return the row of a theme; the name a person gave it is kept apart, as a ruling."""
    body = {
        "keywords": theme.keywords,
        "phrases": theme.phrases,
        "size": theme.size,
        "stability": theme.stability,
        "representative": theme.representative,
        "seed": theme.seed,
        "trend": asdict(theme.trend) if theme.trend else None,
    }
    return {"scope": theme.scope, "id": theme.id, "position": position, "name": theme.name, "body": dump(body)}


def to_theme(row: Row, name: str | None = None, confirmed: bool = False) -> Theme:
    """Return the theme of a row, with the name and standing people gave it."""
    body = json.loads(row["body"])
    return Theme(
        id=row["id"],
        scope=row["scope"],
        name=name or row["name"],
        keywords=tuple(body["keywords"]),
        size=body["size"],
        stability=body["stability"],
        representative=tuple(body["representative"]),
        seed=body["seed"],
        trend=Trend(**body["trend"]) if body["trend"] else None,
        confirmed=confirmed,
        phrases=tuple(body.get("phrases", ())),
    )


def from_run(record: RunRecord) -> dict[str, Any]:
    """Return the row of a run's record."""
    lists = {name: dump(getattr(record, name)) for name in ("counts", "versions", "seconds")}
    return {**asdict(record), **lists}


def to_run(row: Row) -> RunRecord:
    """Return the run's record of a row."""
    lists = {
        name: tuple((key, value) for key, value in json.loads(row[name])) for name in ("counts", "versions", "seconds")
    }
    return RunRecord(**{**row, **lists})
