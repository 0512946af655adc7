"""Search over passages; what somebody looks for stays in the session and never in an address."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from voices.review.context import pieces
from voices.review.keywords import hits, in_context
from voices.review.pages.reviewing import Reviewing
from voices.store import Sought, terms
from voices.web import Posted, Session, page, posted, see_other, signed_in

CONTEXT = 500
"""Passages whose words are shown in context: a concordance of more is not read."""
PAGE = 25
"""Passages on one page of results."""


def routes(desk: Reviewing) -> APIRouter:
    """Return the routes of the search."""
    router = APIRouter()

    @router.get("/search")
    def search(request: Request, session: Annotated[Session, Depends(signed_in)], sheet: int = 1) -> HTMLResponse:
        sought = Sought(**json.loads(session.kept["search"])) if "search" in session.kept else None
        sight, lines = desk.sight(session.who), session.kept.get("search as") == "lines"
        most, at = (CONTEXT, 0) if lines else (PAGE, PAGE * (max(1, sheet) - 1))
        count, found = sight.find(sought, most, at) if sought else (0, ())
        standing = sight.standing([p.id for p in found]) if found and not lines else {}
        words = terms(sought.words) if sought else ()
        return page(
            request,
            "review/search.html",
            sought=sought or Sought(),
            asked=sought is not None,
            count=count,
            found=[(p, pieces(p.text, hits(p.text, words)), standing.get(p.id)) for p in found],
            values=desk.store.values(),
            sheet=max(1, sheet),
            sheets_count=-(-count // PAGE),
            lines=in_context(found, words) if lines else None,
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
        form.session.kept["search as"] = "lines" if form.text("lines") and sought.words else ""
        form.session.kept["search"] = json.dumps(asdict(sought))
        return see_other("/search")

    return router
