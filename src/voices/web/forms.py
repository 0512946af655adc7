"""Forms: read once, checked for the session's secret, handed on as plain text."""

from __future__ import annotations

import hmac
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from starlette.datastructures import FormData

from voices.web.access import signed_in
from voices.web.sessions import Session

LONGEST_FORM = 200_000
"""Bytes; a form of ours is a few codes and a memo."""
LARGEST_UPLOAD = 1_000_000_000
"""Bytes of all files sent at once: a study's worth of documents, not of recordings."""
MOST_FILES = 2_000


@dataclass(frozen=True)
class Posted:
    """A form that came from our own page."""

    session: Session
    fields: FormData = field(repr=False)

    def text(self, name: str, default: str = "") -> str:
        """Return one field without blanks at its ends."""
        value = self.fields.get(name)
        return value.strip() if isinstance(value, str) else default

    def texts(self, name: str) -> tuple[str, ...]:
        """Return all values of a repeated field."""
        return tuple(value for value in self.fields.getlist(name) if isinstance(value, str))

    def number(self, name: str, *, negative: bool = False) -> int | None:
        """Return a field as a whole number, None where it is empty or no number; below nought only where allowed."""
        text = self.text(name)
        digits = text.removeprefix("-") if negative else text
        return int(text) if digits.isascii() and digits.isdecimal() and len(text) < 16 else None


async def posted(request: Request, session: Annotated[Session, Depends(signed_in)]) -> Posted:
    """Return the form of a POST request (a dependency).

    Raises HTTPException 403 where the form lacks the session's secret, 413 where it is too long.
    """
    if _length(request, LONGEST_FORM) > LONGEST_FORM:
        raise HTTPException(413, "This form is too long.")
    return _checked(await request.form(max_files=0), session)


async def uploaded(request: Request, session: Annotated[Session, Depends(signed_in)]) -> AsyncIterator[Posted]:
    """Yield the form of a POST request that carries files (a dependency), and let go of the files after it.

    The secret is a field of the form, so that what is in the files is never stored before it is checked.
    Raises HTTPException as `posted` does.
    """
    if _length(request, LARGEST_UPLOAD) > LARGEST_UPLOAD:
        raise HTTPException(413, "These files are too large to send at once: send fewer.")
    fields = await request.form(max_files=MOST_FILES)
    try:
        yield _checked(fields, session)
    finally:
        await fields.close()


def _length(request: Request, limit: int) -> int:
    """Return how long a request says it is; one that does not say is over any limit."""
    said = request.headers.get("content-length") or ""
    return int(said) if said.isascii() and said.isdecimal() else limit + 1


def _checked(fields: FormData, session: Session) -> Posted:
    sent = fields.get("csrf")
    if not isinstance(sent, str) or not hmac.compare_digest(sent.encode(), session.csrf.encode()):
        raise HTTPException(403, "This form is out of date. Load the page again, then send it.")
    return Posted(session, fields)
