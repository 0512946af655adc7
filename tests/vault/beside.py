"""A study's store beside the vault, as the desk sees it: the real store, without the flow that the verbs run."""

from __future__ import annotations

from pathlib import Path

from voices.model import Kind, Passage
from voices.model.safeguarding import Ask
from voices.store import Store, open_store
from voices.vault import Erasure, Vault

from .people import DOCUMENTS


class Beside:
    """What the desk needs of a study."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        self.vault = vault
        self.store: Store = open_store(folder / "study.db", create=True)
        self.store.put_documents([(m.document, "h") for m in DOCUMENTS], (), "v")
        text = DOCUMENTS[0].document.text
        passage = Passage("p1", "d1", 0, 0, 0, len(text), text, "hash", "P107", "parent", "survey", Kind.SURVEY)
        self.store.put_passages([("d1", "h", (passage,))], "v")
        self.withdrew: list[tuple[str, str, str]] = []

    def asks(self) -> tuple[Ask, ...]:
        return self.store.asks()

    def end_ask(self, id: str, outcome: str) -> Ask:
        return self.store.end_ask(id, outcome)

    def erase(self, entity: str, actor: str, reason: str) -> Erasure:
        return self.vault.erase(entity, actor, reason)

    def withdraw(self, code: str, actor: str, reason: str) -> tuple[str, ...]:
        self.withdrew.append((code, actor, reason))
        self.vault.remove_documents([], actor, reason, [code])
        return ("2025-03-01, quote bank (bank 0123456789ab)",)
