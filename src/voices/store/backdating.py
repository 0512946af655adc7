"""As of when a study is that came back from a backup: decisions after that are not in it, and its pages say so."""

from __future__ import annotations

from datetime import UTC, datetime

from voices.store.study import Store

_BACKED_UP = "backed up"
"""Under this key a backup says when it was made; its file and the times in it do not tell."""
_AS_OF = "as of"
"""Under this key a study that came back keeps when its backup was made, until somebody closes the notice."""


def note_backup(store: Store) -> None:
    """Note that a study is backed up now; the copy that follows takes it along."""
    store.set(_BACKED_UP, datetime.now(UTC).isoformat(timespec="seconds"))


def note_return(store: Store) -> None:
    """Note that a study came back; of a backup that does not say when it was made, its last decision tells."""
    decided = (one.made_at for one in store.decisions())
    store.set(_AS_OF, store.get(_BACKED_UP) or max(decided, default=""))


def as_of(store: Store) -> str:
    """Return as of when a study is that came back, ISO 8601; empty for any other, and once the notice is closed."""
    return store.get(_AS_OF)


def close_notice(store: Store) -> None:
    """Say no more that the study came back from a backup."""
    store.set(_AS_OF, "")
