"""Where a study stands, and whether a published bank is what the study holds."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voices.cli import terminal
from voices.errors import InputError
from voices.model import head_counts
from voices.study import Study

if TYPE_CHECKING:
    from voices.store import Store


def standing(study: Study, *, as_json: bool) -> None:
    """Print documents, passages, suggestions, decisions, queues, skips and originals kept too long."""
    figures = collect(study)
    if as_json:
        terminal.print_json(figures)
        return
    terminal.say(study.title)
    rows = [(name, f"{figures[name]:,}") for name in ("documents", "passages", "suggestions", "decided", "themes")]
    terminal.table(rows, ("", "number"))
    if figures["not_quotable"]:
        terminal.say(
            f"{figures['not_quotable']:,} passages are counted and paraphrased only: their people did not agree to be "
            "quoted, or nobody said; voices check says which"
        )
    if figures["took_part"]:
        terminal.say()
        terminal.table(
            [
                (
                    one["source"],
                    str(one["wave"] or ""),
                    one["role"] or "not stated",
                    *(str(one[unit] or "") for unit in ("participants", "respondents", "groups")),
                )
                for one in figures["took_part"]
            ],
            ("source", "wave", "role", "participants", "respondents", "groups"),
        )
    if figures["queues"]:
        terminal.say()
        terminal.table(
            [(q["state"], str(q["items"]), f"{q['oldest_days']} days") for q in figures["queues"]],
            ("queue", "passages", "oldest"),
        )
    if figures["outlook"]:
        terminal.say()
        for sentence in figures["outlook"]["words"]:
            terminal.say(sentence)
    if figures["blocked"]:
        terminal.say(f"{figures['blocked']} documents wait for the custodian: the second scan found something in them")
    for one in figures["skipped"]:
        terminal.say(f"skipped{' as expected' if one['expected'] else ''}: {one['what']}. {one['reason']}")
    if any(not one["expected"] and one["stage"] == "read" and ", file " in one["what"] for one in figures["skipped"]):
        terminal.say(terminal.WHICH_FILE)
    for one in figures["overdue"]:
        terminal.say(
            f"past its date: originals of “{one['source']}” were to be kept until {one['keep_until']}: delete them"
        )
        for name in _originals(study, one["source"]):
            terminal.say(f"    {name}")


def collect(study: Study) -> dict[str, Any]:
    """Return the figures of `voices status --json`."""
    from voices.store import open_store

    now = datetime.now(UTC)
    with open_store(study.database) as store:
        suggestions = store.suggestions()
        runs = store.runs()
        passages = store.passages()
        return {
            "title": study.title,
            "documents": len(store.documents()),
            "passages": len(passages),
            "not_quotable": sum(not one.quoting for one in passages),
            "suggestions": sum(s.put_forward for listed in suggestions.values() for s in listed),
            "decisions": len(store.decisions()),
            "decided": len(store.standing()),
            "themes": sum(len(t.themes) for t in store.themes()),
            "participants": len({one.code for one in store.participants() if one.code[:1] == "P"}),
            "took_part": [asdict(one) for one in head_counts(store.participants())],
            "blocked": len(json.loads(store.get("blocked", "[]"))),
            "queues": [
                {"state": q.state, "items": q.items, "oldest_days": _days(q.oldest, now)} for q in store.queue_counts()
            ],
            "skipped": [
                {"stage": s.stage, "what": s.what, "reason": s.reason, "expected": s.expected} for s in store.skipped()
            ],
            "overdue": [
                {"source": spec.name, "keep_until": spec.keep_until, "files": len(_originals(study, spec.name))}
                for spec in study.sources
                if spec.keep_until and spec.keep_until < date.today().isoformat()
            ],
            "outlook": _outlook(store),
            "last_run": {"flow": runs[-1].flow, "ended_at": runs[-1].ended_at, "outcome": runs[-1].outcome}
            if runs
            else None,
        }


def say_outlook(study: Study) -> None:
    """Print what further reading is likely to bring; nothing before anybody decided."""
    from voices.store import open_store

    with open_store(study.database) as store:
        found = _outlook(store)
    for sentence in found["words"] if found else ():
        terminal.say(sentence)


def _outlook(store: Store) -> dict[str, Any] | None:
    """Return what further reading is likely to bring, in figures and words; None before anybody decided."""
    from voices.review.learning import kept_outlook

    found = kept_outlook(store)
    if found is None:
        return None
    return {**asdict(found), "words": [text for text in (found.sentence(), found.if_stopped()) if text]}


def _originals(study: Study, source: str) -> list[str]:
    """Return the files of a source that still lie in the folder of originals; for the terminal, never stored."""
    from voices import sources

    specs = [spec for spec in study.sources if spec.name == source]
    return [name for spec in specs for path, name in sources.iter_files(spec, study.originals) if path.is_file()]


def _days(moment: str, now: datetime) -> int:
    try:
        return max(0, (now - datetime.fromisoformat(moment)).days)
    except (TypeError, ValueError):
        return 0


def verify_bank(file: Path, folder: Path | None) -> int:
    """Check a published bank against the study it came from; return 0 where every quote is verbatim and released."""
    from voices import quotes, study
    from voices.store import open_store

    try:
        bank = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise InputError(f"{file.name}: not a published bank (quote_bank.json): {type(error).__name__}") from None
    # A bank lies in the study's folder out/, unless it was moved.
    loaded = study.load(folder or file.resolve().parent.parent)
    with open_store(loaded.database) as store:
        problems = [*quotes.verify(bank, store.passages())]
        standing = store.standing()
    held = {id for id, decision in standing.items() if decision.verdict.value == "held"}
    quoted, chosen = _listed(bank, "quotes"), _listed(bank, "chosen")
    problems += [
        f"passage {q.get('passage')} is held for the safeguarding lead"
        for q in (*quoted, *chosen)
        if q.get("passage") in held
    ]
    problems += [
        f"passage {q.get('passage')} carries no decision any more" for q in quoted if q.get("passage") not in standing
    ]
    for problem in problems:
        terminal.say(f"wrong: {problem}")
    result = f"{len(problems)} problems" if problems else "all verbatim and released"
    also = f" and {len(chosen)} stretches that people chose" if chosen else ""
    terminal.say(f"{file.name}: {len(quoted)} quotes{also}, {result}")
    return 2 if problems else 0


def _listed(bank: object, name: str) -> list[dict[str, object]]:
    listed = bank.get(name) if isinstance(bank, dict) else None
    return [quote for quote in listed if isinstance(quote, dict)] if isinstance(listed, list) else []
