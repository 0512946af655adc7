"""What one run holds in memory while its flows work: Prefect sees only the run's id."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from voices.errors import StudyLocked
from voices.memory import give_back
from voices.model import RunRecord, Skipped
from voices.store import Store, open_store
from voices.study import Study
from voices.vault import Vault

Progress = Callable[[str, int, int], None]
"""Called with (stage, done, total) after each batch."""


@dataclass
class Session:
    """One run on one study."""

    run: str
    study: Study
    store: Store
    vault: Vault | None
    progress: Progress
    started_at: str
    counts: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    skipped: dict[str, list[Skipped]] = field(default_factory=dict)
    error: Exception | None = field(default=None, repr=False)
    """What stopped a stage; stays in this process, Prefect is told its type only."""
    notes: dict[str, Any] = field(default_factory=dict, repr=False)
    """What a flow is handed beside the study: the demonstration's recorded decisions."""

    def count(self, name: str, number: int) -> None:
        """Add to a count of the run's summary."""
        self.counts[name] = self.counts.get(name, 0) + number

    def skip(self, stage: str, skipped: Skipped) -> None:
        """Note something a stage could not do."""
        self.skipped.setdefault(stage, []).append(skipped)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Add the time spent in the block to the stage's seconds; what it freed goes back to the system."""
        started = time.perf_counter()
        try:
            yield
        finally:
            give_back()
            self.seconds[stage] = round(self.seconds.get(stage, 0.0) + time.perf_counter() - started, 3)

    @property
    def keys(self) -> Vault:
        """The vault, for stages that cannot do without."""
        if self.vault is None:
            raise RuntimeError("this stage needs the vault")
        return self.vault

    def record(self, flow: str, *, failed: bool = False) -> RunRecord:
        """Return what this run did."""
        unexpected = any(not one.expected for listed in self.skipped.values() for one in listed)
        return RunRecord(
            run=self.run,
            flow=flow,
            started_at=self.started_at,
            ended_at=_now(),
            outcome="failed" if failed else "done with skips" if unexpected else "done",
            counts=tuple(sorted(self.counts.items())),
            versions=tuple(sorted(self.versions.items())),
            seconds=tuple(self.seconds.items()),
        )


_open: dict[str, Session] = {}


def current(run: str) -> Session:
    """Return the session of a run of this process."""
    return _open[run]


@contextmanager
def opened(study: Study, vault: Vault | None, progress: Progress, *, create: bool = True) -> Iterator[Session]:
    """Open a session on a study: one at a time per study, held by a lock the system frees if the run is killed.

    Raises:
        StudyLocked: another run is working on this study.
    """
    study.work.mkdir(parents=True, exist_ok=True)
    study.work.chmod(0o700)
    lock = FileLock(study.work / "run.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise StudyLocked(f"{study.folder.name}: another run is working on this study; wait until it is done") from None
    run = secrets.token_hex(4)
    try:
        with open_store(study.database, create=create) as store:
            _open[run] = Session(run, study, store, vault, progress, _now())
            yield _open[run]
    finally:
        _open.pop(run, None)
        lock.release()


def quiet(_stage: str, _done: int, _total: int) -> None:
    """Show no progress."""


def home(study: Study) -> Path:
    """Return the folder Prefect keeps its own database in."""
    return study.work / "prefect"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
