"""People who leave: withdrawal from study and vault."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from voices.cli import terminal
from voices.cli.packing import forget_copy
from voices.errors import InputError
from voices.study import Study

if TYPE_CHECKING:
    from voices.model import Document
    from voices.store import Store
    from voices.store.withdrawal import Withdrawal
    from voices.vault import Vault


def withdraw_participant(study: Study, participant: str, reason: str, key_file: Path | None, actor: str) -> int:
    """Take a participant out of study and vault, and list the exports that carry their words."""
    from voices.cli.study import open_study_vault
    from voices.store import open_store

    with open_store(study.database) as store, open_study_vault(study, key_file) as vault:
        left = take_out(store, vault, participant, actor, reason or "withdrawn by the participant")
    forget_copy(study)
    terminal.say(f"{participant} is out of the study: {left.passages} passages and what was made from them are gone.")
    if left.publications:
        terminal.say("Their words may stand in what was published before; tell those who hold it:")
        for one in left.publications:
            terminal.say(f"  {one.made_at[:10]}  {one.name}  (bank {one.digest[:12]})")
    terminal.say(f"Run it again so that suggestions forget them: voices run {study.folder}; then voices publish.")
    return 0


def take_out(store: Store, vault: Vault, participant: str, actor: str, reason: str) -> Withdrawal:
    """Take a participant out of study and vault; both can be repeated, so that a kill in between is mended by that.

    Raises:
        InputError: nobody has this code, now or before.
        VaultError: the reason is too short or names somebody; nothing was changed.
    """
    known = {one.code for one in store.participants()} | store.withdrawn()
    if participant not in known:
        raise InputError(f"{participant}: nobody in this study has this code; `voices vault lookup` finds codes")
    own = _spoken_by_nobody_else(store.documents(), participant)
    # The vault first: it refuses a bad reason before anything is gone.
    vault.remove_documents(own, actor, reason, [participant])
    return store.withdraw(participant)


def take_out_again(store: Store, vault: Vault, codes: Iterable[str], actor: str) -> list[str]:
    """Take out participants who had left before the backup this study came from was restored; return who came back."""
    back = sorted({one.code for one in store.participants()} & set(codes))
    for code in back:
        take_out(store, vault, code, actor, "withdrawn before the backup was restored")
    return back


def _spoken_by_nobody_else(documents: Iterable[Document], participant: str) -> list[str]:
    """Return the ids of documents that hold one participant's words alone: they leave the vault whole."""
    return [
        one.id
        for one in documents
        if one.participant == participant or {t.participant for t in one.turns if t.participant} == {participant}
    ]
