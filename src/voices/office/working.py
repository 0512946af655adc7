"""Running a study, opening its other pages, publishing and downloading; each in a process of its own."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import FileResponse, HTMLResponse, Response

from voices.office.office import Office
from voices.study import Study
from voices.web import Posted, Session, notice, page, posted, see_other, signed_in
from voices.web.children import Child

LISTEN_SECONDS = 60
"""How long other pages may take until they listen: models are loaded from a cold disk."""
OUTCOMES = {
    0: "Done.",
    1: "Done, with something left out: it is listed below.",
    2: "It could not be done: the last line says why.",
    3: "Something is missing on this computer: the last line says what.",
}
NO_KEY = "no key for the vault"
"""How the message begins that says this account cannot open the vault."""


def routes(office: Office) -> APIRouter:
    """Return the routes of running and publishing."""
    router = APIRouter()

    def shown(name: str, study: Study, act: str) -> dict[str, Any]:
        child = office.children.get(act, name)
        lines = [one for one in child.lines if not one.startswith("Next: ")] if child is not None else []
        return {
            "name": name,
            "study": study,
            "child": child,
            "act": act,
            "lines": lines,
            "outcome": _outcome(child),
            "no_key": any(NO_KEY in line for line in lines),
            "progress": office.progress(study) if child is not None and child.running else {},
        }

    @router.get("/studies/{name}/run")
    def run(request: Request, name: str, _session: Annotated[Session, Depends(signed_in)]) -> HTMLResponse:
        study = office.study(name)
        told = shown(name, study, "run")
        return page(request, "office/run.html", vault=office.has_vault(study), figures=office.figures(study), **told)

    @router.get("/studies/{name}/run/progress")
    def progress(request: Request, name: str, _session: Annotated[Session, Depends(signed_in)]) -> HTMLResponse:
        return _part(request, shown(name, office.study(name), "run"))

    @router.get("/studies/{name}/publish/progress")
    def publishing(request: Request, name: str, _session: Annotated[Session, Depends(signed_in)]) -> HTMLResponse:
        return _part(request, shown(name, office.study(name), "publish"))

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

    @router.get("/studies/{name}/results")
    def results(request: Request, name: str, _session: Annotated[Session, Depends(signed_in)]) -> HTMLResponse:
        study = office.study(name)
        return page(
            request,
            "office/results.html",
            files=_published(study),
            figures=office.figures(study),
            **shown(name, study, "publish"),
        )

    @router.post("/studies/{name}/results", dependencies=[Depends(posted)])
    def publish(name: str) -> Response:
        study = office.study(name)
        child = office.children.begin(["publish", str(study.folder)], "publish", name)
        child.wait(1.0)
        return see_other(f"/studies/{name}/results")

    @router.get("/studies/{name}/results/{file}")
    def download(name: str, file: str, _session: Annotated[Session, Depends(signed_in)]) -> Response:
        study = office.study(name)
        if file not in dict(_published(study)):
            raise HTTPException(404)
        office.tools.noted(study, file)
        # As a download, never shown in place: a published page has styles of its own.
        return FileResponse(study.out / file, filename=file, media_type="application/octet-stream")

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


def _part(request: Request, told: dict[str, Any]) -> HTMLResponse:
    """Return how far a verb is; once it has ended the whole page is loaded again, with what can be done next."""
    answer = page(request, "office/progress.html", **told)
    if told["child"] is None or not told["child"].running:
        answer.headers["HX-Refresh"] = "true"
    return answer


def _outcome(child: Child | None) -> str:
    if child is None or child.running:
        return ""
    if child.stopped:
        return "Stopped. What was finished is kept; run it again to go on."
    return OUTCOMES.get(child.code if child.code is not None else 2, "It ended by a fault of its own; try again.")


def _published(study: Study) -> list[tuple[str, int]]:
    if not study.out.is_dir():
        return []
    return [(path.name, path.stat().st_size) for path in sorted(study.out.iterdir()) if path.is_file()]
