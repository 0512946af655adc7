"""Who works on the study: roles, and what is kept from whom; for the lead."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from voices.errors import InputError
from voices.review.pages.reviewing import PEOPLE_KEY, Reviewing
from voices.review.people import MEANS, Role, people
from voices.web import Posted, Session, notice, page, posted, see_other, signed_in


def routes(desk: Reviewing) -> APIRouter:
    """Return the routes of people."""
    router = APIRouter()

    @router.get("/people")
    def everybody(request: Request, session: Annotated[Session, Depends(signed_in)]) -> HTMLResponse:
        listed = desk.people().listed
        barred = {id for person in listed for id in person.barred}
        documents = {one.id: one for one in desk.sight(session.who).documents(barred)}
        return page(
            request,
            "review/people.html",
            people=listed,
            documents=documents,
            roles=list(Role),
            means=MEANS,
        )

    @router.post("/people")
    def change(form: Annotated[Posted, Depends(posted)]) -> Response:
        code, role = form.text("person"), form.text("role")
        if code not in desk.coders or role not in [one.value for one in Role]:
            raise InputError("this person or role is not known: load the page again")
        try:
            desk.store.revise(PEOPLE_KEY, lambda kept: people(kept, desk.coders).with_role(code, Role(role)).as_text())
            notice(form.session, f"{code} is {role} now.")
        except InputError as error:
            notice(form.session, f"{str(error)[:1].upper()}{str(error)[1:]}.", "problem")
        return see_other("/people")

    return router
