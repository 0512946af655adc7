"""The desk as an application: sign-in and headers are shared with the coders' pages, everything else is here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import FastAPI

from voices.vault import Vault
from voices.vault.desk.asking import add_asking
from voices.vault.desk.doubts import add_doubts
from voices.vault.desk.leaving import add_leaving
from voices.vault.desk.merges import add_merges
from voices.vault.desk.queue import Waiting
from voices.vault.desk.study import StudySide
from voices.vault.desk.urgent import add_urgent
from voices.vault.desk.words import add_words
from voices.web import Session, Site, make_site, serve

IDLE_MINUTES = 30
"""The desk stops by itself much sooner than the coders' pages: it shows names."""

NAVIGATION = (
    ("/urgent", "Urgent"),
    ("/doubts", "In doubt"),
    ("/merges", "Merges"),
    ("/words", "Words"),
    ("/rulings", "Rulings"),
    ("/look-up", "Look up"),
    ("/erase", "Erase"),
    ("/log", "Log"),
)


def make_desk(vault: Vault, actor: str, token: str = "", study: StudySide | None = None) -> FastAPI:
    """Return the desk of one vault; `actor` is who the log says was sitting at it, `study` what lies beside it."""

    def told(_session: Session) -> Mapping[str, Any]:
        return {"urgent": sum(not ask.outcome for ask in study.asks()) if study is not None else 0}

    site = Site(
        "desk",
        "Custodian’s desk",
        people=(actor,),
        navigation=NAVIGATION,
        package="voices.vault.desk",
        script="desk.js",
        style="desk.css",
        footer="These pages show people’s names. They run on this computer only; what you look up is logged.",
        told=told,
    )
    app = make_site(site, token)
    waiting = Waiting(vault)
    add_urgent(app, vault, study)
    add_doubts(app, vault, waiting, first="/urgent" if study is not None else "/doubts")
    add_merges(app, vault, waiting)
    add_words(app, vault, waiting)
    add_asking(app, vault)
    add_leaving(app, vault, waiting, study)
    return app


def serve_desk(
    vault: Vault,
    actor: str,
    announce: Callable[[str], None],
    port: int = 0,
    idle_minutes: float = IDLE_MINUTES,
    study: StudySide | None = None,
) -> None:
    """Serve the desk on 127.0.0.1 until it is stopped or nobody used it for `idle_minutes`; opening it is logged.

    `announce` is called once with the sign-in address. Raises EnvironmentNotReady where the port is taken.
    """
    app = make_desk(vault, actor, study=study)

    def opened(address: str) -> None:
        vault.note(actor, "opened the desk")
        announce(address)

    serve(app, port, opened, idle_minutes)
