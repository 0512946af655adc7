"""Memos: notes on passages, scanned for people before anything is stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from voices.errors import InputError
from voices.model import Mention
from voices.review.context import pieces
from voices.review.pages.reviewing import Reviewing, back_to
from voices.web import Posted, Session, notice, page, posted, see_other, signed_in

LONGEST_MEMO = 5000
"""Characters; a longer text is a document, not a note."""
PAGE = 50
"""Memos on one page."""


def routes(desk: Reviewing) -> APIRouter:
    """Return the routes of memos."""
    router = APIRouter()

    @router.get("/memos")
    def memos(request: Request, session: Annotated[Session, Depends(signed_in)], sheet: int = 1) -> HTMLResponse:
        at = PAGE * (max(1, sheet) - 1)
        count, listed = desk.store.memo_page(desk.sight(session.who).view, PAGE, at)
        passages = {p.id: p for p in desk.store.passages(memo.passage for memo in listed)}
        found = {
            memo.id: pieces(memo.text, ((m.start, m.end) for m in desk.scan(memo.text)) if not memo.cleared else ())
            for memo in listed
        }
        return page(
            request,
            "review/memos.html",
            memos=listed,
            count=count,
            passages=passages,
            pieces=found,
            sheet=max(1, sheet),
            sheets_count=-(-count // PAGE),
        )

    @router.post("/memo")
    def write(request: Request, form: Annotated[Posted, Depends(posted)]) -> Response:
        passage, text = form.text("passage"), _text(form)
        if not text:
            notice(form.session, "The note is empty, so nothing was stored.", "problem")
            return see_other(_coding(form))
        if not desk.sight(form.session.who).sees(passage):
            raise InputError("this passage is not in the study any more")
        if hits := _found(desk, form, text):
            hidden = (("passage", passage), ("reading", str(form.number("reading") or 0)))
            return _check(request, text, hits, "/memo", hidden, _coding(form))
        desk.store.add_memo(passage, form.session.who, text, True)
        notice(form.session, "Memo stored.")
        return see_other(_coding(form))

    @router.post("/memo/change")
    def change(request: Request, form: Annotated[Posted, Depends(posted)]) -> Response:
        number, text = form.number("memo"), _text(form)
        own = None if number is None else desk.store.memo(number)
        if own is None or own.coder != form.session.who:
            raise InputError("this memo is not there any more, or another coder wrote it")
        if form.text("act") == "remove":
            desk.store.change_memo(own.id, own.coder, "", True)
            notice(form.session, "Memo removed.")
        elif form.text("act") == "clear":
            desk.store.change_memo(own.id, own.coder, own.text, True)
            notice(form.session, "Cleared: you say that it names nobody.")
        elif text:
            if hits := _found(desk, form, text):
                return _check(request, text, hits, "/memo/change", (("memo", str(own.id)),), "/memos")
            desk.store.change_memo(own.id, own.coder, text, True)
            notice(form.session, "Memo changed.")
        return see_other(back_to("/memos", form))

    return router


def _text(form: Posted) -> str:
    text = form.text("text").replace("\r\n", "\n")
    if len(text) > LONGEST_MEMO:
        raise InputError(f"a memo has at most {LONGEST_MEMO} characters")
    return text


def _found(desk: Reviewing, form: Posted, text: str) -> tuple[Mention, ...]:
    return () if form.text("cleared") == "yes" else tuple(desk.scan(text))


def _check(
    request: Request,
    text: str,
    hits: Sequence[Mention],
    action: str,
    hidden: Sequence[tuple[str, str]],
    back: str,
) -> HTMLResponse:
    """Show a note that may name somebody to its writer; it lives on this page alone."""
    marked = pieces(text, ((hit.start, hit.end) for hit in hits))
    return page(request, "review/memo_check.html", pieces=marked, typed=text, action=action, hidden=hidden, back=back)


def _coding(form: Posted) -> str:
    return f"/code?passage={form.text('passage')}&reading={form.number('reading') or 0}"
