"""Practice examples: one case told from several voices, checked as a whole and released by a lead."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from voices import quotes
from voices.errors import InputError, StaleVersion
from voices.model.assembled import Cited, PracticeExample
from voices.review.choosing import LONGEST, offered
from voices.review.context import context
from voices.review.pages.reviewing import Reviewing
from voices.review.pages.theories import principles
from voices.review.pages.words import found_for, named, open_passage, seen_by, words_of
from voices.review.people import Act
from voices.web import Posted, Session, notice, page, posted, see_other, signed_in

LONGEST_TITLE, LONGEST_NARRATIVE, LONGEST_CONSENT = 120, 8000, 400
OFFERED = 10
"""Passages shown for a search."""
MAY_NAME = "Nothing was stored: it may name somebody. Change what is marked, or tick “This names nobody”."


def routes(desk: Reviewing) -> APIRouter:
    """Return the routes of practice examples."""
    router = APIRouter()

    @router.get("/examples")
    def examples(request: Request, _session: Annotated[Session, Depends(signed_in)]) -> HTMLResponse:
        return page(request, "review/examples.html", examples=desk.store.examples())

    @router.post("/examples")
    def begin(form: Annotated[Posted, Depends(posted)]) -> Response:
        title = " ".join(form.text("title").split())[:LONGEST_TITLE]
        if not title or named(desk, [title]):
            notice(form.session, "Give it a title that names nobody.", "problem")
            return see_other("/examples")
        who = form.session.who
        made = PracticeExample(secrets.token_hex(4), 0, title, "", (), False, "", (), who, "")
        desk.store.put_example(made, who, None)
        return see_other(f"/examples/{made.id}")

    @router.get("/examples/{id}")
    def one(request: Request, id: str, session: Annotated[Session, Depends(signed_in)]) -> HTMLResponse:
        return page(request, "review/example.html", **_shown(desk, session, _find(desk, id)))

    @router.post("/examples/{id}")
    def change(request: Request, id: str, form: Annotated[Posted, Depends(posted)]) -> Response:
        example, act = _find(desk, id), form.text("act")
        if act == "find":
            form.session.kept[f"example {id}"] = form.text("words")[:200]
            return see_other(f"/examples/{id}#passages")
        if form.number("version") != example.version:
            raise StaleVersion("somebody has changed this example meanwhile: look at it again")
        if act == "release":
            return _release(desk, form, example)
        if act == "remove":
            desk.store.remove_example(example, form.session.who)
            notice(form.session, "The example is taken off.")
            return see_other("/examples")
        if act in ("up", "out"):
            changed = replace(example, quotes=_moved(example, act, form.number("quote") or 0))
        else:
            changed = _typed(desk, form, example)
            hits = [] if form.text("cleared") == "yes" else _hits(desk, changed)
            if hits:
                notice(form.session, MAY_NAME, "problem")
                told = {**_shown(desk, form.session, changed), "hits": hits}
                return page(request, "review/example.html", **told)
        desk.store.put_example(changed, form.session.who, example.version)
        again = " It has to be released again." if example.released_by else ""
        notice(form.session, f"Stored.{again}")
        return see_other(f"/examples/{id}")

    @router.get("/examples/{id}/words")
    def words(request: Request, id: str, session: Annotated[Session, Depends(signed_in)], passage: str) -> HTMLResponse:
        found = open_passage(desk, session.who, passage)
        (document,) = desk.store.documents([found.document])
        return page(
            request,
            "review/example_words.html",
            example=_find(desk, id),
            passage=found,
            lines=context(document, found),
            pieces=offered(found.text),
            longest=LONGEST,
        )

    @router.post("/examples/{id}/words")
    def add(id: str, form: Annotated[Posted, Depends(posted)]) -> Response:
        example, passage = _find(desk, id), open_passage(desk, form.session.who, form.text("passage"))
        again = f"/examples/{id}/words?passage={passage.id}"
        try:
            chosen = words_of(form, passage.text, ("quote",))
        except InputError as error:
            notice(form.session, f"Nothing was stored: {error}.", "problem")
            return see_other(again)
        if not chosen:
            notice(form.session, "Choose words first.", "problem")
            return see_other(again)
        new = tuple(Cited(passage.id, span.start, span.end) for _, span in chosen)
        changed = replace(example, quotes=(*example.quotes, *new))
        desk.store.put_example(changed, form.session.who, form.number("version"))
        notice(form.session, "The words are added.")
        return see_other(f"/examples/{id}")

    return router


def _find(desk: Reviewing, id: str) -> PracticeExample:
    found = desk.store.example(id)
    if found is None:
        raise HTTPException(404, "This practice example is not in the study (any more).")
    return found


def _shown(desk: Reviewing, session: Session, example: PracticeExample) -> dict[str, Any]:
    release, sees = desk.release(), seen_by(desk, session.who)
    words = session.kept.get(f"example {example.id}", "")
    hidden = not all(sees(quote.passage) for quote in example.quotes)
    findings = quotes.check(example, release, _elsewhere(desk), _sensitive)
    passages = {p.id: p for p in desk.store.passages(quote.passage for quote in example.quotes)}
    return {
        "example": example,
        "hidden": hidden,
        "quoted": []
        if hidden
        else [(passages[q.passage].text[q.start : q.end], passages[q.passage]) for q in example.quotes],
        "said_by": [release.attribution(passages[q.passage]) for q in example.quotes if not hidden],
        "blocks": [one.text for one in findings if one.blocks],
        "weigh": [one.text for one in findings if not one.blocks],
        "principles": principles(desk),
        "words": words,
        "found": found_for(desk, session.who, (), words)[:OFFERED] if words else [],
        "may_release": desk.may(session.who, Act.LEAD),
        "history": desk.store.versions("example", example.id),
        "hits": [],
    }


def _release(desk: Reviewing, form: Posted, example: PracticeExample) -> Response:
    """Release a version as it is; only a lead, only where nothing blocks, and only with what was found weighed."""
    who = form.session.who
    if not desk.may(who, Act.LEAD):
        raise HTTPException(403, "Only a lead of the study releases practice examples.")
    findings = quotes.check(example, desk.release(), _elsewhere(desk), _sensitive)
    if any(one.blocks for one in findings):
        notice(form.session, "It cannot be released yet: see what the check found.", "problem")
    elif findings and form.text("weighed") != "yes":
        notice(form.session, "Tick that you have weighed what the check found.", "problem")
    else:
        desk.store.put_example(example, who, example.version, released=True)
        notice(form.session, "Released. It is printed with the next publication.")
    return see_other(f"/examples/{example.id}")


def _elsewhere(desk: Reviewing) -> set[str]:
    linked = {anchor.passage for link in desk.store.links() for anchor in link.anchors}
    return linked | {quote.passage for cell in desk.store.cells() for quote in cell.quotes}


def _sensitive(text: str) -> tuple[str, ...]:
    from voices.privacy.sensitive import flag

    return flag(text)


def _moved(example: PracticeExample, act: str, number: int) -> tuple[Cited, ...]:
    listed = list(example.quotes)
    if not 1 <= number <= len(listed):
        raise InputError("this quote is not in the example any more")
    taken = listed.pop(number - 1)
    if act == "up":
        listed.insert(max(0, number - 2), taken)
    return tuple(listed)


def _typed(desk: Reviewing, form: Posted, example: PracticeExample) -> PracticeExample:
    known = {id for id, _ in principles(desk)}
    return replace(
        example,
        title=" ".join(form.text("title").split())[:LONGEST_TITLE] or example.title,
        narrative=form.text("narrative").replace("\r\n", "\n")[:LONGEST_NARRATIVE],
        principles=tuple(id for id in form.texts("principle") if id in known),
        composite=form.text("composite") == "yes",
        consent=" ".join(form.text("consent").split())[:LONGEST_CONSENT],
    )


def _hits(desk: Reviewing, example: PracticeExample) -> list[Any]:
    """Return what may name somebody; a date in the record of consent is its point and names nobody."""
    found = named(desk, [example.title, example.narrative])
    consent = [m for m in desk.scan(example.consent) if m.label not in ("DATE", "CASE_REF", "OTHER_ID")]
    return found + (named(desk, [example.consent]) if consent else [])
