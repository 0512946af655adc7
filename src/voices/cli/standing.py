"""Where a study stands, and whether a published bank is what the study holds."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from voices.cli import terminal
from voices.errors import InputError
from voices.study import Study


def standing(study: Study, *, as_json: bool) -> None:
    """Print documents, passages, suggestions, decisions, queues, skips and originals kept too long."""
    figures = collect(study)
    if as_json:
        terminal.print_json(figures)
        return
    terminal.say(study.title)
    rows = [(name, f"{figures[name]:,}") for name in ("documents", "passages", "suggestions", "decided", "themes")]
    terminal.table(rows, ("", "number"))
    if figures["queues"]:
        terminal.say()
        terminal.table(
            [(q["state"], str(q["items"]), f"{q['oldest_days']} days") for q in figures["queues"]],
            ("queue", "passages", "oldest"),
        )
    for one in figures["skipped"]:
        terminal.say(f"skipped{' as expected' if one['expected'] else ''}: {one['what']}. {one['reason']}")
    for one in figures["overdue"]:
        terminal.say(
            f"past its date: originals of “{one['source']}” were to be kept until {one['keep_until']}: delete them"
        )


def collect(study: Study) -> dict[str, Any]:
    """Return the figures of `voices status --json`."""
    from voices.store import open_store

    now = datetime.now(UTC)
    with open_store(study.database) as store:
        suggestions = store.suggestions()
        runs = store.runs()
        return {
            "title": study.title,
            "documents": len(store.documents()),
            "passages": len(store.passages()),
            "suggestions": sum(s.put_forward for listed in suggestions.values() for s in listed),
            "decisions": len(store.decisions()),
            "decided": len(store.standing()),
            "themes": sum(len(t.themes) for t in store.themes()),
            "participants": len(store.participants()),
            "queues": [
                {"state": q.state, "items": q.items, "oldest_days": _days(q.oldest, now)} for q in store.queue_counts()
            ],
            "skipped": [
                {"stage": s.stage, "what": s.what, "reason": s.reason, "expected": s.expected} for s in store.skipped()
            ],
            "overdue": [
                {"source": spec.name, "keep_until": spec.keep_until}
                for spec in study.sources
                if spec.keep_until and spec.keep_until < date.today().isoformat()
            ],
            "last_run": {"flow": runs[-1].flow, "ended_at": runs[-1].ended_at, "outcome": runs[-1].outcome}
            if runs
            else None,
        }


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
    listed = bank.get("quotes") if isinstance(bank, dict) else None
    quoted = [quote for quote in listed if isinstance(quote, dict)] if isinstance(listed, list) else []
    problems += [
        f"passage {q.get('passage')} is held for the safeguarding lead" for q in quoted if q.get("passage") in held
    ]
    problems += [
        f"passage {q.get('passage')} carries no decision any more" for q in quoted if q.get("passage") not in standing
    ]
    for problem in problems:
        terminal.say(f"wrong: {problem}")
    result = f"{len(problems)} problems" if problems else "all verbatim and released"
    terminal.say(f"{file.name}: {len(quoted)} quotes, {result}")
    return 2 if problems else 0
