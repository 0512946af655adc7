"""Accepting many suggestions by a rule: a filter, a preview, and a way back; recorded as a rule's, not as read."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from voices.errors import InputError, StaleVersion
from voices.model import Decision, Verdict
from voices.review.blind import is_blind
from voices.review.pages.reviewing import Reviewing
from voices.review.rules import LOWEST, Rule, Taken, fingerprint, takes
from voices.web import Posted, Session, notice, page, posted, see_other, signed_in

SHOWN = 50
"""Passages of a preview that are shown, the least sure first."""
STEPS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)


def routes(desk: Reviewing) -> APIRouter:
    """Return the routes of rules."""
    router = APIRouter()

    @router.get("/rules")
    def preview(
        request: Request,
        session: Annotated[Session, Depends(signed_in)],
        code: str = "",
        confidence: float = 0.9,
        role: str = "",
        source: str = "",
        wave: int | None = None,
    ) -> HTMLResponse:
        rule = _rule(desk, code, confidence, role, source, wave) if code else None
        taken = _taken(desk, session.who, rule) if rule else ()
        return page(
            request,
            "review/rules.html",
            rule=rule,
            taken=taken[:SHOWN],
            count=len(taken),
            seen=fingerprint(taken),
            values=desk.store.values(),
            steps=STEPS,
            made=[(name, len(made)) for name, made in desk.store.by_rule().items()],
            confidence=confidence,
        )

    @router.post("/rules")
    def accept(form: Annotated[Posted, Depends(posted)]) -> Response:
        confidence = float(form.text("confidence") or 0)
        rule = _rule(desk, form.text("code"), confidence, form.text("role"), form.text("source"), form.number("wave"))
        taken = _taken(desk, form.session.who, rule)
        if fingerprint(taken) != form.text("seen"):
            raise StaleVersion("the passages this rule takes in have changed meanwhile: look at the preview again")
        left_out = set(form.texts("leave"))
        drafts = [
            Decision(0, one.passage.id, form.session.who, Verdict.CODED, one.codes, _now(), rule=rule.name)
            for one in taken
            if one.passage.id not in left_out
        ]
        made = desk.store.decide_many(drafts, only_open=True)
        notice(
            form.session,
            f"{len(made)} passages are coded by the rule “{rule.name}”. They are recorded as the rule’s and teach the "
            "machine nothing.",
        )
        return see_other("/rules")

    @router.post("/rules/back")
    def take_back(form: Annotated[Posted, Depends(posted)]) -> Response:
        name = form.text("rule")
        count = 0
        for id, coder in desk.store.by_rule().get(name, ()):
            count += desk.store.undo(coder, id) is not None
        notice(form.session, f"{count} decisions of the rule are taken back; the passages are in the queue again.")
        return see_other("/rules")

    return router


def _rule(desk: Reviewing, code: str, confidence: float, role: str, source: str, wave: int | None) -> Rule:
    values = desk.store.values()
    known = code in desk.codes and role in ("", *values["role"]) and source in ("", *values["source"])
    if not known or not LOWEST <= confidence <= 1:
        raise InputError("this rule is not one that can be made here: load the page again")
    return Rule(code, confidence, role, source, wave)


def _taken(desk: Reviewing, who: str, rule: Rule) -> tuple[Taken, ...]:
    """Return what a rule takes in: passages that wait, that nobody is to read blind, nor the named lead perhaps."""
    marked = {one.passage for one in desk.store.concerns()}
    of = {"role": rule.role, "source": rule.source, "wave": rule.wave}
    told = {name: value for name, value in of.items() if value not in ("", None)}
    forward = desk.store.put_forward(rule.code, rule.confidence, **told)
    waiting = [id for id in forward if id not in marked and not is_blind(id, desk.blind_share)]
    passages = desk.sight(who).passages(waiting)
    return takes(rule, passages, desk.store.suggestions(p.id for p in passages))


def _now() -> str:
    from datetime import UTC, datetime

    return datetime.now(UTC).replace(microsecond=0).isoformat()
