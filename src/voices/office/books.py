"""The codebooks of a study: checked, compared, exchanged with other tools as REFI-QDA, chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from voices import codebook, resources
from voices.codebook import Codebook
from voices.errors import InputError, VoicesError
from voices.model import Kind
from voices.office.doing import brought, forget
from voices.office.editing import changed
from voices.office.office import Office
from voices.office.place import folder_name
from voices.office.wording import sentence
from voices.study import Study
from voices.web import Posted, Session, notice, page, posted, see_other, signed_in
from voices.web.forms import uploaded

FOLDER = "codebooks"
"""Below the study folder: its own codebooks and the versions that people made on the coders' pages."""
ENDING = ".qdc"
FOR = (("", "Everything"), (Kind.COMPLAINT.value, "Complaints and compliments only"))


@dataclass(frozen=True)
class Known:
    """One codebook a study uses or could use."""

    name: str
    """As study.toml names it."""
    used: bool
    kinds: tuple[str, ...]
    """Kinds of material it is for; empty for all."""
    book: Codebook | None = field(repr=False)
    wrong: str = ""
    """Why it cannot be read."""
    looks: tuple[str, ...] = ()
    """What could be better in it."""

    @property
    def title(self) -> str:
        """Its title with its version."""
        return f"{self.book.title}, version {self.book.version}" if self.book else self.name


def known(study: Study) -> tuple[Known, ...]:
    """Return the codebooks a study uses, then its own and the shipped ones that it could use."""
    used = {use.name: tuple(kind.value for kind in use.kinds) for use in study.codebooks}
    own = study.folder / FOLDER
    names = [f"{FOLDER}/{path.name}" for path in sorted(own.iterdir()) if path.is_dir()] if own.is_dir() else []
    shipped = [path.name for path in sorted(resources.folder("codebooks").iterdir()) if codebook.is_shipped(path.name)]
    return tuple(_known(study, name, used) for name in dict.fromkeys([*used, *names, *shipped]))


def routes(office: Office) -> APIRouter:
    """Return the routes of codebooks."""
    router = APIRouter()

    def shown(request: Request, name: str, study: Study, **told: Any) -> HTMLResponse:
        books = known(study)
        left_out = [codebook.left_out_of_qdc(one.book) if one.book else () for one in books]
        about = {"name": name, "study": study, "books": books, "left_out": left_out, "kinds": FOR}
        return page(request, "office/codebooks.html", 200, **about, **told)

    @router.get("/studies/{name}/codebooks")
    def codebooks(request: Request, name: str, _session: Annotated[Session, Depends(signed_in)]) -> HTMLResponse:
        return shown(request, name, office.study(name), changes=None, compared=(), chosen={"old": 0, "new": 1})

    @router.post("/studies/{name}/codebooks/compare", response_model=None)
    def compare(request: Request, name: str, form: Annotated[Posted, Depends(posted)]) -> Response:
        study = office.study(name)
        try:
            chosen = {field: form.number(field) for field in ("old", "new")}
            old, new = (_chosen(known(study), number) for number in chosen.values())
        except InputError as error:
            notice(form.session, sentence(error), "problem")
            return see_other(f"/studies/{name}/codebooks")
        changes = codebook.diff(old.book, new.book) if old.book and new.book else ()
        return shown(request, name, study, changes=changes, compared=(old.title, new.title), chosen=chosen)

    @router.post("/studies/{name}/codebooks/use")
    def use(name: str, form: Annotated[Posted, Depends(posted)]) -> Response:
        study = office.study(name)
        try:
            chosen = _chosen(known(study), form.number("number"))
            _use(office, name, study, chosen, form.text("act"), form.text("kinds"))
            notice(form.session, "Saved. Suggestions follow with the next run; no decision is touched.")
        except VoicesError as error:
            notice(form.session, sentence(error), "problem")
        return see_other(f"/studies/{name}/codebooks")

    @router.post("/studies/{name}/codebooks/bring")
    def bring(name: str, form: Annotated[Posted, Depends(uploaded)]) -> Response:
        study, file = office.study(name), None
        try:
            folder = study.folder / FOLDER / folder_name(form.text("called"))
            file = brought(form, study.folder, "the file you sent", (ENDING,))
            _, left_out, named = office.tools.bring_codebook(file, folder)
            notice(form.session, "The codebook is read. Look at it, then choose “Use it”.")
            for line in left_out:
                notice(form.session, f"Left out: {line}")
            if named:
                why = sentence(InputError(named))
                notice(form.session, f"{why} Until then it is neither run nor published.", "problem")
        except VoicesError as error:
            notice(form.session, sentence(error), "problem")
        finally:
            forget(file)
        return see_other(f"/studies/{name}/codebooks")

    @router.get("/studies/{name}/codebooks/{number}/download")
    def download(name: str, number: int, _session: Annotated[Session, Depends(signed_in)]) -> Response:
        books = known(office.study(name))
        if not 0 <= number < len(books) or (book := books[number].book) is None:
            raise HTTPException(404)
        headers = {"Content-Disposition": f'attachment; filename="{folder_name(book.name)}{ENDING}"'}
        return Response(codebook.to_qdc(book).encode(), media_type="application/octet-stream", headers=headers)

    return router


def _known(study: Study, name: str, used: dict[str, tuple[str, ...]]) -> Known:
    try:
        book = codebook.find(name, study.folder)
    except VoicesError as error:
        return Known(name, name in used, used.get(name, ()), None, sentence(error))
    return Known(name, name in used, used.get(name, ()), book, "", tuple(codebook.check(book)))


def _chosen(books: Sequence[Known], number: int | None) -> Known:
    if number is None or number >= len(books) or books[number].book is None:
        raise InputError("choose one of the codebooks listed")
    return books[number]


def _use(office: Office, name: str, study: Study, chosen: Known, act: str, kinds: str) -> None:
    """Add a codebook to those of the study, or take it off."""
    entries = [
        {"name": use.name, **({"kinds": [kind.value for kind in use.kinds]} if use.kinds else {})}
        for use in study.codebooks
        if use.name != chosen.name
    ]
    if act == "use":
        if kinds not in dict(FOR):
            raise InputError("choose what the codebook is for")
        entries.append({"name": chosen.name, **({"kinds": [kinds]} if kinds else {})})
    if not entries:
        raise InputError("a study needs a codebook: choose another one first")
    office.change(name, changed(office.manifest(name).read_text("utf-8"), codebooks=entries))
