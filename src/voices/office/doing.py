"""Verbs that run in a process of their own: how far one is, what it said, and the file it is given."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response
from starlette.datastructures import UploadFile

from voices.errors import InputError
from voices.office.keeping import LARGEST_FILE, write_closed
from voices.office.office import Office
from voices.study import Study
from voices.web import Posted, Session, page, signed_in
from voices.web.children import Child

ACTS = ("run", "publish", "prove", "matrix", "across", "risk", "backups")
"""What can go on in a study, one of each at a time; each has a page of this name, but for two on “results”."""
PAGES = {"publish": "results", "prove": "results"}
OUTCOMES = {
    0: "Done.",
    1: "Done, with something left out: it is listed below.",
    2: "It could not be done: the last line says why.",
    3: "Something is missing on this computer: the last line says what.",
}
NOT_PROVEN = "It is not proven: the lines below say why."
BEGINNING = "Starting: this takes about half a minute the first time"
NO_KEY = "no key for the vault"
"""How the message begins that says this account cannot open the vault."""
COMING = ".brought-"
"""How the name of a folder begins that holds a file somebody sent."""
LEFT_SECONDS = 24 * 3600
"""After this long such a folder is of pages that were killed: no verb reads a file for a day."""
SHORTLY = 2.0
"""Seconds an answer waits for a verb: what is done by then needs no second look."""


def routes(office: Office) -> APIRouter:
    """Return the route that says how far a verb is."""
    router = APIRouter()

    @router.get("/studies/{name}/progress/{act}", response_model=None)
    def progress(request: Request, name: str, act: str, _session: Annotated[Session, Depends(signed_in)]) -> Response:
        if act not in ACTS:
            raise HTTPException(404)
        if name not in office.place.names():
            child = office.children.get(act, name)
            if child is None or not child.running:
                raise HTTPException(404)
            return Response(status_code=204)  # for the moment in which a backup takes the study's place
        told = shown(office, name, office.place.study(name), act)
        answer = page(request, "office/progress.html", **told)
        # Once it has ended the whole page is loaded again, with what can be done next.
        if told["child"] is None or not told["child"].running:
            answer.headers["HX-Refresh"] = "true"
        return answer

    return router


def shown(office: Office, name: str, study: Study, act: str) -> dict[str, Any]:
    """Return what a page tells of a verb: whether it runs, how far it is, what it said and how it ended."""
    child = office.children.get(act, name)
    lines = [one for one in child.lines if not one.startswith("Next: ")] if child is not None else []
    run = act in ("run", "publish")
    return {
        "name": name,
        "study": study,
        "child": child,
        "act": act,
        "back_to": f"/studies/{name}/{PAGES.get(act, act)}",
        "lines": [one.removeprefix("voices: ") for one in lines],
        "outcome": _outcome(act, child),
        "no_key": any(NO_KEY in line for line in lines),
        "beginning": BEGINNING if run else "At work",
        "progress": office.progress(study) if run and child is not None and child.running else {},
    }


def begin(office: Office, words: Sequence[str], act: str, name: str, brought: Path | None = None) -> Child:
    """Start a verb, wait a moment for it, and remove the file it was given once it has ended.

    Raises InputError where one of the same kind still runs.
    """
    running = office.children.get(act, name)
    if running is not None and running.running:
        forget(brought)
        raise InputError("something of this page is still going on: wait until it is done")
    child = office.children.begin(words, act, name, after=lambda: forget(brought))
    child.wait(SHORTLY)
    return child


def brought(form: Posted, folder: Path, stem: str, endings: Sequence[str], what: str = "file") -> Path:
    """Keep an uploaded file in a closed folder of its own for as long as a verb reads it.

    It gets a name of ours: that of the sender's file may be a person's, and messages name files.

    Raises InputError where none was sent, it is no such file, or it is too large.
    """
    sent = form.fields.get(what)
    if not isinstance(sent, UploadFile) or not sent.filename:
        raise InputError("choose the file first")
    ending = Path(sent.filename.replace("\\", "/")).suffix.casefold()
    if ending not in endings:
        raise InputError(f"this is not a file of the right kind: its name should end in {' or '.join(endings)}")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for left in folder.glob(f"{COMING}*"):  # by pages that were killed
        if time.time() - left.stat().st_mtime > LEFT_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
    path = Path(tempfile.mkdtemp(prefix=COMING, dir=folder)) / f"{stem}{ending}"
    try:
        write_closed(path, sent.file, LARGEST_FILE * 5)
    except BaseException:
        forget(path)
        raise
    return path


def forget(brought: Path | None) -> None:
    """Remove a file that somebody sent, with the folder made for it."""
    if brought is not None:
        shutil.rmtree(brought.parent, ignore_errors=True)


def _outcome(act: str, child: Child | None) -> str:
    if child is None or child.running:
        return ""
    if child.stopped:
        return "Stopped. What was finished is kept; run it again to go on."
    if act == "prove" and child.code == 2 and "--verify" in child.words:
        return NOT_PROVEN
    return OUTCOMES.get(child.code if child.code is not None else 2, "It ended by a fault of its own; try again.")
