"""The coding screen: one passage, one question, and what a person decides about it."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response

from voices.errors import InputError, StaleVersion
from voices.model import Coded, Decision, Passage, Verdict
from voices.review.blind import is_blind
from voices.review.choice import Choice, accepted
from voices.review.context import context
from voices.review.exemplars import nearest
from voices.review.learning import learnt_of
from voices.review.pages.reviewing import Reviewing
from voices.review.people import Act
from voices.store import QueueItem
from voices.web import Posted, Session, notice, page, posted, see_other, signed_in

HAS_CODES = "x-has-codes"
"""Header in which the script of the screen says which list of codes it still shows."""
POSSIBLE = 3
"""Codes offered as starting points where none was put forward."""


def routes(desk: Reviewing) -> APIRouter:
    """Return the routes of the coding screen."""
    router = APIRouter()

    @router.get("/code")
    def code(
        request: Request,
        session: Annotated[Session, Depends(signed_in)],
        passage: str = "",
        reading: int = 0,
        after: int | None = None,
    ) -> Response:
        if not passage:
            return _next(desk, request, session, after)
        item = _item(desk, session.who, passage, reading)
        decides = desk.may(session.who, Act.DECIDE)
        taken = decides and not desk.store.claim(passage, session.who, reading, minutes=desk.lease_minutes)
        return _screen(desk, request, session, item, taken=taken, looked_up=True)

    @router.get("/code/before")
    def before(session: Annotated[Session, Depends(signed_in)], position: int) -> Response:
        desk.store.release(session.who)
        item = desk.store.before(position, session.who, desk.people().find(session.who).barred)
        if item is None:
            notice(session, "This is the first passage of the queue.", "problem")
            return see_other("/code")
        return see_other(f"/code?passage={item.passage}")

    @router.get("/code/hold")
    def ask_to_hold(
        request: Request, session: Annotated[Session, Depends(signed_in)], passage: str, reading: int = 0
    ) -> Response:
        item = _item(desk, session.who, passage, reading)
        return page(request, "review/hold.html", **_shown(desk, session, item), taken=False)

    @router.post("/code")
    def decide(request: Request, form: Annotated[Posted, Depends(posted)]) -> Response:
        passage, reading = form.text("passage"), form.number("reading") or 0
        with desk.store.snapshot():
            item = _item(desk, form.session.who, passage, reading)
            _refuse_settling(desk, form.session.who, item)
            blind = _reads_blind(desk, form.session.who, item)
            suggestions = () if blind else desk.store.suggestions([passage]).get(passage, ())
        act = form.text("act")
        verdict = {"none": Verdict.NO_CODE, "skip": Verdict.SKIPPED, "hold": Verdict.HELD}.get(act, Verdict.CODED)
        codes = accepted(suggestions) if act == "accept" else ()
        known, shown = {one.code for one in codes if one.code in desk.codes}, form.text("shown", "?")
        if act == "accept" and shown != "?" and set(shown.split()) != known:  # learning moved it meanwhile
            notice(
                form.session, "The suggestion has changed since you saw it: look at it again, then decide.", "problem"
            )
            return see_other(f"/code?passage={passage}&reading={reading}")
        if act == "code":
            ticked = form.texts("code")
            chosen = Choice(ticked, {id: form.text(f"valence {id}") for id in ticked})
            codes = _with_words(chosen.coded(desk.codes, suggestions), desk, item)
        if recent := form.text("recent"):
            codes = Choice((recent,), {}).coded(desk.codes, suggestions)
        if verdict is Verdict.CODED and not codes:
            notice(form.session, "No code is chosen: choose one, or say that none applies.", "problem")
            return see_other(f"/code?passage={passage}&reading={reading}")
        if item.state == "claimed" and item.coder != form.session.who:
            raise StaleVersion("another coder has this passage in hand now: nothing of yours was stored")
        made = desk.store.decide(
            passage,
            form.session.who,
            verdict,
            codes,
            supersedes=form.number("version"),
            quotable=bool(form.text("quotable")) and verdict is Verdict.CODED,
            suggestion_shown=not blind,
            reading=reading,
            looked_up=bool(form.text("looked up")),
        )
        notice(form.session, _said(desk, made))
        after = form.number("position", negative=True)
        if desk.learner is not None and desk.learner.decided(form.session.who):
            after = None  # the queue has a new order, in which the old place means nothing
        if "hx-request" in request.headers:
            return _next(desk, request, form.session, after)  # a script shows it at once: one round trip less
        return see_other("/code" if after is None else f"/code?after={after}")

    _take_back(router, desk)
    return router


def _next(desk: Reviewing, request: Request, session: Session, after: int | None) -> Response:
    """Return the screen of the next passage that waits, by its place in the queue."""
    people = desk.people()
    if not people.may(session.who, Act.DECIDE):
        notice(session, "Your role reads and decides nothing, so nothing is handed out to you.", "problem")
        return see_other("/documents")
    barred = people.find(session.who).barred
    item = desk.store.claim_next(session.who, after=after, minutes=desk.lease_minutes, barred=barred)
    if item is None:
        return page(request, "review/empty.html", counts={c.state: c.items for c in desk.store.queue_counts()})
    return _screen(desk, request, session, item)


def _screen(
    desk: Reviewing,
    request: Request,
    session: Session,
    item: QueueItem,
    *,
    taken: bool = False,
    looked_up: bool = False,
) -> Response:
    """Return the coding screen; the list of codes is left out for a browser that still has the same one."""
    codes = desk.list_of_codes
    with desk.store.snapshot():
        shown = _shown(desk, session, item)
        kept = request.headers.get(HAS_CODES) == codes and not shown["ticked"]
        return page(
            request, "review/coding.html", **shown, taken=taken, looked_up=looked_up, codes_kept=kept, codes_list=codes
        )


def _take_back(router: APIRouter, desk: Reviewing) -> None:
    """Add undo and redo."""

    @router.post("/undo")
    def undo(form: Annotated[Posted, Depends(posted)]) -> Response:
        made = desk.store.undo(form.session.who, form.number("decision"))
        if made is None:
            notice(form.session, "There is nothing of yours to take back.", "problem")
            return see_other("/code")
        if not desk.sight(form.session.who).sees(made.passage):
            notice(form.session, "Taken back, on a passage that is kept from you since.")
            return see_other("/code")
        notice(form.session, "Taken back.")
        return see_other("/decisions" if form.number("decision") else f"/code?passage={made.passage}")

    @router.post("/redo")
    def redo(form: Annotated[Posted, Depends(posted)]) -> Response:
        made = desk.store.redo(form.session.who)
        notice(form.session, "Done again." if made else "There is nothing to do again.", "done" if made else "problem")
        return see_other("/code")


def _item(desk: Reviewing, who: str, passage: str, reading: int) -> QueueItem:
    """Return an item of the queue; a passage of a barred document is not there."""
    item = desk.store.item(passage, reading)
    if item is None or not desk.sight(who).sees(passage):
        raise InputError("this passage is not in the study any more")
    return item


def _refuse_settling(desk: Reviewing, who: str, item: QueueItem) -> None:
    """Refuse a decision on what two people have read unless the role includes settling differences."""
    other = desk.store.item(item.passage, 1 - item.reading)
    if other is None or other.standing is None or item.standing is None or desk.may(who, Act.SETTLE):
        return
    raise HTTPException(403, "Two people have read this passage. An adjudicator or the lead settles it.")


def _with_words(codes: tuple[Coded, ...], desk: Reviewing, item: QueueItem) -> tuple[Coded, ...]:
    """Return chosen codes; those that stood keep the words somebody marked for them."""
    stands = next((d for d in desk.store.history(item.passage) if d.id == item.standing), None)
    words: dict[str, list[Coded]] = {}
    for one in stands.codes if stands is not None else ():
        if one.start is not None:
            words.setdefault(one.code, []).append(one)
    made: list[Coded] = []
    for one in codes:
        kept = words.get(one.code) if one.start is None else None
        made += [replace(old, valence=one.valence) for old in kept] if kept else [one]
    return tuple(made)


def _said(desk: Reviewing, made: Decision) -> str:
    """Return a decision as the next page's notice: code names, which are no one's words."""
    if made.verdict is Verdict.CODED:
        names = ", ".join(desk.name(coded.code) for coded in made.codes)
        return f"Coded: {names}."
    if made.verdict is Verdict.HELD:
        return "Held, out of the queue and out of every export. Tell your safeguarding lead now."
    return (
        "None of the codes applies." if made.verdict is Verdict.NO_CODE else "Skipped, for later or for somebody else."
    )


def _reads_blind(desk: Reviewing, who: str, item: QueueItem | None) -> bool:
    """Return whether this coder is shown neither suggestion nor another reading of a passage."""
    if item is None or not (item.reading or is_blind(item.passage, desk.blind_share)):
        return False
    other = desk.store.item(item.passage, 1 - item.reading)
    both_read = item.standing is not None and other is not None and other.standing is not None
    by_another = item.standing is not None and item.coder != who
    # Whoever settles a difference or corrects somebody else has seen what they thought.
    return not (both_read or by_another)


def _shown(desk: Reviewing, session: Session, item: QueueItem) -> dict[str, Any]:
    """Return what the coding screen shows of one passage."""
    passage: Passage = desk.store.passages([item.passage])[0]
    (document,) = desk.store.documents([passage.document])
    blind = _reads_blind(desk, session.who, item)
    ranked = () if blind else desk.store.suggestions([passage.id]).get(passage.id, ())
    forward = tuple(s for s in ranked if s.put_forward and s.code in desk.codes)
    history = [d for d in desk.store.history(passage.id) if not blind or d.coder == session.who]
    stands = next((d for d in history if d.id == item.standing), None)
    # Choosing begins from nothing: a suggestion left ticked would be half accepted by oversight.
    ticked = {c.code: c for c in stands.codes} if stands else {}
    nearest_first = forward or ranked[:POSSIBLE]
    explained = dict.fromkeys((*(s.code for s in nearest_first), *ticked))
    counts = desk.counts()
    return {
        "item": item,
        "concern": stands is None and desk.store.concern(passage.id) is not None,
        "passage": passage,
        "lines": context(document, passage, ((s.start, s.end) for s in forward)),
        "blind": blind,
        "forward": forward,
        "learnt": learnt_of(desk.store),
        "possible": () if forward else tuple(s for s in ranked[:POSSIBLE] if s.code in desk.codes),
        "stands": stands,
        "history": history,
        "ticked": ticked,
        "explained": [
            (desk.codes[code], nearest(desk.shown[code], code, passage.text))
            for code in explained
            if code in desk.codes
        ],
        "memos": desk.sight(session.who).memos(passage.id),
        "recent": [c for c in desk.store.recent_codes(session.who) if c.code in desk.codes],
        "decides": desk.may(session.who, Act.DECIDE),
        "draft": session.kept.get(f"memo {passage.id}", ""),
        "waiting": counts.get("open", 0) + counts.get("claimed", 0),
        "done": counts.get("done", 0),
        "total": sum(n for state, n in counts.items() if state != "second reading"),
    }
