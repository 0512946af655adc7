"""Backups of a study: made, listed, carried away, brought here, put back, removed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from voices.errors import InputError, VoicesError
from voices.office import shelf
from voices.office.doing import begin, brought, forget, shown
from voices.office.office import Office
from voices.office.place import BACKUPS, BESIDE, folder_name
from voices.office.wording import sentence
from voices.study import Study
from voices.web import Posted, Session, notice, page, posted, see_other, signed_in
from voices.web.forms import uploaded

ENDING = ".zip"
BUSY = ("run", "publish", "prove", "matrix", "across", "risk")
"""What may not go on while a backup takes the study's place."""
PAGES = ("review", "desk")
"""Pages that have the study open, and are closed before."""
PUT_BACK_SECONDS = 120
"""How long an answer waits for a study that comes from elsewhere: it has no page of its own yet."""


def folder_of(study: Study) -> Path:
    """Return where these pages keep the backups of a study: beside it, so that nothing of it takes them along."""
    return study.folder.with_name(f"{study.folder.name}{BACKUPS}")


def routes(office: Office) -> APIRouter:
    """Return the routes of backups."""
    router = APIRouter()
    _add_shelf(router, office)
    _add_putting_back(router, office)
    _add_notice(router, office)
    _add_bringing(router, office)
    return router


def _add_shelf(router: APIRouter, office: Office) -> None:
    @router.get("/studies/{name}/backups")
    def backups(request: Request, name: str, _session: Annotated[Session, Depends(signed_in)]) -> HTMLResponse:
        study = office.study(name)
        return page(
            request,
            "office/backups.html",
            folder=folder_of(study),
            files=shelf.files_in(folder_of(study), ENDING),
            figures=office.figures(study),
            on_server=isinstance(study.database, str),
            **shown(office, name, study, "backups"),
        )

    @router.post("/studies/{name}/backups")
    def make(name: str, form: Annotated[Posted, Depends(posted)]) -> Response:
        study = office.study(name)
        try:
            file = shelf.fresh(folder_of(study), name, ENDING)
            begin(office, ["backup", str(study.folder), str(file)], "backups", name)
        except InputError as error:
            notice(form.session, sentence(error), "problem")
        return see_other(f"/studies/{name}/backups")

    shelf.add_routes(router, office, "backups", folder_of, "The backup is removed.", ENDING)


def _add_putting_back(router: APIRouter, office: Office) -> None:
    @router.get("/studies/{name}/backups/{file}/put-back", response_model=None)
    def confirm(request: Request, name: str, file: str, session: Annotated[Session, Depends(signed_in)]) -> Response:
        study = office.study(name)
        path = shelf.kept(folder_of(study), file, ENDING)
        try:
            backup = office.tools.look(path)
        except VoicesError as error:
            notice(session, sentence(error), "problem")
            return see_other(f"/studies/{name}/backups")
        one = next(kept for kept in shelf.files_in(folder_of(study), ENDING) if kept.name == file)
        return page(
            request,
            "office/put_back.html",
            name=name,
            study=study,
            file=one,
            backup=backup,
            another=backup.id != study.id,
            figures=office.figures(study),
            published=len(shelf.files_in(study.out)),
        )

    @router.post("/studies/{name}/backups/{file}/put-back")
    def put_back(name: str, file: str, form: Annotated[Posted, Depends(posted)]) -> Response:
        study, back = office.study(name), see_other(f"/studies/{name}/backups")
        path = shelf.kept(folder_of(study), file, ENDING)
        if form.text("sure") != "yes":
            notice(form.session, "Nothing was changed: tick that you want it first.", "problem")
            return see_other(f"/studies/{name}/backups/{quote(path.name)}/put-back")
        if any(child.running for act in BUSY if (child := office.children.get(act, name)) is not None):
            notice(form.session, "A run or something else is going on in this study: wait until it is done.", "problem")
            return back
        for act in PAGES:
            child = office.children.get(act, name)
            if child is not None and child.running:
                child.stop()
                child.wait(10)
        spare = shelf.fresh(folder_of(study), f"{name}-before-putting-back", ENDING)
        words = ["restore", str(path), str(study.folder), "--replace", str(spare)]
        try:
            begin(office, words, "backups", name)
        except InputError as error:
            notice(form.session, sentence(error), "problem")
        return back


def _add_notice(router: APIRouter, office: Office) -> None:
    @router.post("/studies/{name}/backups/close-notice")
    def close(name: str, form: Annotated[Posted, Depends(posted)]) -> Response:
        try:
            office.tools.close_notice(office.study(name))
        except VoicesError as error:
            notice(form.session, sentence(error), "problem")
        return see_other(f"/studies/{name}")


def _add_bringing(router: APIRouter, office: Office) -> None:
    @router.post("/studies/{name}/backups/bring")
    def bring(name: str, form: Annotated[Posted, Depends(uploaded)]) -> Response:
        study = office.study(name)
        try:
            sent = brought(form, study.folder, "the file you sent", (ENDING,))
            try:
                office.tools.look(sent)
                sent.replace(shelf.fresh(folder_of(study), f"{name}-brought", ENDING))
            finally:
                forget(sent)
            notice(form.session, "The backup is in the list now. Nothing of the study has changed.")
        except VoicesError as error:
            notice(form.session, sentence(error), "problem")
        return see_other(f"/studies/{name}/backups")

    @router.post("/restored")
    def anew(form: Annotated[Posted, Depends(uploaded)]) -> Response:
        root = office.place.root
        try:
            sent = brought(form, root, "the file you sent", (ENDING,))
            try:
                backup = office.tools.look(sent)
                name = _name_for(office, backup.originals, backup.title)
            except BaseException:
                forget(sent)
                raise
            child = begin(office, ["restore", str(sent), str(root / name)], "backups", name, sent)
        except VoicesError as error:
            notice(form.session, sentence(error), "problem")
            return see_other("/")
        child.wait(PUT_BACK_SECONDS)
        if child.running:
            notice(form.session, "It is still being put back: look again in a minute.")
            return see_other("/")
        if child.code != 0:
            why = (list(child.lines) or ["it could not be put back"])[-1].removeprefix("voices: ")
            notice(form.session, sentence(InputError(why)), "problem")
            return see_other("/")
        notice(
            form.session,
            f"The study is back, in the folder {name}. Put its files in {name}{BESIDE} and its vault in {name}-vault "
            "beside it, then run it before anything else: whoever left after this backup leaves again.",
        )
        return see_other(f"/studies/{name}")


def _name_for(office: Office, originals: str, title: str) -> str:
    """Return the folder for a study that comes back: the one it lay in, where that is not taken.

    Its originals, beside it as these pages make them, tell which that was, and are found again there.
    """
    found = re.fullmatch(rf"\.\./([a-z0-9-]+){BESIDE}", originals)
    if found and not (office.place.root / found[1]).exists():
        return found[1]
    return office.place.free(found[1] if found else folder_name(title))
