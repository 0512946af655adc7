"""Prefect's own server, started once for a process and gone when that process is.

Prefect can start a temporary server by itself, but that one outlives a killed run. This one reads
its parent's end of a pipe and stops when the pipe closes, whatever closed it.
"""

from __future__ import annotations

import atexit
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from voices.errors import EnvironmentNotReady

START_SECONDS = 180
"""A new database takes 11 to 31 seconds on two busy cores; the rest is head room."""

_running: dict[str, tuple[subprocess.Popen[bytes], str]] = {}


def begin() -> None:
    """Start the server for this Prefect home in the background, unless it is up; returns at once."""
    home = os.environ["PREFECT_HOME"]
    process, _ = _running.get(home, (None, ""))
    if process is not None and process.poll() is None:
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "PREFECT__SERVER_EPHEMERAL": "1", "PREFECT__SERVER_FINAL": "1"}
    environment.pop("PREFECT_API_URL", None)
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-m", "flows.server", str(port)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    _running[home] = (process, f"http://127.0.0.1:{port}/api")
    atexit.register(stop, home)


def stop(home: str) -> None:
    """Stop the server of one Prefect home and wait for it."""
    process, _ = _running.pop(home, (None, ""))
    if process is None:
        return
    if process.stdin:
        process.stdin.close()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()


@contextmanager
def ready() -> Iterator[None]:
    """Wait until the server answers, and point Prefect at it inside the `with` block.

    Raises:
        EnvironmentNotReady: it stopped or did not answer in time.
    """
    begin()
    process, url = _running[os.environ["PREFECT_HOME"]]
    deadline = time.monotonic() + START_SECONDS
    while not _answers(url):
        if process.poll() is not None or time.monotonic() > deadline:
            raise EnvironmentNotReady("the flow server did not start: free some disk space and memory, then run again")
        time.sleep(0.1)
    from prefect.settings import PREFECT_API_URL, temporary_settings

    with temporary_settings({PREFECT_API_URL: url}):
        yield


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=2) as answer:  # noqa: S310 - loopback
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _serve(port: int) -> None:
    import uvicorn
    from prefect.server.api.server import create_app

    server = uvicorn.Server(
        uvicorn.Config(create_app(), host="127.0.0.1", port=port, log_level="critical", access_log=False, lifespan="on")
    )

    def watch() -> None:
        sys.stdin.buffer.read()
        server.should_exit = True
        # A request that hangs must not keep the server alive without its owner.
        time.sleep(5)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()
    server.run()


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
