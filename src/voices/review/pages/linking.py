"""Making a realist link: choose words of a passage, say what each is, and what they do to the theory."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from voices import realist
from voices.errors import InputError
from voices.model import Passage
from voices.model.realist import Anchor, Bearing, Element, Link, Theory
from voices.review.choosing import LONGEST, offered
from voices.review.context import context
from voices.review.pages.reviewing import Reviewing
from voices.review.pages.words import named, open_passage, words_of
from voices.web import Posted, Session, notice, page, posted, see_other, signed_in

LONGEST_NOTE = 600
"""Characters of a note on a link: it is printed above the link's words."""
MEANS = {
    Element.WHOM: "whose experience it is, or for whom it works so",
    Element.CONTEXT: "what was there before and around",
    Element.RESOURCE: "what was offered or done (first half of the mechanism)",
    Element.REASONING: "how people took it: thought, felt, decided (second half of the mechanism)",
    Element.OUTCOME: "what came of it",
}
BEARS = {
    Bearing.SUPPORTS: "Supports it",
    Bearing.REFINES: "Refines it: it holds, but otherwise or for others than it says",
    Bearing.REFUTES: "Refutes it",
}
Find = Callable[[Reviewing, str], Theory]


def link_routes(router: APIRouter, desk: Reviewing, find: Find) -> None:
    """Add the routes of links to those of theories."""

    @router.get("/theories/{id}/link")
    def link(
        request: Request, id: str, session: Annotated[Session, Depends(signed_in)], passage: str, link: str = ""
    ) -> HTMLResponse:
        theory, found = find(desk, id), open_passage(desk, session.who, passage)
        known = _known(desk, link, theory)
        return page(request, "review/link.html", **_form(desk, theory, found, known))

    @router.post("/theories/{id}/link")
    def store(request: Request, id: str, form: Annotated[Posted, Depends(posted)]) -> Response:
        theory, passage = find(desk, id), open_passage(desk, form.session.who, form.text("passage"))
        known, note = _known(desk, form.text("link"), theory), " ".join(form.text("note").split())
        problem, hits, anchors = _problem(desk, form, passage, note)
        if problem:
            notice(form.session, problem, "problem")
            told = {**_form(desk, theory, passage, known), **_sent(form), "note": note, "hits": hits}
            return page(request, "review/link.html", **told)
        kept = tuple(a for a in known.anchors if a.passage != passage.id) if known else ()
        key = desk.store.put_link(
            theory.id,
            Bearing(form.text("bearing")),
            (*kept, *anchors),
            note,
            form.session.who,
            id=known.id if known else "",
            version=form.number("version"),
        )
        notice(form.session, "The link is changed." if known else "The link is made.")
        return see_other(f"/theories/{id}#link-{key}")

    @router.post("/theories/{id}/links")
    def act(id: str, form: Annotated[Posted, Depends(posted)]) -> Response:
        theory = find(desk, id)
        if form.text("act") == "undo":
            done = desk.store.undo_link(form.session.who, theory.id)
            said = "Taken back." if done else "There is nothing of yours to take back here."
            notice(form.session, said, "done" if done else "problem")
            return see_other(f"/theories/{id}")
        found = _known(desk, form.text("link"), theory)
        if found is None:
            raise InputError("this link is not there any more")
        if form.number("version") != found.version:
            raise InputError("this link was changed meanwhile: look at it again")
        desk.store.remove_link(found, form.session.who)
        notice(form.session, "The link is taken off. “Take back my last act” brings it back.")
        return see_other(f"/theories/{id}")


def rows_of(desk: Reviewing, link: Link) -> list[tuple[Element, str, Passage]]:
    """Return (element, words, passage) of a link, in the order it is read."""
    passages = {p.id: p for p in desk.store.passages(anchor.passage for anchor in link.anchors)}
    return [
        (a.element, passages[a.passage].text[a.start : a.end], passages[a.passage])
        for a in link.anchors
        if a.passage in passages
    ]


def _known(desk: Reviewing, id: str, theory: Theory) -> Link | None:
    found = desk.store.link(id) if id else None
    if id and (found is None or found.theory != theory.id):
        raise InputError("this link is not there any more")
    return found


def _form(desk: Reviewing, theory: Theory, passage: Passage, known: Link | None) -> dict[str, Any]:
    """Return what the form shows at first: what the link has here, else what the machine guesses, marked as a guess."""
    pieces = offered(passage.text)
    proposals = realist.propose(passage.text, theory)
    own = [a for a in known.anchors if a.passage == passage.id] if known else []
    guessed = {p.start: p.element for p in proposals}
    edges = {piece.span.start for piece in pieces}, {piece.span.end for piece in pieces}
    whole = [a for a in own if a.start in edges[0] and a.end in edges[1]]
    parts = {
        piece.number: next((a.element for a in whole if a.start <= piece.span.start and piece.span.end <= a.end), "")
        for piece in pieces
    }
    (document,) = desk.store.documents([passage.document])
    return {
        "theory": theory,
        "passage": passage,
        "lines": context(document, passage),
        "known": known,
        "pieces": pieces,
        "guessed": {piece.number: guessed.get(piece.span.start) for piece in pieces},
        "parts": parts,
        "written": {a.element: passage.text[a.start : a.end] for a in own if a not in whole},
        "sureness": realist.SURENESS,
        "elements": MEANS,
        "bears": BEARS,
        "bearing": known.bearing if known else "",
        "note": known.note if known else "",
        "longest": LONGEST,
        "others": len([a for a in known.anchors if a.passage != passage.id]) if known else 0,
        "history": desk.store.link_history(known.id) if known else (),
        "hits": [],
    }


def _sent(form: Posted) -> dict[str, Any]:
    """Return what somebody had chosen, so that a refused form comes back as they left it."""
    parts = {int(n[5:]): v for n, v in form.fields.multi_items() if n.startswith("part ") and n[5:].isdecimal()}
    written = {element: form.text(f"words {element}") for element in Element if form.text(f"words {element}")}
    return {"parts": parts, "written": written, "bearing": form.text("bearing")}


def _problem(desk: Reviewing, form: Posted, passage: Passage, note: str) -> tuple[str, list[Any], tuple[Anchor, ...]]:
    """Return why a link is not stored, what in its note may name somebody, and its anchors in this passage."""
    try:
        chosen = words_of(form, passage.text, tuple(Element))
    except InputError as error:
        return f"Nothing was stored: {error}.", [], ()
    anchors = tuple(Anchor(Element(element), passage.id, span.start, span.end) for element, span in chosen)
    if not anchors:
        return "Nothing was stored: choose words for at least one element.", [], ()
    if form.text("bearing") not in tuple(Bearing):
        return "Nothing was stored: say whether it supports, refines or refutes the theory.", [], ()
    if len(note) > LONGEST_NOTE:
        return f"Nothing was stored: the note has at most {LONGEST_NOTE} characters.", [], ()
    hits = [] if form.text("cleared") == "yes" else named(desk, [note])
    said = "Nothing was stored: the note may name somebody. Change it, or tick “This names nobody”." if hits else ""
    return said, hits, anchors
