"""What tests of interrupted verbs look at, and how they take disk and permission away."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.interrupting import Ended

OF_TABLES = ("passage", "document", "decision", "memo", "participant", "item", "suggestion")
SEED = 20261122
POSIX_ONLY = pytest.mark.skipif(sys.platform == "win32", reason="NOT ON WINDOWS: kills and limits of POSIX")


def contents(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return what is in the tables that people's work lies in."""
    with closing(sqlite3.connect(database)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {name: raw.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in OF_TABLES}


def asked(database: Path, question: str) -> object:
    with closing(sqlite3.connect(database)) as raw:
        return raw.execute(question).fetchone()[0]


def left(folder: Path) -> set[str]:
    """Return what lies in a folder but the locks."""
    return {path.name for path in folder.iterdir() if not path.name.endswith(".lock")}


def many(kill: Callable[[float], Ended], whole: float, times: int) -> int:
    """Kill at moments drawn over the time a verb takes until that met it at work often enough; return how often.

    How long a verb takes changes with what else the machine does: a kill that came too late shows that it takes
    less by now, and each that met it at work lets the next come a little later.
    """
    drawn, met = random.Random(SEED), 0
    for _ in range(times * 8):
        after = drawn.uniform(0, whole)
        if kill(after).code == -9:
            met, whole = met + 1, whole * 1.05
        else:
            whole = after
        if met == times:
            break
    return met


def times(few: int) -> object:
    """Try some moments in every run of the tests, many in the long one."""
    return pytest.mark.parametrize("times", [few, pytest.param(150, marks=pytest.mark.soak)])


@contextmanager
def disk_of(folder: Path, kilobytes: int) -> Iterator[Path]:
    """Give a file system of its own that holds little, where this account may mount one."""
    folder.mkdir()
    size = f"size={kilobytes}k"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("NO SMALL DISK: this account may not mount one; only the limit on files was tried")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def one_line(ended: Ended, *words: str) -> None:
    """Hold what was said to one plain line with these words."""
    assert ended.code in (2, 3), ended
    assert ended.err.startswith("voices: "), ended
    assert ended.err.count("\n") == 1, ended
    assert "fault of its own" not in ended.err, ended
    for word in words:
        assert word in ended.err, ended


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Let nobody write into a folder; the superuser is kept out by the file system."""
    if os.geteuid():
        modes = {path: path.stat().st_mode for path in (folder, *folder.rglob("*"))}
        for path, mode in modes.items():
            path.chmod(mode & ~0o222)
        yield
        for path, mode in modes.items():
            path.chmod(mode)
        return
    bound = subprocess.run(["mount", "--bind", str(folder), str(folder)], check=False, capture_output=True)
    closed = subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], check=False, capture_output=True)
    if bound.returncode or closed.returncode:
        pytest.skip("NO READ-ONLY FOLDER: the superuser writes everywhere, and nothing can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)
