"""A real browser at a real server; without Chromium these tests are skipped, and say so."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.review.conftest import NAME, add_themes, app_of
from tests.store.conftest import fill
from voices.model import Coded, Valence, Verdict
from voices.store import Store, open_store
from voices.web import serve


class Desk:
    """A served study and the means to open it."""

    def __init__(self, browser: Browser, store: Store, app: object, base: str) -> None:
        self.browser, self.store, self.app, self.base = browser, store, app, base

    def open(self, who: str = "C1", **options: object) -> tuple[BrowserContext, Page]:
        """Sign in somebody in a browser of their own; whatever the browser complains about fails the test."""
        context = self.browser.new_context(**options)  # type: ignore[arg-type]
        page = context.new_page()
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("requestfailed", lambda request: self.complaints.append(request.url))
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.goto(f"{self.base}?token={self.app.state.sessions.further_token()}")  # type: ignore[attr-defined]
        page.get_by_role("button", name=f"Continue as {who}").click()
        page.wait_for_url(self.base)
        return context, page


@pytest.fixture
def desk(browser: Browser, tmp_path: Path) -> Iterator[Desk]:
    """Return a served study of 24 passages in which something of everything is there."""
    with open_store(tmp_path / "study.db", create=True) as store:
        fill(store, documents=4, people=2)
        add_themes(store)
        ids = [p.id for p in store.passages()]
        codes = (Coded("continuity", Valence.POSITIVE), Coded("culture/blame", Valence.MIXED))
        store.decide(ids[0], "C1", Verdict.CODED, codes, quotable=True)
        store.decide(ids[1], "C2", Verdict.HELD)
        store.decide(ids[2], "C2", Verdict.SKIPPED)
        store.add_second_readings([ids[3]])
        store.decide(ids[3], "C1", Verdict.CODED, codes[:1], suggestion_shown=False)
        store.decide(ids[3], "C2", Verdict.NO_CODE, suggestion_shown=False, reading=1)
        store.add_memo(ids[0], "C1", f"ask {NAME}", cleared=False)
        app = app_of(store, keep=lambda _before, _after: None)
        said: list[str] = []
        server = threading.Thread(target=serve, args=(app, 0, said.append), kwargs={"idle_minutes": 0.5}, daemon=True)
        server.start()
        end = time.monotonic() + 10
        while not said and time.monotonic() < end:
            time.sleep(0.02)
        yield Desk(browser, store, app, said[0].split("?")[0])
