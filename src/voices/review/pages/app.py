"""The coders' pages as one application."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fastapi import FastAPI
from fastapi.responses import Response

from voices.codebook import Codebook
from voices.review.blind import second_readings
from voices.review.pages import asking, coding, documents, log, notes, reading, search, start, themes
from voices.review.pages.reviewing import Scan, filters, reviewing, style_sheet
from voices.store import LEASE_MINUTES, Store
from voices.web import Site, make_site

NAVIGATION = (
    ("/code", "Code"),
    ("/documents", "Documents"),
    ("/search", "Search"),
    ("/themes", "Themes"),
    ("/codebook", "Codebook"),
    ("/decisions", "Decisions"),
    ("/memos", "Memos"),
)


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
) -> FastAPI:
    """Return the coders' application on an open store.

    `scan` looks for people in memos and theme names. Passages of the blind share are shown without a suggestion and,
    where there are two coders, wait for a second reading.
    """
    desk = reviewing(store, codebooks, coders, scan, blind_share, lease_minutes, study)
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
        ),
        token,
    )
    app.state.templates.filters.update(filters())
    for part in (start, coding, asking, notes, documents, search, themes, reading, log):
        app.include_router(part.routes(desk))
    sheet = style_sheet(desk.codes.values())

    @app.get("/static/codes.css")
    def colours() -> Response:
        return Response(sheet, media_type="text/css")

    return app
