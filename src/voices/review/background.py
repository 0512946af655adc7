"""Learning beside the pages: a thread of the server's own, started after some decisions or when somebody asks.

Of a large study the thread lets a process of its own do the work, since threads of one Python share one processor: a
key press would wait for whatever is being learnt just then. To start one takes longer than to learn a small study.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict

from voices.review.learning import Refreshed, refresh
from voices.store import Store, open_store

EVERY = 20
"""Decisions after which suggestions and queue are refreshed: about half an hour's work."""
PATIENCE = 20.0
"""Seconds a person who asks waits for the thread before the page comes back without an answer."""
MANY = 10_000
"""Passages from which on another process learns: there it takes more seconds than the start of one."""
ALONE = 9
"""How the process that learns ends where the server is gone."""
YIELDING = 5
"""How far the process that learns stands back where processors are short, as `nice` counts."""


class NotLearnt(RuntimeError):
    """The process that learns ended with an error, of which only the type is told: messages may carry words."""


def learn(store: Store, seed: int) -> Refreshed:
    """Refresh here, or where that takes long in a process of its own."""
    many = sum(one.items for one in store.queue_counts()) > MANY
    return apart(store, seed) if many else refresh(store, seed)


def apart(store: Store, seed: int) -> Refreshed:
    """Refresh in a process of its own; raises NotLearnt with the type of its error.

    Its standard input stays open as long as we live: where we are killed, it stops too.
    """
    told = json.dumps({"where": store.where, "seed": seed})  # not among the arguments, which others can list
    with subprocess.Popen(
        [sys.executable, "-m", "voices.review.background"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as child:
        if child.stdin is None or child.stdout is None:
            raise NotLearnt("no pipe to it")
        child.stdin.write(f"{told}\n")
        child.stdin.flush()
        said = child.stdout.read()
    if child.returncode:
        raise NotLearnt(said.strip() or f"ended with {child.returncode}")
    return Refreshed(**json.loads(said))


def _end_with_the_server() -> None:
    """Wait until whoever asked is gone, then end at once: what is half written the next refresh puts right."""
    sys.stdin.read()
    os._exit(ALONE)


def _here() -> int:
    """Do in this process what `apart` asks for."""
    if hasattr(os, "nice"):
        os.nice(YIELDING)
    told = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_the_server, daemon=True).start()
    try:
        with open_store(told["where"]) as store:
            found = refresh(store, told["seed"])
    except Exception as error:  # noqa: BLE001 - only its type may leave
        print(type(error).__name__)  # noqa: T201
        return 1
    print(json.dumps(asdict(found)))  # noqa: T201
    return 0


class Learner:
    """Refreshes suggestions and queue of one study, one refresh at a time."""

    def __init__(
        self,
        store: Store,
        seed: int = 0,
        every: int = EVERY,
        learn: Callable[[Store, int], Refreshed] = learn,
    ) -> None:
        """Start with no decision counted."""
        self._store, self._seed, self._every, self._learn_all = store, seed, every, learn
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
            found = self._learn_all(self._store, self._seed)
        except NotLearnt as error:
            self.last, self.failed = None, str(error)
            return
        except Exception as error:  # noqa: BLE001 - coding goes on without it; messages may carry people's words
            self.last, self.failed = None, type(error).__name__
            return
        with self._lock:
            self.last, self.failed = found, ""
            self._moved = set(self._seen)


if __name__ == "__main__":
    sys.exit(_here())
