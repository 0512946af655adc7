"""Changing the codebook: words, colour, place, merging, and codes that coders proposed; for the lead."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from voices.codebook import Codebook, Exclusion, check
from voices.codebook.editing import Edited, added, merged, moved, reworded
from voices.errors import CodebookError, InputError
from voices.model.coding import RECODED
from voices.review.pages.reviewing import Reviewing
from voices.review.recoding import recoded
from voices.web import Posted, notice, page, posted, see_other, signed_in

LONGEST = 2000
"""Characters of a definition or a list of lines."""


def routes(desk: Reviewing) -> APIRouter:
    """Return the routes of changing the codebook."""
    router = APIRouter()

    @router.get("/codebook/edit", dependencies=[Depends(signed_in)])
    def edit(request: Request, code: str) -> HTMLResponse:
        book, found = _book_of(desk, code), desk.codes[code]
        return page(request, "review/edit_code.html", book=book, code=found)

    @router.post("/codebook/{code:path}")
    def change(code: str, form: Annotated[Posted, Depends(posted)]) -> Response:
        book = _book_of(desk, code)
        try:
            edited = _edited(desk, book, code, form)
            keep_edited(desk, form, book, edited)
        except CodebookError as error:
            notice(form.session, f"{str(error)[:1].upper()}{str(error)[1:]}.", "problem")
            return see_other(f"/codebook/edit?code={code}")
        return see_other("/codebook")

    @router.post("/codebook")
    def settle(form: Annotated[Posted, Depends(posted)]) -> Response:
        proposal = form.text("proposal")
        waiting = next((one for one in desk.store.proposed() if one.id == proposal and not one.outcome), None)
        book = next((one for one in desk.codebooks if one.name == form.text("book")), None)
        if waiting is None or book is None:
            raise InputError("this proposal is not there any more, or was settled before")
        if form.text("act") != "take":
            desk.store.end_proposal(proposal, "not taken")
            notice(form.session, "Not taken into the codebook. What is coded with it stays, and is in no report.")
            return see_other("/codebook")
        try:
            name = form.text("name") or waiting.name
            edited = added(book, name, form.text("definition") or waiting.definition, form.text("parent"))
            new = edited.what.removeprefix("added ")
            keep_edited(desk, form, book, Edited(edited.codebook, {proposal: new}, f"{proposal} taken in as {new}"))
            desk.store.end_proposal(proposal, new)
            desk.codes.pop(proposal, None)
        except CodebookError as error:
            notice(form.session, f"{str(error)[:1].upper()}{str(error)[1:]}.", "problem")
        return see_other("/codebook")

    return router


def _book_of(desk: Reviewing, code: str) -> Codebook:
    found = next((book for book in desk.codebooks if book.code(code) is not None), None)
    if found is None:
        raise HTTPException(404)
    return found


def _edited(desk: Reviewing, book: Codebook, code: str, form: Posted) -> Edited:
    act = form.text("act")
    if act == "merge":
        return merged(book, code, form.text("into"))
    if act == "move":
        return moved(book, code, form.text("parent"))
    if act == "split":
        return added(book, form.text("name"), form.text("definition")[:LONGEST], code)
    old = desk.codes[code]
    instead = {item.text: item.instead for item in old.exclude}
    return reworded(
        book,
        code,
        name=form.text("name")[:120],
        definition=form.text("definition")[:LONGEST],
        include=_lines(form.text("include")),
        exclude=[Exclusion(text, instead.get(text, "")) for text in _lines(form.text("exclude"))],
        colour=form.text("colour"),
    )


def keep_edited(desk: Reviewing, form: Posted, book: Codebook, edited: Edited) -> None:
    """Keep the new version, and give decisions with renamed codes a successor that says so.

    Raises CodebookError where somebody may be named, or nothing can be kept here.
    """
    if desk.keep is None:
        raise CodebookError("the codebook of this study cannot be changed from here")
    typed = [form.text(name) for name in ("name", "definition", "include", "exclude")]
    if form.text("cleared") != "yes" and any(desk.scan(text) for text in typed if text):
        raise CodebookError("what you typed may name somebody: change it, or tick “This names nobody”")
    desk.keep(book, edited.codebook)
    desk.put_codebook(book, edited.codebook)
    rule = f"{RECODED}{edited.codebook.name} {edited.codebook.version}: {edited.what}"
    moment = datetime.now(UTC).replace(microsecond=0).isoformat()
    drafts = recoded(desk.store.standing().values(), edited.renamed, form.session.who, rule, moment)
    desk.store.decide_many(drafts)
    said = f" {len(drafts)} decisions follow, each recorded as the change’s." if drafts else ""
    warned = check(edited.codebook)
    notice(
        form.session,
        f"The codebook is at version {edited.codebook.version} now.{said} Suggestions follow with the next run.",
    )
    for line in warned[:3]:
        notice(form.session, line, "problem")


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text[:LONGEST].splitlines() if line.strip()]
