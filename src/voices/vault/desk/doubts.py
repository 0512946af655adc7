"""Pages on doubtful identities: one item at a time, what to do with it, and what was ruled so far."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from voices import placeholders
from voices.errors import InputError, VaultError
from voices.privacy.weighing.reasons import explain
from voices.vault import Pending, Vault
from voices.vault.desk.queue import KINDS, Waiting, by_pseudonym, doubles, following, placeholder, risk_in_words
from voices.web import Posted, Session, notice, page, posted, see_other, signed_in

SAID = {
    "confirm": "stays masked",
    "release": "will be shown",
    "relabel": "gets another label",
    "merge": "becomes one with another",
    "split": "loses these words, which get a pseudonym of their own",
    "always": "is masked wherever it stands",
    "never": "is shown wherever it stands",
}
"""What the notice says after a ruling; never the name itself."""

DECIDED = {
    "confirm": "keep masked",
    "release": "show",
    "relabel": "mask",
    "merge": "merge",
    "split": "split off",
    "always": "always mask",
    "never": "never mask",
}
"""A ruling as the list of rulings writes it."""


def add_doubts(app: FastAPI, vault: Vault, waiting: Waiting, first: str = "/doubts") -> None:
    """Add the pages on doubtful identities; `first` is where a visit begins while something is urgent."""

    @app.get("/", dependencies=[Depends(signed_in)])
    def start(request: Request) -> Response:
        told = request.app.state.site.told(request.state.session)
        return see_other(first if told.get("urgent") else "/doubts")

    @app.get("/doubts")
    def doubts(
        request: Request, session: Annotated[Session, Depends(signed_in)], item: str = "", kind: str | None = None
    ) -> HTMLResponse:
        if kind is not None:
            session.kept["kind"] = kind if kind in KINDS else ""
        items = waiting.items(session.kept.get("kind", ""))
        shown = next((each for each in items if each.id == item), items[0] if items else None)
        return page(
            request,
            "desk/doubts.html",
            item=shown,
            kind=session.kept.get("kind", ""),
            kinds=tuple((name, words, len(waiting.items(name))) for name, words in KINDS.items()),
            why=explain(shown.reasons) if shown else (),
            risk=risk_in_words(shown) if shown else "",
            position=items.index(shown) + 1 if shown else 0,
            waiting=len(items),
            after=following(items, shown.id) if shown else "",
            doubles=doubles(shown, vault.entities()) if shown else (),
            labels=tuple((label, kind) for label, kind in placeholders.KIND_OF_LABEL.items()),
            keys=session.kept.get("keys", "on") == "on",
            last=session.kept.get("ruling", ""),
        )

    @app.post("/doubts/{id_}")
    def rule(id_: str, form: Annotated[Posted, Depends(posted)]) -> Response:
        item = waiting.find(id_)
        if item is None:
            notice(form.session, "That item is no longer in doubt; nothing was changed.", "problem")
            return see_other("/doubts")
        try:
            _rule(vault, item, form)
        except (VaultError, InputError) as error:
            notice(form.session, str(error), "problem")
            return see_other(f"/doubts?item={id_}")
        after = following(waiting.items(form.session.kept.get("kind", "")), id_)
        waiting.forget()
        if form.text("document") and waiting.find(id_) is not None:
            return see_other(f"/doubts?item={id_}")  # it is in doubt elsewhere still
        return see_other(f"/doubts?item={after}" if after else "/doubts")

    @app.post("/undo")
    def undo(form: Annotated[Posted, Depends(posted)]) -> Response:
        ruling = form.number("ruling")
        if ruling is None:
            raise InputError("nothing to take back")
        vault.take_back(ruling, form.session.who)
        form.session.kept.pop("ruling", None)
        waiting.forget()
        notice(form.session, f"Ruling {ruling} is taken back.")
        return see_other("/rulings" if form.text("from") == "rulings" else "/doubts")

    @app.post("/keys")
    def keys(form: Annotated[Posted, Depends(posted)]) -> Response:
        form.session.kept["keys"] = "off" if form.text("keys") == "off" else "on"
        notice(form.session, f"Single-letter keys are {form.session.kept['keys']}.")
        return see_other("/merges" if form.text("from") == "merges" else "/doubts")

    @app.get("/rulings", dependencies=[Depends(signed_in)])
    def rulings(request: Request) -> HTMLResponse:
        written = {entity.id: placeholder(entity) for entity in vault.entities()}
        newest, labels = vault.rulings()[::-1], placeholders.KIND_OF_LABEL
        return page(request, "desk/rulings.html", rulings=newest, written=written, decided=DECIDED, labels=labels)


def _rule(vault: Vault, item: Pending, form: Posted) -> None:
    kind = form.text("ruling")
    if kind not in SAID:
        raise InputError("choose what to do with this item")
    into = label = ""
    if kind == "merge":
        entities = vault.entities()
        into = by_pseudonym(form.text("pseudonym"), entities)
        if not into or not item.entity:
            raise InputError("write the pseudonym it is the same as, for example: person 530")
    if kind == "relabel":
        label = form.text("label")
        if label == item.label:
            raise InputError("choose another label than the one it has")
    # An item without an entity is a form of words: the ruling is on the words as they stand.
    words = "" if item.entity else item.forms[0]
    entity = item.entity
    if kind in ("split", "always", "never"):
        words = form.text("form")
        if words not in item.forms:
            raise InputError("choose the words the ruling is about")
        label, entity = item.label if kind == "always" else label, entity if kind == "split" else ""
    here = form.text("document")
    if here and here not in {context.document for context in item.contexts}:
        raise InputError("choose one of the documents shown")
    kept = vault.rule(kind, actor=form.session.who, entity=entity, other=into, label=label, form=words, document=here)
    form.session.kept["ruling"] = str(kept.id)
    where = ", in this document only" if here else ""
    notice(form.session, f"{item.placeholder} {SAID[kind]}{where}. It shows in documents after the next run.")
