"""The quote bank and the report as JSON: for `voices publish --verify`, and for those who go on counting."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from voices.model import ComplaintYear, Group, Quote, Report
from voices.quotes.suppression import SMALL_CELL, SUPPRESSED
from voices.reporting import indicators, score_records, triangulation, written_json
from voices.reporting.bank_pages import few_people, quote_id, reasons_of

BANK_FORMAT = "voices quote bank 1"
REPORT_FORMAT = "voices report 1"


def bank(report: Report) -> str:
    """Return the quote bank; offsets are code points into the passage, hidden counts are null.

    Quotes carry the passage's id and hash and the printed text, never the code of a person.
    """
    record = {
        "format": BANK_FORMAT,
        **_head(report),
        "groups": [_group(group) for group in report.bank.groups],
        "quotes": [
            _quote(group, side, quote)
            for group in report.bank.groups
            for side, found in (("supporting", group.supporting), ("dissenting", group.dissenting))
            for quote in found
        ],
        "chosen": written_json.quotes(report),
        "withheld": [
            {"reason": reason, "passages": n if n >= SMALL_CELL else None} for reason, n in reasons_of(report).items()
        ],
        "together": [{"codes": [one, other], "people": _shown(n)} for one, other, n in report.bank.together],
    }
    return _dump(record)


def whole(report: Report) -> str:
    """Return the figures of the report: codes, scores, indicators, themes, method."""
    method = report.method
    found = method.agreement
    record = {
        "format": REPORT_FORMAT,
        **_head(report),
        "groups": [_group(group) for group in report.bank.groups],
        "scores": [{"title": s.title, **score_records.to_json(s)} for s in report.scores],
        "indicators": [indicators.named(row) for row in report.indicators],
        "events": [{"date": one.date, "name": one.name} for one in report.events],
        "complaints": [_complaints(one) for one in report.complaints],
        "themes": [
            {"scope": t.scope, "id": t.id, "name": t.name, "keywords": list(t.keywords), "size": _shown(t.size)}
            for s in report.themes
            for t in s.themes
            if t.confirmed
        ],
        "triangulation": triangulation.record(report),
        "theories": written_json.theories(report),
        "framework": written_json.framework(report),
        "examples": written_json.examples(report),
        "skipped": [{"what": s.what, "stage": s.stage, "reason": s.reason} for s in report.skipped],
        "method": {
            "documents": method.documents,
            "passages": method.passages,
            "decided": method.decided,
            "unread": method.unread,
            "estimate_for_unread": method.outlook,
            "coders": method.coders,
            "suggested": method.suggested,
            "accepted": method.accepted,
            "by_rule": method.by_rule,
            "held": method.held,
            "versions": dict(method.versions),
            "agreement": None if found is None else {"alpha": found.alpha, "low": found.low, "high": found.high},
        },
    }
    return _dump(record)


def _head(report: Report) -> dict[str, Any]:
    books = [{"name": name, "version": version, "hash": digest} for name, version, digest in report.method.codebooks]
    return {
        "title": report.title,
        "council": report.council,
        "last_decision": report.method.last_decision,
        "codebooks": books,
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "id": group.id,
        "name": group.name,
        "parent": group.parent,
        "codebook": group.codebook,
        "participants": _shown(group.participants),
        "of_participants": _shown(group.of_participants),
        "counts": group.counts,
        "passages": _shown(group.passages),
        "few_people": few_people(group),
        "support_note": group.support_note,
        "dissent_note": group.dissent_note,
        "by_role": _cells(group.by_role),
        "by_wave": _cells(group.by_wave),
        "by_source": _cells(group.by_source),
        "by_year": _cells(group.by_year),
        "by_direction": _cells(group.by_direction),
        "asked": _cells(group.asked),
        "figures_of": group.as_of or None,
    }


def _complaints(one: ComplaintYear) -> dict[str, Any]:
    hidden = None if one.cases == SUPPRESSED else one.cases
    return {**asdict(one), "cases": hidden, "by_outcome": _cells(one.by_outcome)}


def _shown(number: int) -> int | None:
    return None if number == SUPPRESSED else number


def _cells(cells: tuple[tuple[str, int], ...]) -> dict[str, int | None]:
    return {name: None if number == SUPPRESSED else number for name, number in cells}


def _quote(group: Group, side: str, quote: Quote) -> dict[str, Any]:
    return {
        "group": group.id,
        "side": side,
        "passage": quote.passage,
        "passage_hash": quote.passage_hash,
        "start": quote.start,
        "end": quote.end,
        "printed": quote.printed,
        "attribution": quote.attribution,
        "valence": quote.valence.value if quote.valence is not None else None,
        "why": quote.why,
        "id": quote_id(quote),
        "shows": quote.note,
        "codes": list(quote.codes),
    }


def _dump(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"
