"""Where a study stands, and whether a published bank is what the study holds."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from voices.cli import terminal
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
    for sentence in (line for part in ("as_of", "safeguarding", "pairs") for line in figures[part]["words"]):
        terminal.say(sentence)
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
            "as_of": _as_of(store),
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
            "safeguarding": _safeguarding(store, now),
            "outlook": _outlook(store),
            "pairs": _pairs(store),
            "last_run": {"flow": runs[-1].flow, "ended_at": runs[-1].ended_at, "outcome": runs[-1].outcome}
            if runs
            else None,
        }


def say_outlook(study: Study) -> None:
    """Print what waits for the safeguarding lead, and, once somebody decided, what further reading may bring."""
    from voices.store import open_store

    with open_store(study.database) as store:
        found, waiting = _outlook(store), _safeguarding(store, datetime.now(UTC))
    for sentence in (*waiting["words"], *(found["words"] if found else ())):
        terminal.say(sentence)


def _safeguarding(store: Store, now: datetime) -> dict[str, Any]:
    """Return how many passages are held and how many marked ones nobody has looked at, with the age of the oldest."""
    over = {(one.passage, one.since) for one in store.held_ended()}
    held = [one.since for one in store.queue("held") if (one.passage, one.since) not in over]
    marked = [one.since for one in store.concerns()]
    found: dict[str, Any] = {"words": []}
    for name, since, what in (
        ("held", held, "held for safeguarding"),
        ("not_looked_at", marked, "that may need the named lead, not looked at yet"),
    ):
        days = _days(min(since), now) if since else 0
        found |= {name: len(since), f"{name}_oldest_days": days}
        if since:
            passages, days_word = ("passage", "passages")[len(since) > 1], ("days", "day")[days == 1]
            found["words"].append(f"{len(since):,} {passages} {what}; the oldest for {days} {days_word}")
    return found


def _pairs(store: Store) -> dict[str, Any]:
    """Return how many letters may be a complaint of the register, and how many rulings wait for a run."""
    from voices.cli.complaints import WAITS, offered, pairs

    found = pairs(store)
    letters = len({one.letter.id for one in offered(found)})
    waiting = sum(WAITS in one.state for one in found)
    words = []
    if letters:
        what = "1 letter may be a complaint" if letters == 1 else f"{letters} letters may be complaints"
        words.append(f"{what} of the register too, and would count twice: “voices complaint list”")
    if waiting:
        what = "what you said of 1 letter" if waiting == 1 else f"what you said of {waiting} letters"
        words.append(f"{what} that may be complaints of the register is {WAITS}")
    return {"letters": letters, "waiting": waiting, "words": words}


def _as_of(store: Store) -> dict[str, Any]:
    """Return as of when a study is that came back from a backup, until somebody closes the notice."""
    from voices.review.wording import as_of_words
    from voices.store import backdating

    at = backdating.as_of(store)
    return {"at": at, "words": [as_of_words(at)] if at else []}


def close_notice(study: Study) -> None:
    """Say no more that a study came back from a backup."""
    from voices.store import backdating, open_store

    with open_store(study.database) as store:
        backdating.close_notice(store)


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
