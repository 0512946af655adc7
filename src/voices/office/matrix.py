"""The framework matrix: out as a workbook, and the filled-in one back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from voices.errors import InputError
from voices.office import shelf
from voices.office.doing import begin, brought, shown
from voices.office.office import Office
from voices.office.wording import sentence
from voices.study import Study
from voices.web import Posted, Session, notice, page, posted, see_other, signed_in
from voices.web.forms import uploaded

ENDING = ".xlsx"
ROWS = (
    ("groups", "A row for each group of people, as it is published"),
    ("people", "A row for each participant, to work from: such a file stays with the study"),
)


def folder_of(study: Study) -> Path:
    """Return where the workbooks of a study lie."""
    return study.folder / "matrix"


def routes(office: Office) -> APIRouter:
    """Return the routes of the matrix."""
    router = APIRouter()

    @router.get("/studies/{name}/matrix")
    def matrix(request: Request, name: str, _session: Annotated[Session, Depends(signed_in)]) -> HTMLResponse:
        study = office.study(name)
        return page(
            request,
            "office/matrix.html",
            files=shelf.files_in(folder_of(study), ENDING),
            figures=office.figures(study),
            rows=ROWS,
            **shown(office, name, study, "matrix"),
        )

    @router.post("/studies/{name}/matrix")
    def write(name: str, form: Annotated[Posted, Depends(posted)]) -> Response:
        study, rows = office.study(name), form.text("rows")
        try:
            if rows not in dict(ROWS):
                raise InputError("choose first what a row stands for")
            file = shelf.fresh(folder_of(study), f"matrix-{rows}", ENDING)
            begin(office, ["framework", "export", str(study.folder), str(file), "--rows", rows], "matrix", name)
        except InputError as error:
            notice(form.session, sentence(error), "problem")
        return see_other(f"/studies/{name}/matrix")

    @router.post("/studies/{name}/matrix/bring")
    def bring(name: str, form: Annotated[Posted, Depends(uploaded)]) -> Response:
        study, by = office.study(name), form.text("by")
        try:
            if by not in study.settings.coders:
                raise InputError("choose the coder who wrote in it")
            file = brought(form, study.folder, "the file you sent", (ENDING,))
            begin(office, ["framework", "import", str(study.folder), str(file), "--by", by], "matrix", name, file)
        except InputError as error:
            notice(form.session, sentence(error), "problem")
        return see_other(f"/studies/{name}/matrix")

    removed = "The workbook is removed. What was read back from it stays in the study."
    shelf.add_routes(router, office, "matrix", folder_of, removed, ENDING)
    return router
