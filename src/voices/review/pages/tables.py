"""All passages of a code, codes that stand together, and codes by role, wave or source."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse

from voices.review.counting import NOT_STATED, by_attribute, together
from voices.review.pages.reviewing import Reviewing
from voices.review.wording import wave_word
from voices.web import Session, page, signed_in

PAGE = 25
BY = ("role", "wave", "source", "kind", "coder")
"""Attributes that codes are counted by."""


def routes(desk: Reviewing) -> APIRouter:
    """Return the routes of tables."""
    router = APIRouter()

    @router.get("/tables")
    def tables(
        request: Request, session: Annotated[Session, Depends(signed_in)], by: str = "role", children: bool = False
    ) -> HTMLResponse:
        if by not in BY:
            raise HTTPException(404)
        codes = [id for id in desk.codes if children or "/" not in id]

        def top(code: str) -> str:
            return code if children else code.split("/", 1)[0]

        given = desk.store.given(desk.sight(session.who).view, by)
        return page(
            request,
            "review/tables.html",
            pairs=together(given, codes, top),
            crossed=by_attribute(given, codes, top, _word if by == "wave" else str),
            by=by,
            ways=BY,
            children=children,
            count=sum(one.passages for one in given),
        )

    @router.get("/passages")
    def of_code(
        request: Request,
        session: Annotated[Session, Depends(signed_in)],
        code: str,
        also: str = "",
        by: str = "",
        value: str = "",
        sheet: int = 1,
    ) -> HTMLResponse:
        if code not in desk.codes or (also and also not in desk.codes) or (by and by not in BY):
            raise HTTPException(404)
        view, at = desk.sight(session.who).view, PAGE * (max(1, sheet) - 1)
        carried = (code, also) if also else (code,)
        count, found = desk.store.coded(view, carried, by, _value(desk, by, value) if by else "", PAGE, at)
        return page(
            request,
            "review/passages.html",
            code=code,
            also=also,
            by=by,
            value=value,
            count=count,
            found=found,
            sheet=max(1, sheet),
            sheets_count=-(-count // PAGE),
        )

    return router


def _word(wave: str) -> str:
    """Return a wave of the database as people say it."""
    return wave_word(int(wave)) if wave else ""


def _value(desk: Reviewing, by: str, word: str) -> str:
    """Return the value of the database behind the word of a table."""
    if word == NOT_STATED:
        return ""
    waves = desk.store.values()["wave"] if by == "wave" else ()
    return next((wave for wave in waves if _word(wave) == word), word)
