"""Files of a study: sent through the browser, or a folder that is there already."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import UploadFile

from voices.errors import InputError, StudyError
from voices.office.editing import changed
from voices.office.keeping import files_of, keep, own_folder, remove
from voices.office.office import Office
from voices.office.place import chosen_folder
from voices.sources import read_questions
from voices.sources.tables.forms_template import forms_template
from voices.web import Posted, Session, notice, page, posted, see_other, signed_in
from voices.web.forms import uploaded

GROUPS = (
    ("interviews", "Interviews"),
    ("focus-groups", "Focus groups"),
    ("surveys", "Surveys, and the list of closed questions"),
    ("forms", "Feedback forms"),
    ("complaints", "Complaints and compliments: register and letters"),
    ("evidence", "Published evaluations, audits and reviews"),
    ("", "Something else, or mixed"),
)
"""(folder below the originals, what a page calls it); the folder's name helps to tell what a file is."""
LISTED = 500


def routes(office: Office) -> APIRouter:
    """Return the routes of files."""
    router = APIRouter()

    @router.get("/studies/{name}/files")
    def files(request: Request, name: str, _session: Annotated[Session, Depends(signed_in)]) -> HTMLResponse:
        study = office.study(name)
        found = files_of(study)
        return page(
            request,
            "office/files.html",
            name=name,
            study=study,
            files=found[:LISTED],
            count=len(found),
            groups=GROUPS,
            own=own_folder(study),
            questions=sorted({spec.questions for spec in study.sources if spec.questions}),
        )

    @router.post("/studies/{name}/files")
    def send(name: str, form: Annotated[Posted, Depends(uploaded)]) -> Response:
        study = office.study(name)
        back = see_other(f"/studies/{name}/files")
        if not own_folder(study):
            notice(form.session, "This study reads a folder of yours: put the files there yourself.", "problem")
            return back
        sent = [one for one in form.fields.getlist("files") if isinstance(one, UploadFile) and one.filename]
        group = form.text("group")
        if not sent or group not in dict(GROUPS):
            notice(form.session, "Choose the files first.", "problem")
            return back
        try:
            new, again = keep(study, group, ((one.filename or "", one.file) for one in sent))
        except InputError as error:
            notice(form.session, f"{error}.", "problem")
            return back
        notice(form.session, f"{new} files are there now" + (f", {again} took an older one’s place." if again else "."))
        return back

    @router.post("/studies/{name}/files/forms-workbook")
    def workbook(name: str, form: Annotated[Posted, Depends(posted)]) -> Response:
        study, asked = office.study(name), form.text("questions")
        try:
            if asked and asked not in {spec.questions for spec in study.sources}:
                raise InputError("choose one of the lists of questions that are there")
            content = forms_template(read_questions(study.originals / asked) if asked else ())
        except InputError as error:
            notice(form.session, f"{error}.", "problem")
            return see_other(f"/studies/{name}/files")
        headers = {"Content-Disposition": 'attachment; filename="forms.xlsx"'}
        return Response(content, media_type="application/octet-stream", headers=headers)

    @router.post("/studies/{name}/files/remove")
    def take_away(name: str, form: Annotated[Posted, Depends(posted)]) -> Response:
        study = office.study(name)
        try:
            remove(study, form.text("file"))
            notice(form.session, "The file is removed. What a run read from it before goes with the next run.")
        except InputError as error:
            notice(form.session, f"{error}.", "problem")
        return see_other(f"/studies/{name}/files")

    @router.post("/studies/{name}/folder")
    def choose(name: str, form: Annotated[Posted, Depends(posted)]) -> Response:
        study = office.study(name)
        try:
            folder = chosen_folder(study, form.text("folder"))
            text = office.manifest(name).read_text("utf-8")
            office.change(name, changed(text, study={"originals": folder.as_posix()}, sources=[]))
            notice(form.session, "The study reads that folder now. Its files stay where they are.")
        except (InputError, StudyError) as error:
            notice(form.session, f"{error}.", "problem")
        return see_other(f"/studies/{name}/files")

    return router
