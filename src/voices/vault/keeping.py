"""The part of the vault that looks after itself: its log, its checks, another key, a backup, the list of erasures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from voices.errors import VaultError
from voices.vault import journal, ledger, ring, rotating, seals, tables
from voices.vault.database import anchor_of, tidy
from voices.vault.holdings import Holdings
from voices.vault.keys import Key
from voices.vault.nouns import LogEntry, LogState, Replay
from voices.vault.packing import forget_copy, packed


def now() -> str:
    """Return the time as the log writes it: ISO 8601, UTC, seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Keeping(Holdings):
    """What keeps a vault whole: log, seals, key, backup."""

    def log(self) -> tuple[LogEntry, ...]:
        """Return the log from first to last."""
        with self._reading() as connection:
            return journal.entries(connection)

    def note(self, actor: str, action: str, subject: Sequence[str] = (), reason: str = "") -> None:
        """Add a line to the log, for acts outside this class such as opening the desk."""
        with self._writing() as connection:
            self._log(connection, actor, action, subject, reason)

    def verify(self, noted: str = "") -> LogState:
        """Check the log: every line, their numbers, its end, and that it contains a seal noted earlier."""
        with self._reading() as connection:
            return journal.verify(connection, self._ring, noted)

    def inspect(self) -> tuple[str, ...]:
        """Check every row of every table; return what is wrong, by table and id, nothing where all is well."""
        try:
            with self._reading() as connection:
                return seals.problems(connection, self._ring)
        except VaultError as error:
            return (str(error),)

    def tidy(self) -> bool:
        """Write out what was deleted; tell whether nothing lingers (False while another process has the vault open)."""
        anchor = anchor_of(self._engine)
        if anchor is not None:
            forget_copy(anchor)
        return tidy(self._engine)

    def rotate(self, new_key: Key, actor: str = "custodian") -> int:
        """Wrap every key anew for another key, in one transaction; return how many. The old key opens nothing after."""
        with self._writing() as connection:
            salt = connection.execute(sa.select(tables.meta.c.value).where(tables.meta.c.name == "salt")).scalar_one()
            master = new_key.master(bytes.fromhex(salt))
            done = rotating.rewrap(connection, self._ring, master)
            self._log(connection, actor, "rotated", [f"{done} keys"], "")
            opened = ring.open_ring(connection, master, self._ring.study)
        self._ring = opened
        self.tidy()
        return done

    def back_up(self, file: Path, actor: str) -> None:
        """Write the vault to one new file, sealed as it is; logged. It opens with the key of today.

        Raises:
            VaultError: the vault lies on a server, the file is there already, or another backup is being written.
            EnvironmentNotReady: nothing can be written there.
        """
        anchor = anchor_of(self._engine)
        if anchor is None:
            raise VaultError("this vault is on a server: back it up with the server's own tools")
        self.keep_ledger()
        with packed(self._engine, anchor, file):
            self.note(actor, "backed up")  # before anybody can carry it away

    def keep_ledger(self) -> None:
        """Add to the list of erasures, which lies apart from the vault, what it lacks."""
        if self._ledger is not None and self._ledger.parent.is_dir():
            with self._reading() as connection:
                lines = ledger.collect(connection, self._ring)
            ledger.keep(self._ledger, self._ring, lines)

    def replay(self, file: Path, actor: str) -> Replay:
        """Erase again what the list of erasures names and this vault still holds; logged where it held something.

        Raises:
            VaultError: a line of the list was changed, or it is another study's.
        """
        lines = ledger.read(file, self._ring)
        with self._reading() as connection:
            if not ledger.owed(connection, self._ring, lines):
                return Replay((), (), ledger.codes_of(lines))
        with self._writing() as connection:
            done = ledger.replay(connection, self._ring, lines)
            self._log(connection, actor, ledger.AGAIN, [*done.entities, *done.documents, *done.codes], "")
        self.tidy()
        return done

    def _log(self, connection: sa.Connection, actor: str, action: str, subject: Sequence[str], reason: str) -> None:
        journal.append(
            connection, self._ring, at=self._clock(), actor=actor, action=action, subject=subject, reason=reason
        )
