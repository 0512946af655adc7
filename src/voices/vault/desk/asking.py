"""Pages for look-ups, which need a reason and leave a line in the log, and the page of the log itself."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse

from voices import typed
from voices.errors import VaultError, VoicesError
from voices.vault import Vault
from voices.web import Posted, page, posted, signed_in

LINES = 500
"""Newest lines of the log on its page; `voices vault log` prints all."""


def add_asking(app: FastAPI, vault: Vault) -> None:
    """Add the pages for look-ups and the log."""

    @app.get("/look-up", dependencies=[Depends(signed_in)])
    def form_page(request: Request) -> HTMLResponse:
        return page(request, "desk/lookup.html", asked={}, answer={}, problem="")

    # Answered in place, without a redirect: neither the question nor a name may come to stand in an address.
    @app.post("/look-up")
    def look_up(request: Request, form: Annotated[Posted, Depends(posted)]) -> HTMLResponse:
        asked = {name: form.text(name) for name in ("what", "value", "reason")}
        try:
            typed.reason(asked["reason"])
            answer = _answer(vault, asked, form.session.who)
        except VoicesError as error:
            return page(request, "desk/lookup.html", 422, asked=asked, answer={}, problem=str(error))
        return page(request, "desk/lookup.html", asked={}, answer=answer, problem="")

    @app.get("/log", dependencies=[Depends(signed_in)])
    def log(request: Request) -> HTMLResponse:
        entries = vault.log()
        return page(
            request, "desk/log.html", entries=entries[: -LINES - 1 : -1], total=len(entries), state=vault.verify()
        )


def _answer(vault: Vault, asked: dict[str, str], actor: str) -> dict[str, Any]:
    value, reason = asked["value"], asked["reason"]
    if not value:
        raise VaultError("say what to look up")
    match asked["what"]:
        case "pseudonym":
            return {"identity": vault.lookup(value, actor, reason)}
        case "name":
            from voices.vault.desk.queue import placeholder

            return {
                "people": tuple((placeholder(e), e.forms) for e in vault.find(value, actor, reason)),
                "searched": True,
            }
        case "document":
            return {"document": value, "text": vault.raw_text(value, actor, reason)}
    raise VaultError("choose whether it is a pseudonym, a name or a document")
