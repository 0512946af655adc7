"""Candidate themes: read what is in them, then confirm, rename, merge, split, move or drop."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from voices.errors import CodebookError, InputError
from voices.reporting.as_html import render
from voices.reporting.blocks import Figure, Pages
from voices.review import theming
from voices.review.pages.editing import LONGEST, keep_edited
from voices.review.pages.reviewing import Reviewing, back_to
from voices.review.pages.theme_sheets import NONE, Counting, Refused, Sheets, refused
from voices.review.theming import LONGEST_NAME, Lack, Wish
from voices.web import Posted, Session, notice, posted, see_other, signed_in

DONE = {
    "confirm": "The theme is confirmed.",
    "rename": "The theme is renamed.",
    "drop": "The theme is dropped.",
    "reopen": "The theme is a candidate again.",
    "merge": "The theme is merged.",
    "split": "The passages are a theme of their own.",
    "move": "The passages are moved.",
}


def routes(desk: Reviewing) -> APIRouter:
    """Return the routes of themes."""
    router, counting = APIRouter(), Counting(desk)
    sheets = Sheets(desk, counting)

    @router.get("/themes")
    def themes(request: Request, session: Annotated[Session, Depends(signed_in)], sheet: int = 1) -> HTMLResponse:
        return sheets.every(request, session.who, sheet)

    @router.get(f"/themes/{{scope}}/{NONE}")
    def in_none(
        request: Request, scope: str, session: Annotated[Session, Depends(signed_in)], sheet: int = 1
    ) -> HTMLResponse:
        return sheets.none(request, session.who, scope, sheet)

    @router.get("/themes/{scope}/{theme}")
    def one(
        request: Request, scope: str, theme: str, session: Annotated[Session, Depends(signed_in)], sheet: int = 1
    ) -> HTMLResponse:
        return sheets.one(request, session.who, scope, theme, sheet)

    @router.get("/themes/{scope}/{theme}/{name}.{kind}")
    def picture(
        scope: str, theme: str, name: str, kind: str, session: Annotated[Session, Depends(signed_in)]
    ) -> Response:
        own, _ = sheets.find(scope, theme)
        last = max((act.made_at for act in desk.store.theme_acts(scope)), default="")
        return _saved(Pages(own.name, "", tuple(counting.blocks(session.who, own)), last), name, kind)

    @router.post("/themes/code")
    def into_code(request: Request, form: Annotated[Posted, Depends(posted)]) -> Response:
        """Make a confirmed theme a code; its passages are suggestions for that code no more than any other."""
        wish, book = replace(_wish(form), act="code"), form.text("book")
        name, definition = wish.name[:LONGEST_NAME], form.text("definition")[:LONGEST]
        own, _ = sheets.find(wish.scope, wish.theme)
        try:
            keep_edited(desk, form, *theming.as_code(desk.codebooks, own, book, name, definition))
        except CodebookError as error:
            said = f"The theme “{own.name}” did not become a code: {error}."
            again = Refused(wish, said, "code-name", definition, book)
            return sheets.one(request, form.session.who, wish.scope, wish.theme, form.number("sheet") or 1, again)
        return see_other("/codebook")

    @router.post("/themes")
    def rule(request: Request, form: Annotated[Posted, Depends(posted)]) -> Response:
        wish, who, sheet = _wish(form), form.session.who, form.number("sheet") or 1
        alone = form.text("page") == "own" or wish.act in theming.CHOSEN
        lack: Lack | InputError | None
        try:
            lack = theming.rule(desk.store, desk.scan, wish, who)
        except InputError as error:
            if wish.act not in theming.CHOSEN:
                raise
            lack = error  # what was ticked shall stay
        if lack is None:
            notice(form.session, DONE[wish.act])
            return see_other(f"/themes/{wish.scope}/{wish.theme or NONE}" if alone else back_to("/themes", form))
        if not wish.theme:
            return sheets.none(request, who, wish.scope, sheet, refused(wish, lack, ""))
        again = refused(wish, lack, sheets.find(wish.scope, wish.theme)[0].name)
        if alone:
            return sheets.one(request, who, wish.scope, wish.theme, sheet, again)
        return sheets.every(request, who, sheet, again)

    return router


def _wish(form: Posted) -> Wish:
    return Wish(
        form.text("scope"),
        form.text("theme"),
        form.text("act"),
        name=form.text("name"),
        target=form.text("target"),
        passages=tuple(form.texts("passage")),
        cleared=form.text("cleared") == "yes",
    )


def _saved(pages: Pages, name: str, kind: str) -> Response:
    """Return one picture as PNG or SVG, or all with their tables as one web page that needs no other file."""
    pictures = {block.name: block for block in pages.blocks if isinstance(block, Figure)}
    if (name, kind) != ("counts", "html") and (name not in pictures or kind not in ("png", "svg")):
        raise HTTPException(404)
    if kind == "png":
        return Response(pictures[name].png, media_type="image/png")
    held, media = (render(pages), "text/html") if kind == "html" else (pictures[name].svg, "image/svg+xml")
    return Response(held, media_type=media, headers={"Content-Disposition": f'attachment; filename="{name}.{kind}"'})
