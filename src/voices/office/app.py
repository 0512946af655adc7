"""The study pages as one application."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI

from voices.office import (
    backups,
    books,
    doing,
    findings,
    making,
    matrix,
    originals,
    risk,
    twice,
    understanding,
    working,
)
from voices.office.office import Office
from voices.office.place import Place
from voices.office.tools import Tools
from voices.office.wording import plural, size
from voices.web import Site, make_site


def make_office(root: Path, tools: Tools, template: str, token: str = "") -> FastAPI:
    """Return the study pages over the folder in which studies lie; `template` is what a new study.toml says.

    The caller ends `app.state.office.children` when the pages end.
    """
    office = Office(Place(root.resolve()), tools, template)
    app = make_site(
        Site(
            name="studies",
            title="Studies",
            navigation=(("/", "All studies"), ("/computer", "This computer")),
            package="voices.office",
            style="office.css",
            footer="These pages show original files. They run on this computer only. Nothing is sent anywhere.",
        ),
        token,
    )
    app.state.office = office
    app.state.templates.filters |= {"plural": plural, "size": size}
    for part in (making, originals, understanding, doing, working, matrix, findings, twice, books, risk, backups):
        app.include_router(part.routes(office))
    return app
