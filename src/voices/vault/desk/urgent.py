"""Urgent look-ups for safeguarding: asked by the coders' lead, seen first, answered and ended here."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from voices.errors import VoicesError
from voices.model.safeguarding import OUTCOMES
from voices.vault import Vault
from voices.vault.desk.study import StudySide
from voices.web import Posted, notice, page, posted, see_other, signed_in


def add_urgent(app: FastAPI, vault: Vault, study: StudySide | None) -> None:
    """Add the page of urgent look-ups."""

    def shown(request: Request, status: int = 200, **told: Any) -> HTMLResponse:
        asks = study.asks() if study is not None else ()
        waiting, ended = [a for a in asks if not a.outcome], [a for a in asks if a.outcome]
        base: dict[str, Any] = {"answer": None, "problem": ""}
        return page(
            request,
            "desk/urgent.html",
            status,
            waiting=waiting,
            ended=sorted(ended, key=lambda a: a.answered_at, reverse=True),
            outcomes=OUTCOMES,
            **{**base, **told},
        )

    @app.get("/urgent", dependencies=[Depends(signed_in)])
    def urgent(request: Request) -> HTMLResponse:
        return shown(request)

    @app.post("/urgent/{id_}", response_model=None)
    def answer(request: Request, id_: str, form: Annotated[Posted, Depends(posted)]) -> Response:
        ask = next((one for one in study.asks() if one.id == id_), None) if study is not None else None
        if ask is None or study is None:
            notice(form.session, "That question is not there any more.", "problem")
            return see_other("/urgent")
        who = form.session.who
        try:
            if form.text("do") == "end":
                ended = study.end_ask(id_, form.text("outcome"))
                subject = [f"urgent {id_}", ask.document]
                vault.note(who, "ended an urgent look-up", subject, ended.outcome)
                notice(form.session, "Ended. The time and the outcome are kept.")
                return see_other("/urgent")
            text = vault.raw_text(ask.document, who, f"urgent look-up {id_}")
        except VoicesError as error:
            return shown(request, 422, problem=str(error))
        return shown(request, answer={"ask": ask, "text": text})
