"""The study flow: everything up to the queues, pseudonymise then code."""

from __future__ import annotations

from flows.code import code
from flows.pseudonymise import pseudonymise
from flows.session import Session
from flows.stage import a_flow


@a_flow("study")
def study(session: Session) -> None:
    """Pseudonymise what is new, then code what is new."""
    pseudonymise(session.run)
    code(session.run)
