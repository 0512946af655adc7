"""The study pages over an empty folder of studies, and somebody signed in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.review.conftest import BASE, NAME, OURS
from voices.cli.opening_pages import make_tools
from voices.office import Tools, make_office

TEMPLATE = (Path(__file__).parents[2] / "src/voices/study_template.toml").read_text("utf-8")


def naming(texts: Sequence[str]) -> tuple[str, ...]:
    """Find the one name these tests know."""
    return tuple(text for text in texts if NAME in text)


def tools() -> Tools:
    """Return the tools of `voices start`, but for the scan of typed texts."""
    return replace(make_tools(), naming=naming)


class Evaluator:
    """Somebody signed in, who sends forms as a browser does."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.app = make_office(root, tools(), TEMPLATE, token="t")
        self.client = TestClient(self.app, base_url=BASE, follow_redirects=False)
        self.client.__enter__()
        assert self.client.post("/sign-in", data={"token": "t", "who": ""}, headers=OURS).status_code == 303
        (session,) = self.app.state.sessions._sessions.values()
        self.csrf = session.csrf

    def get(self, path: str, status: int = 200) -> str:
        """Return a page."""
        answer = self.client.get(path, follow_redirects=True)
        assert answer.status_code == status, (path, answer.status_code, answer.text[-600:])
        return answer.text

    def post(self, path: str, status: int = 303, **fields: object) -> str:
        """Send a form; return where it leads, or the text of the answer."""
        answer = self.client.post(path, data={"csrf": self.csrf, **fields}, headers=OURS)
        assert answer.status_code == status, (path, answer.status_code, answer.text[-600:])
        return answer.headers.get("location", answer.text)

    def send(self, study: str, group: str, *files: tuple[str, bytes]) -> str:
        """Send files; return the page after it."""
        answer = self.client.post(
            f"/studies/{study}/files",
            data={"csrf": self.csrf, "group": group},
            files=[("files", file) for file in files],
            headers=OURS,
        )
        assert answer.status_code == 303, answer.text[-600:]
        return self.get(answer.headers["location"])

    def made(self, title: str = "A year of the model") -> str:
        """Make a study and return the name of its folder."""
        return self.post("/studies", title=title, council="Harrowmere").rpartition("/")[2]

    def toml(self, study: str) -> str:
        """Return the study's study.toml."""
        return (self.root / study / "study.toml").read_text("utf-8")


@pytest.fixture
def evaluator(tmp_path: Path) -> Iterator[Evaluator]:
    """Return somebody signed in at the study pages of an empty folder."""
    signed_in = Evaluator(tmp_path / "studies")
    yield signed_in
    signed_in.app.state.office.children.end()
