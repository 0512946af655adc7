"""What coders and sources say of one another: agreement, triangulation, theories."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from voices.errors import InputError, VoicesError
from voices.model.triangulation import Convergence
from voices.office.clearing import MAY_NAME, clear
from voices.office.doing import begin, brought, shown
from voices.office.office import Office
from voices.office.wording import sentence
from voices.quotes.leaning import RULE
from voices.typed import MayName
from voices.web import Posted, Session, notice, page, posted, see_other, signed_in
from voices.web.forms import uploaded

VERDICTS = (
    (Convergence.AGREE, "They agree"),
    (Convergence.PARTIAL, "They agree in part"),
    (Convergence.CONFLICT, "They conflict"),
    (Convergence.SILENT, "Too few speak of it"),
)
LONGEST_NOTE = 2000
"""Characters of a note beside a verdict: a paragraph of the report."""


def routes(office: Office) -> APIRouter:
    """Return the routes of agreement, triangulation and theories."""
    router = APIRouter()
    _add_agreement(router, office)
    _add_across(router, office)
    _add_theories(router, office)
    return router


def _add_agreement(router: APIRouter, office: Office) -> None:
    @router.get("/studies/{name}/agreement")
    def agreement(request: Request, name: str, _session: Annotated[Session, Depends(signed_in)]) -> HTMLResponse:
        study = office.study(name)
        found, why = {}, ""
        try:
            found = dict(office.tools.agreement(study, request.query_params.get("statistics") == "yes"))
        except VoicesError as error:
            why = sentence(error)
        return page(request, "office/agreement.html", name=name, study=study, found=found, why=why)

    @router.get("/studies/{name}/agreement/download")
    def download(name: str, _session: Annotated[Session, Depends(signed_in)]) -> Response:
        study = office.study(name)
        record = office.tools.agreement(study, True)["statistics"]
        office.tools.noted(study, "agreement.json")
        return _file(json.dumps(record, ensure_ascii=False, indent=2), "agreement.json")


def _add_across(router: APIRouter, office: Office) -> None:
    @router.get("/studies/{name}/across")
    def across(request: Request, name: str, session: Annotated[Session, Depends(signed_in)]) -> HTMLResponse:
        study = office.study(name)
        found, why = tuple[Any, ...](), ""
        try:
            found = office.tools.across(study)
        except VoicesError as error:
            why = sentence(error)
        typed = json.loads(session.kept.pop("across", "{}"))
        return page(
            request,
            "office/across.html",
            found=found,
            why=why,
            verdicts=VERDICTS,
            rule=RULE,
            words={verdict.value: words for verdict, words in VERDICTS},
            typed=typed,
            **shown(office, name, study, "across"),
        )

    @router.post("/studies/{name}/across/bring")
    def bring(name: str, form: Annotated[Posted, Depends(uploaded)]) -> Response:
        study, by = office.study(name), form.text("by")
        try:
            if by not in study.settings.coders:
                raise InputError("choose the coder who settled them")
            file = brought(form, study.folder, "the file you sent", (".xlsx",))
            begin(office, ["triangulation", "import", str(study.folder), str(file), "--by", by], "across", name, file)
        except InputError as error:
            notice(form.session, sentence(error), "problem")
        return see_other(f"/studies/{name}/across")

    @router.post("/studies/{name}/across")
    def settle(name: str, form: Annotated[Posted, Depends(posted)]) -> Response:
        study, back = office.study(name), see_other(f"/studies/{name}/across")
        said = {field: form.text(field) for field in ("principle", "verdict", "note", "by")}
        said["note"] = said["note"][:LONGEST_NOTE]
        form.session.kept["across"] = json.dumps(said)  # what was typed is not lost where it is refused
        try:
            if said["verdict"] not in list(Convergence):
                raise InputError("choose how far the sources agree")
            if said["by"] not in study.settings.coders:
                raise InputError("choose the coder who settles it")
            if not said["note"]:
                raise InputError("write why: the report prints it")
            if form.text("cleared") == "yes":
                clear(office, name, [said["note"]])
            office.tools.settle(office.study(name), said["principle"], said["verdict"], said["note"], said["by"])
            form.session.kept.pop("across")
            notice(form.session, "Settled. It is printed when you publish again.")
        except MayName:
            notice(form.session, f"Nothing was stored. {MAY_NAME}", "problem")
        except VoicesError as error:
            notice(form.session, sentence(error), "problem")
        return back


def _add_theories(router: APIRouter, office: Office) -> None:
    @router.get("/studies/{name}/theories")
    def theories(request: Request, name: str, _session: Annotated[Session, Depends(signed_in)]) -> HTMLResponse:
        study = office.study(name)
        found, why = {}, ""
        try:
            found = dict(office.tools.theories(study))
        except VoicesError as error:
            why = sentence(error)
        return page(request, "office/theories.html", name=name, study=study, found=found, why=why)

    @router.get("/studies/{name}/theories/download")
    def download(name: str, _session: Annotated[Session, Depends(signed_in)]) -> Response:
        study = office.study(name)
        text, number = office.tools.theories_file(study)
        if not number:
            raise HTTPException(404)
        office.tools.noted(study, "theories.toml")
        return _file(text, "theories.toml")


def _file(text: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text.encode(), media_type="application/octet-stream", headers=headers)
