"""The log of decisions: every act, what stands, and taking one's own back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from voices.review.pages.reviewing import Reviewing
from voices.web import Session, page, signed_in

PAGE = 50
"""Decisions on one page of the log."""


def routes(desk: Reviewing) -> APIRouter:
    """Return the routes of the log."""
    router = APIRouter()

    @router.get("/decisions")
    def decisions(
        request: Request, session: Annotated[Session, Depends(signed_in)], sheet: int = 1, mine: bool = False
    ) -> HTMLResponse:
        count, shown = desk.store.log(desk.sight(session.who).view, PAGE, PAGE * (max(1, sheet) - 1), mine)
        passages = {p.id: p for p in desk.store.passages(d.passage for d in shown)}
        return page(
            request,
            "review/decisions.html",
            decisions=shown,
            count=count,
            stands=desk.store.still_standing([one.id for one in shown]),
            passages=passages,
            mine=mine,
            sheet=max(1, sheet),
            sheets_count=-(-count // PAGE),
        )

    return router
