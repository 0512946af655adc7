"""Quotes of the bank: pinned, dropped, put in order, trimmed and noted by people, released or withheld by a lead."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from voices.errors import InputError, StaleVersion
from voices.model import Quote
from voices.model.choices import Place, QuoteChoice
from voices.review.choosing import LONGEST, offered
from voices.review.context import context
from voices.review.drafting import moved
from voices.review.pages.bank import Bank, address
from voices.review.pages.reviewing import Reviewing
from voices.review.pages.words import named, open_passage, words_of
from voices.store import ONLY_RELEASED_KEY
from voices.web import Posted, Session, notice, page, posted, see_other, signed_in

LONGEST_NOTE, LONGEST_REASON = 300, 300
NAMES = "Nothing was stored: it may name somebody. Change it, or tick “This names nobody”."
SAID = {
    "pin": "Pinned: it stays in this chapter.",
    "unpin": "Not pinned any more.",
    "drop": "Dropped from this chapter. It can be taken up again below.",
    "take up": "Taken up again.",
    "whole": "The machine trims it again.",
    "note": "The note is stored.",
}


def routes(desk: Reviewing) -> APIRouter:
    """Return the routes of quotes."""
    router = APIRouter()

    @router.get("/quotes")
    def chapters(request: Request, session: Annotated[Session, Depends(signed_in)], sheet: int = 1) -> HTMLResponse:
        return page(request, "review/quotes.html", **Bank(desk, session.who).overview(sheet))

    @router.get("/quotes/chapter")
    def chapter(request: Request, session: Annotated[Session, Depends(signed_in)], id: str) -> HTMLResponse:
        return page(request, "review/quote_chapter.html", **Bank(desk, session.who).chapter(id), typed={})

    @router.post("/quotes")
    def choose(request: Request, form: Annotated[Posted, Depends(posted)]) -> Response:
        bank, id, act = Bank(desk, form.session.who), form.text("chapter"), form.text("act")
        passage = open_passage(desk, form.session.who, form.text("passage"))
        if act in ("up", "down"):
            _move(bank, form, id, passage.id, 1 if act == "down" else -1)
            return see_other(address(id, passage.id))
        before = bank.choices.of(bank.group(id).id, passage.id)
        after = _changed(before, act, form)
        if act == "note" and form.text("cleared") != "yes" and named(desk, [after.note]):
            notice(form.session, NAMES, "problem")
            return page(request, "review/quote_chapter.html", **bank.chapter(id), typed={passage.id: after.note})
        _store(desk, form, after, act)
        again = " It has to be released again." if before.released_by and not after.released_by else ""
        notice(form.session, f"{SAID[act]}{again}")
        return see_other(address(id, passage.id))

    @router.get("/quotes/words")
    def trim_page(
        request: Request, session: Annotated[Session, Depends(signed_in)], id: str, passage: str
    ) -> HTMLResponse:
        bank, found = Bank(desk, session.who), open_passage(desk, session.who, passage)
        (document,) = desk.store.documents([found.document])
        printed = bank.printed(id, found.id)
        start, end = (printed.start, printed.end) if printed is not None else (0, len(found.text))
        return page(
            request,
            "review/quote_words.html",
            group=bank.group(id),
            passage=found,
            choice=bank.choices.of(id, found.id),
            lines=context(document, found, [(start, end)]),
            pieces=[(one, one.span.start < end and start < one.span.end) for one in offered(found.text)],
            longest=LONGEST,
        )

    @router.post("/quotes/words")
    def trim(form: Annotated[Posted, Depends(posted)]) -> Response:
        bank, id = Bank(desk, form.session.who), form.text("chapter")
        passage = open_passage(desk, form.session.who, form.text("passage"))
        try:
            chosen = words_of(form, passage.text, ("quote",))
            if len(chosen) != 1:
                raise InputError("tick parts that follow one another, so that the quote is one exact stretch")
        except InputError as error:
            notice(form.session, f"Nothing was stored: {error}.", "problem")
            return see_other(f"/quotes/words?id={id}&passage={passage.id}")
        before = bank.choices.of(bank.group(id).id, passage.id)
        span = (chosen[0][1].start, chosen[0][1].end)
        place = Place.PINNED if before.place is Place.DROPPED else before.place
        _store(desk, form, replace(before, place=place, span=span, released_by=""), "trim")
        again = " It has to be released again." if before.released_by else ""
        notice(form.session, f"Trimmed to these words.{again}")
        return see_other(address(id, passage.id))

    _lead(router, desk)
    return router


def _lead(router: APIRouter, desk: Reviewing) -> None:
    """Add what only a lead does."""

    @router.post("/quotes/release")
    def release(form: Annotated[Posted, Depends(posted)]) -> Response:
        bank, id, who = Bank(desk, form.session.who), form.text("chapter"), form.session.who
        passage = open_passage(desk, who, form.text("passage")).id
        before = bank.choices.of(bank.group(id).id, passage)
        if form.text("act") == "take back":
            _store(desk, form, replace(before, released_by="", role_shown=False), "take back")
            notice(form.session, "The release is taken back.")
            return see_other(address(id, passage))
        quote = bank.printed(id, passage)
        if quote is None:
            raise StaleVersion("this quote is not in the chapter any more: look at it again")
        if form.text("words") != f"{quote.start}-{quote.end}":
            raise StaleVersion("its words have changed meanwhile: read them again before you release them")
        if bank.check(quote) and form.text("weighed") != "yes":
            notice(form.session, "Tick that you have weighed what the check found.", "problem")
            return see_other(address(id, passage))
        made = _released(before, quote, bank.dissents(id, passage), who)
        _store(desk, form, replace(made, role_shown=form.text("role") == "yes"), "release")
        notice(form.session, "Released: these words stay in the chapter until somebody changes them.")
        return see_other(address(id, passage))

    @router.post("/quotes/withhold")
    def withhold(form: Annotated[Posted, Depends(posted)]) -> Response:
        who, id = form.session.who, form.text("chapter")
        passage = open_passage(desk, who, form.text("passage")).id
        known = desk.store.quote_choices().withholding(passage)
        if form.text("act") == "give back":
            if known is None or known.version != form.number("version"):
                raise StaleVersion("somebody has changed this meanwhile: look at it again")
            desk.store.give_back(known, who)
            notice(form.session, "It may be quoted again.")
            return see_other("/quotes#withheld")
        reason = " ".join(form.text("reason").split())[:LONGEST_REASON]
        if not reason:
            notice(form.session, "Say why it is withheld: it is for the lead alone and never printed.", "problem")
        elif form.text("cleared") != "yes" and named(desk, [reason]):
            notice(form.session, NAMES, "problem")
        else:
            desk.store.withhold(passage, reason, who, known.version if known is not None else None)
            notice(form.session, "Withheld from every chapter, theory, matrix and example.")
            return see_other(f"/quotes/chapter?id={id}" if id else "/quotes")
        return see_other(address(id, passage))

    @router.post("/quotes/rule")
    def rule(form: Annotated[Posted, Depends(posted)]) -> Response:
        only = form.text("print") == "released"
        desk.store.set(ONLY_RELEASED_KEY, "yes" if only else "")
        said = "Only released quotes are printed now." if only else "Every quote is printed now that is not withheld."
        notice(form.session, said)
        return see_other("/quotes")


def _changed(before: QuoteChoice, act: str, form: Posted) -> QuoteChoice:
    """Return a choice after an act of a form."""
    side = {"for": False, "against": True}.get(form.text("side"))
    if act == "pin":
        return replace(before, place=Place.PINNED, dissenting=side)
    if act == "unpin":
        return replace(before, place=Place.OPEN, dissenting=before.dissenting if before.released_by else None)
    if act == "take up":
        return replace(before, place=Place.OPEN, dissenting=None, released_by="")
    if act == "drop":
        return replace(before, place=Place.DROPPED, released_by="")
    if act == "whole":
        return replace(before, span=None, released_by="")
    if act == "note":
        return replace(before, note=" ".join(form.text("note").split())[:LONGEST_NOTE], released_by="")
    raise HTTPException(400, "This is not something that can be done with a quote.")


def _released(before: QuoteChoice, quote: Quote, dissents: bool, who: str) -> QuoteChoice:
    return replace(before, span=(quote.start, quote.end), dissenting=dissents, released_by=who)


def _store(desk: Reviewing, form: Posted, choice: QuoteChoice, act: str) -> None:
    """Store a choice after the version its writer saw; the form says which that was."""
    desk.store.choose_quote(replace(choice, version=form.number("version")), act, form.session.who)


def _move(bank: Bank, form: Posted, id: str, passage: str, by: int) -> None:
    dissenting = bank.dissents(id, passage)
    order = bank.choices.order(id, dissenting)
    if order.version != form.number("order"):
        raise StaleVersion("somebody has put these quotes in another order meanwhile: look at them again")
    listed = [quote.passage for quote in bank.side(id, dissenting)]
    seen = frozenset(one for one in listed if bank.sees(one))
    bank.desk.store.order_quotes(order, moved(listed, passage, by, seen), form.session.who)
    notice(form.session, "Moved.")
