"""The start page: what waits, how far the work is, and how the pages are worked."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from voices.review.background import Learner
from voices.review.differences import Difference, differences
from voices.review.learning import decided_since, kept_outlook
from voices.review.pages.reviewing import Reviewing
from voices.store import backdating
from voices.web import Posted, Session, notice, page, posted, see_other, signed_in


def routes(desk: Reviewing) -> APIRouter:
    """Return the routes of the start page and of the coder's own settings."""
    router = APIRouter()

    @router.get("/")
    def start(request: Request, session: Annotated[Session, Depends(signed_in)]) -> Response:
        if request.query_params.get("token"):
            return see_other("/")  # a link used already, opened again by the same browser
        counts = {count.state: count for count in desk.store.queue_counts()}
        total = sum(count.items for state, count in counts.items() if state != "second reading")
        unsettled = [d for d in read_twice(desk) if not d.settled]
        sight = desk.sight(session.who)
        uncleared = desk.store.uncleared_memos(sight.view) + desk.store.uncleared_names()
        return page(
            request,
            "review/start.html",
            counts=counts,
            total=total,
            done=counts["done"].items if "done" in counts else 0,
            unsettled=len(unsettled),
            uncleared=uncleared,
            skipped=desk.store.skipped(),
            agreement=desk.agreement(),
            outlook=kept_outlook(desk.store),
            since=decided_since(desk.store) or None,
        )

    @router.get("/differences")
    def two_readings(request: Request, session: Annotated[Session, Depends(signed_in)]) -> HTMLResponse:
        found = read_twice(desk)
        passages = {p.id: p for p in desk.sight(session.who).passages(d.passage for d in found)}
        memos = {d.passage: desk.store.memos(d.passage) for d in found}
        return page(
            request,
            "review/differences.html",
            differences=[d for d in found if d.passage in passages],
            passages=passages,
            memos=memos,
        )

    @router.post("/learn")
    def learn(form: Annotated[Posted, Depends(posted)]) -> Response:
        if desk.learner is not None:
            desk.learner.begin()
            ended = desk.learner.wait()
            notice(form.session, *_learnt(desk.learner) if ended else ("Learning takes longer; go on coding.",))
        return see_other("/")

    @router.post("/as-of/close")
    def close_notice(_form: Annotated[Posted, Depends(posted)]) -> Response:
        backdating.close_notice(desk.store)
        return see_other("/")

    @router.post("/skipped")
    def put_back(form: Annotated[Posted, Depends(posted)]) -> Response:
        count = desk.store.reopen_skipped()
        notice(form.session, f"{count} skipped passages are back in the queue.")
        return see_other("/")

    @router.post("/keys")
    def switch_keys(form: Annotated[Posted, Depends(posted)]) -> Response:
        on = form.text("keys") == "on"
        desk.store.set(f"keys {form.session.who}", "on" if on else "off")
        notice(form.session, "Single keys are on." if on else "Single keys are off. Tab, Enter and Space still do all.")
        back = form.text("back")
        return see_other(back if back in ("/code", "/you") else "/you")

    return router


def read_twice(desk: Reviewing) -> tuple[Difference, ...]:
    """Return what two people read differently."""
    blind = desk.store.blind()
    return differences(blind, desk.store.standing(one.passage for one in blind))


def _learnt(learner: Learner) -> tuple[str, str]:
    """Return what the last refresh did as a notice, and its kind."""
    if learner.last is None:
        return f"Learning did not work ({learner.failed}). Coding goes on; voices run learns anew.", "problem"
    last = learner.last
    return (
        f"Learnt from {last.decisions:,} decisions in {last.seconds:.1f} seconds: of {last.passages:,} passages "
        f"{last.moved:,} now carry another suggestion.",
        "done",
    )
