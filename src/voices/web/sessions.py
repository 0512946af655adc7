"""Who is signed in: one-time links, sessions kept on the server, and nothing but a random id in the cookie."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256

LONGEST_SECONDS = 12 * 3600
"""A session ends after this long without a request: a working day, so that nobody signs in twice on one."""


@dataclass
class Session:
    """One signed-in browser; lives in memory only and ends with the server."""

    id: str = field(repr=False)
    who: str
    """Code of the person, as chosen at sign-in."""
    csrf: str = field(repr=False)
    """Every form carries it back."""
    seen: float
    """Seconds of the server's steady clock at the last request."""
    notices: list[tuple[str, str]] = field(default_factory=list, repr=False)
    """(kind, text) to show on the next page once; kind is "done" or "problem"."""
    kept: dict[str, str] = field(default_factory=dict, repr=False)
    """What pages remember for this browser, such as a memo typed but not yet confirmed."""


class Sessions:
    """The sessions and unused sign-in links of one running server."""

    def __init__(self, name: str, token: str = "", clock: Callable[[], float] = time.monotonic) -> None:
        """Start with one unused link; the cookie's name is random, as all ports of one host share their cookies."""
        self.cookie = f"voices-{name}-{secrets.token_hex(4)}"
        self.first_token = token or secrets.token_urlsafe(24)
        self._unused = {_digest(self.first_token): ""}
        self._sessions: dict[str, Session] = {}
        self._lapsed: dict[str, str] = {}
        self._clock = clock

    def further_token(self, who: str = "") -> str:
        """Return a new one-time token, for a second browser; with `who`, for this person alone."""
        token = secrets.token_urlsafe(24)
        self._unused[_digest(token)] = who
        return token

    def meant_for(self, token: str) -> str:
        """Return whom a link is for; empty for anybody."""
        return self._unused.get(_digest(token), "")

    def is_unused(self, token: str) -> bool:
        """Return whether a link with this token would still sign somebody in."""
        return _digest(token) in self._unused

    def sign_in(self, token: str, who: str) -> Session | None:
        """Use up a token and return a new session; None where it is unknown, used or another person's."""
        if not self.is_unused(token) or self.meant_for(token) not in ("", who):
            return None
        self._unused.pop(_digest(token))
        # Whose session lapsed with a form open can send it after signing in again: the form's secret stays theirs.
        csrf = self._lapsed.pop(who, "") or secrets.token_urlsafe(24)
        session = Session(secrets.token_urlsafe(32), who, csrf, self._clock())
        self._sessions[_digest(session.id)] = session
        return session

    def find(self, id: str | None) -> Session | None:
        """Return the session of a cookie, renewed, or None where it is unknown or too old."""
        session = self._sessions.get(_digest(id)) if id else None
        if session is None:
            return None
        if self._clock() - session.seen > LONGEST_SECONDS:
            self._lapsed[session.who] = session.csrf
            self.end(session)
            return None
        session.seen = self._clock()
        return session

    def end(self, session: Session) -> None:
        """Sign out."""
        self._sessions.pop(_digest(session.id), None)


def _digest(secret: str) -> str:
    """Return what is looked up in place of a secret, so that look-ups tell nothing by their timing."""
    return sha256(secret.encode()).hexdigest()
