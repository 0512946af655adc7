"""Verbs of the command line in processes of their own: what needs a key or much time never runs in the pages'."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence

LINES = 400
"""Lines kept of what a verb says: enough for everything it skipped, bounded for a verb that runs wild."""
_GROUP: int = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
_STOP: int = getattr(signal, "CTRL_BREAK_EVENT", signal.SIGINT)
STOP_SECONDS = 15
"""How long a verb has to finish its batch once it is told to stop."""


class Child:
    """One running verb; what it says carries ids and counts, never people's words."""

    def __init__(self, words: Sequence[str], after: Callable[[], None] = lambda: None) -> None:
        """Start `voices` with these words; `after` is called once it has ended, however it ended."""
        self.words = tuple(words)
        self.lines: deque[str] = deque(maxlen=LINES)
        self._stopped, self._after = False, after
        self._ended = threading.Event()
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, words without a shell
            [sys.executable, "-m", "voices", *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1", "VOICES_FROM_PAGES": "1"},
            creationflags=_GROUP,
        )
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in self._process.stdout or ():
            self.lines.append(line.rstrip("\n"))
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._process.wait()
        self._after()
        self._ended.set()

    @property
    def running(self) -> bool:
        """Whether it has not ended yet."""
        return not self._ended.is_set()

    @property
    def stopped(self) -> bool:
        """Whether somebody stopped it."""
        return self._stopped

    @property
    def code(self) -> int | None:
        """The exit code; None while it runs."""
        return None if self.running else self._process.returncode

    def wait(self, seconds: float) -> bool:
        """Wait until it ends; return whether it did."""
        return self._ended.wait(seconds)

    def first_line(self, begins: str, seconds: float) -> str:
        """Return the first line that begins like this, waiting for it; empty where none came."""
        waited = 0.0
        while waited < seconds:
            found = next((line for line in list(self.lines) if line.startswith(begins)), "")
            if found or not self.running:
                return found
            self._ended.wait(0.05)
            waited += 0.05
        return ""

    def stop(self) -> None:
        """Ask it to stop, which keeps every batch that is done; end it where it does not."""
        if not self.running:
            return
        self._stopped = True
        self._process.send_signal(_STOP)
        threading.Thread(target=self._end, daemon=True).start()

    def _end(self) -> None:
        if not self._ended.wait(STOP_SECONDS):
            self._process.kill()


class Children:
    """The verbs that these pages started, by name; one of each name at a time."""

    def __init__(self) -> None:
        """Begin with none."""
        self._all: dict[tuple[str, ...], Child] = {}
        self._lock = threading.Lock()

    def get(self, *name: str) -> Child | None:
        """Return the last child of this name, running or ended."""
        return self._all.get(name)

    def begin(self, words: Sequence[str], *name: str, after: Callable[[], None] = lambda: None) -> Child:
        """Return the running child of this name, else a new one, which calls `after` when it has ended."""
        with self._lock:
            found = self._all.get(name)
            if found is None or not found.running:
                found = self._all[name] = Child(words, after)
            return found

    def forget(self, *name: str) -> None:
        """Drop an ended child, and what it said."""
        found = self._all.get(name)
        if found is not None and not found.running:
            self._all.pop(name, None)

    def end(self) -> None:
        """Stop all of them, as the pages end."""
        for child in self._all.values():
            child.stop()
        for child in self._all.values():
            child.wait(STOP_SECONDS + 1)
