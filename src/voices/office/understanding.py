"""How every file is understood, in plain words, and correcting it without study.toml."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from voices.errors import InputError, StudyError, VoicesError
from voices.model import Kind
from voices.office import editing, listing
from voices.office.clearing import may_name
from voices.office.correcting import Corrected, corrected
from voices.office.looking import USES, look
from voices.office.office import Office
from voices.office.wording import sentence
from voices.sources.proposal import propose
from voices.sources.proposal.patterns import patterns
from voices.sources.proposal.writing import written
from voices.sources.roles import WAYS_OF_WRITING
from voices.study import Study
from voices.web import Posted, Session, notice, page, posted, see_other, signed_in

LISTED = 60
"""Speaker labels listed for one source; a form of thousands of boxes helps nobody."""


def routes(office: Office) -> APIRouter:
    """Return the routes of how files are understood."""
    router = APIRouter()

    @router.get("/studies/{name}/sources")
    def sources(request: Request, name: str, _session: Annotated[Session, Depends(signed_in)]) -> HTMLResponse:
        study = office.study(name)
        checked = office.understood(name, anew=bool(study.sources))
        return page(request, "office/sources.html", name=name, study=study, checked=checked)

    @router.post("/studies/{name}/sources/look")
    def look_into(name: str, form: Annotated[Posted, Depends(posted)]) -> Response:
        study = office.study(name)
        try:
            added = _proposed(office, name, study)
            notice(form.session, f"{added} new sources. Look at each: what is a guess says so.")
        except VoicesError as error:
            notice(form.session, sentence(error), "problem")
        return see_other(f"/studies/{name}/sources")

    @router.get("/studies/{name}/sources/{number}")
    def one(request: Request, name: str, number: int, _session: Annotated[Session, Depends(signed_in)]) -> HTMLResponse:
        study = office.study(name)
        if not 0 <= number < len(study.sources):
            raise HTTPException(404)
        spec = study.sources[number]
        checked = office.understood(name, anew=True)
        own = next((c for c in checked.sources if c.spec.name == spec.name), None) if checked else None
        looked = look(study, spec)
        return page(
            request,
            "office/source.html",
            name=name,
            number=number,
            spec=spec,
            own=own,
            looked=replace(looked, voices=looked.voices[:LISTED]),
            more=max(0, len(looked.voices) - LISTED),
            kinds=list(Kind),
            roles=sorted(WAYS_OF_WRITING),
            uses=USES,
            guesses=editing.guesses(office.manifest(name).read_text("utf-8"), number),
            talk=spec.kind in (Kind.INTERVIEW, Kind.FOCUS_GROUP),
        )

    @router.post("/studies/{name}/sources/{number}")
    def correct(name: str, number: int, form: Annotated[Posted, Depends(posted)]) -> Response:
        study = office.study(name)
        if not 0 <= number < len(study.sources):
            raise HTTPException(404)
        back = f"/studies/{name}/sources/{number}"
        try:
            wanted = corrected(study, study.sources[number], form)
            if may_name(office, form, name, *wanted.typed):
                return see_other(back)
            _store(office, name, study, number, wanted)
        except VoicesError as error:
            notice(form.session, sentence(error), "problem")
            return see_other(back)
        notice(form.session, "Saved. This is how it is understood now.")
        return see_other(back)

    @router.post("/studies/{name}/sources/{number}/files")
    def part(name: str, number: int, form: Annotated[Posted, Depends(posted)]) -> Response:
        study = office.study(name)
        if not 0 <= number < len(study.sources):
            raise HTTPException(404)
        try:
            _take_out(office, name, study, number, form.texts("file"), form.text("act"))
            notice(form.session, "Done. The other files of this source stay as they were.")
        except VoicesError as error:
            notice(form.session, sentence(error), "problem")
        return see_other(f"/studies/{name}/sources")

    return router


def _proposed(office: Office, name: str, study: Study) -> int:
    """Propose sources for files that are in none, and write them into study.toml; return how many."""
    proposal = propose(study.originals)
    if not proposal.sources and not proposal.left_out:
        raise InputError("there are no files yet")
    text = office.manifest(name).read_text("utf-8")
    if not study.sources:
        people = office.tools.lay_people(study.originals, proposal)
        fresh = written(proposal, "@", people).replace("@ID@", study.id)
        proposed = editing.taken_over(text, fresh)
        office.change(name, proposed)
        return len(proposal.sources)
    used = {file for spec in study.sources for file in look(study, spec).files}
    added = []
    for one in proposal.sources:
        files = [file for file in one.files if file not in used]
        if files:
            taken = {spec.name for spec in study.sources}
            called = one.spec.name if one.spec.name not in taken else f"{one.spec.name}, further files"
            spec = replace(one.spec, name=called, files=patterns(files, study.originals))
            added.append(editing.entries_of(spec))
    if not added:
        raise InputError("every file that can be read is in a source already")
    office.change(name, editing.with_sources_added(text, added))
    return len(added)


def _store(office: Office, name: str, study: Study, number: int, wanted: Corrected) -> None:
    text = office.manifest(name).read_text("utf-8")
    entries = dict(wanted.entries)
    if wanted.named:
        listed = listing.set_roles(study, dict(wanted.named))
        if not study.participants:
            text = editing.changed(text, study={"participants": listed})
    office.change(name, editing.with_source(text, number, entries))


def _take_out(office: Office, name: str, study: Study, number: int, files: tuple[str, ...], act: str) -> None:
    spec = study.sources[number]
    here = look(study, spec).files
    out = [file for file in here if file in files]
    if not out:
        raise InputError("tick the files first")
    stay = [file for file in here if file not in files]
    text = office.manifest(name).read_text("utf-8")
    if stay:
        text = editing.with_source(text, number, {"files": list(patterns(stay, study.originals))})
    else:
        text = editing.without_source(text, number)
    hidden = list(patterns(out, study.originals))
    if act == "apart":
        apart = replace(spec, name=f"{spec.name}, apart", files=tuple(hidden))
        if not stay:
            raise StudyError("these are all files of the source: there is nothing to part")
        text = editing.with_sources_added(text, [editing.entries_of(apart)])
    else:
        text = editing.changed(text, study={"left_out": [*study.left_out, *hidden]})
    office.change(name, text)
