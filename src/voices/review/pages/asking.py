"""Held passages, and the coders' lead's urgent question to the custodian: who is this about?"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from voices.errors import InputError
from voices.review.pages.reviewing import Reviewing
from voices.store import HOLD_OUTCOMES as OUTCOMES
from voices.web import Posted, Session, notice, page, posted, see_other, signed_in

SHORTEST = 5
"""Code points of a reason: a number of a referral."""
SHOWN = 50
"""Passages that may need the lead on one page; the others follow once these are looked at."""


def routes(desk: Reviewing) -> APIRouter:
    """Return the routes of held passages."""
    router = APIRouter()

    @router.get("/held")
    def held_passages(request: Request, session: Annotated[Session, Depends(signed_in)]) -> HTMLResponse:
        sight = desk.sight(session.who)
        items = {item.passage: item for item in sight.held()}
        asks = desk.store.asks()
        concerns = desk.store.concerns(sorted(sight.barred))
        return page(
            request,
            "review/held.html",
            passages=sorted(sight.passages(items), key=lambda p: p.id),
            waiting={ask.passage: ask for ask in asks if not ask.outcome},
            ended={ask.passage: ask for ask in asks if ask.outcome},
            items=items,
            outcomes=OUTCOMES,
            marked=concerns[:SHOWN],
            texts={one.id: one for one in sight.passages(one.passage for one in concerns[:SHOWN])},
            marked_count=len(concerns),
            closed=[one for one in desk.store.held_ended() if sight.sees(one.passage)],
        )

    @router.post("/held")
    def ask(form: Annotated[Posted, Depends(posted)]) -> Response:
        reason, passage = form.text("reason"), form.text("passage")
        if len(reason) < SHORTEST:
            notice(form.session, "Say why: the number of the referral, or what you fear. Name nobody.", "problem")
        elif desk.scan(reason):
            notice(form.session, "The reason may name somebody, so nothing was sent. Name nobody.", "problem")
        elif passage not in {item.passage for item in desk.store.queue("held")}:
            notice(form.session, "Only a held passage can be asked about. Hold it first.", "problem")
        else:
            try:
                desk.store.ask(passage, form.session.who, reason)
                notice(form.session, "The custodian sees it first. Tell your safeguarding lead yourself too.")
            except InputError as error:
                notice(form.session, str(error), "problem")
        return see_other("/held")

    @router.post("/held/end")
    def end(form: Annotated[Posted, Depends(posted)]) -> Response:
        passage, outcome = form.text("passage"), form.text("outcome")
        try:
            desk.store.end_hold(passage, form.session.who, outcome)
            notice(form.session, "Ended. The outcome and the time are kept.")
        except InputError as error:
            notice(form.session, f"{error}.", "problem")
        return see_other("/held")

    return router
