"""All passages of a code, codes that stand together, and codes by role, wave or source."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse

from voices.model import CodedPassage, Verdict
from voices.review.counting import by_attribute, together
from voices.review.pages.reviewing import Reviewing
from voices.review.sight import Sight
from voices.review.wording import wave_word
from voices.web import Session, page, signed_in

PAGE = 25
BY: dict[str, Callable[[CodedPassage], str]] = {
    "role": lambda item: item.passage.role,
    "wave": lambda item: wave_word(item.passage.wave),
    "source": lambda item: item.passage.source,
    "kind": lambda item: item.passage.kind.value,
    "coder": lambda item: item.decision.coder,
}
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

        coded = coded_passages(desk.sight(session.who))
        return page(
            request,
            "review/tables.html",
            pairs=together(coded, codes, top),
            crossed=by_attribute(coded, codes, top, BY[by]),
            by=by,
            ways=list(BY),
            children=children,
            count=len(coded),
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
        found = [one for one in coded_passages(desk.sight(session.who)) if _carries(one, code)]
        found = [one for one in found if not also or _carries(one, also)]
        found = [one for one in found if not by or (BY[by](one) or "not stated") == value]
        at = PAGE * (max(1, sheet) - 1)
        return page(
            request,
            "review/passages.html",
            code=code,
            also=also,
            by=by,
            value=value,
            count=len(found),
            found=found[at : at + PAGE],
            sheet=max(1, sheet),
            sheets_count=-(-len(found) // PAGE),
        )

    return router


def coded_passages(sight: Sight) -> list[CodedPassage]:
    """Return the passages somebody may see that people gave codes to, by document and place."""
    standing = {id: one for id, one in sight.standing().items() if one.verdict is Verdict.CODED}
    return [CodedPassage(passage, standing[passage.id]) for passage in sight.passages(standing)]


def _carries(item: CodedPassage, code: str) -> bool:
    return any(one.code == code or one.code.startswith(f"{code}/") for one in item.decision.codes)
