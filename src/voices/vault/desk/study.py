"""What the desk needs of the study beside the vault; the command line hands it in, the desk knows no store."""

from __future__ import annotations

from typing import Protocol

from voices.model.safeguarding import Ask
from voices.vault.nouns import Erasure


class StudySide(Protocol):
    """The study as the desk sees it."""

    def asks(self) -> tuple[Ask, ...]:
        """Return the urgent questions, those that wait first."""

    def end_ask(self, id: str, outcome: str) -> Ask:
        """Note how an urgent question ended."""

    def erase(self, entity: str, actor: str, reason: str) -> Erasure:
        """Erase one person, place or body in vault and study."""

    def withdraw(self, code: str, actor: str, reason: str) -> tuple[str, ...]:
        """Take a participant out of vault and study; return one line for each past export with their words."""
