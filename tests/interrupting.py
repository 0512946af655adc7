"""Killing a verb at a chosen moment: one process has everything loaded and forks a child for each try."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.typed import ROOT, surroundings


@dataclass(frozen=True)
class Ended:
    """How a verb ended."""

    code: int
    """Its exit code; -9 where it was killed."""
    seconds: float
    err: str


class Forking:
    """Runs verbs in children of a process that has loaded them, so that a kill meets the work and not the start."""

    def __init__(self, home: Path) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.interrupting"],
            cwd=ROOT,
            env={**surroundings(home), "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def type(self, *words: object, after: float | None = None, largest: int = 0) -> Ended:
        """Run one verb, killed `after` seconds; no file may grow larger than `largest` bytes, where that is given."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        asked = {"words": [str(word) for word in words], "after": after, "largest": largest}
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return Ended(**json.loads(self._process.stdout.readline()))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait(30)


def _fork(words: list[str], after: float | None, largest: int) -> Ended:
    reading, writing = os.pipe()
    started = time.monotonic()
    child = os.fork()
    if not child:
        os.close(reading)
        os.dup2(writing, 2)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os._exit(_verb(words, largest))
    os.close(writing)
    if after is not None:
        time.sleep(after)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    with os.fdopen(reading, encoding="utf-8", errors="replace") as said:
        err = said.read()
    _, status = os.waitpid(child, 0)
    return Ended(os.waitstatus_to_exitcode(status), time.monotonic() - started, err)


def _verb(words: list[str], largest: int) -> int:
    from voices.cli import main

    if largest:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    sys.argv = ["voices", *words]
    try:
        main()
    except SystemExit as stopped:
        sys.stderr.flush()
        return stopped.code if isinstance(stopped.code, int) else int(stopped.code is not None)
    return 0


def _serve() -> None:
    """Load what the verbs load, then run one for each line that comes in."""
    import alembic.command  # noqa: F401

    import voices.cli.backing_up
    import voices.cli.guarding
    import voices.cli.restored
    import voices.realist
    import voices.store
    import voices.vault  # noqa: F401

    for line in sys.stdin:
        ended = _fork(**json.loads(line))
        print(json.dumps(ended.__dict__), flush=True)


if __name__ == "__main__":
    _serve()
