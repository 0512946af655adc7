"""Learning beside the pages: a thread of the server's own, started after some decisions or when somebody asks."""

from __future__ import annotations

import threading

from voices.review.learning import Refreshed, refresh
from voices.store import Store

EVERY = 20
"""Decisions after which suggestions and queue are refreshed: about half an hour's work."""
PATIENCE = 20.0
"""Seconds a person who asks waits for the thread before the page comes back without an answer."""


class Learner:
    """Refreshes suggestions and queue of one study, one refresh at a time."""

    def __init__(self, store: Store, seed: int = 0, every: int = EVERY) -> None:
        """Start with no decision counted."""
        self._store, self._seed, self._every = store, seed, every
        self._count = 0
        self._moved: set[str] = set()
        self._seen: set[str] = set()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self.last: Refreshed | None = None
        """What the last refresh did; None before the first, or where it failed."""
        self.failed = ""
        """The type of the error that stopped the last refresh; empty where none did."""

    def decided(self, who: str) -> bool:
        """Count a decision and learn when it is time; True once where the queue has a new order for this coder."""
        with self._lock:
            self._seen.add(who)
            self._count += 1
            due = self._count >= self._every
            fresh = who in self._moved
            self._moved.discard(who)
        if due:
            self.begin()
        return fresh

    def begin(self) -> None:
        """Start learning, unless it is going on."""
        with self._lock:
            if self._thread is not None and self._thread.is_alive():
                return
            self._count = 0
            self._thread = threading.Thread(target=self._learn, name="learning", daemon=True)
            self._thread.start()

    def wait(self, seconds: float = PATIENCE) -> bool:
        """Wait for what is going on; True where it ended."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)
        return thread is None or not thread.is_alive()

    def _learn(self) -> None:
        try:
            found = refresh(self._store, self._seed)
        except Exception as error:  # noqa: BLE001 - coding goes on without it; messages may carry people's words
            self.last, self.failed = None, type(error).__name__
            return
        with self._lock:
            self.last, self.failed = found, ""
            self._moved = set(self._seen)
