"""Rulings the custodian makes without waiting for a doubt: always masked, never masked, two people told apart."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from voices import placeholders
from voices.errors import InputError, VaultError
from voices.vault import Vault
from voices.vault.desk.queue import Waiting, by_pseudonym
from voices.web import Posted, notice, page, posted, see_other, signed_in

SAID = {
    "always": "These words will always be masked. It shows in documents after the next run.",
    "never": "These words will never be masked. It shows in documents after the next run.",
    "split": "These words get a pseudonym of their own. It shows in documents after the next run.",
}
"""What the notice says; never the words themselves."""


def add_words(app: FastAPI, vault: Vault, waiting: Waiting) -> None:
    """Add the page for rulings on words."""

    def shown(request: Request, status: int = 200, problem: str = "", **asked: str) -> HTMLResponse:
        labels = tuple(placeholders.KIND_OF_LABEL.items())
        return page(request, "desk/words.html", status, labels=labels, problem=problem, asked=asked)

    @app.get("/words", dependencies=[Depends(signed_in)])
    def words(request: Request) -> HTMLResponse:
        return shown(request)

    @app.post("/words", response_model=None)
    def rule(request: Request, form: Annotated[Posted, Depends(posted)]) -> Response:
        asked = {name: form.text(name) for name in ("ruling", "words", "label", "pseudonym")}
        try:
            kept = vault.rule(actor=form.session.who, **_ruling(vault, asked))
        except (VaultError, InputError) as error:
            return shown(request, 422, str(error), **asked)
        form.session.kept["ruling"] = str(kept.id)
        waiting.forget()
        notice(form.session, SAID[kept.kind])
        return see_other("/words")


def _ruling(vault: Vault, asked: dict[str, str]) -> dict[str, Any]:
    if asked["ruling"] not in SAID:
        raise InputError("choose what to do with the words")
    if not asked["words"]:
        raise InputError("write the words")
    given: dict[str, Any] = {"kind": asked["ruling"], "form": asked["words"]}
    match asked["ruling"]:
        case "always":
            given["label"] = asked["label"]
        case "split":
            given["entity"] = by_pseudonym(asked["pseudonym"], vault.entities())
            if not given["entity"]:
                raise InputError("write the pseudonym the words are split from, for example: person 530")
    return given
