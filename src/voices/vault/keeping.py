"""The part of the vault that looks after itself: its log, its checks, another key, a backup, the list of erasures."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from voices.errors import VaultError
from voices.vault import journal, ledger, ring, rotating, seals, tables
from voices.vault.database import ANCHOR, FILE, anchor_of, tidy
from voices.vault.holdings import Holdings
from voices.vault.keys import Key
from voices.vault.nouns import LogEntry, LogState, Replay

_FIXED_TIME = (1980, 1, 1, 0, 0, 0)


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
            VaultError: the vault lies on a server, or the file is there already.
        """
        anchor = anchor_of(self._engine)
        if anchor is None:
            raise VaultError("this vault is on a server: back it up with the server's own tools")
        self.note(actor, "backed up")
        self.keep_ledger()
        with tempfile.TemporaryDirectory(dir=anchor.parent) as scratch:
            copy = Path(scratch) / FILE
            with closing(sqlite3.connect(copy)) as target:
                raw = self._engine.raw_connection()
                try:
                    raw.driver_connection.backup(target)  # type: ignore[union-attr]
                finally:
                    raw.close()
            try:
                handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except FileExistsError:
                raise VaultError(f"{file.name}: there already; nothing was written, choose another name") from None
            with os.fdopen(handle, "wb") as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, path in ((FILE, copy), (ANCHOR, anchor)):
                    archive.writestr(zipfile.ZipInfo(name, _FIXED_TIME), path.read_bytes())

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
