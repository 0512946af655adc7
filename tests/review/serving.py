"""Serve a filled study in a process of its own, for five coders: `python -m tests.review.serving FILE DOCUMENTS`."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.review.conftest import app_of
from tests.store.conftest import fill
from voices.store import open_store
from voices.web import serve

CODERS = ("C1", "C2", "C3", "C4", "C5")


def main(database: str, documents: str) -> None:
    """Print the address, then a link's key for each coder, and serve until killed."""
    with open_store(Path(database), create=True) as store:
        if not store.documents():
            fill(store, documents=int(documents))
        app = app_of(store, coders=CODERS)
        keys = [app.state.sessions.further_token(who) for who in CODERS]

        def announce(url: str) -> None:
            print(url.split("?", maxsplit=1)[0], *keys, flush=True)

        serve(app, 0, announce, idle_minutes=5)


if __name__ == "__main__":
    main(*sys.argv[1:])
