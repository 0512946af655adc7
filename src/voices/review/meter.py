"""How far the work is: counted for each page while that is quick, else beside the work, so that nobody waits."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping

from voices.store import Store

QUICK_SECONDS = 0.005
"""A count that takes less is made for every page: a key press should show the next passage in under 80 ms."""
FRESH_SECONDS = 3.0
"""A slower count is made anew after this long."""


class Meter:
    """Passages by state of one study."""

    def __init__(self, store: Store) -> None:
        """Take the store; nothing is counted yet."""
        self._store, self._lock = store, threading.Lock()
        self._counts: Mapping[str, int] | None = None
        self._at, self._took, self._counting = 0.0, 0.0, False

    def counts(self) -> Mapping[str, int]:
        """Return passages by state; of a large study as they stood some seconds ago."""
        if self._counts is None or self._took < QUICK_SECONDS:
            return self._count()
        with self._lock:
            begin = not self._counting and time.monotonic() - self._at > FRESH_SECONDS
            self._counting = self._counting or begin
        if begin:
            threading.Thread(target=self._count, daemon=True).start()
        return self._counts

    def _count(self) -> Mapping[str, int]:
        try:
            begun = time.thread_time()
            counts = {count.state: count.items for count in self._store.queue_counts()}
            self._took, self._at, self._counts = time.thread_time() - begun, time.monotonic(), counts
            return counts
        finally:
            self._counting = False
