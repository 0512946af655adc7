"""Running a study, opening its other pages, publishing, proving and downloading; each in a process of its own."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from voices.errors import InputError
from voices.office import shelf
from voices.office.doing import begin, brought, shown
from voices.office.office import Office
from voices.office.wording import sentence
from voices.web import Posted, Session, notice, page, posted, see_other, signed_in
from voices.web.forms import uploaded

LISTEN_SECONDS = 60
"""How long other pages may take until they listen: models are loaded from a cold disk."""
PROVABLE = (".docx", ".html", ".xlsx", ".csv", ".json")
"""Forms in which a publication can be proven."""
SIGN = re.compile(r"q[0-9a-f]{8}")
"""The id of a quote in print."""


def routes(office: Office) -> APIRouter:
    """Return the routes of running and publishing."""
    router = APIRouter()
    _add_run(router, office)
    _add_results(router, office)
    _add_proof(router, office)

    @router.post("/studies/{name}/open")
    def open_pages(request: Request, name: str, form: Annotated[Posted, Depends(posted)]) -> Response:
        study, which = office.study(name), form.text("which")
        words = {"review": ["review"], "desk": ["vault", "desk"]}.get(which)
        if words is None:
            raise HTTPException(404)
        running = office.children.get(which, name)
        if running is not None and running.running and form.text("anew") == "yes":
            running.stop()
            running.wait(5)
        child = office.children.begin([*words, str(study.folder), "--no-browser"], which, name)
        address = child.first_line("http://127.0.0.1:", LISTEN_SECONDS)
        if not address:
            notice(form.session, " ".join(list(child.lines)[-2:]) or "These pages did not start.", "problem")
            return see_other(f"/studies/{name}")
        return page(request, "office/opened.html", name=name, study=study, which=which, address=address)

    return router


def _add_run(router: APIRouter, office: Office) -> None:
    @router.get("/studies/{name}/run")
    def run(request: Request, name: str, _session: Annotated[Session, Depends(signed_in)]) -> HTMLResponse:
        study = office.study(name)
        told = shown(office, name, study, "run")
        return page(request, "office/run.html", vault=office.has_vault(study), figures=office.figures(study), **told)

    @router.post("/studies/{name}/vault")
    def make_vault(name: str, form: Annotated[Posted, Depends(posted)]) -> Response:
        study = office.study(name)
        child = office.children.begin(["vault", "init", str(study.folder)], "vault", name)
        child.wait(LISTEN_SECONDS)
        done = child.code == 0
        notice(form.session, " ".join(child.lines) or "It took too long.", "done" if done else "problem")
        return see_other(f"/studies/{name}/run")

    @router.post("/studies/{name}/run")
    def start(name: str, form: Annotated[Posted, Depends(posted)]) -> Response:
        study = office.study(name)
        if form.text("act") == "stop":
            child = office.children.get("run", name)
            if child is not None:
                child.stop()
            notice(form.session, "It stops after the batch in hand. What is done is kept; run it again to go on.")
        else:
            office.children.begin(["run", str(study.folder)], "run", name)
        return see_other(f"/studies/{name}/run")


def _add_results(router: APIRouter, office: Office) -> None:
    @router.get("/studies/{name}/results")
    def results(request: Request, name: str, _session: Annotated[Session, Depends(signed_in)]) -> HTMLResponse:
        study = office.study(name)
        return page(
            request,
            "office/results.html",
            files=sorted(shelf.files_in(study.out), key=lambda one: one.name),
            figures=office.figures(study),
            proving=shown(office, name, study, "prove"),
            provable=PROVABLE,
            **shown(office, name, study, "publish"),
        )

    @router.post("/studies/{name}/results")
    def publish(name: str, form: Annotated[Posted, Depends(posted)]) -> Response:
        study = office.study(name)
        words = ["publish", str(study.folder), *(["--unseen"] if form.text("unseen") == "yes" else [])]
        office.children.begin(words, "publish", name).wait(1.0)
        return see_other(f"/studies/{name}/results")

    @router.get("/studies/{name}/results/{file}")
    def download(name: str, file: str, _session: Annotated[Session, Depends(signed_in)]) -> Response:
        study = office.study(name)
        return shelf.download(office, study, shelf.kept(study.out, file))


def _add_proof(router: APIRouter, office: Office) -> None:
    @router.post("/studies/{name}/results/prove")
    def prove(name: str, form: Annotated[Posted, Depends(uploaded)]) -> Response:
        study, back = office.study(name), see_other(f"/studies/{name}/results#prove")
        try:
            own = form.text("published")
            sent = None if own else brought(form, study.folder, "the file you sent", PROVABLE)
            file = sent or shelf.kept(study.out, own, *PROVABLE)
            begin(office, ["publish", "--verify", str(file), "--study", str(study.folder)], "prove", name, sent)
        except InputError as error:
            notice(form.session, sentence(error), "problem")
        return back

    @router.post("/studies/{name}/results/trace")
    def trace(name: str, form: Annotated[Posted, Depends(posted)]) -> Response:
        study, sign = office.study(name), form.text("quote").casefold()
        try:
            if not SIGN.fullmatch(sign):
                raise InputError("the id of a quote looks like q3f9c21aa: q and eight signs")
            begin(office, ["publish", str(study.folder), "--quote", sign], "prove", name)
        except InputError as error:
            notice(form.session, sentence(error), "problem")
        return see_other(f"/studies/{name}/results#prove")
