"""Whole pseudonymised transcripts with what people coded in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from voices.model import Decision, Document, Passage, Verdict
from voices.review.pages.reviewing import PEOPLE_KEY, Reviewing
from voices.review.people import Act, people
from voices.web import Posted, Session, notice, page, posted, see_other, signed_in

PAGE = 100
"""Documents on one page of the list."""


@dataclass(frozen=True)
class Stretch:
    """Part of a turn: a passage, or what lies between two."""

    text: str
    passage: Passage | None
    decision: Decision | None


@dataclass(frozen=True)
class Spoken:
    """One turn of a document as its page shows it."""

    speaker: str
    asks: bool
    question: str
    stretches: tuple[Stretch, ...]


def spoken(document: Document, passages: tuple[Passage, ...], standing: dict[str, Decision]) -> tuple[Spoken, ...]:
    """Return a document turn by turn, each cut at its passages; together the stretches are the turn's whole text."""
    made = []
    for place, turn in enumerate(document.turns):
        at, stretches = turn.start, list[Stretch]()
        for passage in (p for p in passages if p.turn == place):
            if passage.start > at:
                stretches.append(Stretch(document.text[at : passage.start], None, None))
            stretches.append(Stretch(passage.text, passage, standing.get(passage.id)))
            at = passage.end
        if at < turn.end:
            stretches.append(Stretch(document.text[at : turn.end], None, None))
        role = turn.role or ("interviewer" if not turn.participant else "participant")
        # In a table every answer has its own question; in a conversation the question is the turn before.
        question = turn.question if place == 0 or document.turns[place - 1].role != "interviewer" else ""
        made.append(Spoken(role, turn.role == "interviewer", question, tuple(stretches)))
    return tuple(made)


def _is_decided(decision: Decision | None) -> bool:
    return decision is not None and decision.verdict in (Verdict.CODED, Verdict.NO_CODE)


def routes(desk: Reviewing) -> APIRouter:
    """Return the routes of documents."""
    router = APIRouter()

    @router.get("/documents")
    def documents(request: Request, session: Annotated[Session, Depends(signed_in)], sheet: int = 1) -> HTMLResponse:
        at = PAGE * (max(1, sheet) - 1)
        count, listed = desk.store.progress(desk.sight(session.who).view, PAGE, at)
        sheets = -(-count // PAGE)
        return page(
            request, "review/documents.html", documents=listed, count=count, sheet=max(1, sheet), sheets_count=sheets
        )

    @router.get("/documents/{document}")
    def one(request: Request, session: Annotated[Session, Depends(signed_in)], document: str) -> HTMLResponse:
        sight = desk.sight(session.who)
        found = sight.documents([document])
        if not found:
            raise HTTPException(404)
        held = {item.passage for item in sight.held()}
        passages = desk.store.passages_of(document)
        standing = sight.standing([one.id for one in passages])
        return page(
            request,
            "review/document.html",
            document=found[0],
            turns=spoken(found[0], passages, standing),
            passages=passages,
            decided=sum(_is_decided(standing.get(p.id)) for p in passages),
            held_here=held,
            unread=sight.unread,
            decides=desk.may(session.who, Act.DECIDE),
            people=desk.people().listed,
        )

    @router.post("/documents/{document}")
    def bar(document: str, form: Annotated[Posted, Depends(posted)]) -> Response:
        if not desk.store.documents([document]):
            raise HTTPException(404)
        codes = [code for code in form.texts("barred") if code in desk.coders]
        desk.store.revise(PEOPLE_KEY, lambda kept: people(kept, desk.coders).with_barred(document, codes).as_text())
        for code in codes:
            desk.store.release(code)  # what they have in hand may be of this document
        notice(form.session, f"Kept from: {', '.join(codes)}." if codes else "Kept from nobody.")
        return see_other("/documents" if form.session.who in codes else f"/documents/{document}")

    return router
