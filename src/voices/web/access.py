"""Who asks: the session of a request, and the small things pages do with it."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import RedirectResponse

from voices.web.sessions import Session, Sessions


class NotSignedIn(Exception):
    """The request has no session; it is answered with the way to sign in."""


def signed_in(request: Request) -> Session:
    """Return the session of a request (a dependency); raises NotSignedIn."""
    sessions: Sessions = request.app.state.sessions
    session = sessions.find(request.cookies.get(sessions.cookie))
    if session is None:
        raise NotSignedIn
    request.state.session = session
    return session


def see_other(path: str) -> RedirectResponse:
    """Return the answer to a form: go and look at this page."""
    return RedirectResponse(path, 303)


def notice(session: Session, text: str, kind: str = "done") -> None:
    """Leave a sentence for the next page of this session; kind is "done" or "problem"."""
    session.notices.append((kind, text))
