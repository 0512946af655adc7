"""The texts people typed outside the pages, looked at before a run stores them and before anything is published."""

from __future__ import annotations

from flows.session import Session
from voices import typed
from voices.errors import InputError

SEEN = "typed texts"
"""Under this key the store keeps the digest of the texts that were found to name nobody."""


def refuse_named(session: Session) -> None:
    """Stop where study.toml, a codebook of its own or the indicators may name somebody and nobody cleared it.

    Raises:
        InputError: one line that says which entries, and what to do.
    """
    entries = typed.everything(session.study)
    looked_at = typed.digest(entries, session.study.cleared)
    if session.store.get(SEEN, "") == looked_at:
        return
    found = typed.naming(entries, session.study.cleared)
    if found:
        raise InputError(typed.said(found))
    session.store.set(SEEN, looked_at)
