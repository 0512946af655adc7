"""A study or a vault that came back from a backup: whoever left since leaves again, before anything else is done.

Nobody has to remember it: `voices run` does it first, and until then nothing is shown to coders or published.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from voices.cli.leaving import take_out_again
from voices.cli.opening import ledger_of
from voices.errors import StudyError

if TYPE_CHECKING:
    from voices.store import Store
    from voices.study import Study
    from voices.vault import Replay, Vault

RESTORED_KEY = "restored"
"""Under this key a study that came back from a backup notes that nobody has looked yet who left since."""


def mark(study: Study) -> None:
    """Note in a study's database that it came back from a backup."""
    from voices.store import open_store

    with open_store(study.database) as store:
        store.set(RESTORED_KEY, "yes")


def refuse_until_run(study: Study, store: Store) -> None:
    """Stop while a study that came back from a backup may hold the words of people who left since.

    Raises:
        StudyError: it was not run since it came back.
    """
    if store.get(RESTORED_KEY):
        raise StudyError(
            "this study came back from a backup and may hold the words of people who left since; "
            f"take them out again first: voices run {study.folder}"
        )


def catch_up(study: Study, store: Store, vault: Vault, actor: str) -> tuple[Replay | None, list[str]]:
    """Bring vault and study up to the list of erasures; return what was erased again, and the codes that left again.

    Raises:
        VaultError: the list was changed, or is another study's.
    """
    vault.keep_ledger()  # a restored study may bring an older list than the vault knows
    listed = ledger_of(study)
    done = vault.replay(listed, actor) if listed.is_file() else None
    back = take_out_again(store, vault, done.codes, actor) if done is not None else []
    if store.get(RESTORED_KEY):
        store.set(RESTORED_KEY, "")
    return done, back
