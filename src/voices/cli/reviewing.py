"""Opening the coders' pages; the vault's key is not asked for."""

from __future__ import annotations

import sys
import webbrowser

from voices import codebook, typed
from voices.study import Study


def serve(study: Study, port: int, *, open_browser: bool) -> None:
    """Serve the pages on loopback until Ctrl+C or long idleness; print the address once they listen."""
    from voices import web
    from voices.review.pages import make_app
    from voices.store import open_store

    def announce(url: str) -> None:
        sys.stdout.write(f"{url}\n")
        sys.stdout.flush()
        if open_browser:
            webbrowser.open(url)

    with open_store(study.database) as store:
        app = make_app(
            store,
            [codebook.find(use.name, study.folder) for use in study.codebooks],
            scan=typed.scan,
            coders=study.settings.coders,
            blind_share=study.settings.blind_share,
            lease_minutes=study.settings.lease_minutes,
            study=study.title,
        )
        web.serve(app, port, announce, study.settings.idle_minutes)
