"""All studies, a new one, and what a study is called and who works on it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from voices.errors import InputError, StudyError
from voices.model import Kind
from voices.office.clearing import LONGEST, clear_all, may_name
from voices.office.editing import changed
from voices.office.keeping import files_of
from voices.office.office import Office
from voices.office.wording import sentence
from voices.web import Posted, Session, notice, page, posted, see_other, signed_in

LONGEST_TITLE = 200
MOST_CODERS = 20


def routes(office: Office) -> APIRouter:
    """Return the routes of making and naming a study."""
    router = APIRouter()

    @router.get("/", response_model=None)
    def start(request: Request, _session: Annotated[Session, Depends(signed_in)]) -> Response:
        if request.query_params.get("token"):
            return see_other("/")
        found = []
        for name in office.place.names():
            try:
                found.append((name, office.place.study(name).title, ""))
            except StudyError as error:
                found.append((name, name, str(error)))
        return page(request, "office/start.html", studies=found, root=office.place.root)

    @router.get("/computer")
    def computer(request: Request, _session: Annotated[Session, Depends(signed_in)]) -> HTMLResponse:
        return page(request, "office/computer.html", found=office.tools.computer())

    @router.post("/studies")
    def make(form: Annotated[Posted, Depends(posted)]) -> Response:
        title, council = form.text("title")[:LONGEST_TITLE], form.text("council")[:LONGEST_TITLE]
        if may_name(office, form, "", title, council):
            return see_other("/")
        try:
            name, warnings = office.place.make(title, council, office.template)
        except (InputError, StudyError) as error:
            notice(form.session, sentence(error), "problem")
            return see_other("/")
        may_name(office, form, name, title, council)  # what was cleared is noted in the study that is there now
        for warning in warnings:
            notice(form.session, warning, "problem")
        notice(form.session, "The study is made. Now give it files.")
        return see_other(f"/studies/{name}")

    @router.get("/studies/{name}", response_model=None)
    def one(request: Request, name: str, _session: Annotated[Session, Depends(signed_in)]) -> HTMLResponse:
        study = office.study(name)
        return page(
            request,
            "office/study.html",
            name=name,
            study=study,
            files=len(files_of(study)),
            checked=office.understood(name),
            figures=office.figures(study),
            running=(run := office.children.get("run", name)) is not None and run.running,
            published=sorted(path.name for path in study.out.glob("*")) if study.out.is_dir() else [],
        )

    @router.get("/studies/{name}/about")
    def about(request: Request, name: str, _session: Annotated[Session, Depends(signed_in)]) -> HTMLResponse:
        study = office.study(name)
        checked = office.understood(name)
        roles = dict(study.population)
        for source in checked.sources if checked else ():
            if source.spec.kind is not Kind.EVIDENCE:
                roles |= {role: roles.get(role, 0) for role, _ in source.people if role}
        return page(request, "office/about.html", name=name, study=study, roles=sorted(roles.items()))

    @router.post("/studies/{name}/about")
    def name_it(name: str, form: Annotated[Posted, Depends(posted)]) -> Response:
        back = f"/studies/{name}/about"
        title, council = form.text("title")[:LONGEST_TITLE], form.text("council")[:LONGEST_TITLE]
        coders = tuple(dict.fromkeys(part.strip() for part in form.text("coders").split(",") if part.strip()))
        counts = dict(zip(form.texts("role"), form.texts("people"), strict=False))
        wrong = _wrong(title, coders, counts)
        if wrong:
            notice(form.session, wrong, "problem")
            return see_other(back)
        if "names nobody" in form.fields:
            clear_all(office, name, form.text("names nobody")[:LONGEST].splitlines())
        if may_name(office, form, name, title, council, *coders):
            return see_other(back)
        text = office.manifest(name).read_text("utf-8")
        population = {role: int(number) for role, number in counts.items() if number.strip() not in ("", "0")}
        keep = form.text("keep_until")
        try:
            office.change(
                name,
                changed(
                    text,
                    study={"title": title, "council": council, "keep_until": keep},
                    settings={"coders": list(coders)},
                    population=population,
                ),
            )
            notice(form.session, "Saved.")
        except StudyError as error:
            notice(form.session, sentence(error), "problem")
        return see_other(f"/studies/{name}")

    return router


def _wrong(title: str, coders: tuple[str, ...], counts: dict[str, str]) -> str:
    if not title:
        return "A study needs a title."
    if not 0 < len(coders) <= MOST_CODERS or any(len(one) > 12 for one in coders):
        return f"Give one to {MOST_CODERS} coders a short code each, such as C1, C2."
    if any(
        number.strip() and not (number.strip().isascii() and number.strip().isdecimal()) for number in counts.values()
    ):
        return "How many people there are of a role is a whole number."
    return ""
