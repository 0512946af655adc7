"""Telling whether anybody else works with a study's database, before a file is put in its place."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path


def is_open_elsewhere(database: Path) -> bool:
    """Return whether another connection, of this or another process, has a SQLite file open.

    Leaving write-ahead logging needs the file alone (SQLite, “Write-Ahead Logging”, section 3), so a connection that
    merely stands idle shows too. Whoever opens the study next goes back to it.
    """
    with closing(sqlite3.connect(database, timeout=0.5)) as connection:
        try:
            mode = connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
        except sqlite3.OperationalError:
            return True
        except sqlite3.DatabaseError:  # no database at all: whoever opens it says so
            return False
    return str(mode) != "delete"
