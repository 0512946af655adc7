"""Changing the codebook: words, colour, place, merging, and codes that coders proposed; for the lead."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from voices.codebook import Code, Codebook, Exclusion, check
from voices.codebook.editing import Edited, added, merged, moved, reworded
from voices.errors import CodebookError, InputError, StaleVersion
from voices.model.coding import RECODED
from voices.review.pages.reviewing import Reviewing
from voices.review.recoding import recoded
from voices.web import Posted, notice, page, posted, see_other, signed_in

LONGEST = 2000
"""Characters of a definition or a list of lines."""
_WORDS = ("name", "definition", "include", "exclude", "colour")
_STALE = (
    "Somebody changed the codebook while you had this open, so nothing of yours was stored. What you typed is still "
    "below, beside what stands now: look at both, then save again."
)
_ONE_AT_A_TIME = threading.Lock()
"""A version follows the one before it: of two people who save at the same moment one waits, and is then told."""


def routes(desk: Reviewing) -> APIRouter:
    """Return the routes of changing the codebook."""
    router = APIRouter()

    @router.get("/codebook/edit", dependencies=[Depends(signed_in)])
    def edit(request: Request, code: str) -> HTMLResponse:
        book, found = _book_of(desk, code), desk.codes[code]
        return page(request, "review/edit_code.html", book=book, code=found, seen=_fingerprint(found), typed={})

    @router.post("/codebook/{code:path}")
    def change(request: Request, code: str, form: Annotated[Posted, Depends(posted)]) -> Response:
        with _ONE_AT_A_TIME:
            book = next((book for book in desk.codebooks if book.code(code) is not None), None)
            if book is None:
                raise StaleVersion("this code is not in the codebook any more: somebody merged or moved it meanwhile")
            if _is_stale(form, book, desk.codes[code]):
                notice(form.session, _STALE, "problem")
                typed = {name: form.text(name) for name in _WORDS if name in form.fields}
                told = {"book": book, "code": desk.codes[code], "seen": _fingerprint(desk.codes[code])}
                return page(request, "review/edit_code.html", 409, **told, typed=typed)
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


def _fingerprint(code: Code) -> str:
    """Return what changes whenever anything of a code does."""
    return sha256(repr(code).encode()).hexdigest()[:16]


def _is_stale(form: Posted, book: Codebook, code: Code) -> bool:
    """Return whether somebody changed meanwhile what a form is about.

    New words are about one code, whatever else has changed; merging, moving and splitting are about the codebook.
    """
    if form.text("act") == "change":
        return form.text("seen") not in ("", _fingerprint(code))
    return form.text("version") not in ("", book.version)


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
