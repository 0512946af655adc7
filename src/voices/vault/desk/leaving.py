"""The page for requests to be forgotten: somebody a text speaks of, a participant, or a refusal with its ground."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from voices import typed
from voices.errors import VaultError, VoicesError
from voices.vault import GROUNDS, Vault
from voices.vault.desk.queue import Waiting
from voices.vault.desk.study import StudySide
from voices.vault.participants import CODE
from voices.vault.vault import REFUSED
from voices.web import Posted, page, posted, signed_in


def add_leaving(app: FastAPI, vault: Vault, waiting: Waiting, study: StudySide | None) -> None:
    """Add the page for erasure, withdrawal and refusal."""

    def shown(request: Request, status: int = 200, **told: Any) -> HTMLResponse:
        base: dict[str, Any] = {"asked": {}, "problem": "", "wrong": "", "done": {}, "sure": None}
        refusals = [line for line in vault.log() if line.action == REFUSED][::-1]
        return page(request, "desk/leaving.html", status, grounds=GROUNDS, refusals=refusals, **{**base, **told})

    @app.get("/erase", dependencies=[Depends(signed_in)])
    def form_page(request: Request) -> HTMLResponse:
        return shown(request)

    # Answered in place, as look-ups are: what was asked may not come to stand in an address.
    @app.post("/erase", response_model=None)
    def decide(request: Request, form: Annotated[Posted, Depends(posted)]) -> Response:
        asked = {name: form.text(name) for name in ("who", "what", "ground", "reason")}
        actor = form.session.who
        try:
            typed.reason(asked["reason"])
            if asked["what"] == "refuse" and asked["ground"] not in GROUNDS:
                return shown(request, 422, asked=asked, wrong="ground", problem="Choose the ground of the refusal")
            if asked["what"] == "refuse":
                vault.refuse(asked["who"], asked["ground"], actor, asked["reason"])
                return shown(request, done={"refused": asked["ground"]})
            if asked["what"] != "erase":
                raise VaultError("choose whether to erase or to refuse")
            if form.text("sure") != "yes":
                sure = vault.lookup(asked["who"], actor, asked["reason"])
                return shown(request, asked=asked, sure=sure, participant=bool(CODE.fullmatch(sure.pseudonym)))
            done = _erase(vault, study, asked["who"], actor, asked["reason"])
        except VoicesError as error:
            return shown(request, 422, asked=asked, problem=str(error))
        waiting.forget()
        return shown(request, done=done)


def _erase(vault: Vault, study: StudySide | None, asked: str, actor: str, reason: str) -> dict[str, Any]:
    found = vault.lookup(asked, actor, reason)
    if CODE.fullmatch(found.pseudonym):
        if study is None:
            raise VaultError("there is no study beside this vault: a participant leaves with `voices withdraw`")
        return {"withdrawn": found.pseudonym, "exports": study.withdraw(found.pseudonym, actor, reason)}
    erase = vault.erase if study is None else study.erase
    return {"erased": erase(found.entity, actor, reason), "pseudonym": found.pseudonym}
