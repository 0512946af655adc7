"""The coders' pages as one application."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from fastapi import APIRouter, Depends, FastAPI
from fastapi.responses import Response
from fastapi.routing import APIRoute

from voices.codebook import Codebook
from voices.model import QuoteBank
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
    exports,
    log,
    marking,
    notes,
    persons,
    quoting,
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
from voices.review.wording import as_of_words
from voices.store import LEASE_MINUTES, Store, backdating
from voices.web import Section, Site, make_site

SECTIONS = (
    Section("Code", (("/code", "Code"),)),
    Section("Read", (("/documents", "Documents"), ("/search", "Search"), ("/tables", "Tables"), ("/memos", "Memos"))),
    Section(
        "Findings",
        (("/themes", "Themes"), ("/quotes", "Quotes"), ("/theories", "Theories"), ("/examples", "Examples")),
    ),
    Section("Codebook", (("/codebook", "Codebook"),)),
    Section(
        "Study",
        (
            ("/decisions", "Decisions"),
            ("/exports", "Published and downloaded"),
            ("/differences", "Read differently"),
            ("/rules", "Rules"),
            ("/people", "People"),
        ),
    ),
)
NEEDS = {
    "/search": Act.OWN,
    "/keys": Act.OWN,
    "/held": Act.LEAD,
    "/held/end": Act.LEAD,
    "/people": Act.LEAD,
    "/documents/{document}": Act.LEAD,
    "/quotes/release": Act.LEAD,
    "/quotes/withhold": Act.LEAD,
    "/quotes/rule": Act.LEAD,
    "/rules": Act.LEAD,
    "/rules/back": Act.LEAD,
    "/codebook": Act.LEAD,
    "/codebook/{code:path}": Act.LEAD,
    "/themes/code": Act.LEAD,
}
"""The right a form's path needs where it is not the right to decide."""
OPENS = {
    "/code/hold": Act.DECIDE,
    "/codebook/edit": Act.LEAD,
    "/examples/{id}/words": Act.DECIDE,
    "/quotes/words": Act.DECIDE,
    "/theories/{id}/link": Act.DECIDE,
}
"""The right a page needs that holds nothing but a form; every other page can be read by everybody who is signed in."""


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
    drafting: Callable[[], QuoteBank] | None = None,
) -> FastAPI:
    """Return the coders' application on an open store.

    `scan` looks for people in memos and theme names. Passages of the blind share are shown without a suggestion and,
    where there are two coders, wait for a second reading.
    """
    learner = Learner(store, seed)
    seen = (store, codebooks, coders, scan, blind_share, lease_minutes, study, theories, learner, releasing, keep)
    desk = reviewing(*seen, drafting)
    store.add_second_readings(second_readings(store.passage_ids(), blind_share, len(coders)))
    app = make_site(
        Site(
            name="review",
            title=study or "Coding",
            people=tuple(coders),
            sections=SECTIONS,
            package="voices.review.pages",
            script="coding.js",
            style="coding.css",
            footer_part="review/footer.html",
            told=lambda session: {**desk.told(session), "as_of": as_of_words(backdating.as_of(store))},
            on_leaving=desk.leave,
            may_become=lambda who, other: desk.people().may_become(who, other),
        ),
        token,
    )
    app.state.templates.filters.update(filters())
    app.state.learner = learner
    parts = (
        start,
        coding,
        marking,
        asking,
        notes,
        documents,
        search,
        tables,
        themes,
        theory_pages,
        examples,
        quoting,
        reading,
    )
    for part in (*parts, log, exports, persons, rules, editing):
        app.include_router(guarded(part.routes(desk), desk))

    @app.get("/static/codes.css")
    def colours() -> Response:
        return Response(style_sheet(desk.codes.values()), media_type="text/css")

    return app


def guarded(router: APIRouter, desk: Reviewing) -> APIRouter:
    """Return a router that asks for the right a path needs: of forms that are not listed, `decide`."""
    for route in router.routes:
        if not isinstance(route, APIRoute):
            continue
        if "POST" in (route.methods or ()):
            route.dependencies.append(Depends(desk.must(NEEDS.get(route.path, Act.DECIDE))))
        elif route.path in OPENS:
            route.dependencies.append(Depends(desk.must(OPENS[route.path])))
    return router
