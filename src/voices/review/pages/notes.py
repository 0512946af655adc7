"""Memos: notes on passages, scanned for people before anything is exported."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from voices.errors import InputError
from voices.review.context import pieces
from voices.review.pages.reviewing import Reviewing
from voices.web import Posted, Session, notice, page, posted, see_other, signed_in

LONGEST_MEMO = 5000
"""Characters; a longer text is a document, not a note."""

_WARNING = "This note may name somebody. It is kept apart and holds up the export until you change or clear it below."


def routes(desk: Reviewing) -> APIRouter:
    """Return the routes of memos."""
    router = APIRouter()

    @router.get("/memos")
    def memos(request: Request, session: Annotated[Session, Depends(signed_in)]) -> HTMLResponse:
        listed = sorted(desk.sight(session.who).memos(), key=lambda memo: (memo.cleared, -memo.id))
        passages = {p.id: p for p in desk.store.passages(memo.passage for memo in listed)}
        found = {
            memo.id: pieces(memo.text, ((m.start, m.end) for m in desk.scan(memo.text)) if not memo.cleared else ())
            for memo in listed
        }
        return page(request, "review/memos.html", memos=listed, passages=passages, pieces=found)

    @router.post("/memo")
    def write(form: Annotated[Posted, Depends(posted)]) -> Response:
        passage, text = form.text("passage"), _text(form)
        if not text:
            notice(form.session, "The note is empty, so nothing was stored.", "problem")
            return _back(form)
        if not desk.sight(form.session.who).sees(passage):
            raise InputError("this passage is not in the study any more")
        cleared = not desk.scan(text)
        desk.store.add_memo(passage, form.session.who, text, cleared)
        if cleared:
            notice(form.session, "Memo stored.")
            return _back(form)
        notice(form.session, _WARNING, "problem")
        return see_other("/memos")

    @router.post("/memo/change")
    def change(form: Annotated[Posted, Depends(posted)]) -> Response:
        number, text = form.number("memo"), _text(form)
        own = next((m for m in desk.store.memos() if m.id == number and m.coder == form.session.who), None)
        if own is None:
            raise InputError("this memo is not there any more, or another coder wrote it")
        if form.text("act") == "remove":
            desk.store.change_memo(own.id, own.coder, "", True)
            notice(form.session, "Memo removed.")
        elif form.text("act") == "clear":
            desk.store.change_memo(own.id, own.coder, own.text, True)
            notice(form.session, "Cleared: you say that it names nobody.")
        elif text:
            cleared = not desk.scan(text)
            desk.store.change_memo(own.id, own.coder, text, cleared)
            notice(form.session, "Memo changed." if cleared else _WARNING, "done" if cleared else "problem")
        return see_other("/memos")

    return router


def _text(form: Posted) -> str:
    text = form.text("text").replace("\r\n", "\n")
    if len(text) > LONGEST_MEMO:
        raise InputError(f"a memo has at most {LONGEST_MEMO} characters")
    return text


def _back(form: Posted) -> Response:
    reading = form.number("reading") or 0
    return see_other(f"/code?passage={form.text('passage')}&reading={reading}")
