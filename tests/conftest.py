"""The expensive things, made once: a finished small study, and the demonstration over the whole sample."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.typed import Place, lay_out, voices

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
)
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests that wait for an expensive fixture."""
    items.sort(key=lambda item: ("demo", "small", "").index(shared_by(item)))


def shared_by(item: pytest.Item) -> str:
    """Return the expensive fixture a test needs, empty for none."""
    names = getattr(item, "fixturenames", ())
    return "demo" if "demo" in names else "small" if {"small", "laid_out", "prefect_home"} & set(names) else ""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return one Chromium for every test that drives pages."""
    if not CHROMIUM:
        pytest.skip("NO BROWSER: install Chromium (Debian: apt-get install chromium) to run the browser tests")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@dataclass(frozen=True)
class Demo:
    """One `voices demo` and what it said."""

    place: Place
    said: subprocess.CompletedProcess[str]
    seconds: float
    largest: float
    """Megabytes the largest process held that ended until then; 0 where the system does not tell."""

    @property
    def study(self) -> Path:
        return self.place.base / "demo" / "harrowmere"


@pytest.fixture(scope="session")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Return a small study before its vault is made; copy it before changing anything."""
    return lay_out(tmp_path_factory.mktemp("laid-out"))


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Return a small study after `vault init`, `run`, three decisions and `publish`; copy it before changing it."""
    place = lay_out(tmp_path_factory.mktemp("small"))
    for words in (("vault", "init", place.study), ("run", place.study)):
        started = time.monotonic()
        done = place.type(*words)
        assert done.returncode == 0, done.stdout + done.stderr
        (place.base / "seconds").write_text(f"{time.monotonic() - started:.1f}")
    decide_some(place)
    done = place.type("publish", place.study)
    assert done.returncode == 0, done.stdout + done.stderr
    return place


@pytest.fixture(scope="session")
def prefect_home(small: Place) -> Path:
    """Return Prefect's home after a run; laid into a new study it saves the making of its database."""
    return small.study / "work" / "prefect"


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """Return the demonstration, run once on the whole sample."""
    place = Place(tmp_path_factory.mktemp("demo"))
    place.home.mkdir()
    started = time.monotonic()
    said = voices("demo", "--dir", place.base / "demo", home=place.home)
    return Demo(place, said, time.monotonic() - started, largest_ended())


def largest_ended() -> float:
    """Return the megabytes of the largest process that was started here and has ended; 0 where nobody counts."""
    if sys.platform != "linux":
        return 0.0
    import resource

    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def decide_some(place: Place) -> None:
    """Code twelve passages as C1 would, on fixed dates, so that there is something to publish."""
    from voices.model import Coded, Valence, Verdict
    from voices.store import open_store

    with open_store(place.study / "study.db") as store:
        quotable = [p for p in store.passages() if p.quoting and p.participant and len(p.text) > 60]
        by_voice = list({p.participant: p for p in reversed(quotable)}.values())
        for number, passage in enumerate(sorted(by_voice, key=lambda p: p.id)[:12]):
            code = ("continuity", "consistency")[number % 2]
            valence = Valence.NEGATIVE if number % 5 == 0 else Valence.POSITIVE
            store.decide(
                passage.id, "C1", Verdict.CODED, (Coded(code, valence),), made_at=f"2025-03-{number + 1:02}T09:00:00Z"
            )
