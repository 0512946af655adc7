"""Files that were made for somebody to carry away: listed, downloaded with a line in the study's log, removed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from fastapi.responses import FileResponse, Response

from voices.office.office import Office
from voices.study import Study
from voices.web import Posted, Session, notice, posted, see_other, signed_in

DOWNLOAD = "application/octet-stream"


@dataclass(frozen=True)
class Kept:
    """One file."""

    name: str
    size: int
    """Bytes."""
    made: str
    """Day and time of this computer's clock."""


def files_in(folder: Path, *endings: str) -> tuple[Kept, ...]:
    """Return the files of a folder, newest first; with `endings` only those of these kinds."""
    if not folder.is_dir():
        return ()
    found = [
        (path, path.stat())
        for path in folder.iterdir()
        if path.is_file() and not path.is_symlink() and not path.name.startswith((".", "~$"))
    ]
    listed = [one for one in found if not endings or (one[0].suffix.casefold() in endings)]
    listed.sort(key=lambda one: (-one[1].st_mtime_ns, one[0].name))
    return tuple(
        Kept(path.name, stat.st_size, datetime.fromtimestamp(stat.st_mtime).strftime("%Y-%m-%d %H:%M"))
        for path, stat in listed
    )


def kept(folder: Path, name: str, *endings: str) -> Path:
    """Return one of these files; the answer is "not found" for any other name."""
    if name not in {one.name for one in files_in(folder, *endings)}:
        raise HTTPException(404)
    return folder / name


def fresh(folder: Path, stem: str, ending: str) -> Path:
    """Return a path in a folder, made where needed and closed to other accounts, that no file has yet."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    now = datetime.now().strftime("%Y-%m-%d-%H%M")
    path, number = folder / f"{stem}-{now}{ending}", 2
    while path.exists():
        path, number = folder / f"{stem}-{now}-{number}{ending}", number + 1
    return path


def download(office: Office, study: Study, path: Path) -> FileResponse:
    """Return a file as a download, never shown in place, and log that words left the study."""
    office.tools.noted(study, path.name)
    return FileResponse(path, filename=path.name, media_type=DOWNLOAD)


def add_routes(
    router: APIRouter, office: Office, at: str, folder_of: Callable[[Study], Path], removed: str, *endings: str
) -> None:
    """Let the page of this name hand out the files of a folder and remove them; `removed` is what it says then."""

    @router.get(f"/studies/{{name}}/{at}/{{file}}")
    def hand_out(name: str, file: str, _session: Annotated[Session, Depends(signed_in)]) -> FileResponse:
        study = office.study(name)
        return download(office, study, kept(folder_of(study), file, *endings))

    @router.post(f"/studies/{{name}}/{at}/remove")
    def remove(name: str, form: Annotated[Posted, Depends(posted)]) -> Response:
        kept(folder_of(office.study(name)), form.text("file"), *endings).unlink()
        notice(form.session, removed)
        return see_other(f"/studies/{name}/{at}")
