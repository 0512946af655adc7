"""Proving published files, and following a quote back to its passage, document and decision."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from voices.cli import terminal
from voices.errors import InputError
from voices.model import Verdict

if TYPE_CHECKING:
    from voices.reporting import published
    from voices.store import Store
    from voices.study import Study


def verify_file(file: Path, folder: Path | None) -> int:
    """Check a published file against the study it came from; return 0 where every quote is verbatim and released."""
    from voices import study
    from voices.reporting import published
    from voices.store import open_store

    found = published.quotes_in(file)
    # A bank lies in the study's folder out/, unless it was moved.
    loaded = study.load(folder or file.resolve().parent.parent)
    with open_store(loaded.database) as store:
        problems = list(_problems(found, store))
    for problem in problems:
        terminal.say(f"wrong: {problem}")
    if not found:
        terminal.say(f"{file.name}: no quote in it that leads back to a passage, so nothing is proven")
        return 2
    result = f"{len(problems)} problems" if problems else "all verbatim and released"
    chosen = sum(one.chosen for one in found)
    also = f" and {chosen} stretches that people chose" if chosen else ""
    terminal.say(f"{file.name}: {len(found) - chosen} quotes{also}, {result}")
    return 2 if problems else 0


def _problems(found: tuple[published.Published, ...], store: Store) -> list[str]:
    from voices import quotes

    passages = store.passages()
    by_id, by_sign, standing = {p.id: p for p in passages}, quotes.by_sign(passages), store.standing()
    withheld = store.quote_choices().withheld()
    problems = []
    for number, one in enumerate(found, 1):
        here = f"quote {number}{f' ({one.id})' if one.id else ''}"
        own = ((by_id[one.passage],) if one.passage in by_id else ()) if one.passage else by_sign.get(one.id, ())
        ids = {passage.id for passage in own}
        held = {id for id in ids if id in standing and standing[id].verdict is Verdict.HELD}
        if ids and ids <= held:
            problems.append(f"{here}: its passage is held for the safeguarding lead")
        elif ids and ids <= set(withheld):
            problems.append(f"{here}: a lead keeps its words back")
        elif wrong := quotes.proven(one.printed, own, one.start, one.end, one.hash):
            problems.append(f"{here}: {wrong}")
        elif not one.chosen and not ids & set(standing):
            problems.append(f"{here}: its passage carries no decision any more")
    return problems


def trace(study: Study, sign: str) -> None:
    """Say which passage, document and decision a quote in print comes from; codes of documents, never a name.

    Raises InputError where the study holds no such passage.
    """
    from voices.quotes import by_sign
    from voices.store import open_store

    with open_store(study.database) as store:
        passages = store.passages()
        found = by_sign(passages).get(sign) or tuple(p for p in passages if p.id == sign)
        if not found:
            raise InputError(f"{sign}: no passage of this study; ids look like q3f9c21aa and stand beside quotes")
        standing = store.standing()
    for passage in found:
        decision = standing.get(passage.id)
        terminal.say(f"passage {passage.id}, {passage.source}")
        terminal.say(f"document {passage.document}, turn {passage.turn + 1}, passage {passage.ordinal + 1} of it")
        if decision is None:
            terminal.say("no decision stands")
            continue
        codes = ", ".join(f"{c.code} ({c.valence.value})" if c.valence else c.code for c in decision.codes) or "no code"
        by = "a rule" if decision.by_rule else decision.coder
        terminal.say(f"decision {decision.id} by {by} on {decision.made_at[:10]}: {codes}")
