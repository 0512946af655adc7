"""The coders' pages as one application."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from fastapi import APIRouter, Depends, FastAPI
from fastapi.responses import Response
from fastapi.routing import APIRoute

from voices.codebook import Codebook
from voices.model.realist import Theory
from voices.quotes import Desk
from voices.review.background import Learner
from voices.review.blind import second_readings
from voices.review.pages import (
    asking,
    coding,
    documents,
    editing,
    examples,
    log,
    marking,
    notes,
    persons,
    reading,
    rules,
    search,
    start,
    tables,
    themes,
)
from voices.review.pages import theories as theory_pages
from voices.review.pages.reviewing import Reviewing, Scan, filters, reviewing, style_sheet
from voices.review.people import Act
from voices.store import LEASE_MINUTES, Store
from voices.web import Site, make_site

NAVIGATION = (
    ("/code", "Code"),
    ("/documents", "Documents"),
    ("/search", "Search"),
    ("/tables", "Tables"),
    ("/themes", "Themes"),
    ("/theories", "Theories"),
    ("/examples", "Examples"),
    ("/codebook", "Codebook"),
    ("/decisions", "Decisions"),
    ("/memos", "Memos"),
)
NEEDS = {
    "/search": Act.OWN,
    "/keys": Act.OWN,
    "/held": Act.LEAD,
    "/held/end": Act.LEAD,
    "/people": Act.LEAD,
    "/documents/{document}": Act.LEAD,
    "/rules": Act.LEAD,
    "/rules/back": Act.LEAD,
    "/codebook": Act.LEAD,
    "/codebook/{code:path}": Act.LEAD,
}
"""The right a form's path needs where it is not the right to decide."""


def make_app(
    store: Store,
    codebooks: Iterable[Codebook],
    *,
    scan: Scan,
    coders: Sequence[str] = ("C1",),
    blind_share: float = 0.1,
    lease_minutes: int = LEASE_MINUTES,
    study: str = "",
    token: str = "",
    theories: Iterable[Theory] = (),
    seed: int = 0,
    releasing: Callable[[], Desk] | None = None,
    keep: Callable[[Codebook, Codebook], None] | None = None,
) -> FastAPI:
    """Return the coders' application on an open store.

    `scan` looks for people in memos and theme names. Passages of the blind share are shown without a suggestion and,
    where there are two coders, wait for a second reading.
    """
    learner = Learner(store, seed)
    seen = (store, codebooks, coders, scan, blind_share, lease_minutes, study, theories, learner, releasing, keep)
    desk = reviewing(*seen)
    store.add_second_readings(second_readings((p.id for p in store.passages()), blind_share, len(coders)))
    app = make_site(
        Site(
            name="review",
            title=study or "Coding",
            people=tuple(coders),
            navigation=NAVIGATION,
            package="voices.review.pages",
            script="coding.js",
            style="coding.css",
            footer_part="review/footer.html",
            told=desk.told,
            on_leaving=desk.leave,
            may_become=lambda who, other: desk.people().may_become(who, other),
        ),
        token,
    )
    app.state.templates.filters.update(filters())
    app.state.learner = learner
    parts = (start, coding, marking, asking, notes, documents, search, tables, themes, theory_pages, examples, reading)
    for part in (*parts, log, persons, rules, editing):
        app.include_router(guarded(part.routes(desk), desk))

    @app.get("/static/codes.css")
    def colours() -> Response:
        return Response(style_sheet(desk.codes.values()), media_type="text/css")

    return app


def guarded(router: APIRouter, desk: Reviewing) -> APIRouter:
    """Return a router whose forms ask for the right their path needs; one that is not listed needs `decide`."""
    for route in router.routes:
        if isinstance(route, APIRoute) and "POST" in (route.methods or ()):
            route.dependencies.append(Depends(desk.must(NEEDS.get(route.path, Act.DECIDE))))
    return router
