"""Coding words of a passage without disturbing its other codes, and proposing codes."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from fastapi.responses import Response

from voices.errors import InputError, StaleVersion
from voices.model import Coded, Decision, Passage, Valence, Verdict
from voices.review.blind import is_blind
from voices.review.pages.reviewing import Reviewing
from voices.review.spans import marked
from voices.store import QueueItem
from voices.web import Posted, notice, posted, see_other

LONGEST_NAME = 80
"""Characters of a proposed code's name: it is a label beside a passage."""
LONGEST_DEFINITION = 500


def routes(desk: Reviewing) -> APIRouter:
    """Return the routes of marked words and proposed codes."""
    router = APIRouter()

    @router.post("/code/words")
    def code_words(form: Annotated[Posted, Depends(posted)]) -> Response:
        passage, item = _wanted(desk, form)
        code = _code(desk, form)
        valence = form.text("valence")
        if valence not in ("", *(one.value for one in Valence)):
            raise InputError("this valence is none of those offered: load the page again")
        start, end = marked(passage.text, form.text("words"), form.number("at"))
        _add(desk, form, passage, item, Coded(code, Valence(valence) if valence else None, start, end))
        notice(form.session, f"Coded: {desk.name(code)}, on the words you marked. The other codes stay.")
        return _back(form, passage)

    @router.post("/code/propose")
    def propose(form: Annotated[Posted, Depends(posted)]) -> Response:
        passage, item = _wanted(desk, form)
        words = form.text("words")
        span = marked(passage.text, words, form.number("at")) if words else None
        in_vivo = form.text("in vivo") == "yes" and span is not None
        name = passage.text[slice(*span)] if in_vivo and span else form.text("name")
        name, definition = " ".join(name.split()), " ".join(form.text("definition").split())[:LONGEST_DEFINITION]
        if not 0 < len(name) <= LONGEST_NAME:
            raise InputError(f"a code needs a name of at most {LONGEST_NAME} characters")
        if any(code.name.casefold() == name.casefold() for code in desk.codes.values()):
            raise InputError("there is a code of this name already: use it")
        if desk.scan(f"{name}. {definition}") and form.text("cleared") != "yes":
            notice(
                form.session,
                "This may name somebody, so nothing was stored. Change it, or tick “This names nobody”.",
                "problem",
            )
            return _back(form, passage)
        made = desk.store.propose(passage.id, form.session.who, name, definition, in_vivo=in_vivo)
        desk.take_in(made)
        start, end = span or (None, None)
        _add(desk, form, passage, item, Coded(made.id, None, start, end))
        notice(form.session, f"Proposed and given to this passage: {name}. The lead takes it into the codebook or not.")
        return _back(form, passage)

    return router


def _wanted(desk: Reviewing, form: Posted) -> tuple[Passage, QueueItem]:
    id, reading = form.text("passage"), form.number("reading") or 0
    item = desk.store.item(id, reading)
    found = desk.sight(form.session.who).passages([id])
    if item is None or not found:
        raise HTTPException(404)
    if id in desk.sight(form.session.who).unread and item.standing is not None and item.coder != form.session.who:
        raise InputError("this passage waits for your own reading: open it from the queue")
    return found[0], item


def _code(desk: Reviewing, form: Posted) -> str:
    """Return the code a form names by its id or by its two letters."""
    typed = form.text("code")
    by_letters = {letters: code for code, letters in desk.letters.items()}
    code = typed if typed in desk.codes else by_letters.get(typed.casefold(), "")
    if not code:
        raise InputError("no code has these letters: they stand beside the codes")
    return code


def _add(desk: Reviewing, form: Posted, passage: Passage, item: QueueItem, coded: Coded) -> Decision:
    """Add one code to what stands on a passage; the codes that stand stay as they are."""
    if item.state == "claimed" and item.coder != form.session.who:
        raise StaleVersion("another coder has this passage in hand now: nothing of yours was stored")
    if item.state == "held":
        raise InputError("this passage is held for the safeguarding lead: decide it on its own page")
    stands = next((d for d in desk.store.history(passage.id) if d.id == item.standing), None)
    own = stands is not None and stands.coder == form.session.who
    blind = item.reading == 1 or (is_blind(passage.id, desk.blind_share) and (stands is None or own))
    kept = stands.codes if stands is not None and stands.verdict is Verdict.CODED else ()
    if any(replace(one, valence=None) == replace(coded, valence=None) for one in kept):
        kept = tuple(one for one in kept if replace(one, valence=None) != replace(coded, valence=None))
    version = form.number("version")
    return desk.store.decide(
        passage.id,
        form.session.who,
        Verdict.CODED,
        (*kept, coded),
        supersedes=version if "version" in form.fields else item.tip,
        quotable=stands.quotable if stands is not None else False,
        suggestion_shown=not blind,
        reading=item.reading,
        looked_up=form.text("looked up") == "yes" or form.text("back") == "document",
    )


def _back(form: Posted, passage: Passage) -> Response:
    if form.text("back") == "document":
        return see_other(f"/documents/{passage.document}#passage-{passage.id}")
    return see_other(f"/code?passage={passage.id}&reading={form.number('reading') or 0}")
