"""What publishing keeps back: small counts, what two publications would tell together, and what the lead alone sees."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from voices import quotes
from voices.model import ComplaintYear, HeadCount, Report, Scores, Themes
from voices.quotes import earlier
from voices.quotes.suppression import SMALL_CELL, SUPPRESSED
from voices.reporting import as_xlsx, people_pages, score_records, theme_chapters, theme_kin, theme_records
from voices.reporting.sheets import Sheet
from voices.store import Store
from voices.store.withdrawal import FIGURES

_BEFORE = "before"
"""Part of the record: what it was before the last publication, in case that was given to nobody."""
Record = dict[str, Any]


def recall(store: Store) -> Record:
    """Return what earlier publications showed; empty where there was none."""
    found: Record = json.loads(store.get(FIGURES, "{}"))
    return found


def forget_last(store: Store) -> None:
    """Forget the figures of the last publication, which was given to nobody."""
    record = recall(store)
    store.set(FIGURES, json.dumps(record.get(_BEFORE, {}), sort_keys=True))


def published(record: Mapping[str, Any], themes: Sequence[Themes] = ()) -> earlier.Earlier:
    """Return the chapters' figures out of the record, those of `themes` also under the ids they had before."""
    related = theme_kin.kin(themes, record.get("themes", {}))
    return earlier.under_new_ids(earlier.load(record.get("groups", {})), theme_chapters.came_from(related))


def settled(report: Report, record: Mapping[str, Any]) -> Report:
    """Return a report as it may be published: small counts hidden, and what changed by few people as it was."""
    date = report.method.last_decision
    before = published(record, report.themes)
    whole = replace(report, bank=quotes.settle(report.bank, before, date))
    scores = tuple(_score(score_records.shown(one), record.get("scores", {}).get(one.title)) for one in report.scores)
    whole = _complaints(_people(replace(whole, scores=scores), record), record)
    hide = theme_chapters.hidden_elsewhere(whole.bank, whole.complaints, report.theme_counts)
    known = theme_chapters.shown(whole.bank, before, report.theme_counts)
    themes, counted = theme_records.held(report.themes, report.theme_counts, record.get("themes", {}), hide, known)
    return replace(whole, bank=theme_chapters.alike(whole.bank, counted), themes=themes, theme_counts=counted)


def remember(store: Store, report: Report) -> None:
    """Keep the figures of a report that is published now."""
    record = recall(store)
    before = {name: value for name, value in record.items() if name != _BEFORE}
    groups = earlier.remember(report.bank, published(record, report.themes))
    date = report.method.last_decision
    scores = {one.title: {**score_records.keep(one), "as_of": one.as_of or date} for one in report.scores}
    now = {
        "groups": earlier.dump(groups),
        "people": {
            "shown": people_pages.people_by_source(report),
            "participants": report.participants,
            "took_part": [asdict(one) for one in report.took_part],
        },
        "scores": {**record.get("scores", {}), **scores},
        "complaints": [asdict(one) for one in report.complaints],
        "themes": theme_records.remember(report.themes, report.theme_counts, record.get("themes", {}), date),
        _BEFORE: before,
    }
    store.set(FIGURES, json.dumps(now, sort_keys=True))


def for_lead(report: Report, folder: Path) -> None:
    """Write what a lead has to see and nobody else: what is withheld and why, and which quotes to look at again."""
    folder.mkdir(parents=True, exist_ok=True)
    withheld = tuple((one.group, one.passage, one.reason) for one in report.bank.withheld)
    told = tuple(
        (group.id, side, quote.passage, quote.printed, quote.attribution, "; ".join(quote.tells), quote.released_by)
        for group in report.bank.groups
        for side, found in (("supporting", group.supporting), ("dissenting", group.dissenting))
        for quote in found
        if quote.tells
    )
    _csv(folder / "withheld.csv", Sheet("Withheld", ("Chapter", "Passage", "Reason"), withheld, ()))
    header = ("Chapter", "Side", "Passage", "Quote", "Attribution", "What could point at a case", "Released by")
    _csv(folder / "look_again.csv", Sheet("Look again", header, told, ()))


def _csv(path: Path, sheet: Sheet) -> None:
    path.write_bytes(as_xlsx.as_csv(sheet).encode("utf-8-sig"))
    path.chmod(0o600)


def _few(old: Mapping[Any, int], new: Mapping[Any, int]) -> bool:
    """Return whether any count that both show differs by so few people that they could be told apart."""
    both = {key: (old.get(key, 0), new.get(key, 0)) for key in old.keys() | new.keys()}
    return any(SUPPRESSED not in pair and 0 < abs(pair[0] - pair[1]) < SMALL_CELL for pair in both.values())


def _score(now: Scores, kept: Mapping[str, Any] | None) -> Scores:
    if kept is None:
        return now
    before = score_records.kept(kept)
    if _few(_people_in(before), _people_in(now)):
        return before
    return now


def _people_in(scores: Scores) -> dict[Any, int]:
    """Return every number of people a survey's figures rest on, by what it is a number of."""
    found: dict[Any, int] = {("returned", r.wave): r.returned for r in scores.returned}
    for p in scores.principles:
        found |= {("principle", p.principle, w.wave): w.people if w.n != SUPPRESSED else w.n for w in p.waves}
    for q in scores.questions:
        found |= {("question", q.question, w.wave): w.n for w in q.waves}
    for attribute, value, p in scores.by:
        found |= {(attribute, value, p.principle, w.wave): w.people if w.n != SUPPRESSED else w.n for w in p.waves}
    for attribute, value, q in scores.by_question:
        found |= {(attribute, value, q.question, w.wave): w.n for w in q.waves}
    return found


def _people(report: Report, record: Mapping[str, Any]) -> Report:
    kept = record.get("people")
    if not kept:
        return report
    old = {(source, role): number for source, role, number in kept["shown"]}
    new = {(source, role): number for source, role, number in people_pages.people_by_source(report)}
    if not _few(old, new):
        return report
    participants = tuple((source, role, number) for source, role, number in kept["participants"])
    return replace(report, participants=participants, took_part=tuple(HeadCount(**one) for one in kept["took_part"]))


def _complaints(report: Report, record: Mapping[str, Any]) -> Report:
    kept = tuple(_complaint_year(one) for one in record.get("complaints", ()))
    if kept and _few(_cases(kept), _cases(report.complaints)):
        return replace(report, complaints=kept)
    return report


def _complaint_year(record: Mapping[str, Any]) -> ComplaintYear:
    return ComplaintYear(**{**record, "by_outcome": tuple((name, number) for name, number in record["by_outcome"])})


def _cases(years: tuple[ComplaintYear, ...]) -> dict[Any, int]:
    found: dict[Any, int] = {}
    for one in years:
        found[one.year, one.kind] = one.cases
        found |= {(one.year, one.kind, outcome): number for outcome, number in one.by_outcome}
    return found
