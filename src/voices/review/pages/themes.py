"""Candidate themes: read what is in them, then confirm, rename or drop."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from voices.errors import InputError
from voices.review.pages.reviewing import Reviewing
from voices.web import Posted, Session, notice, page, posted, see_other, signed_in

LONGEST_NAME = 120
"""Characters of a theme's name: it is a heading in the report."""

SHOWN = 5
"""Representative passages shown with a theme."""


def routes(desk: Reviewing) -> APIRouter:
    """Return the routes of themes."""
    router = APIRouter()

    @router.get("/themes")
    def themes(request: Request, _session: Annotated[Session, Depends(signed_in)]) -> HTMLResponse:
        found = desk.store.themes(dropped=True)
        wanted = {id for scope in found for theme in scope.themes for id in theme.representative[:SHOWN]}
        held = {item.passage for item in desk.store.queue("held")}
        return page(
            request,
            "review/themes.html",
            scopes=found,
            dropped=desk.store.dropped_themes(),
            passages={p.id: p for p in desk.store.passages(wanted) if p.id not in held},
            shown=SHOWN,
        )

    @router.post("/themes")
    def rule(form: Annotated[Posted, Depends(posted)]) -> Response:
        act, name = form.text("act"), form.text("name")
        if len(name) > LONGEST_NAME:
            raise InputError(f"a theme's name has at most {LONGEST_NAME} characters")
        if act in ("drop", "reopen"):
            name = ""
        elif not name:
            notice(form.session, "A theme needs a name.", "problem")
            return see_other("/themes")
        hits = bool(name) and bool(desk.scan(name))
        cleared = not hits or form.text("cleared") == "yes"
        desk.store.rule_theme(form.text("scope"), form.text("theme"), act, form.session.who, name, cleared=cleared)
        if cleared:
            done = {"confirm": "confirmed", "rename": "renamed", "drop": "dropped", "reopen": "a candidate again"}
            notice(form.session, f"The theme is {done[act]}.")
        else:
            notice(
                form.session,
                "The name you gave may name somebody. It holds up the export until you change it, "
                "or tick “This names nobody” and confirm again.",
                "problem",
            )
        return see_other("/themes")

    return router
