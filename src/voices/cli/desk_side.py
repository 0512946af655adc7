"""The study as the custodian's desk and the vault's verbs see it: urgent questions, erasure and withdrawal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from voices.cli import terminal

if TYPE_CHECKING:
    from voices.model.safeguarding import Ask
    from voices.store import Store
    from voices.study import Study
    from voices.vault import Erasure, Vault


class Side:
    """One study beside its vault, as `voices.vault.desk.study.StudySide` asks for it."""

    def __init__(self, study: Study, store: Store, vault: Vault) -> None:
        """Take a study, its opened store and its opened vault."""
        self._study, self._store, self._vault = study, store, vault

    def asks(self) -> tuple[Ask, ...]:
        """Return the urgent questions, those that wait first."""
        return self._store.asks()

    def end_ask(self, id: str, outcome: str) -> Ask:
        """Note how an urgent question ended."""
        return self._store.end_ask(id, outcome)

    def erase(self, entity: str, actor: str, reason: str) -> Erasure:
        """Erase one person, place or body in vault and study."""
        return erase_everywhere(self._study, self._vault, entity, actor, reason)

    def withdraw(self, code: str, actor: str, reason: str) -> tuple[str, ...]:
        """Take a participant out of vault and study; return one line for each past export with their words."""
        from voices.cli.leaving import take_out

        left = take_out(self._store, self._vault, code, actor, reason)
        return tuple(f"{one.made_at[:10]}, {one.name} (bank {one.digest[:12]})" for one in left.publications)


@contextmanager
def beside(study: Study, vault: Vault) -> Iterator[Side | None]:
    """Yield the study beside a vault; None where it has not been run yet."""
    from voices.store import open_store

    if isinstance(study.database, Path) and not study.database.exists():
        yield None
        return
    with open_store(study.database) as store:
        yield Side(study, store, vault)


def documents_of_theme(study: Study, asked: str) -> frozenset[str]:
    """Return the documents behind every theme of this id or name.

    Raises InputError where the study has none.
    """
    from voices.errors import InputError
    from voices.store import open_store

    with open_store(study.database) as store:
        held: set[str] = set()
        there = False
        for found in store.themes():
            ids = {one.id for one in found.themes if asked in (one.id, one.name)}
            there = there or bool(ids)
            held |= {one.passage for one in found.assignments if one.theme in ids}
        if not there:
            raise InputError("no theme has this name or id: copy it from the themes of the review page")
        return frozenset(one.document for one in store.passages(held))


def erase_everywhere(study: Study, vault: Vault, entity: str, actor: str, reason: str) -> Erasure:
    """Erase in the vault and bring the study along, where it has been run before."""
    if isinstance(study.database, Path) and not study.database.exists():
        return vault.erase(entity, actor, reason)
    import flows
    from flows.session import home

    flows.prepare(home(study))
    from flows.erase import erase as erase_flow
    from flows.running import run

    wanted = {"entity": entity, "actor": actor, "reason": reason}
    with terminal.progress() as show:
        session = run(study, erase_flow, vault, show, before=lambda s: s.notes.update(wanted))
    done: Erasure = session.notes["erasure"]
    return done
