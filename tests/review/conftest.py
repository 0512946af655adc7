"""A filled study behind the coders' pages, with a scanner that knows one invented name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.store.conftest import fill
from voices.codebook import find
from voices.model import Action, Mention, Theme, ThemeAssignment, Themes
from voices.review.pages import make_app
from voices.store import Store, open_store

BASE = "http://127.0.0.1:8000"
OURS = {"Origin": BASE}
NAME = "Orla Pemberwick"


def scan(text: str) -> Sequence[Mention]:
    """Find the one name these tests know."""
    at = text.find(NAME)
    return [Mention(at, at + len(NAME), "PERSON", 0.99, Action.MASK)] if at >= 0 else []


def add_themes(store: Store) -> None:
    """Put two candidate themes over the first passages."""
    ids = [p.id for p in store.passages()][:4]
    made = tuple(
        Theme(id, "all", name, ("visit", "story"), 2, strength, tuple(ids[at : at + 2]))
        for id, name, strength, at in (("t1", "knowing our story", 0.8, 0), ("t2", "calls and waiting", 0.2, 2))
    )
    assigned = tuple(ThemeAssignment(id, "t1" if place < 2 else "t2", 0.7) for place, id in enumerate(ids))
    store.put_themes(Themes("all", made, assigned, set_aside=(ids[-1],)), "h", "v1")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return a store with three interviews of six passages and two themes."""
    with open_store(tmp_path / "study.db", create=True) as opened:
        fill(opened, documents=3, people=2)
        add_themes(opened)
        yield opened


def app_of(store: Store, **more: object) -> FastAPI:
    """Return the application over a store, with two coders and nothing blind unless asked for."""
    options: dict[str, object] = {"coders": ("C1", "C2"), "blind_share": 0.0, "study": "Harrowmere", "token": "t"}
    return make_app(store, [find("six_principles", None)], scan=scan, **{**options, **more})  # type: ignore[arg-type]


class Coder:
    """Somebody signed in, who sends forms as a browser does."""

    def __init__(self, app: FastAPI, who: str = "C1") -> None:
        self.client = TestClient(app, base_url=BASE, follow_redirects=False)
        self.client.__enter__()  # one event loop for all requests, as in a server
        token = app.state.sessions.further_token()
        answer = self.client.post("/sign-in", data={"token": token, "who": who}, headers=OURS)
        assert answer.status_code == 303
        self.get("/")
        self.csrf = [s for s in app.state.sessions._sessions.values() if s.who == who][-1].csrf

    def get(self, path: str) -> str:
        """Return a page, following redirects."""
        answer = self.client.get(path, follow_redirects=True)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[-800:])
        return answer.text

    def post(self, path: str, status: int = 303, **fields: object) -> str:
        """Send a form; return where it leads, or the text of the answer where it does not."""
        answer = self.client.post(path, data={"csrf": self.csrf, **fields}, headers=OURS)
        assert answer.status_code == status, (path, answer.status_code, answer.text[-800:])
        return answer.headers.get("location", answer.text)

    def decide(self, passage: str, act: str, status: int = 303, **fields: object) -> str:
        """Send a decision on a passage as the coding screen would."""
        return self.post("/code", status, passage=passage, reading="0", act=act, **fields)


@pytest.fixture
def coder(store: Store) -> Coder:
    """Return a signed-in C1."""
    return Coder(app_of(store))
