"""How far a run is, written down in the study's work folder for the study pages to read; stages and numbers only."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from voices.cli.terminal import STAGES

FILE = "progress.json"
SECONDS = 0.2
"""The least time between two notes: a page asks once a second."""


@contextmanager
def noted(work: Path, show: Callable[[str, int, int], None]) -> Iterator[Callable[[str, int, int], None]]:
    """Give a function that shows how far a stage is and notes it; the note is gone when the run ends."""
    path, last = work / FILE, [0.0]

    def both(stage: str, done: int, total: int) -> None:
        show(stage, done, total)
        now = time.monotonic()
        if now - last[0] < SECONDS and done < total:
            return
        last[0] = now
        told = {"stage": stage, "words": STAGES.get(stage, stage), "done": done, "total": total, "process": os.getpid()}
        # A note that cannot be written must not stop a run.
        with suppress(OSError):
            fresh = path.with_name(f"{FILE}.new")
            fresh.write_text(json.dumps(told), "utf-8")
            fresh.replace(path)

    try:
        yield both
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)
