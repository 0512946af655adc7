"""Letters that may be a complaint of the register too: read both, and say whether they are the same."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from voices.errors import InputError, VoicesError
from voices.office.office import Office
from voices.office.wording import sentence
from voices.web import Posted, Session, notice, page, posted, see_other, signed_in


def routes(office: Office) -> APIRouter:
    """Return the routes of complaints that may be in the study twice."""
    router = APIRouter()

    @router.get("/studies/{name}/twice")
    def twice(request: Request, name: str, _session: Annotated[Session, Depends(signed_in)]) -> HTMLResponse:
        study = office.study(name)
        found, why = tuple[Any, ...](), ""
        try:
            found = office.tools.pairs(study)
        except VoicesError as error:
            why = sentence(error)
        return page(request, "office/twice.html", name=name, study=study, found=found, why=why)

    @router.post("/studies/{name}/twice")
    def say(name: str, form: Annotated[Posted, Depends(posted)]) -> Response:
        study = office.study(name)
        try:
            if form.text("by") not in study.settings.coders:
                raise InputError("choose the coder who says it")
            office.tools.say_pair(study, form.text("pair"), form.text("said"), form.text("by"))
            notice(form.session, "Stored. It is counted so after the next run.")
        except VoicesError as error:
            notice(form.session, sentence(error), "problem")
        return see_other(f"/studies/{name}/twice")

    return router
