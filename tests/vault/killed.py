"""Runs one act on copies of a vault and kills it with SIGKILL at each of its steps; a process of its own.

`python killed.py WHERE ACT EVERY STRIDE` copies WHERE/before to WHERE/0, WHERE/1, … and forks for each. A step is
a statement SQLite begins (VACUUM's own among them) or, between statements, `EVERY` instructions of its machine. Takes
every STRIDE-th step and prints how many there were.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import sys
from pathlib import Path

import sqlalchemy as sa

from voices.vault import Key, open_vault

OLD, NEW = Key(secret=bytes(range(32))), Key(secret=bytes(range(1, 33)))


def act(folder: Path, what: str, fatal: int, every: int) -> int:
    """Do it; die at step `fatal`; return how many steps it took."""
    steps = 0

    def step(*_: object) -> int:
        nonlocal steps
        steps += 1
        if steps == fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        return 0

    def watch(connection: sqlite3.Connection, _record: object) -> None:
        connection.set_trace_callback(step)
        connection.set_progress_handler(step, every)

    vault = open_vault(folder / "vault", OLD, ledger=folder / "erasures.jsonl")
    vault._engine.dispose()
    sa.event.listen(vault._engine, "connect", watch)
    if what == "rotate":
        vault.rotate(NEW, "custodian")
    else:
        vault.erase("e-1001", "custodian", "request 2025-114")
    return steps


def main() -> None:
    where, what, every, stride = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    shutil.copytree(where / "before", where / "whole")
    steps = act(where / "whole", what, 0, every)
    for fatal in range(1, steps + 1, stride):
        shutil.copytree(where / "before", where / str(fatal))
        child = os.fork()
        if child == 0:
            act(where / str(fatal), what, fatal, every)
            os._exit(0)
        os.waitpid(child, 0)
    sys.stdout.write(f"{steps}\n")


if __name__ == "__main__":
    main()
