"""What every answer carries, and which requests are refused before any page sees them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

ALWAYS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

HOSTS = frozenset({"127.0.0.1", "localhost"})
"""A page of another site can make a browser send requests here under its own name; only these names are answered."""

_LOG = logging.getLogger(__name__)

SAFE_METHODS = frozenset({"GET", "HEAD"})


class Guard:
    """Checks host and origin, sets the headers, and lets no error out that could quote somebody's words."""

    def __init__(self, app: ASGIApp, broken: Callable[[Request], Response]) -> None:
        """Wrap an application; `broken` makes the page for an error nobody expected."""
        self._app = app
        self._broken = broken

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return

        started = False

        async def with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in ALWAYS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        reason = refusal(scope["method"], Headers(scope=scope))
        if reason:
            await PlainTextResponse(reason, status_code=403)(scope, receive, with_headers)
            return
        try:
            await self._app(scope, receive, with_headers)
        except Exception as error:  # noqa: BLE001 - whatever it is, its message and traceback must not reach a log
            _LOG.error("a page failed: %s", type(error).__name__)
            if not started:
                await self._broken(Request(scope))(scope, receive, with_headers)


def refusal(method: str, headers: Headers) -> str:
    """Return why a request is refused, or an empty string.

    Browsers that are told to send no referrer send "null" as the origin of a form; they then say in
    Sec-Fetch-Site whether the form was ours (Fetch standard, section 4.5; Fetch metadata, section 2.2).
    """
    host = headers.get("host", "")
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    if name not in HOSTS:
        return "This server answers only under 127.0.0.1 or localhost.\n"
    if method in SAFE_METHODS:
        return ""
    if method != "POST":
        return "Only reading and sending forms is possible here.\n"
    origin, site = headers.get("origin", ""), headers.get("sec-fetch-site", "")
    ours = f"http://{host}"
    if origin not in ("", "null", ours) or site not in ("", "same-origin"):
        return "This form was not sent from these pages.\n"
    if origin != ours and not site:
        return "This form does not say where it was sent from.\n"
    return ""
