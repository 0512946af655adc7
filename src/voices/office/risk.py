"""What risk is left: a sample to read and its marks, few people, a test by intruders, the impact assessment."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from voices.errors import InputError, VoicesError
from voices.office import shelf
from voices.office.doing import begin, brought, shown
from voices.office.office import Office
from voices.office.wording import sentence
from voices.study import Study
from voices.web import Posted, Session, notice, page, posted, see_other, signed_in
from voices.web.forms import uploaded

SHEETS = (".xlsx", ".docx")
MARKED = (".xlsx", ".csv")
LISTED = 30
"""Combinations of few people that are shown; the impact assessment has all."""
MOST = 5_000
"""Sentences or passages of one sheet: more than anybody reads."""
DOINGS = {
    "sample": (("audit", "sample"), "sample", ".xlsx", 300),
    "intruder": (("audit", "intruder"), "intruder", ".docx", 20),
    "assessment": (("dpia",), "dpia", ".docx", None),
}
"""By button: the verb, how its file is called, of which kind it is, and how many it draws."""


def folder_of(study: Study) -> Path:
    """Return where the sheets that people fill in lie."""
    return study.folder / "audit"


def routes(office: Office) -> APIRouter:
    """Return the routes of risk."""
    router = APIRouter()

    @router.get("/studies/{name}/risk")
    def risk(request: Request, name: str, session: Annotated[Session, Depends(signed_in)]) -> HTMLResponse:
        study = office.study(name)
        found = _found(office, study, session)
        return page(
            request,
            "office/risk.html",
            files=shelf.files_in(folder_of(study), *SHEETS),
            found=found,
            combinations=found["combinations"][:LISTED] if found else (),
            more=max(0, len(found["combinations"]) - LISTED) if found else 0,
            marked=MARKED,
            **shown(office, name, study, "risk"),
        )

    @router.post("/studies/{name}/risk")
    def draw(name: str, form: Annotated[Posted, Depends(posted)]) -> Response:
        study, act = office.study(name), form.text("act")
        try:
            if act not in DOINGS:
                raise InputError("this is not one of the sheets there are: load the page again")
            verb, stem, ending, usual = DOINGS[act]
            words = [*verb, str(study.folder), "--out", str(shelf.fresh(folder_of(study), stem, ending))]
            if usual is not None:
                number = form.number("number")
                if number is None or not 0 < number <= MOST:
                    raise InputError(f"how many: a whole number from 1 to {MOST:,}")
                words += ["--number", str(number), "--seed", str(len(shelf.files_in(folder_of(study))))]
            begin(office, words, "risk", name)
        except InputError as error:
            notice(form.session, sentence(error), "problem")
        return see_other(f"/studies/{name}/risk")

    @router.post("/studies/{name}/risk/marks")
    def marks(name: str, form: Annotated[Posted, Depends(uploaded)]) -> Response:
        study = office.study(name)
        try:
            file = brought(form, study.folder, "the file you sent", MARKED)
            begin(office, ["audit", "record", str(study.folder), str(file)], "risk", name, file)
        except InputError as error:
            notice(form.session, sentence(error), "problem")
        return see_other(f"/studies/{name}/risk")

    removed = "The file is removed. What was recorded from it stays."
    shelf.add_routes(router, office, "risk", folder_of, removed, *SHEETS)
    return router


def _found(office: Office, study: Study, session: Session) -> dict[str, Any]:
    """Return what risk is left, empty before the first run."""
    if not office.figures(study):
        return {}
    try:
        return dict(office.tools.risk(study))
    except VoicesError as error:
        notice(session, sentence(error), "problem")
        return {}
