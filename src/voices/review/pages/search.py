"""Search over passages; what somebody looks for stays in the session and never in an address."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from voices.review.context import pieces
from voices.review.pages.reviewing import Reviewing
from voices.store import Sought
from voices.web import Posted, Session, page, posted, see_other, signed_in

PAGE = 25
"""Passages on one page of results."""


def routes(desk: Reviewing) -> APIRouter:
    """Return the routes of the search."""
    router = APIRouter()

    @router.get("/search")
    def search(request: Request, session: Annotated[Session, Depends(signed_in)], sheet: int = 1) -> HTMLResponse:
        sought = Sought(**json.loads(session.kept["search"])) if "search" in session.kept else None
        count, found = desk.store.find(sought, PAGE, PAGE * (max(1, sheet) - 1)) if sought else (0, ())
        standing = desk.store.standing() if found else {}
        words = sought.words.casefold().split() if sought else []
        return page(
            request,
            "review/search.html",
            sought=sought or Sought(),
            asked=sought is not None,
            count=count,
            found=[(p, pieces(p.text, _hits(p.text, words)), standing.get(p.id)) for p in found],
            values=desk.store.values(),
            sheet=max(1, sheet),
            sheets_count=-(-count // PAGE),
        )

    @router.post("/search")
    def look_for(form: Annotated[Posted, Depends(posted)]) -> Response:
        if form.text("act") == "clear":
            form.session.kept.pop("search", None)
            return see_other("/search")
        sought = Sought(
            words=form.text("words")[:200],
            code=form.text("code") if form.text("code") in desk.codes else "",
            role=form.text("role"),
            wave=form.number("wave"),
            source=form.text("source"),
            coder=form.text("coder"),
            state=form.text("state"),
            quotable=bool(form.text("quotable")),
        )
        form.session.kept["search"] = json.dumps(asdict(sought))
        return see_other("/search")

    return router


def _hits(text: str, words: list[str]) -> list[tuple[int, int]]:
    """Return where the words stand; lower-casing letter by letter keeps offsets true (İ becomes two letters)."""
    folded = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    found = []
    for word in words:
        at = folded.find(word)
        while at >= 0:
            found.append((at, at + len(word)))
            at = folded.find(word, at + len(word))
    return found
