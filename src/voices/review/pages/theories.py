"""Theories: read what bears on each, and link people's words to it."""

from __future__ import annotations

import re
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from voices import realist
from voices.codebook import CodeKind
from voices.errors import InputError
from voices.model.realist import Bearing, Link, Theory
from voices.review.pages.linking import link_routes, rows_of
from voices.review.pages.reviewing import Reviewing
from voices.review.pages.words import Sees, found_for, named, seen_by
from voices.web import Posted, Session, notice, page, posted, see_other, signed_in

NEAREST = 8
"""Passages offered for a theory."""
BEARINGS = {Bearing.SUPPORTS: "Supporting", Bearing.REFINES: "Refining", Bearing.REFUTES: "Refuting"}
MAY_NAME = "Nothing was stored: it may name somebody. Change what is marked, or tick “This names nobody”."


def routes(desk: Reviewing) -> APIRouter:
    """Return the routes of theories and their links."""
    router = APIRouter()

    @router.get("/theories")
    def theories(request: Request, session: Annotated[Session, Depends(signed_in)], passage: str = "") -> HTMLResponse:
        found = desk.sight(session.who).passages([passage]) if passage and seen_by(desk, session.who)(passage) else ()
        return page(request, "review/theories.html", **_listed(desk), passage=found[0] if found else None, typed={})

    @router.post("/theories")
    def write(request: Request, form: Annotated[Posted, Depends(posted)]) -> Response:
        theory = _typed(form, _new_id(desk, form.text("name")))
        refusal, hits = _refused(desk, form, theory)
        if refusal:
            notice(form.session, refusal, "problem")
            return page(
                request, "review/theories.html", **_listed(desk), passage=None, typed=_fields(theory), hits=hits
            )
        desk.store.write_theory(theory, form.session.who, None)
        notice(form.session, "The theory is stored.")
        return see_other(f"/theories/{theory.id}")

    @router.get("/theories/{id}")
    def one(request: Request, id: str, session: Annotated[Session, Depends(signed_in)]) -> HTMLResponse:
        theory = find(desk, id)
        return page(
            request, "review/theory_links.html", **_shown(desk, session, theory), typed=_fields(theory), hits=[]
        )

    @router.post("/theories/{id}")
    def change(request: Request, id: str, form: Annotated[Posted, Depends(posted)]) -> Response:
        theory, act = find(desk, id), form.text("act")
        if act in ("find", "all"):
            form.session.kept[f"theory {id}"] = form.text("words")[:200] if act == "find" else ""
            return see_other(f"/theories/{id}#passages")
        if act in ("drop", "back"):
            gone = Theory(**{**_as_dict(theory), "dropped": act == "drop"})
            desk.store.write_theory(gone, form.session.who, form.number("version"))
            notice(form.session, "The theory is dropped." if act == "drop" else "The theory is back.")
            return see_other("/theories" if act == "drop" else f"/theories/{id}")
        reworded = _typed(form, id)
        refusal, hits = _refused(desk, form, reworded)
        if refusal:
            notice(form.session, refusal, "problem")
            shown = _shown(desk, form.session, theory)
            return page(request, "review/theory_links.html", **shown, typed=_fields(reworded), hits=hits)
        desk.store.write_theory(reworded, form.session.who, form.number("version"))
        notice(form.session, "The theory is reworded. The report says what it was first.")
        return see_other(f"/theories/{id}")

    link_routes(router, desk, find)
    return router


def find(desk: Reviewing, id: str) -> Theory:
    """Return one theory, dropped ones too; raises HTTPException 404."""
    for theory in desk.store.theories(desk.theories, dropped=True):
        if theory.id == id:
            return theory
    raise HTTPException(404, "This theory is not in the study (any more).")


def principles(desk: Reviewing) -> list[tuple[str, str]]:
    """Return (id, name) of the principles, or of every top-level code where the study has no principles."""
    tops = [code for code in desk.codes.values() if not code.parent]
    kept = [code for code in tops if code.kind is CodeKind.PRINCIPLE] or tops
    return [(code.id, code.name) for code in kept]


def _listed(desk: Reviewing) -> dict[str, Any]:
    links = desk.store.links()
    listed = desk.store.theories(desk.theories, dropped=True)
    counted = {t.id: [sum(x.theory == t.id and x.bearing is b for x in links) for b in Bearing] for t in listed}
    return {
        "theories": [t for t in listed if not t.dropped],
        "dropped": [t for t in listed if t.dropped],
        "counted": counted,
        "bearings": list(BEARINGS.values()),
        "principles": principles(desk),
    }


def _shown(desk: Reviewing, session: Session, theory: Theory) -> dict[str, Any]:
    links = desk.store.links(theory.id)
    words = session.kept.get(f"theory {theory.id}", "")
    found, sees = found_for(desk, session.who, theory.principles, words), seen_by(desk, session.who)
    offered = realist.nearest(theory, found, NEAREST) or found[:NEAREST]
    linked = {anchor.passage for link in links for anchor in link.anchors}
    return {
        "theory": theory,
        "versions": desk.store.theory_versions(theory.id),
        "sides": [(name, [_link(desk, sees, x) for x in links if x.bearing is b]) for b, name in BEARINGS.items()],
        "passages": [(p, p.id in linked) for p in offered],
        "words": words,
        "principles": principles(desk),
        "mine": any(link.coder == session.who for link in links) or _undoable(desk, session.who, theory.id),
    }


def _undoable(desk: Reviewing, who: str, theory: str) -> bool:
    return any(one.coder == who and one.facts.get("theory") == theory for one in desk.store.written("link"))


def _link(desk: Reviewing, sees: Sees, link: Link) -> dict[str, Any]:
    hidden = not all(sees(anchor.passage) for anchor in link.anchors)
    return {"link": link, "hidden": hidden, "rows": () if hidden else rows_of(desk, link), "id": link.id}


def _typed(form: Posted, id: str) -> Theory:
    return Theory(
        id,
        " ".join(form.text("name").split()),
        realist.clause(form.text("if"), "if"),
        realist.clause(form.text("then"), "then"),
        realist.clause(form.text("because"), "because"),
        form.texts("principle"),
    )


def _refused(desk: Reviewing, form: Posted, theory: Theory) -> tuple[str, list[Any]]:
    """Return why a typed theory is not stored, and what in it may name somebody; empty where it may be."""
    if not set(theory.principles) <= {id for id, _ in principles(desk)}:
        return "One of the principles is not in the codebook: load the page again.", []
    try:
        realist.checked(theory, "nothing was stored")
    except InputError as error:
        return f"{str(error)[:1].upper()}{str(error)[1:]}.", []
    texts = (theory.name, theory.if_, theory.then, theory.because)
    hits = [] if form.text("cleared") == "yes" else named(desk, texts)
    return (MAY_NAME if hits else "", hits)


def _fields(theory: Theory) -> dict[str, Any]:
    return {
        "name": theory.name,
        "if": theory.if_,
        "then": theory.then,
        "because": theory.because,
        "principles": theory.principles,
    }


def _as_dict(theory: Theory) -> dict[str, Any]:
    return {name: getattr(theory, name) for name in Theory.__dataclass_fields__}


def _new_id(desk: Reviewing, name: str) -> str:
    """Return an id made of a name, free in this study."""
    taken = {theory.id for theory in desk.store.theories(desk.theories, dropped=True)}
    bare = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")[:30] or "theory"
    return next(id for n in range(1, 10_000) if (id := bare if n == 1 else f"{bare}_{n}") not in taken)
