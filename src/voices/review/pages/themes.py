"""Candidate themes: read what is in them, then confirm, rename, merge, split, move or drop."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from voices.errors import CodebookError
from voices.model import Theme, Themes, Trend
from voices.reporting.as_html import render
from voices.reporting.blocks import Block, Figure, Pages, Table, Text
from voices.reporting.theme_counts import COMPLAINTS, theme_counts
from voices.reporting.theme_pages import PUBLISHED
from voices.review import theming
from voices.review.drafting import Drafts
from voices.review.pages.editing import LONGEST, keep_edited
from voices.review.pages.reviewing import Reviewing, back_to
from voices.review.theming import LONGEST_NAME, Lack, Wish
from voices.themes import counts_of, trends_of
from voices.web import Posted, Session, notice, page, posted, see_other, signed_in

PAGE = 25
"""Themes on one page."""
SHOWN = 5
"""Representative passages shown with a theme."""
LISTED = 100
"""Passages on one sheet of a theme's own page, the most typical first."""
DONE = {
    "confirm": "The theme is confirmed.",
    "rename": "The theme is renamed.",
    "drop": "The theme is dropped.",
    "reopen": "The theme is a candidate again.",
    "merge": "The theme is merged.",
    "split": "The passages are a theme of their own.",
    "move": "The passages are moved.",
}

_LACKS = {
    Lack.NAME: "A theme needs a name.",
    Lack.PASSAGES: "Tick the passages first.",
    Lack.CLEARANCE: "Nothing was stored: the name may name somebody. Change it, or tick “This names nobody” and store "
    "it again.",
}


