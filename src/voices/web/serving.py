"""Serving pages on loopback until somebody stops it or nobody has used it for long."""

from __future__ import annotations

import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import uvicorn
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from voices.errors import EnvironmentNotReady
from voices.web.sessions import Sessions

IDLE_MINUTES = 240
"""A forgotten server stops by itself: longer than a lunch and a meeting, shorter than a night."""

TURN = 0.0005
"""Seconds a thread keeps the processor while others wait, a tenth of Python's own: a page is made of many short steps,
and before each it would wait so long for whatever goes on beside it."""


def serve(app: FastAPI, port: int, announce: Callable[[str], None], idle_minutes: float = IDLE_MINUTES) -> None:
    """Serve an application on 127.0.0.1 until Ctrl+C, SIGTERM or the idle time; port 0 takes a free one.

    `announce` is called once, with the sign-in address, when the server listens.
    Raises EnvironmentNotReady where the port is taken.
    """
    sys.setswitchinterval(TURN)
    with closing(_listen(port)) as listening:
        sessions: Sessions = app.state.sessions
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/?token={sessions.first_token}"
        _Server(app, lambda: announce(url), idle_minutes * 60).run(sockets=[listening])


def _listen(port: int) -> socket.socket:
    # Named as TCP, since only of such sockets does asyncio send each part at once: else the body of a page waits 40 ms.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
    except OSError as error:
        listening.close()
        raise EnvironmentNotReady(f"port {port} is not free: give another with --port, or leave it out") from error
    return listening


class _Server(uvicorn.Server):
    """Uvicorn that says when it listens, stops when idle, and ends quietly on a signal."""

    def __init__(self, app: FastAPI, listens: Callable[[], None], idle_seconds: float) -> None:
        self._used = time.monotonic()
        self._listens, self._idle_seconds = listens, idle_seconds

        async def counted(scope: Scope, receive: Receive, send: Send) -> None:
            self._used = time.monotonic()
            await app(scope, receive, send)

        super().__init__(
            uvicorn.Config(
                counted,
                access_log=False,
                log_level="error",
                server_header=False,
                date_header=False,
                proxy_headers=False,
                lifespan="off",
                ws="none",
                timeout_graceful_shutdown=2,
            )
        )

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._used = time.monotonic()  # the idle time begins when it listens, however long the start took
        if self.started:
            self._listens()

    async def on_tick(self, counter: int) -> bool:
        if time.monotonic() - self._used > self._idle_seconds:
            self.should_exit = True
        return await super().on_tick(counter)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on the usual signals; unlike the parent, do not send them again once stopped."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name)]
        before = {number: signal.signal(number, self.handle_exit) for number in numbers}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
