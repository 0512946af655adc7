"""The desk as an application: sign-in and headers are shared with the coders' pages, everything else is here."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import FastAPI

from voices.vault import Vault
from voices.vault.desk.asking import add_asking
from voices.vault.desk.doubts import add_doubts
from voices.vault.desk.queue import Waiting
from voices.web import Site, make_site, serve

IDLE_MINUTES = 30
"""The desk stops by itself much sooner than the coders' pages: it shows names."""


def make_desk(vault: Vault, actor: str, token: str = "") -> FastAPI:
    """Return the desk of one vault; `actor` is who the log says was sitting at it."""
    site = Site(
        "desk",
        "Custodian’s desk",
        people=(actor,),
        navigation=(("/doubts", "In doubt"), ("/rulings", "Rulings"), ("/look-up", "Look up"), ("/log", "Log")),
        package="voices.vault.desk",
        script="desk.js",
        style="desk.css",
        footer="These pages show people’s names. They run on this computer only; what you look up is logged.",
    )
    app = make_site(site, token)
    waiting = Waiting(vault)
    add_doubts(app, vault, waiting)
    add_asking(app, vault)
    return app


def serve_desk(
    vault: Vault, actor: str, announce: Callable[[str], None], port: int = 0, idle_minutes: float = IDLE_MINUTES
) -> None:
    """Serve the desk on 127.0.0.1 until it is stopped or nobody used it for `idle_minutes`; opening it is logged.

    `announce` is called once with the sign-in address. Raises EnvironmentNotReady where the port is taken.
    """
    app = make_desk(vault, actor)

    def opened(address: str) -> None:
        vault.note(actor, "opened the desk")
        announce(address)

    serve(app, port, opened, idle_minutes)