def routes(desk: Reviewing) -> APIRouter:
    """Return the routes of themes."""
    router, counting = APIRouter(), Counting(desk)

    @router.get("/themes")
    def themes(request: Request, session: Annotated[Session, Depends(signed_in)], sheet: int = 1) -> HTMLResponse:
        count, found = desk.store.theme_page(PAGE, PAGE * (max(1, sheet) - 1))
        out = _out(desk, session.who)
        wanted = {id for scope in found for theme in scope.themes for id in theme.representative[:SHOWN]}
        return page(
            request,
            "review/themes.html",
            scopes=found,
            dropped=desk.store.dropped_themes(),
            passages={p.id: p for p in desk.store.passages(wanted) if p.id not in out},
            shown=SHOWN,
            floor=PUBLISHED,
            version=desk.store.confirmed_version(),
            count=count,
            sheet=max(1, sheet),
            sheets_count=-(-count // PAGE),
        )

    @router.get("/themes/{scope}/{theme}")
    def one(
        request: Request, scope: str, theme: str, session: Annotated[Session, Depends(signed_in)], sheet: int = 1
    ) -> HTMLResponse:
        own, others = _find(desk, scope, theme)
        at = LISTED * (max(1, sheet) - 1)
        count, shown = desk.store.theme_members(scope, theme, desk.sight(session.who).barred, LISTED, at)
        blocks = counting.blocks(session.who, own)
        names = {other.id: other.name for other in (own, *others)}
        acts = [act for act in desk.store.theme_acts(scope) if theme in (act.theme, act.target)]
        return page(
            request,
            "review/theme.html",
            scope=scope,
            theme=own,
            others=others,
            books=desk.codebooks if own.confirmed and desk.keep is not None else (),
            passages=shown,
            first=at,
            sheet=max(1, sheet),
            sheets_count=-(-count // LISTED),
            said=[block.text for block in blocks if isinstance(block, Text)],
            pictures=[block for block in blocks if isinstance(block, Figure)],
            tables=[block for block in blocks if isinstance(block, Table)],
            history=[(act, theming.told(act, names)) for act in acts],
        )

    @router.get("/themes/{scope}/{theme}/{name}.{kind}")
    def picture(
        scope: str, theme: str, name: str, kind: str, session: Annotated[Session, Depends(signed_in)]
    ) -> Response:
        own, _ = _find(desk, scope, theme)
        last = max((act.made_at for act in desk.store.theme_acts(scope)), default="")
        return _saved(Pages(own.name, "", tuple(counting.blocks(session.who, own)), last), name, kind)

    @router.post("/themes/code")
    def into_code(form: Annotated[Posted, Depends(posted)]) -> Response:
        """Make a confirmed theme a code; its passages are suggestions for that code no more than any other."""
        scope, theme = form.text("scope"), form.text("theme")
        own, _ = _find(desk, scope, theme)
        try:
            name, definition = form.text("name")[:LONGEST_NAME], form.text("definition")[:LONGEST]
            keep_edited(desk, form, *theming.as_code(desk.codebooks, own, form.text("book"), name, definition))
        except CodebookError as error:
            notice(form.session, f"{str(error)[:1].upper()}{str(error)[1:]}.", "problem")
            return see_other(f"/themes/{scope}/{theme}")
        return see_other("/codebook")

    @router.post("/themes")
    def rule(form: Annotated[Posted, Depends(posted)]) -> Response:
        wish = Wish(
            form.text("scope"),
            form.text("theme"),
            form.text("act"),
            name=form.text("name"),
            target=form.text("target"),
            passages=tuple(form.texts("passage")),
            cleared=form.text("cleared") == "yes",
        )
        lack = theming.rule(desk.store, desk.scan, wish, form.session.who)
        if lack is None:
            notice(form.session, DONE[wish.act])
        else:
            notice(form.session, _LACKS[lack], "problem")
        listed = back_to("/themes", form)
        return see_other(f"/themes/{wish.scope}/{wish.theme}" if wish.act in theming.CHOSEN else listed)

    return router


def _saved(pages: Pages, name: str, kind: str) -> Response:
    """Return one picture as PNG or SVG, or all with their tables as one web page that needs no other file."""
    pictures = {block.name: block for block in pages.blocks if isinstance(block, Figure)}
    if (name, kind) != ("counts", "html") and (name not in pictures or kind not in ("png", "svg")):
        raise HTTPException(404)
    if kind == "png":
        return Response(pictures[name].png, media_type="image/png")
    held, media = (render(pages), "text/html") if kind == "html" else (pictures[name].svg, "image/svg+xml")
    return Response(held, media_type=media, headers={"Content-Disposition": f'attachment; filename="{name}.{kind}"'})


def _out(desk: Reviewing, who: str) -> set[str]:
    """Return the passages that are not shown: those held, and those of documents kept from this person."""
    return {item.passage for item in desk.store.queue("held")} | desk.sight(who).hidden


def _find(desk: Reviewing, scope: str, theme: str) -> tuple[Theme, tuple[Theme, ...]]:
    found = desk.store.theme_by_id(scope, theme)
    if found is None:
        raise HTTPException(404, "This theme is not in the study (any more).")
    return found


@dataclass(frozen=True)
class Counting:
    """The counts of themes as the report would show them, by somebody's sight."""

    desk: Reviewing
    moved: dict[tuple[str, ...], Drafts[dict[str, Trend | None]]] = field(default_factory=dict, repr=False)
    """Trends by scope and the documents left out: each rests on all of the scope."""

    def blocks(self, who: str, theme: Theme) -> list[Block]:
        """Return the counts of one theme, with the trend of what is in it now."""
        barred = tuple(sorted(self.desk.sight(who).barred))
        said = self.desk.store.theme_circumstances(theme.scope, theme.id, barred)
        if theme.scope == COMPLAINTS:  # nowhere else a change is told
            theme = replace(theme, trend=self._trend(theme, barred))
        own = Themes(theme.scope, (theme,), ())
        return list(theme_counts(own, counts_of(theme, said), name=f"theme-{theme.id}"))

    def _trend(self, theme: Theme, barred: tuple[str, ...]) -> Trend | None:
        store, scope = self.desk.store, theme.scope
        trends = Drafts(
            lambda: trends_of(store.theme_cases(scope, barred)),
            lambda: f"{store.material_state()}/{len(store.theme_acts(scope))}",
        )
        return self.moved.setdefault((scope, *barred), trends).now().get(theme.id, theme.trend)
