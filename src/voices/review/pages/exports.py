"""What left the study and when: for whoever answers for it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from voices.review.pages.reviewing import Reviewing
from voices.web import Session, page, signed_in

PAGE = 50
"""Lines on one page of the log."""


def routes(desk: Reviewing) -> APIRouter:
    """Return the routes of the log of exports."""
    router = APIRouter()

    @router.get("/exports")
    def exports(request: Request, _session: Annotated[Session, Depends(signed_in)], sheet: int = 1) -> HTMLResponse:
        listed = desk.store.exports()
        at = PAGE * (max(1, sheet) - 1)
        sheets = -(-len(listed) // PAGE)
        shown = listed[at : at + PAGE]
        return page(
            request, "review/exports.html", exports=shown, count=len(listed), sheet=max(1, sheet), sheets_count=sheets
        )

    return router
