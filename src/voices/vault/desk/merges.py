"""The page of possible merges: two pseudonyms that may be one person, decided once for the study."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from voices.errors import InputError, VaultError
from voices.vault import Vault
from voices.vault.desk.queue import Waiting, pairs
from voices.web import Posted, Session, notice, page, posted, see_other, signed_in


def add_merges(app: FastAPI, vault: Vault, waiting: Waiting) -> None:
    """Add the page of possible merges."""

    @app.get("/merges")
    def merges(request: Request, session: Annotated[Session, Depends(signed_in)]) -> HTMLResponse:
        found = pairs(vault.entities(), vault.settled_pairs())
        keys = session.kept.get("keys", "on") == "on"
        return page(request, "desk/merges.html", pair=found[0] if found else None, waiting=len(found), keys=keys)

    @app.post("/merges")
    def decide(form: Annotated[Posted, Depends(posted)]) -> Response:
        first, second = form.text("first"), form.text("second")
        try:
            match form.text("ruling"):
                case "merge":
                    kept = vault.rule("merge", actor=form.session.who, entity=second, other=first)
                    form.session.kept["ruling"] = str(kept.id)
                    notice(form.session, "The two become one. It shows in documents after the next run.")
                case "apart":
                    vault.keep_apart(first, second, form.session.who)
                    notice(form.session, "The two stay apart and are not offered again.")
                case _:
                    raise InputError("choose whether the two are one")
        except (VaultError, InputError) as error:
            notice(form.session, str(error), "problem")
        waiting.forget()
        return see_other("/merges")
