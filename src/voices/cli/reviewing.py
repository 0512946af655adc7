"""Opening the coders' pages; the vault's key is not asked for."""

from __future__ import annotations

import sys
import webbrowser

from voices import codebook, realist, typed
from voices.cli.keeping import keep
from voices.study import Study


def serve(study: Study, port: int, *, open_browser: bool) -> None:
    """Serve the pages on loopback until Ctrl+C or long idleness; print the address once they listen."""
    from flows import banking, written
    from voices import web
    from voices.review.pages import make_app
    from voices.store import open_store

    def announce(url: str) -> None:
        sys.stdout.write(f"{url}\n")
        sys.stdout.flush()
        if open_browser:
            webbrowser.open(url)

    before = banking.Before()
    with open_store(study.database) as store:
        app = make_app(
            store,
            [codebook.find(use.name, study.folder) for use in study.codebooks],
            scan=typed.scan,
            coders=study.settings.coders,
            blind_share=study.settings.blind_share,
            lease_minutes=study.settings.lease_minutes,
            study=study.title,
            seed=study.settings.seed,
            theories=realist.find(study.folder, (use.name for use in study.codebooks)),
            keep=lambda before, after: keep(study, before, after),
            releasing=lambda: written.release(study, store),
            drafting=lambda: banking.draft(study, store, before),
        )
        web.serve(app, port, announce, study.settings.idle_minutes)
        app.state.learner.wait()  # the store closes behind it
