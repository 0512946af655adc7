"""The codebook, to read: what each code means, what belongs and what does not."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from voices.review.pages.reviewing import Reviewing
from voices.web import Session, page, signed_in


def routes(desk: Reviewing) -> APIRouter:
    """Return the routes of the codebook."""
    router = APIRouter()

    @router.get("/codebook")
    def codebook(request: Request, session: Annotated[Session, Depends(signed_in)]) -> HTMLResponse:
        counts: dict[str, int] = {}
        sight = desk.sight(session.who)
        for one in desk.store.given(sight.view, "source"):
            for code in one.codes:
                counts[code] = counts.get(code, 0) + one.passages
        waiting = [one for one in desk.store.proposed() if not one.outcome and sight.sees(one.passage)]
        return page(request, "review/codebook.html", codebooks=desk.codebooks, counts=counts, proposed=waiting)

    return router
