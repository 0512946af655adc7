"""How far the work is: counted for each page while that is quick, else beside the work, so that nobody waits."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from voices.store import Store

T = TypeVar("T")
QUICK_SECONDS = 0.005
"""A count that takes less is made for every page: a key press should show the next passage in under 80 ms."""
FRESH_SECONDS = 3.0
"""A slower count is made anew after this long."""


class Kept(Generic[T]):
    """One figure that is counted anew for each page, or kept for some seconds where counting is slow."""

    def __init__(self, count: Callable[[], T]) -> None:
        """Take what counts; nothing is counted yet."""
        self._count_anew, self._lock = count, threading.Lock()
        self._found: T | None = None
        self._at, self._took, self._counting = 0.0, 0.0, False

    def now(self) -> T:
        """Return the figure; one that is slow to count as it stood some seconds ago."""
        if self._found is None or self._took < QUICK_SECONDS:
            return self._count()
        with self._lock:
            begin = not self._counting and time.monotonic() - self._at > FRESH_SECONDS
            self._counting = self._counting or begin
        if begin:
            threading.Thread(target=self._count, daemon=True).start()
        return self._found

    def _count(self) -> T:
        try:
            begun = time.thread_time()
            found = self._count_anew()
            self._took, self._at, self._found = time.thread_time() - begun, time.monotonic(), found
            return found
        finally:
            self._counting = False


class Meter:
    """What every page tells of one study."""

    def __init__(self, store: Store) -> None:
        """Take the store; nothing is counted yet."""
        self._states = Kept[Mapping[str, int]](lambda: {one.state: one.items for one in store.queue_counts()})
        self._concerns = Kept[tuple[int, str]](store.concerned)

    def counts(self) -> Mapping[str, int]:
        """Return passages by state; of a large study as they stood some seconds ago."""
        return self._states.now()

    def concerns(self) -> tuple[int, str]:
        """Return how many passages wait that may need the safeguarding lead, and since when the first."""
        return self._concerns.now()
