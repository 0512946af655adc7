"""An older database is copied whole before its tables change, also after a kill or on a full disk."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.test_study import at_first
from voices.store import open_store
from voices.store.engine import HEAD

ON_A_FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from voices.disk import disk_full
from voices.store import open_store
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    open_store(Path(sys.argv[1]))
except Exception as error:
    sys.exit(7 if disk_full(error) else repr(error))
"""


def version(path: Path) -> str:
    with sqlite3.connect(path) as raw:
        return str(raw.execute("SELECT version_num FROM alembic_version").fetchone()[0])


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return a database of the first version."""
    path = tmp_path / "study.db"
    at_first(path)
    with sqlite3.connect(path) as raw:
        raw.execute("INSERT INTO participant VALUES ('P1', 'parent', 'survey', 2, '[]', 1)")
    return path


def test_half_a_copy_of_a_killed_update_is_made_anew(old: Path) -> None:
    half = old.with_name(f"{old.name}.before-{HEAD}.part")
    half.write_bytes(b"half a copy")
    with open_store(old) as store:
        assert len(store.participants()) == 1
    copy = old.with_name(f"{old.name}.before-{HEAD}")
    assert version(copy) == "0001"
    assert not half.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_full_disk_leaves_the_database_as_it_was(old: Path) -> None:
    limit = old.stat().st_size // 2
    command = [sys.executable, "-c", ON_A_FULL_DISK, str(old), str(limit)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 7, done.stderr
    assert version(old) == "0001"
    assert [one.name for one in old.parent.iterdir() if ".before-" in one.name] == []
    with open_store(old) as store:
        assert len(store.participants()) == 1
